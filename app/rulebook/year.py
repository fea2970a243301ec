"""A calendar's year, month by month, as people hang it on a wall: days off and make-up days in colour."""

import calendar as dates
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.policy.calendars import Calendar, Day
from app.web.show import said

FIRST, LAST = 2000, 2100


@dataclass(frozen=True)
class Cell:
    """A date. `kind`: work, rest (by the weekly pattern), off (a holiday or a day of the company's own), makeup."""

    day: date
    kind: str
    title: str


@dataclass(frozen=True)
class Month:
    """Weeks from Monday to Sunday; None where another month's day would stand."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]
    working_days: int


def months_of(year: int, calendar: Calendar) -> list[Month]:
    """The twelve months."""
    return [_month(year, number, calendar) for number in range(1, 13)]


def _month(year: int, number: int, calendar: Calendar) -> Month:
    weeks = dates.Calendar().monthdatescalendar(year, number)
    cells = tuple(tuple(_cell(day, calendar) if day.month == number else None for day in week) for week in weeks)
    working = sum(1 for week in cells for cell in week if cell and cell.kind in ("work", "makeup"))
    return Month(number, cells, working)


def _cell(day: date, calendar: Calendar) -> Cell:
    special, hours = calendar.days.get(day), calendar.intervals(day)
    open_by_week = bool(calendar.week[day.weekday()])
    kind = "makeup" if hours and special and not open_by_week else "work" if hours else "off" if special else "rest"
    return Cell(day, kind, _title(day, special, hours))


def _title(day: date, special: Day | None, hours: tuple[tuple[int, int], ...]) -> str:
    ranges = ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in hours)
    parts = [day.isoformat(), said(special.label) if special else "", ranges or _("day off")]
    return " · ".join(part for part in parts if part)
