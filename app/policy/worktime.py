"""When a clock is due, and why: the units and pack choices of “Time” in the design.

Civil Code (民法典) art. 201: minutes and hours run from the instant itself, the first day of a clock in days isn't counted.
Art. 203: a last day that is off moves to the next working day, and a day ends at close of business. Art. 204: the policy
may agree otherwise (`same_time`, `working_hours`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from app.core.clock import local
from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.policy import counting
from app.policy.calendars import Calendar, at_minute
from app.policy.conditions import Facts
from app.policy.counting import FOREVER, Counted, Segment, StillPaused, Stretch
from app.policy.pack import Clock, Pack

__all__ = ["Due", "Pause", "Segment", "StillPaused", "due", "open_time", "regraded"]

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


def due(
    pack: Pack,
    clock: Clock,
    calendars: Mapping[str, Calendar],
    start: datetime,
    facts: Facts,
    pauses: Iterable[Pause] = (),
) -> Due:
    """When a clock that started at `start` (aware) is due for a complaint with these facts.

    `calendars` are `pack.build_calendars(...)`. A promised clock is due at the fact `promised_at` (aware).
    Raises StillPaused while an open pause without limit holds the clock; Invalid when the clock has no number for the
    facts or no promise was made.
    """
    if clock.unit == "promised":
        return _promised(clock, facts)
    amount = clock.amount_for(pack.facts(facts))
    if amount is None:
        raise Invalid(N_("The clock “%(clock)s” has no amount for this complaint."), clock=clock.label.text())
    calendar = calendars[clock.calendar] if clock.calendar else None
    begin = local(start)
    still = _stretches(clock, calendars, begin, pauses)
    at, segments = _count(clock.unit, amount.value, calendar, begin, still, clock.mode)
    warnings = _warnings(calendar, _first_day_counted(clock, begin), at)
    return Due(at.astimezone(UTC), amount.clause, amount.value, clock.unit, (*segments, _ending(at)), warnings)


def _first_day_counted(clock: Clock, start: datetime) -> date:
    from_next_day = clock.unit in ("working_days", "calendar_days") and clock.mode != "working_hours"
    return start.date() + timedelta(days=from_next_day)


def regraded(
    pack: Pack,
    clock: Clock,
    calendars: Mapping[str, Calendar],
    start: datetime,
    facts: Facts,
    pauses: Iterable[Pause] = (),
    *,
    now: datetime,
) -> Due:
    """When the clock is due under new facts: counted from the original start, or now plus the pack's grace if that is past."""
    counted = due(pack, clock, calendars, start, facts, pauses)
    if counted.at >= now:
        return counted
    grace = pack.regrade_grace
    calendar = calendars[grace.calendar] if grace.calendar else None
    at, segments = _count(grace.unit, grace.amount, calendar, local(now))
    params = {"at": _minute(local(counted.at)), "now": _minute(local(now)), "cite": pack.cite(grace.clause)}
    text = Text(N_("Counted from the start it was due %(at)s, which is past; the grace runs from %(now)s (%(cite)s)"), params)
    passed = Segment("regraded", local(counted.at), local(now), text)
    warnings = counted.warnings + _warnings(calendar, local(now).date(), at)
    return replace(counted, at=at.astimezone(UTC), segments=(passed, *segments, _ending(at)), warnings=warnings)


def open_time(
    calendar: Calendar | None, begin: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """How much working time lies between two instants, pauses left out; with calendar None the wall clock's."""
    return counting.open_time(calendar, local(begin), local(end), _merged(pauses, local(begin), lambda pause: FOREVER))


def _count(
    unit: str,
    amount: int,
    calendar: Calendar | None,
    start: datetime,
    pauses: Sequence[Stretch] = (),
    mode: str = "close_of_business",
) -> Counted:
    """The end of `amount` units after `start` (Shanghai clock)."""
    if unit in _MINUTES:
        return counting.through_open_time(start, timedelta(minutes=amount * _MINUTES[unit]), calendar, pauses)
    if calendar is None:
        raise ValueError("days need a calendar")
    if mode == "working_hours":
        length = timedelta(minutes=amount * calendar.standard_minutes)
        return counting.through_open_time(start, length, calendar, pauses)
    if unit == "calendar_days":
        ends = calendar.end_of_calendar_day
        return counting.through_days(start, amount, calendar, pauses, working=False, end_of=ends)
    if mode == "same_time":
        since_midnight = start - at_minute(start.date(), 0)
        ends = partial(_same_time, calendar, since_midnight)
        return counting.through_days(start, amount, calendar, pauses, end_of=ends)
    return counting.through_days(start, amount, calendar, pauses, end_of=calendar.close)


_MINUTES = {"minutes": 1, "hours": 60}


def _same_time(calendar: Calendar, since_midnight: timedelta, day: date) -> datetime:
    return calendar.next_open(at_minute(day, 0) + since_midnight)


def _promised(clock: Clock, facts: Facts) -> Due:
    promised = facts.get("promised_at")
    if promised is None:
        raise Invalid.field("promised_at", N_("Say until when you promise it."))
    return Due(promised.astimezone(UTC), clock.clause, None, clock.unit, (_ending(local(promised)),))


def _stretches(
    clock: Clock, calendars: Mapping[str, Calendar], start: datetime, pauses: Iterable[Pause]
) -> list[Stretch]:
    """The pauses on the Shanghai clock, each cut at its limit."""

    def limit(begin: datetime) -> datetime:
        span = clock.pause_limit
        if span is None:
            return FOREVER
        return _count(span.unit, span.amount, calendars[span.calendar] if span.calendar else None, begin)[0]

    return _merged(pauses, start, limit)


def _merged(pauses: Iterable[Pause], start: datetime, limit: Callable[[datetime], datetime]) -> list[Stretch]:
    """In order, apart from each other, nothing before `start`, none longer than its limit."""
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


def _warnings(calendar: Calendar | None, first: date, at: datetime) -> tuple[Text, ...]:
    """Which years the counting crossed without knowing their holidays."""
    missing = calendar.missing(first, (at - _INSTANT).date()) if calendar else []
    if not missing:
        return ()
    years = ", ".join(map(str, missing))
    msgid = N_("The holidays of %(years)s are not in the calendar; those days follow the plain weekly pattern.")
    return (Text(msgid, {"years": years}),)


def _ending(at: datetime) -> Segment:
    return Segment("due", at, at, Text(N_("Due %(at)s"), {"at": _minute(at)}))


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
