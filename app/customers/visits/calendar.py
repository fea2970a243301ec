"""Visits laid out in a month or a week, as on a wall."""

import calendar as dates
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import select

from app.core.clock import SHANGHAI, local_day
from app.customers.models import Customer
from app.customers.visits.models import Visit
from app.extensions import db
from app.policy.calendars import Calendar
from app.security import Person

Span = Literal["month", "week"]
MOST = 1_000
"""So many visits are drawn at most; the list has them all."""
_ON_DAY = {"month": 4, "week": 40}
"""So many show in a day's box; the rest is a list away."""


@dataclass(frozen=True)
class Appointment:
    """A visit in the calendar."""

    id: int
    at: datetime
    way: str
    state: str
    customer: str
    visitor: str


@dataclass(frozen=True)
class DayBox:
    """A day: `here` where it belongs to the span, `works` where people work; `more` are left out."""

    day: date
    here: bool
    works: bool
    visits: Sequence[Appointment]
    more: int = 0


def days_of(span: Span, day: date) -> list[date]:
    """Whole weeks from Monday to Sunday."""
    if span == "week":
        monday = day - timedelta(days=day.weekday())
        return [monday + timedelta(days=number) for number in range(7)]
    return list(dates.Calendar().itermonthdates(day.year, day.month))


def step(span: Span, day: date, by: int) -> date:
    """The day in the span before or after.

    >>> step("month", date(2026, 1, 31), 1), step("week", date(2026, 1, 31), -1)
    (datetime.date(2026, 2, 1), datetime.date(2026, 1, 24))
    """
    if span == "week":
        return day + timedelta(days=7 * by)
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def appointments(begin: date, end: date, *, owner_id: int | None) -> list[Appointment]:
    """From `begin` up to `end`, cancelled ones left out; within the reader's scope, `owner_id`'s alone where given."""
    start, stop = (datetime.combine(each, time(), SHANGHAI) for each in (begin, end))
    columns = (Visit.id, Visit.planned_at, Visit.way, Visit.state, Customer.name, Person)
    wanted = select(*columns).join(Customer, Customer.id == Visit.customer_id)
    wanted = wanted.outerjoin(Person, Person.id == Visit.owner_id)
    wanted = wanted.where(Visit.planned_at >= start, Visit.planned_at < stop, Visit.state != "cancelled")
    if owner_id is not None:
        wanted = wanted.where(Visit.owner_id == owner_id)
    rows = db.session.execute(wanted.order_by(Visit.planned_at, Visit.id).limit(MOST))
    return [Appointment(*row[:5], row[5].full_name if row[5] else "") for row in rows]


def weeks_of(span: Span, day: date, visits: Sequence[Appointment], working: Calendar) -> list[list[DayBox]]:
    """Lines of seven days."""
    on_day: dict[date, list[Any]] = defaultdict(list)
    for visit in visits:
        on_day[local_day(visit.at)].append(visit)
    most = _ON_DAY[span]
    boxes = [
        DayBox(
            each,
            span == "week" or each.month == day.month,
            working.works(each),
            on_day[each][:most],
            max(0, len(on_day[each]) - most),
        )
        for each in days_of(span, day)
    ]
    return [boxes[start : start + 7] for start in range(0, len(boxes), 7)]
