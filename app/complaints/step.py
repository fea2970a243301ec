"""What every verb on a complaint shares: reach, the claim, the event, the clocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from app.complaints import clocks
from app.complaints.admission import require_passage
from app.complaints.models import Complaint
from app.complaints.states import STATES, VERBS, allows
from app.core.errors import Refused
from app.core.i18n import N_, Text
from app.db import move_row
from app.events import record
from app.extensions import db
from app.security import require_reach, verb

__all__ = ["claim", "register_step_listener", "require_reach", "taking", "tell_listeners", "verb"]

StepListener = Callable[..., None]
TEXT_LIMIT = 20_000
NOTE_LIMIT = 2_000
_listeners: list[StepListener] = []


def register_step_listener(listener: StepListener) -> None:
    """`listener(complaint, verb, *, facts, note, actor, now)` runs inside each step's transaction, `register` included,
    after its event and its clocks; elevated, and for every process alike. `facts` are the event's."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_listeners(
    complaint: Complaint, code: str, *, facts: dict[str, Any], note: str = "", actor: Any | None, now: datetime
) -> None:
    """A step was taken."""
    for listener in _listeners:
        listener(complaint, code, facts=facts, note=note, actor=actor, now=now)


@contextmanager
def taking(
    complaint: Complaint,
    code: str,
    *,
    actor: Any | None,
    now: datetime,
    note: str = "",
    only_if: tuple[Any, ...] = (),
    **clock_facts: Any,
) -> Iterator[dict[str, Any]]:
    """Take the step: claim the complaint, let the body change it, then record the event and move the clocks.

    `only_if`: what must hold beside the state, as criteria of the claim. Yields the event's facts for the body to fill.
    Raises Refused when the state or a gate of the pack doesn't allow the step, or no longer; NotAllowed for a person
    of another office than the pack's only window.
    """
    before = complaint.state
    if allows(code, before):
        require_passage(complaint, code, actor)
    claim(complaint, code, now, *only_if)
    facts: dict[str, Any] = {}
    yield facts
    db.session.flush()
    # Read anew: `department` would still be the old one after its id was changed.
    db.session.expire(complaint)
    record(complaint, code, actor=actor, now=now, from_state=before, to_state=complaint.state, facts=facts, note=note)
    clocks.after_verb(complaint, code, actor=actor, now=now, **clock_facts)
    tell_listeners(complaint, code, facts=facts, note=note, actor=actor, now=now)


def claim(complaint: Complaint, code: str, now: datetime, *only_if: Any) -> None:
    """Move the complaint, if its state still allows the step. Raises Refused; of two at once, for the second."""
    before = complaint.state
    if not allows(code, before):
        raise impossible(complaint, code)
    values = {"state": VERBS[code].target or before, "version": Complaint.version + 1, "changed_at": now}
    if move_row(complaint, Complaint.state == before, *only_if, **values):
        return
    if allows(code, complaint.state):
        raise Refused(N_("Somebody else has changed this complaint meanwhile. Please look at it again."))
    raise impossible(complaint, code)


def impossible(complaint: Complaint, code: str) -> Refused:
    """The refusal of a step that the complaint's state doesn't allow."""
    return Refused(
        N_("“%(verb)s” is not possible: complaint %(no)s is in the state “%(state)s”."),
        verb=Text(VERBS[code].label),
        no=complaint.no,
        state=Text(STATES[complaint.state]),
    )
