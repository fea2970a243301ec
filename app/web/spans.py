"""Spans of days that move with the calendar: “this month” in a saved view is always the present one."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

SPANS = {
    "today": _l("Today"),
    "yesterday": _l("Yesterday"),
    "last7": _l("Last 7 days"),
    "last30": _l("Last 30 days"),
    "week": _l("This week"),
    "month": _l("This month"),
    "last_month": _l("Last month"),
    "year": _l("This year"),
}


def _month_before(day: date) -> tuple[date, date]:
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


_BOUNDS: Mapping[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda day: (day, day),
    "yesterday": lambda day: (day - timedelta(days=1), day - timedelta(days=1)),
    "last7": lambda day: (day - timedelta(days=6), day),
    "last30": lambda day: (day - timedelta(days=29), day),
    "week": lambda day: (day - timedelta(days=day.weekday()), day + timedelta(days=6 - day.weekday())),
    "month": lambda day: (day.replace(day=1), _month_end(day)),
    "last_month": _month_before,
    "year": lambda day: (date(day.year, 1, 1), date(day.year, 12, 31)),
}


def bounds(span: str, today: date) -> tuple[date, date]:
    """First and last day, both included. Raises KeyError.

    >>> bounds("last7", date(2026, 11, 25))
    (datetime.date(2026, 11, 19), datetime.date(2026, 11, 25))
    """
    return _BOUNDS[span](today)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
