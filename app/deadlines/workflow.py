"""What can happen to one deadline: it begins, runs on after a pause, is counted anew, ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Invalid
from app.core.i18n import N_
from app.deadlines.models import Deadline, DeadlineEvent
from app.deadlines.owners import Responsible, owner_protocol, tell_of_breach, tell_of_lateness
from app.deadlines.reckoning import PROMISED, count, count_with_grace, frozen_facts, settle
from app.events.record import plain
from app.extensions import db
from app.policy.conditions import Facts
from app.policy.timing import Clock
from app.policy.worktime import Due
from app.rulebook import current_edition_id
from app.security import hand_of


def hold(owner: Any) -> list[Deadline]:
    """The owner's open deadlines, locked until the transaction ends."""
    mine = (Deadline.owner_kind == owner.__tablename__, Deadline.owner_id == owner.id, Deadline.ended_at.is_(None))
    rows = select(Deadline).where(*mine).order_by(Deadline.id).with_for_update(of=Deadline)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def begin(
    owner: Any,
    clock: Clock,
    *,
    pack_version_id: int,
    facts: Facts,
    at: datetime,
    now: datetime,
    actor: Any | None,
    responsible: Responsible | None = None,
    late: bool = False,
) -> Deadline:
    """Start the clock, counted from `at`. `late`: it should have started then, but nobody could know; so it has the
    pack's grace. Raises Invalid at `promised_at`."""
    if clock.unit == "promised":
        check_promise(facts, now)
    kind = owner.__tablename__
    who = responsible or owner_protocol(kind).responsible(owner, clock)
    deadline = drawn_up(kind, clock, pack_version_id=pack_version_id, facts=facts, at=at)
    deadline.owner_id, deadline.generation = owner.id, _times_started(owner, clock) + 1
    deadline.responsible_department_id, deadline.responsible_person_id = who.department_id, who.person_id
    settle(deadline, count_with_grace(deadline, now) if late else count(deadline), since=now if late else at)
    db.session.add(deadline)
    note(deadline, "start", now, actor)
    db.session.flush()
    return deadline


def drawn_up(kind: str, clock: Clock, *, pack_version_id: int, facts: Facts, at: datetime) -> Deadline:
    """A clock that starts then, not counted, nobody's yet and not stored."""
    return Deadline(
        owner_kind=kind,
        clock=clock.code,
        pack_version_id=pack_version_id,
        calendar_edition_id=current_edition_id(),
        facts=frozen_facts(facts, clock),
        generation=1,
        reckoning=1,
        started_at=at,
        state="running",
    )


def run_on(deadline: Deadline, *, at: datetime, actor: Any | None) -> None:
    """End the pause at that instant and count anew."""
    note(deadline, "resume", at, actor)
    deadline.state = "running"
    deadline.reckoning += 1
    had_grace = Due.from_json(deadline.working).segments[0].kind == "regraded"
    settle(deadline, count_with_grace(deadline, at) if had_grace else count(deadline), since=at)


def begin_anew(deadline: Deadline, *, now: datetime, actor: Any | None) -> None:
    """Count from now on; a clock that stands still runs again. What was missed before stays missed."""
    before = deadline.due_at
    mark_breach(deadline, now)
    if deadline.state == "paused":
        note(deadline, "resume", now, actor)
        deadline.state = "running"
    deadline.started_at = now
    deadline.reckoning += 1
    settle(deadline, count(deadline), since=now)
    note(deadline, "reset", now, actor, facts={"from": before, "to": deadline.due_at, "clause": deadline.clause})
    db.session.flush()


def recount(deadline: Deadline, counted: Due, kind: str, *, now: datetime, actor: Any | None) -> None:
    """Another due instant from now on. A breach that has happened stays, whether the sweep has seen it or not."""
    before = deadline.due_at
    mark_breach(deadline, now)
    deadline.reckoning += 1
    settle(deadline, counted, since=now)
    note(deadline, kind, now, actor, facts={"from": before, "to": deadline.due_at, "clause": deadline.clause})
    db.session.flush()


def end(deadline: Deadline, *, now: datetime, actor: Any | None, cancelled: bool = False) -> None:
    """Stop it: met up to and including the due instant, missed after it, cancelled where it needn't be kept."""
    if deadline.state == "paused" and deadline.next_at is not None and deadline.next_at <= now:
        run_on(deadline, at=deadline.next_at, actor=None)
    mark_breach(deadline, now)
    kept = "cancelled" if cancelled else "met"
    deadline.state = kept if deadline.breached_at is None else "missed"
    deadline.ended_at, deadline.next_at = now, None
    note(deadline, "cancel" if cancelled else "stop", now, actor)
    db.session.flush()
    if deadline.breached_at is not None:
        tell_of_lateness(deadline, now)


def mark_breach(deadline: Deadline, now: datetime) -> None:
    """The breach happened when it was due, whenever somebody comes to see it."""
    if deadline.state == "running" and deadline.due_at < now:
        breach(deadline, now)


def breach(deadline: Deadline, now: datetime) -> None:
    """Record that it was missed, and tell those who have something to do then; once."""
    if deadline.breached_at is None:
        deadline.breached_at = deadline.due_at
        tell_of_breach(deadline, now)


def note(
    deadline: Deadline,
    kind: str,
    at: datetime,
    actor: Any | None,
    *,
    facts: dict[str, Any] | None = None,
    text: str = "",
) -> None:
    """Append to what happened to the deadline. `events.append` would first read all that is there already."""
    hand = hand_of(actor)
    actor_id = hand.id if hand else None
    if hand is not actor:
        facts = {**(facts or {}), "acting_for": actor}
    db.session.add(
        DeadlineEvent(deadline=deadline, kind=kind, at=at, actor_id=actor_id, facts=plain(facts or {}), note=text)
    )


def check_promise(facts: Facts, now: datetime) -> None:
    """Raises Invalid at `promised_at` for a promise that is missing or not in the future."""
    promised = facts.get(PROMISED)
    if promised is None:
        raise Invalid.field(PROMISED, N_("Say until when you promise it."))
    if promised <= now:
        raise Invalid.field(PROMISED, N_("A promise lies in the future."))


def _times_started(owner: Any, clock: Clock) -> int:
    same = (
        Deadline.owner_kind == owner.__tablename__,
        Deadline.owner_id == owner.id,
        Deadline.clock == clock.code,
    )
    return db.session.scalar(select(func.count()).select_from(Deadline).where(*same)) or 0
