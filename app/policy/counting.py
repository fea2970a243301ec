"""Counting forward from an instant: through open time, or from day to day. Each step leaves a segment that explains it.

Everything here is on the Shanghai wall clock (aware instants; China has had no daylight saving time since 1991).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from app.core.clock import SHANGHAI
from app.policy import segments as say
from app.policy.calendars import DAY, Calendar, at_minute
from app.policy.segments import Segment

FOREVER = datetime.max.replace(tzinfo=SHANGHAI)
MINUTES_OF = {"minutes": 1, "hours": 60}

Stretch = tuple[datetime, datetime]
Counted = tuple[datetime, list[Segment]]


class StillPaused(ValueError):
    """The clock stands in a pause without end or limit, so it has no due instant yet."""


@dataclass(frozen=True, slots=True)
class Length:
    """So many units, on the wall clock (no calendar) or through one; `mode` is how working days end."""

    amount: int
    unit: str
    calendar: Calendar | None = None
    mode: str = "close_of_business"

    @property
    def open_time(self) -> timedelta | None:
        """The length as open time, or None when it is counted from day to day."""
        if self.unit in MINUTES_OF:
            return timedelta(minutes=self.amount * MINUTES_OF[self.unit])
        if self.mode == "working_hours" and self.calendar:
            return timedelta(minutes=self.amount * self.calendar.standard_minutes)
        return None


def after(start: datetime, length: Length, pauses: Sequence[Stretch] = ()) -> Counted:
    """When the length has passed, and how it was counted.

    `pauses` are in order, apart from each other and not before `start`. Raises StillPaused.
    """
    if length.open_time is not None:
        return _through_open_time(start, length.open_time, length.calendar, pauses)
    days = _Days.of(start, length)
    heeded: list[Stretch] = []
    at, counted = days.count(heeded)
    for pause in pauses:
        if pause[0] >= at:
            break  # the time was already up
        if pause[1] == FOREVER:
            raise StillPaused
        heeded.append(pause)
        at, counted = days.count(heeded)
    return at, counted


def open_time(calendar: Calendar | None, begin: datetime, end: datetime, pauses: Sequence[Stretch] = ()) -> timedelta:
    """How much open, unpaused time lies between two instants; all of it on the wall clock (calendar None)."""
    total = timedelta()
    for kind, first, last in _walk(calendar, begin):
        if first >= end:
            break
        if kind == "open":
            pieces = _cut(first, min(last, end), pauses)
            total += sum((to - since for paused, since, to in pieces if not paused), timedelta())
    return total


def _through_open_time(
    start: datetime, amount: timedelta, calendar: Calendar | None, pauses: Sequence[Stretch]
) -> Counted:
    left, found = amount, []
    stuck_from = pauses[-1][0] if pauses and pauses[-1][1] == FOREVER else FOREVER
    for kind, begin, end in _walk(calendar, start):
        if kind == "closed":
            found.append(say.closed(begin, end))
        elif kind == "off" and calendar:
            found.append(say.off(begin.date(), calendar))
        else:
            for paused, first, last in _cut(begin, end, pauses):
                if paused and first >= stuck_from:
                    raise StillPaused
                if paused:
                    found.append(say.paused(first, last))
                    continue
                until = min(last, first + left)
                left -= until - first
                found.append(say.counted(first, until))
                if not left:
                    return until, found
    raise AssertionError("the walk has no end")


def _walk(calendar: Calendar | None, start: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Stretches from `start` on: open, closed for a break, or off for a day; the nights go unsaid."""
    if calendar is None:
        yield "open", start, FOREVER
        return
    day = start.date()
    while True:
        hours = [(at_minute(day, begin), at_minute(day, end)) for begin, end in calendar.intervals(day)]
        if not hours:
            yield "off", max(start, at_minute(day, 0)), at_minute(day, DAY)
        before = None
        for begin, end in hours:
            if before and before < begin and start < begin:
                yield "closed", max(start, before), begin
            if start < end:
                yield "open", max(start, begin), end
            before = end
        day += timedelta(days=1)


def _cut(begin: datetime, end: datetime, pauses: Sequence[Stretch]) -> Iterator[tuple[bool, datetime, datetime]]:
    """The stretch in pieces, each paused or not."""
    for since, until in pauses:
        if since >= end:
            break
        if until <= begin:
            continue
        if begin < since:
            yield False, begin, since
        yield True, max(begin, since), min(end, until)
        begin = min(end, until)
    if begin < end:
        yield False, begin, end


@dataclass(frozen=True, slots=True)
class _Days:
    """Days to be counted after the day of `start`: working days, or every day with the last one a working day."""

    start: datetime
    amount: int
    calendar: Calendar
    working: bool
    end_of: Callable[[date], datetime]

    @classmethod
    def of(cls, start: datetime, length: Length) -> "_Days":
        if length.calendar is None:
            raise ValueError("days need a calendar")
        working = length.unit == "working_days"
        if not working:
            end_of = length.calendar.end_of_calendar_day
        elif length.mode == "same_time":
            end_of = partial(_same_time, length.calendar, start - at_minute(start.date(), 0))
        else:
            end_of = length.calendar.close
        return cls(start, length.amount, length.calendar, working, end_of)

    def count(self, pauses: Sequence[Stretch]) -> Counted:
        """The end of the last day. Each day that a pause touches is added, the day of receipt too."""
        day, done, amount = self.start.date(), 0, self.amount
        found = [say.received(self.start, self.calendar)]
        if self._counts(day) and _touched(day, pauses):
            amount += 1
            found.append(say.added(day))
        while done < amount:
            day += timedelta(days=1)
            if not self._counts(day):
                found.append(say.off(day, self.calendar))
            elif _touched(day, pauses):
                found.append(say.paused_day(day))
            else:
                done += 1
                found.append(say.counted_day(day, done, amount, self.calendar))
        while not self.calendar.works(day) or _touched(day, pauses):
            found.append(say.moved(day))
            day += timedelta(days=1)
        return self.end_of(day), found

    def _counts(self, day: date) -> bool:
        return not self.working or self.calendar.works(day)


def _same_time(calendar: Calendar, since_midnight: timedelta, day: date) -> datetime:
    return calendar.next_open(at_minute(day, 0) + since_midnight)


def _touched(day: date, pauses: Sequence[Stretch]) -> bool:
    midnight, next_midnight = at_minute(day, 0), at_minute(day, DAY)
    return any(since < next_midnight and until > midnight for since, until in pauses)
