"""When a clock is due, and why: the units and pack choices of “Time” in the design.

Civil Code (民法典) art. 201: minutes and hours run from the instant itself, the first day of a clock in days isn't
counted. Art. 203: a last day that is off moves to the next working day, and a day ends at close of business. Art. 204:
the policy may agree otherwise (`same_time`, `working_hours`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.core.clock import local
from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.policy import counting
from app.policy import segments as say
from app.policy.calendars import Calendar
from app.policy.conditions import Facts
from app.policy.counting import FOREVER, Length, StillPaused, Stretch
from app.policy.pack import Pack
from app.policy.segments import Segment
from app.policy.timing import Clock, Span

__all__ = ["Due", "Pause", "Segment", "StillPaused", "due", "open_time", "regraded"]

Calendars = Mapping[str, Calendar]
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock stood still from `begin` until `end` (aware instants); None means it still does."""

    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends (aware, UTC), the clause its number comes from, how it was counted, what to beware of."""

    at: datetime
    clause: str
    amount: int | None
    unit: str
    segments: tuple[Segment, ...]
    warnings: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data: the working to be stored with a deadline."""
        return {
            "at": self.at.isoformat(),
            "clause": self.clause,
            "amount": self.amount,
            "unit": self.unit,
            "segments": [segment.to_json() for segment in self.segments],
            "warnings": [warning.to_json() for warning in self.warnings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Due":
        """The reverse of `to_json`."""
        segments = tuple(map(Segment.from_json, data["segments"]))
        warnings = tuple(map(Text.from_json, data["warnings"]))
        at = datetime.fromisoformat(data["at"])
        return cls(at, data["clause"], data["amount"], data["unit"], segments, warnings)


def due(  # noqa: PLR0917 - read as a sentence: this clock on these calendars from then on
    pack: Pack, clock: Clock, calendars: Calendars, start: datetime, facts: Facts, pauses: Iterable[Pause] = ()
) -> Due:
    """When a clock that started at `start` (aware) is due for a complaint with these facts.

    `calendars` come from `pack.build_calendars`. A promised clock is due at the fact `promised_at` (aware).
    Raises StillPaused while an open pause without limit holds the clock; Invalid when the clock has no amount for the
    facts, or no promise was made.
    """
    if clock.unit == "promised":
        return _promised(clock, facts)
    amount = clock.amount_for(pack.facts(facts))
    if amount is None:
        raise Invalid(N_("The clock “%(clock)s” has no amount for this complaint."), clock=clock.label.text())
    length = Length(amount.value, clock.unit, _calendar(clock.calendar, calendars), clock.mode)
    begin = local(start)
    at, segments = counting.after(begin, length, _merged(pauses, begin, _limit(clock, calendars)))
    warnings = _warnings(length, begin, at)
    return Due(at.astimezone(UTC), amount.clause, amount.value, clock.unit, (*segments, say.due(at)), warnings)


def regraded(  # noqa: PLR0917 - as `due`
    pack: Pack,
    clock: Clock,
    calendars: Calendars,
    start: datetime,
    facts: Facts,
    pauses: Iterable[Pause] = (),
    *,
    now: datetime,
) -> Due:
    """When the clock is due under new facts: counted from its original start, or now plus the grace if that is past."""
    counted = due(pack, clock, calendars, start, facts, pauses)
    if counted.at >= now:
        return counted
    grace, begin = pack.regrade_grace, local(now)
    length = _length(grace, calendars)
    at, segments = counting.after(begin, length)
    passed = say.regraded(local(counted.at), begin, pack.cite(grace.clause))
    warnings = tuple(dict.fromkeys(counted.warnings + _warnings(length, begin, at)))
    return replace(counted, at=at.astimezone(UTC), segments=(passed, *segments, say.due(at)), warnings=warnings)


def open_time(calendar: Calendar | None, begin: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """How much working time lies between two instants, pauses left out; the wall clock's with calendar None."""
    stretches = _merged(pauses, local(begin), lambda since: FOREVER)
    return counting.open_time(calendar, local(begin), local(end), stretches)


def _promised(clock: Clock, facts: Facts) -> Due:
    promised = facts.get("promised_at")
    if promised is None:
        raise Invalid.field("promised_at", N_("Say until when you promise it."))
    return Due(promised.astimezone(UTC), clock.clause, None, clock.unit, (say.due(local(promised)),))


def _calendar(code: str | None, calendars: Calendars) -> Calendar | None:
    return calendars[code] if code else None


def _length(span: Span, calendars: Calendars) -> Length:
    return Length(span.amount, span.unit, _calendar(span.calendar, calendars))


def _limit(clock: Clock, calendars: Calendars) -> Callable[[datetime], datetime]:
    """Until when a pause that begins at an instant may last."""
    if clock.pause_limit is None:
        return lambda since: FOREVER
    length = _length(clock.pause_limit, calendars)
    return lambda since: counting.after(since, length)[0]


def _merged(pauses: Iterable[Pause], start: datetime, limit: Callable[[datetime], datetime]) -> list[Stretch]:
    """The pauses on the Shanghai clock, in order and apart, none before `start`, none longer than its limit."""
    merged: list[Stretch] = []
    for pause in sorted(pauses, key=lambda pause: pause.begin):
        begin = local(pause.begin)
        end = min(local(pause.end) if pause.end else FOREVER, limit(begin))
        begin = max(begin, start)
        if begin >= end:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _warnings(length: Length, start: datetime, at: datetime) -> tuple[Text, ...]:
    """Which years the counting crossed without knowing their holidays."""
    if length.calendar is None:
        return ()
    first: date = start.date() + timedelta(days=length.open_time is None)
    missing = length.calendar.missing(first, (at - _INSTANT).date())
    if not missing:
        return ()
    years = ", ".join(map(str, missing))
    msgid = N_("The holidays of %(years)s are not in the calendar; those days follow the plain weekly pattern.")
    return (Text(msgid, {"years": years}),)
