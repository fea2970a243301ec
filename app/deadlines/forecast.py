"""What would run, and until when, if a verb were taken now. Nothing is stored."""

from datetime import datetime
from typing import Any

from app.deadlines.models import Deadline
from app.deadlines.owners import version_ids
from app.deadlines.reckoning import count, settle
from app.deadlines.workflow import drawn_up
from app.policy.clocks import clocks_started_by
from app.policy.conditions import Facts
from app.rulebook import pack_of


def forecast(owner: Any, verb: str, *, facts: Facts, now: datetime) -> list[Deadline]:
    """The clocks that `on_verb` would start on an owner that has none yet, the first one due on top; its own code
    draws them up and counts them. A promise is left out, as nobody has made it yet."""
    coming = [
        drawn_up(owner.__tablename__, clock, pack_version_id=version_id, facts=facts, at=now)
        for version_id in version_ids(owner)
        for clock in clocks_started_by(pack_of(version_id), verb, facts)
        if clock.unit != "promised"
    ]
    for deadline in coming:
        settle(deadline, count(deadline), since=now)
    return sorted(coming, key=lambda deadline: deadline.due_at)
