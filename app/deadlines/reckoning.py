"""From a deadline's frozen parts to its due instant and its next step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.clock import local
from app.deadlines.models import Deadline
from app.deadlines.owners import people_on_ladder
from app.events.record import plain
from app.policy.calendars import Calendar
from app.policy.clocks import Step, levels, steps
from app.policy.conditions import Facts
from app.policy.counting import Length, after
from app.policy.pack import Pack
from app.policy.timing import Clock, Ladder
from app.policy.worktime import Due, Pause, due, regraded
from app.rulebook import edition_of, pack_of

PROMISED = "promised_at"


def pack_and_clock(deadline: Deadline) -> tuple[Pack, Clock]:
    """The pack that the deadline was counted by, and its clock."""
    pack = pack_of(deadline.pack_version_id)
    return pack, pack.clock(deadline.clock)


def count(deadline: Deadline) -> Due:
    """When it is due by what is frozen in it. Raises StillPaused in a pause without an end."""
    pack, clock = pack_and_clock(deadline)
    start, facts = deadline.started_at, facts_of(deadline)
    return due(pack, _as_counted(clock, facts), calendars_of(deadline), start, facts=facts, pauses=pauses_of(deadline))


def count_with_grace(deadline: Deadline, now: datetime) -> Due:
    """As `count`; where that lies in the past, now plus the pack's grace."""
    pack, clock = pack_and_clock(deadline)
    since, facts, pauses = deadline.started_at, facts_of(deadline), pauses_of(deadline)
    counted = _as_counted(clock, facts)
    return regraded(pack, counted, calendars_of(deadline), start=since, facts=facts, pauses=pauses, now=now)


def _as_counted(clock: Clock, facts: Facts) -> Clock:
    """Once a promise has extended the clock, the promised time is what counts, by the clause that allows it."""
    if clock.extension is None or PROMISED not in facts:
        return clock
    return clock.model_copy(update={"unit": "promised", "amount": (), "clause": clock.extension.clause})


def settle(deadline: Deadline, counted: Due, *, since: datetime) -> None:
    """Write what was counted; the next step is the first one later than `since`."""
    deadline.due_at, deadline.clause, deadline.working = counted.at, counted.clause, counted.to_json()
    coming = [step.at for step in steps_of(deadline) if step.at > since]
    deadline.next_at = coming[0] if coming else None


def steps_of(deadline: Deadline) -> tuple[Step, ...]:
    """All steps of the clock in order of time, past ones and those of the ladder included."""
    clock, ladder = pack_and_clock(deadline)[1], ladder_of(deadline)
    plain_steps = steps(clock, deadline.started_at, deadline.due_at)
    if ladder is None:
        return plain_steps
    climbed = levels(ladder, clock, deadline.due_at, calendars_of(deadline))
    return tuple(sorted((*plain_steps, *climbed), key=lambda step: step.at))


def escalated_since(deadline: Deadline) -> datetime | None:
    """When it goes up to the first level of its ladder; None where it has none. By the rule, not by when the sweep
    came to it, so that nobody's penalty hangs on how busy the machine was."""
    return next((step.at for step in steps_of(deadline) if step.kind == "escalate"), None)


def ladder_of(deadline: Deadline) -> Ladder | None:
    """The way up when it is late; None where the pack or the kind of owner has none."""
    if people_on_ladder(deadline.owner_kind) is None:
        return None
    pack, clock = pack_and_clock(deadline)
    return pack.ladder_for(clock, facts_of(deadline))


def calendars_of(deadline: Deadline) -> Mapping[str, Calendar]:
    """The calendars as they were when the clock started."""
    return edition_of(deadline.calendar_edition_id).for_pack(pack_of(deadline.pack_version_id))


def pauses_of(deadline: Deadline) -> list[Pause]:
    """When it stood still, oldest first; the last one may be open."""
    pauses: list[Pause] = []
    for event in deadline.events:
        if event.kind == "pause":
            until = event.facts.get("until")
            pauses.append(Pause(event.at, datetime.fromisoformat(until) if until else None))
        elif event.kind == "resume":
            pauses[-1] = Pause(pauses[-1].begin, event.at)
    return pauses


def pause_limit(deadline: Deadline, begin: datetime) -> datetime | None:
    """Until when the pack lets a pause that begins then last; None: without limit."""
    span = pack_and_clock(deadline)[1].pause_limit
    if span is None:
        return None
    calendar = calendars_of(deadline)[span.calendar] if span.calendar else None
    return after(local(begin), Length(span.amount, span.unit, calendar))[0]


def frozen_facts(facts: Facts, clock: Clock) -> dict[str, Any]:
    """The facts as a deadline keeps them; a promise only where it is what the clock runs to."""
    kept = {name: value for name, value in facts.items() if name != PROMISED or clock.unit == "promised"}
    return plain(kept)


def facts_of(deadline: Deadline) -> dict[str, Any]:
    """The facts that the deadline was counted with."""
    facts = dict(deadline.facts)
    if PROMISED in facts:
        facts[PROMISED] = datetime.fromisoformat(facts[PROMISED])
    return facts
