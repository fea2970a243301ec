"""Sustained → 整改表, called inside the verdict's transaction; a reversed verdict takes it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.extensions import db
from app.policy.conditions import holds
from app.rectifications.models import RectificationReport
from app.rectifications.states import allows
from app.rectifications.verbs import cancel, open_report


def after_verdict(complaint: Complaint, *, previous: str, actor: Any | None, now: datetime) -> None:
    """Open the report that the pack asks for, or cancel the one that nobody owes any more unless it is closed."""
    report, owed = report_of(complaint), owes_report(complaint)
    if owed and report is None:
        open_report(complaint, actor=actor, now=now)
    elif report is not None and not owed and allows("cancel", report.state):
        cancel(report, note=complaint.verdict_reason, actor=actor, now=now)


def after_step(complaint: Complaint, verb: str, *, note: str, actor: Any | None, now: datetime, **_: Any) -> None:
    """A judged complaint that goes to another department takes its report along: the old one ends, a new one opens."""
    report = report_of(complaint) if verb == "transfer" else None
    if report is None or report.department_id == complaint.department_id or not allows("cancel", report.state):
        return
    cancel(report, note=note, actor=actor, now=now)
    if owes_report(complaint):
        open_report(complaint, actor=actor, now=now)


def owes_report(complaint: Complaint) -> bool:
    """Whether the pack asks this complaint's department for a report: sustained, and nobody else is liable for it."""
    pack = pack_for(complaint)
    if pack.rectification is None or complaint.department_id is None:
        return False
    if complaint.verdict != "sustained" or complaint.liable_party not in (None, "department"):
        return False
    return holds(pack.rectification.when, pack.facts(facts_of(complaint)))


def report_of(complaint: Complaint) -> RectificationReport | None:
    """The complaint's report that isn't cancelled."""
    live = (RectificationReport.complaint_id == complaint.id, RectificationReport.state != "cancelled")
    return db.session.scalars(select(RectificationReport).where(*live)).one_or_none()
