"""What every verb on a complaint shares: reach, the claim, the event, the clocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import update

from app.complaints import clocks
from app.complaints.models import Complaint
from app.complaints.states import STATES, VERBS, allows
from app.core.errors import NotFound, Refused
from app.core.i18n import N_, Text
from app.db import by_id
from app.events import record
from app.extensions import db
from app.security import elevated

P = ParamSpec("P")
R = TypeVar("R")
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


def verb(function: Callable[Concatenate[Complaint, P], R]) -> Callable[Concatenate[Complaint, P], R]:
    """A verb on a complaint that the actor reaches. Raises NotFound otherwise.

    What it reads and writes beside the complaint (heads of departments, deadlines, messages) is the house's business,
    so its inside runs elevated: after a transfer the actor may not even see the complaint any more.
    """

    @wraps(function)
    def run(complaint: Complaint, *args: P.args, **kwargs: P.kwargs) -> R:
        require_reach(complaint)
        with elevated():
            result = function(complaint, *args, **kwargs)
            db.session.flush()
        return result

    return run


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
    Raises Refused when the state doesn't allow the step, or no longer.
    """
    before = complaint.state
    claim(complaint, code, now, *only_if)
    facts: dict[str, Any] = {}
    yield facts
    db.session.flush()
    # Read anew: `department` would still be the old one after its id was changed.
    db.session.expire(complaint)
    record(complaint, code, actor=actor, now=now, from_state=before, to_state=complaint.state, facts=facts, note=note)
    clocks.after_verb(complaint, code, actor=actor, now=now, **clock_facts)
    tell_listeners(complaint, code, facts=facts, note=note, actor=actor, now=now)


def require_reach(complaint: Complaint) -> None:
    """Raises NotFound when the complaint is outside the actor's scope."""
    if by_id(Complaint, complaint.id) is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))


def claim(complaint: Complaint, code: str, now: datetime, *only_if: Any) -> None:
    """Move the complaint, if its state still allows the step. Raises Refused.

    The conditional UPDATE is the claim, not the reading before it: of two people who press at once, the second waits
    here for the first one's commit and then matches no row. What the first one wrote is read again after it.
    """
    before = complaint.state
    if not allows(code, before):
        raise _refusal(complaint, code)
    target = VERBS[code].target or before
    mine = update(Complaint).where(Complaint.id == complaint.id, Complaint.state == before, *only_if)
    values = {"state": target, "version": Complaint.version + 1, "changed_at": now}
    result: Any = db.session.execute(mine.values(values), execution_options={"synchronize_session": False})
    db.session.refresh(complaint)
    if result.rowcount == 1:
        return
    if allows(code, complaint.state):
        raise Refused(N_("Somebody else has changed this complaint meanwhile. Please look at it again."))
    raise _refusal(complaint, code)


def _refusal(complaint: Complaint, code: str) -> Refused:
    return Refused(
        N_("“%(verb)s” is not possible: complaint %(no)s is in the state “%(state)s”."),
        verb=Text(VERBS[code].label),
        no=complaint.no,
        state=Text(STATES[complaint.state]),
    )
