"""Which clocks a verb starts and stops, and the instants at which a running one has something to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.core.clock import local
from app.policy.calendars import Calendar
from app.policy.conditions import Facts
from app.policy.counting import Length, after
from app.policy.pack import Pack
from app.policy.timing import Clock, Ladder, Span


@dataclass(frozen=True, slots=True)
class Step:
    """An instant in the life of a clock: a warning, the due instant, or the `number`-th reminder or ladder level."""

    kind: Literal["warn", "due", "overdue", "escalate"]
    at: datetime
    number: int = 0


def clocks_started_by(pack: Pack, verb: str, facts: Facts) -> list[Clock]:
    """The clocks that the verb starts on a complaint with these facts, in the pack's order."""
    full = pack.facts(facts)
    return [clock for clock in pack.clocks if verb in clock.start and clock.applies(full)]


def clocks_stopped_by(pack: Pack, verb: str) -> list[Clock]:
    """The clocks that the verb stops wherever they run; `close` and `withdraw` stop all, which the caller sees to."""
    return [clock for clock in pack.clocks if verb in clock.stop]


def clocks_reset_by(pack: Pack, verb: str) -> list[Clock]:
    """The clocks that the verb lets begin anew where they run."""
    return [clock for clock in pack.clocks if verb in clock.reset]


def steps(clock: Clock, start: datetime, due_at: datetime) -> tuple[Step, ...]:
    """What happens to the clock, in order of time. A warning that would come at the start or before it is left out."""
    reminders = clock.reminders
    if reminders is None:
        return (Step("due", due_at),)
    found = [Step("due", due_at)]
    if reminders.warn_before and due_at - timedelta(minutes=reminders.warn_before) > start:
        found.insert(0, Step("warn", due_at - timedelta(minutes=reminders.warn_before)))
    for number, minutes in enumerate(reminders.overdue, 1):
        found.append(Step("overdue", due_at + timedelta(minutes=minutes), number))
    return tuple(found)


def levels(ladder: Ladder, clock: Clock, due_at: datetime, calendars: Mapping[str, Calendar]) -> tuple[Step, ...]:
    """When each level of the ladder is told of a clock that was due then."""
    waits = [step.wait(clock) for step in ladder.steps]
    return tuple(Step("escalate", later(due_at, wait, calendars), level) for level, wait in enumerate(waits, 1))


def later(instant: datetime, span: Span | None, calendars: Mapping[str, Calendar]) -> datetime:
    """The instant plus the span, through the calendar's open hours where it names one."""
    if span is None:
        return instant
    calendar = calendars[span.calendar] if span.calendar else None
    return after(local(instant), Length(span.amount, span.unit, calendar))[0]
