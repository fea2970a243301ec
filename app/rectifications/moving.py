"""A complaint falls under another version of the policy: its 投诉整改表 and the measures in it move along."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app import deadlines
from app.complaints.facts import facts_of
from app.complaints.models import Complaint
from app.complaints.moving import register_along
from app.core.i18n import N_, Text
from app.events import record
from app.extensions import db
from app.rectifications.models import RectificationReport
from app.rectifications.opening import report_of
from app.rectifications.states import UNSETTLED
from app.rulebook import PackVersion, pack_of


class ReportsAlong:
    """See the module's text. A report that the new version doesn't ask for stays, for it is owed by the verdict."""

    def owners(self, complaint: Complaint) -> Sequence[Any]:
        """The report and its measures, while something of it is still to do."""
        report = _open(complaint)
        return (report, *report.measures) if report is not None else ()

    def move(self, complaint: Complaint, target: PackVersion, *, actor: Any | None, now: datetime) -> None:
        """Its clause, its sections and its clocks are those of the new version."""
        report, rule = _open(complaint), pack_of(target.id).rectification
        if report is None or rule is None:
            return
        before, report.pack_version_id, report.clause = str(report.pack_version), target.id, rule.clause
        db.session.flush()
        db.session.expire(report, ["pack_version"])
        told = {"before": before, "after": str(target)}
        record(report, "move_version", actor=actor, now=now, from_state=report.state, to_state=report.state, facts=told)
        for owner in (report, *report.measures):
            deadlines.move(owner, version_id=target.id, facts=facts_of(complaint), now=now, actor=actor)

    def stays(self, complaint: Complaint, target: PackVersion) -> Sequence[Text]:
        """A report of a kind that the new version doesn't know."""
        report = _open(complaint)
        if report is None or pack_of(target.id).rectification is not None:
            return ()
        line = N_("Rectification report %(no)s stays under %(version)s: the other version asks for none.")
        return (Text(line, {"no": report.no, "version": str(report.pack_version)}),)


def _open(complaint: Complaint) -> RectificationReport | None:
    report = report_of(complaint)
    return report if report is not None and report.state in UNSETTLED else None


register_along(ReportsAlong())
