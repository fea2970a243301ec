"""Working calendars: a weekly pattern of open hours and a table of days that differ from it.

Hours are half-open minute ranges of a day, 0 to 1440: 24:00 is an end like any other, and no minute counts twice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.policy.conditions import Wrong

Hours = tuple[tuple[int, int], ...]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """A date that departs from the weekly pattern.

    `hours` is () for a day off and None for a make-up day, which works the hours of a standard weekday.
    `label` is a msgid or what an administrator wrote; `source` says where the day comes from.
    """

    hours: Hours | None
    label: str
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """Open hours for every date.

    `covered` holds the years whose holidays are known, None when the calendar doesn't heed them; in other years the
    plain weekly pattern is used and whoever counts warns. `day_end` (minute of the day) is where a calendar day ends
    when that isn't the close of business.
    """

    name: str
    week: tuple[Hours, ...]
    days: Mapping[date, Day] = field(default_factory=dict)
    covered: frozenset[int] | None = frozenset()
    day_end: int | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a calendar needs seven weekdays, one of them open")

    def intervals(self, day: date) -> Hours:
        """The open hours of the date, () when it is off."""
        special = self.days.get(day)
        if special is None:
            return self.week[day.weekday()]
        return self.standard if special.hours is None else special.hours

    @property
    def standard(self) -> Hours:
        """The hours of a standard weekday: those of the first open day of the week."""
        return next(hours for hours in self.week if hours)

    @property
    def standard_minutes(self) -> int:
        """How long a standard weekday is."""
        return sum(end - begin for begin, end in self.standard)

    def works(self, day: date) -> bool:
        """Whether the date is a working day."""
        return bool(self.intervals(day))

    def close(self, day: date) -> datetime:
        """The close of business of a working day, on the Shanghai clock."""
        return at_minute(day, self.intervals(day)[-1][1])

    def end_of_calendar_day(self, day: date) -> datetime:
        """Where a calendar-day clock ends on a working day."""
        return self.close(day) if self.day_end is None else at_minute(day, self.day_end)

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself when it is inside open hours, else the next opening."""
        day = instant.date()
        while True:
            for begin, end in self.intervals(day):
                if instant < at_minute(day, end):
                    return max(instant, at_minute(day, begin))
            day += timedelta(days=1)

    def missing(self, first: date, last: date) -> list[int]:
        """The years from first to last whose holidays aren't known."""
        if self.covered is None:
            return []
        return [year for year in range(first.year, last.year + 1) if year not in self.covered]

    def knowing(self, days: Mapping[date, Day], covered: Iterable[int]) -> "Calendar":
        """The same pattern with the holidays and make-up days of these years."""
        return replace(self, days=days, covered=frozenset(covered))


def at_minute(day: date, minute: int) -> datetime:
    """The instant at a minute of the day on the Shanghai clock; 1440 is the next midnight."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)


_RANGE = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")


def parse_hours(ranges: Iterable[str]) -> Hours:
    """Hours from texts such as "09:00-12:00", in order and apart from each other. Raises Wrong."""
    hours: list[tuple[int, int]] = []
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if match is None:
            raise Wrong(N_("“%(text)s” is not a time range such as 09:00-12:00"), text=text)
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        begin, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if begin >= end or end > DAY or (hours and begin < hours[-1][1]):
            raise Wrong(N_("“%(text)s” ends before it begins, runs past 24:00 or overlaps the one before"), text=text)
        hours.append((begin, end))
    return tuple(hours)


def parse_weekdays(text: str) -> range:
    """Weekday numbers from "mon" or "mon-fri". Raises Wrong."""
    first, _, last = text.partition("-") if "-" in text else (text, "", text)
    begin, end = (WEEKDAYS.index(day) if day in WEEKDAYS else None for day in (first, last))
    if begin is None or end is None or begin > end:
        raise Wrong(N_("“%(text)s” is not a weekday such as mon or a range such as mon-fri"), text=text)
    return range(begin, end + 1)


_STANDARD: Hours = parse_hours(["09:00-12:00", "13:30-18:00"])

# The calendars every pack has without saying so.
DEFAULT = Calendar("default", (_STANDARD,) * 5 + ((),) * 2)
SIX_DAY = Calendar("six_day", (_STANDARD,) * 6 + ((),))
BASES = {"default": DEFAULT, "six_day": SIX_DAY}
