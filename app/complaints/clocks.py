"""The one place where complaints meet their deadlines."""

from datetime import datetime
from typing import Any

from app import deadlines
from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint

_CHANGES_HANDS = {"accept", "assign", "dispatch", "transfer"}


def after_verb(complaint: Complaint, verb: str, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Start, stop and hand over the clocks as the pack says for this verb. `facts` beside the complaint's own:
    `promised_at`."""
    deadlines.on_verb(complaint, verb, facts=facts_of(complaint) | facts, now=now, actor=actor)
    if verb in _CHANGES_HANDS:
        deadlines.reassign(complaint, now=now, actor=actor)
    if verb in ("close", "withdraw", "archive"):
        # A customer may still be asked whether all is well after the case is closed.
        kept = tuple(clock.code for clock in pack_for(complaint).clocks if "call_satisfaction" in clock.stop)
        deadlines.stop_all(complaint, "cancelled", now=now, actor=actor, keep=kept if verb == "close" else ())


def regraded(complaint: Complaint, *, actor: Any | None, now: datetime) -> None:
    """Count again what is still to come."""
    deadlines.regrade(complaint, facts=facts_of(complaint), now=now, actor=actor)


def is_open(complaint: Complaint, clock: str, now: datetime) -> bool:
    """Whether this clock runs and its time isn't up."""
    return any(row.clock == clock and row.due_at >= now for row in deadlines.running_of(complaint))


def pause(complaint: Complaint, *, reason: str, actor: Any | None, now: datetime) -> int:
    """Returns how many clocks stand still from now on."""
    return len(deadlines.pause(complaint, reason=reason, now=now, actor=actor))


def resume(complaint: Complaint, *, actor: Any | None, now: datetime) -> int:
    """Returns how many clocks run on from now on."""
    return len(deadlines.resume(complaint, now=now, actor=actor))
