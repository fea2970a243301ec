"""Who is away in the demo company, the call centre's roster, and an answer that was promised for this afternoon."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from app.absence import roster
from app.absence.verbs import register_absence
from app.core.clock import local, local_day
from app.customers.inquiries import verbs as inquiries
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import WAITING
from app.data.demo.company import Company
from app.data.demo.stamps import Stamps
from app.extensions import db
from app.org.models import Department

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SHIFTS = (("operator", time(8), time(20), 0), ("operator2", time(20), time(8), 0), ("operator3", time(8), time(20), 1))
"""Who, from when, until when, on every second day beginning with the first or the second; nights go past midnight."""
_AWAY = (
    ("manager.gd01", "deputy.gd01", "trip", -1, 3),
    ("manager.zj02", "", "sick", -1, 2),
    ("agent", "supervisor", "leave", 4, 7),
)
"""Who, who acts for them, why, from and until how many days from now. One fell ill before naming anybody."""


def add_absences(company: Company, stamps: Stamps, end: datetime) -> None:
    """Flushes."""
    people, day = company.people, local(end).replace(hour=8, minute=30, second=0)
    for name, delegate, kind, since, until in _AWAY:
        begin = end - 2 * _DAY
        actor = people[name] if delegate else people["manager.hq"]
        stamps.turn(begin, actor)
        register_absence(
            person=people[name],
            kind=kind,
            starts_at=day + since * _DAY,
            ends_at=day + until * _DAY,
            delegate=people[delegate] if delegate else None,
            contact="13900000000" if delegate else "",
            actor=actor,
            now=begin,
        )
    _plan(company, stamps, end)
    _promise(end)
    stamps.turn(end, None)


def _plan(company: Company, stamps: Stamps, end: datetime) -> None:
    """The week before, this one and the next."""
    centre = db.session.scalars(select(Department).where(Department.code == "cc")).one()
    monday = roster.monday_of(local_day(end)) - 7 * _DAY
    stamps.turn(end - 9 * _DAY, centre.head)
    for name, begin, finish, first in _SHIFTS:
        days = [monday + number * _DAY for number in range(21) if name == "operator2" or number % 2 == first]
        facts = {"person": company.people[name], "days": days, "begin": begin, "end": finish}
        roster.add_shifts(centre, **facts, actor=centre.head, now=end - 9 * _DAY)


def _promise(end: datetime) -> None:
    waits = select(Inquiry).where(Inquiry.state.in_(WAITING)).order_by(Inquiry.id.desc()).limit(1)
    inquiry = db.session.scalars(waits).one_or_none()
    if inquiry is not None:
        inquiries.change(inquiry, due_at=end + 3 * _HOUR, actor=inquiry.registered_by, now=end)
