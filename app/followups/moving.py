"""A complaint falls under another version of the policy: its open follow-ups move along where that version has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.models import Complaint
from app.complaints.moving import register_along
from app.core.i18n import N_, Text
from app.extensions import db
from app.followups.models import OPEN, FollowUp
from app.followups.planning import keep_to_clocks
from app.policy.asking import FollowUp as Rule
from app.rulebook import PackVersion, pack_of


class FollowUpsAlong:
    """See the module's text. They have no clocks of their own: those with a clock of the complaint's go with it."""

    def owners(self, complaint: Complaint) -> Sequence[Any]:
        """None: the clock that a call is due with is the complaint's."""
        return ()

    def move(self, complaint: Complaint, target: PackVersion, *, actor: Any | None, now: datetime) -> None:
        """Each falls under the rule of the same code."""
        for row, rule in _with_rules(complaint, target):
            if rule is not None:
                row.pack_version_id, row.clause = target.id, rule.clause
        db.session.flush()
        keep_to_clocks(complaint, actor=actor, now=now)

    def stays(self, complaint: Complaint, target: PackVersion) -> Sequence[Text]:
        """Those whose rule the new version doesn't have are still made."""
        gone = [row for row, rule in _with_rules(complaint, target) if rule is None]
        line = N_("%(count)s follow-ups are made as planned: the other version has no such rule.")
        return (Text(line, {"count": len(gone)}),) if gone else ()


def _with_rules(complaint: Complaint, target: PackVersion) -> list[tuple[FollowUp, Rule | None]]:
    mine = (FollowUp.complaint_id == complaint.id, FollowUp.state.in_(OPEN), FollowUp.pack_version_id != target.id)
    rules = {rule.code: rule for rule in pack_of(target.id).follow_ups}
    rows = db.session.scalars(select(FollowUp).where(*mine).order_by(FollowUp.id))
    return [(row, rules.get(row.rule)) for row in rows]


register_along(FollowUpsAlong())
