"""Everything that can happen to a visit; each step is recorded. A verb checks, moves, records and tells in one
transaction; its deadline goes with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import deadlines
from app.core.clock import SHANGHAI, local
from app.core.errors import Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customers.numbering import next_in
from app.customers.visits import notices, rules
from app.customers.visits.facts import (
    CHANGEABLE,
    how_facts,
    open_on_day,
    outcome_facts,
    plan_facts,
    successor_facts,
    time_fact,
)
from app.customers.visits.models import Visit
from app.customers.visits.words import SOURCES, STATES
from app.db import move_row
from app.events import record as keep
from app.extensions import db
from app.policy.own import VISIT
from app.rulebook import current_pack_version
from app.security import elevated, require_reach


def plan(*, actor: Any | None, now: datetime, **facts: Any) -> Visit:
    """A visit that a person plans: `facts.FIELDS`; without an owner it is the actor's. Raises Invalid."""
    values = plan_facts(facts, actor=actor, now=now)
    with elevated():
        visit = enter(values, pack_version_id=current_pack_version(now).id, actor=actor, now=now)
    assert visit is not None, "only what has an occasion can be there already"
    return visit


def enter(values: Mapping[str, Any], *, pack_version_id: int, actor: Any | None, now: datetime) -> Visit | None:
    """Store a visit with its clock and its message; None where its occasion has one already."""
    at = local(now).strftime("%Y%m%d")
    visit = Visit(state="planned", pack_version_id=pack_version_id, created_at=now, **values)
    visit.no = f"BF{at}-{next_in(f'BF{at}'):04d}"
    visit.due_at = rules.due_by(visit.planned_at)
    if not _inserted(visit):
        return None
    keep(visit, "plan", actor=actor, now=now, to_state="planned", facts={"at": visit.planned_at})
    _begin(visit, actor=actor, now=now)
    return visit


def change(visit: Visit, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Correct `facts.CHANGEABLE` while it lies ahead. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    if visit.state not in SOURCES["record"]:
        raise _refusal(visit)
    checks = Checks()
    values = how_facts(checks, visit.customer, {name: getattr(visit, name) for name in CHANGEABLE} | facts)
    checks.done()
    changed = [name for name, value in values.items() if getattr(visit, name) != value]
    with elevated():
        for name in changed:
            setattr(visit, name, values[name])
        db.session.flush()
        if changed:
            keep(visit, "change", actor=actor, now=now, facts={"changed": changed})
            db.session.refresh(visit)
            notices.write_to(visit, now=now)
        db.session.flush()


def record(visit: Visit, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """It was made: what came of it, and the next one where its day was agreed. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    values = outcome_facts(visit, facts, now)
    with elevated():
        done = {"done_at": now, "done_by_id": actor.id if actor else None}
        _step(visit, "record", "done", actor=actor, now=now, told=_score_of(values), **values, **done)
        deadlines.stop_all(visit, "stopped", now=now, actor=actor)
        _plan_next(visit, actor=actor, now=now)


def amend(visit: Visit, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Correct the record, or add what the customer answered to a message. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    values, before = outcome_facts(visit, facts, now), visit.next_on
    with elevated():
        _step(visit, "amend", "done", actor=actor, now=now, told=_score_of(values), **values)
        if visit.next_on != before:
            _plan_next(visit, actor=actor, now=now)


def postpone(visit: Visit, *, planned_at: Any, note: str, actor: Any | None, now: datetime) -> None:
    """To another time, with a reason; the clock begins anew. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    checks = Checks()
    at, why = time_fact(checks, planned_at, now), checks.text("note", note, limit=500, required=True)
    checks.done()
    assert at is not None, "refused above"
    with elevated():
        values = {"planned_at": at, "due_at": rules.due_by(at), "postponed": Visit.postponed + 1}
        _step(visit, "postpone", "planned", actor=actor, now=now, reason=why, told={"at": at}, **values)
        deadlines.stop_all(visit, "cancelled", now=now, actor=actor)
        _begin(visit, actor=actor, now=now)


def cancel(visit: Visit, *, note: str, actor: Any | None, now: datetime) -> None:
    """It won't be made; `note` says why. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    checks = Checks()
    why = checks.text("note", note, limit=500, required=True)
    checks.done()
    with elevated():
        drop(visit, why=why, actor=actor, now=now)


def drop(visit: Visit, *, why: str = "", because: str = "", actor: Any | None, now: datetime) -> None:
    """Cancel it: for a person's reason, or for one of the worker's (a msgid). Raises Refused."""
    told = {"because": Text(because)} if because else None
    _step(visit, "cancel", "cancelled", actor=actor, now=now, reason=why, told=told)
    deadlines.stop_all(visit, "cancelled", now=now, actor=actor)


def hand_over(visit: Visit, *, owner_id: Any, note: str = "", actor: Any | None, now: datetime) -> None:
    """Somebody else makes it, and is told. Raises NotFound, Invalid, Refused."""
    require_reach(visit)
    person, why = successor_facts(visit.customer, owner_id, note, actor)
    with elevated():
        told = {"to": person.full_name}
        _step(visit, "hand_over", visit.state, actor=actor, now=now, reason=why, told=told, owner_id=person.id)
        deadlines.reassign(visit, now=now, actor=actor)
        notices.handed_over(visit, note=why, now=now)


def miss(visit: Visit, *, now: datetime) -> None:
    """Its clock has run out. Nothing where somebody was faster; the clock runs on, and climbs the ladder."""
    with elevated():
        planned = (Visit.state.in_(SOURCES["miss"]), Visit.due_at <= now)
        if move_row(visit, *planned, state="missed", changed_at=now):
            keep(visit, "miss", actor=None, now=now, from_state="planned", to_state="missed")
            db.session.flush()


def sent(visit: Visit, *, now: datetime) -> None:
    """The message that it is has gone out: the visit is made. Raises Refused."""
    with elevated():
        _step(visit, "sent", "done", actor=None, now=now, done_at=now)
        deadlines.stop_all(visit, "stopped", now=now, actor=None)


def _begin(visit: Visit, *, actor: Any | None, now: datetime) -> None:
    """The clock to its due instant, and the message where the visit is one."""
    facts = {"promised_at": visit.due_at}
    deadlines.start(visit, VISIT, pack_version_id=visit.pack_version_id, facts=facts, at=now, now=now, actor=actor)
    notices.write_to(visit, now=now)
    db.session.flush()


def _plan_next(visit: Visit, *, actor: Any | None, now: datetime) -> None:
    """On the day that was agreed, as this one was made, unless there is one that day. Raises Invalid where it can't be:
    whoever agreed on it has to know."""
    if visit.next_on is None:
        return
    wall = local(visit.planned_at)
    at = datetime.combine(visit.next_on, wall.time(), SHANGHAI)
    if open_on_day(visit.customer_id, at):
        return
    same = {name: getattr(visit, name) for name in ("customer_id", "contact_id", "way", "owner_id", "purpose")}
    plan(**same, planned_at=at, actor=actor, now=now)


def _step(
    visit: Visit,
    step: str,
    to_state: str,
    *,
    actor: Any | None,
    now: datetime,
    told: Mapping[str, Any] | None = None,
    reason: str = "",
    **values: Any,
) -> None:
    before = visit.state
    if not move_row(visit, Visit.state.in_(SOURCES[step]), state=to_state, changed_at=now, **values):
        raise _refusal(visit)
    keep(visit, step, actor=actor, now=now, from_state=before, to_state=to_state, facts=told, note=reason)
    db.session.flush()


def _refusal(visit: Visit) -> Refused:
    state = Text(STATES[visit.state])
    return Refused(N_("This visit is in the state “%(state)s”: the step is not possible."), state=state)


def _score_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"satisfaction": values["satisfaction"]} if values["satisfaction"] else {}


def _inserted(visit: Visit) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError as error:
        if "occasion" not in str(error.orig):
            raise
        return False
    return True
