"""When a visit is due, when the next one has its turn, and who can be visited how."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local, local_day
from app.customers.models import Contact
from app.customers.wishes import of_contacts
from app.policy.calendars import Calendar

AT, CLOSE = time(10), time(18)
"""When the worker plans visits for, and until when those of a day are recorded."""
LATEST = timedelta(hours=2)
"""What takes place late in the day may be recorded as long after its beginning."""
LEAD = timedelta(days=7)
"""So long before its day a visit is planned, so that it stands in the calendar."""
_MOST_DAYS_OFF = 40


def due_by(planned_at: datetime) -> datetime:
    """By when it is to be recorded: the close of business of its day, or two hours after it began.

    >>> due_by(datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)).strftime("%d %H:%M")
    '25 18:00'
    >>> due_by(datetime(2026, 11, 25, 17, 30, tzinfo=SHANGHAI)).strftime("%d %H:%M")
    '25 19:30'
    """
    return max(datetime.combine(local_day(planned_at), CLOSE, SHANGHAI), local(planned_at) + LATEST)


def turn_after(anchor: datetime, days: int, today: date) -> date | None:
    """The customer's next turn, every `days` days counted from the day of `anchor`: of their last visit, or of their
    file. None where it is further ahead than `LEAD`. Turns that went by unseen, after a long downtime or before their
    tier had an interval, are let go: each customer waits for their own next one.

    >>> made = datetime(2026, 11, 1, 9, 0, tzinfo=SHANGHAI)
    >>> turn_after(made, 30, date(2026, 11, 25))
    datetime.date(2026, 12, 1)
    >>> turn_after(made, 30, date(2026, 11, 20)) is None
    True
    >>> turn_after(made, 30, date(2026, 12, 2)) is None
    True
    """
    since = local_day(anchor)
    turns = max(1, -((since - today).days // days))
    turn = since + timedelta(days=turns * days)
    return turn if turn - today <= LEAD else None


def working_day(day: date, calendar: Calendar) -> date:
    """The day itself, or the next one on which people work."""
    for later in range(_MOST_DAYS_OFF):
        if calendar.works(day + timedelta(days=later)):
            return day + timedelta(days=later)
    return day


def at_usual_time(day: date) -> datetime:
    """Ten in the morning of that day in Shanghai."""
    return datetime.combine(day, AT, SHANGHAI)


def wants_no_contact(contact: Contact) -> bool:
    """The contact says so, or somebody else who is reached by the same number or address."""
    wishes = of_contacts(contact.email or None, contact.phone)
    return contact.do_not_contact or (wishes is not None and wishes.do_not_contact)


def spokesperson(contacts: Iterable[Contact], way: str) -> Contact | None:
    """Whom to visit in this way: the first who can be reached so, and doesn't want to be left alone."""
    return next((each for each in contacts if reached_by(each, way) and not wants_no_contact(each)), None)


def preferred_first(contacts: Iterable[Contact]) -> list[Contact]:
    """The preferred contact, then the others as long as they are known."""
    return sorted(contacts, key=lambda each: (not each.preferred, each.id))


def reached_by(contact: Contact, way: str) -> bool:
    """Whether the contact's file has what this way needs."""
    return bool(contact.email) if way == "email" else bool(contact.phone) if way in ("phone", "sms") else True
