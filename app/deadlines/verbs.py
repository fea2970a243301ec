"""What verbs of higher packages do to deadlines. All flush, none commits; the caller records its own event.

Deadlines are the house's business: whoever may do a verb to the owner sets off what follows from it here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.deadlines.models import Deadline
from app.deadlines.owners import Responsible, owner_protocol, version_ids
from app.deadlines.reckoning import PROMISED, count, pack_and_clock, pause_limit, settle
from app.deadlines.workflow import begin, begin_anew, check_promise, end, hold, note, recount, run_on
from app.extensions import db
from app.policy.clocks import clocks_reset_by, clocks_started_by, clocks_stopped_by
from app.policy.conditions import Facts
from app.policy.pack import Pack
from app.policy.timing import Clock
from app.rulebook import pack_of
from app.security import elevated

P = ParamSpec("P")
R = TypeVar("R")


def house_business(function: Callable[P, R]) -> Callable[P, R]:
    """Run with the house's reach: after a transfer the actor no longer sees the rows that the verb has to change."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with elevated():
            return function(*args, **kwargs)

    return wrapped


@house_business
def on_verb(owner: Any, verb: str, *, facts: Facts, now: datetime, actor: Any | None) -> list[Deadline]:
    """Stop and start what the owner's pack says that the verb stops and starts; returns the deadlines started.

    `facts` are those of the policy's conditions. A verb that promises a time brings it as `promised_at` (aware); it
    also moves a promise that runs already and the clocks that the pack lets it extend. A reopened case gets new
    clocks; those that ended stay as they ended. Raises Invalid at `promised_at`.
    """
    running = {deadline.clock: deadline for deadline in hold(owner)}
    started = []
    for version_id in version_ids(owner):
        pack = pack_of(version_id)
        _touch(pack, running, verb, facts=facts, now=now, actor=actor)
        same = {"pack_version_id": version_id, "facts": facts, "at": now, "now": now, "actor": actor}
        coming = [clock for clock in clocks_started_by(pack, verb, facts) if clock.code not in running]
        started += [begin(owner, clock, **same) for clock in coming]
    return started


def _touch(
    pack: Pack, running: dict[str, Deadline], verb: str, *, facts: Facts, now: datetime, actor: Any | None
) -> None:
    """Stop, begin anew and move those of the pack's clocks that run."""
    for clock in clocks_stopped_by(pack, verb):
        if clock.code in running:
            end(running.pop(clock.code), now=now, actor=actor)
    for clock in clocks_reset_by(pack, verb):
        if clock.code in running:
            begin_anew(running[clock.code], now=now, actor=actor)
    for clock in pack.clocks:
        if clock.code in running and _moves(clock, verb):
            _move(running[clock.code], clock, facts, now, actor)


@house_business
def start(
    owner: Any,
    clock: str,
    *,
    pack_version_id: int,
    at: datetime,
    facts: Facts,
    now: datetime,
    actor: Any | None,
    responsible: Responsible | None = None,
) -> Deadline:
    """Start one clock by its code, counted from `at`. Raises Refused when it runs."""
    if any(deadline.clock == clock for deadline in hold(owner)):
        raise Refused(N_("This clock is running already."))
    rule = pack_of(pack_version_id).clock(clock)
    same = {"pack_version_id": pack_version_id, "facts": facts, "at": at, "now": now, "actor": actor}
    return begin(owner, rule, responsible=responsible, **same)


@house_business
def stop_all(
    owner: Any,
    outcome: Literal["stopped", "cancelled"],
    *,
    now: datetime,
    actor: Any | None,
    keep: tuple[str, ...] = (),
) -> None:
    """End what runs: `stopped` because it is done, `cancelled` because it needn't be. `keep`: codes of clocks."""
    for deadline in hold(owner):
        if deadline.clock not in keep:
            end(deadline, now=now, actor=actor, cancelled=outcome == "cancelled")


@house_business
def pause(
    owner: Any,
    *,
    reason: str,
    now: datetime,
    actor: Any | None,
    until: datetime | None = None,
    clocks: tuple[str, ...] = (),
) -> list[Deadline]:
    """Let the owner's clocks (all, or those named) stand still, at most as long as the pack allows; returns them.

    A clock whose time is up isn't helped by it. Raises Invalid at `reason` or `until`.
    """
    if not reason.strip():
        raise Invalid.field("reason", N_("Say why the clock is paused."))
    if until is not None and until <= now:
        raise Invalid.field("until", N_("That time has passed."))
    held = [deadline for deadline in hold(owner) if not clocks or deadline.clock in clocks]
    paused = [deadline for deadline in held if _can_stand_still(deadline, now)]
    for deadline in paused:
        ends = min(filter(None, (until, pause_limit(deadline, now))), default=None)
        note(deadline, "pause", now, actor, facts={"until": ends} if ends else {}, text=reason.strip())
        deadline.state, deadline.next_at = "paused", None
        if ends is not None:
            settle(deadline, count(deadline), since=now)
            deadline.next_at = ends
    db.session.flush()
    return paused


@house_business
def resume(owner: Any, *, now: datetime, actor: Any | None) -> list[Deadline]:
    """Let paused clocks run on; the open time or the working days that they stood still are added. Returns them."""
    paused = [deadline for deadline in hold(owner) if deadline.state == "paused"]
    for deadline in paused:
        run_on(deadline, at=min(now, deadline.next_at or now), actor=actor)
    db.session.flush()
    return paused


@house_business
def reassign(owner: Any, *, now: datetime, actor: Any | None) -> None:
    """Ask anew who has to keep each clock that runs: after a transfer, or when another person takes the case."""
    for deadline in hold(owner):
        who = owner_protocol(deadline.owner_kind).responsible(owner, pack_and_clock(deadline)[1])
        if who != Responsible(deadline.responsible_department_id, deadline.responsible_person_id):
            deadline.responsible_department_id, deadline.responsible_person_id = who.department_id, who.person_id
            note(deadline, "reassign", now, actor, facts={"department": who.department_id, "person": who.person_id})
    db.session.flush()


def _moves(clock: Clock, verb: str) -> bool:
    promised_again = clock.unit == "promised" and verb in clock.start
    return promised_again or (clock.extension is not None and clock.extension.by == verb)


def _move(deadline: Deadline, clock: Clock, facts: Facts, now: datetime, actor: Any | None) -> None:
    """To the promised time. A promise may be renewed late, but what a pack lets extend must not be due yet."""
    check_promise(facts, now)
    if clock.unit != "promised" and (deadline.due_at < now or deadline.state == "paused"):
        return
    deadline.facts = {**deadline.facts, PROMISED: facts[PROMISED].isoformat()}
    recount(deadline, count(deadline), "extend", now=now, actor=actor)


def _can_stand_still(deadline: Deadline, now: datetime) -> bool:
    """A promise to a customer is a time of day, not a length of time: nothing pauses it. Nor does the company pause
    what is laid over its policy."""
    pack, clock = pack_and_clock(deadline)
    goes_on = clock.unit == "promised" or PROMISED in deadline.facts or pack.overlay
    return deadline.state == "running" and deadline.due_at > now and not goes_on
