"""The follow-ups that registering a complaint will ask for, told while it is being registered."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from app.complaints.models import Complaint
from app.complaints.preview import Coming
from app.core.i18n import N_, Text
from app.deadlines import Deadline
from app.policy.conditions import holds
from app.policy.pack import Pack


def calls_to_come(
    complaint: Complaint, pack: Pack, facts: Mapping[str, Any], running: list[Deadline]
) -> Iterator[Coming]:
    """Those with a clock are due with it, as `planning` does it; those without, so many hours after registration."""
    due = {deadline.clock: deadline.due_at for deadline in running}
    known = pack.facts(facts)
    for rule in pack.follow_ups:
        at = due.get(rule.clock or "")
        if rule.clock is None and rule.after == "register" and holds(rule.when, known):
            at = complaint.received_at + timedelta(hours=rule.call_within.hours)
        if at is not None:
            yield Coming(Text(N_("Follow-up: %(rule)s"), {"rule": rule.label.text()}), pack.cite(rule.clause), at)
