"""Which clocks a verb starts and stops, and the instants at which a running one has something to say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.policy.conditions import Facts
from app.policy.pack import Pack
from app.policy.timing import Clock


@dataclass(frozen=True, slots=True)
class Step:
    """An instant in the life of a clock: a warning, the due instant, or the `number`-th reminder that it is overdue."""

    kind: Literal["warn", "due", "overdue"]
    at: datetime
    number: int = 0


def clocks_started_by(pack: Pack, verb: str, facts: Facts) -> list[Clock]:
    """The clocks that the verb starts on a complaint with these facts, in the pack's order."""
    full = pack.facts(facts)
    return [clock for clock in pack.clocks if verb in clock.start and clock.applies(full)]


def clocks_stopped_by(pack: Pack, verb: str) -> list[Clock]:
    """The clocks that the verb stops wherever they run; `close` and `withdraw` stop all, which the caller sees to."""
    return [clock for clock in pack.clocks if verb in clock.stop]


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
