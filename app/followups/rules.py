"""When customers are asked, by which means, and what an answer means. Pure; what no pack lays down cites `brief`."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local_day

LINK_WAIT = timedelta(days=1)
"""A link goes out a day after the case was closed: by then the customer has read the notice and seen the result."""
LINK_LIFE = timedelta(days=7)
"""How long a link can be answered, from the instant at which it goes out."""
CALL_WITHIN = timedelta(days=1)
"""For a call to which the pack gives no clock."""
DISSATISFIED_UP_TO = 2
"""Scores up to here reopen a closed complaint."""
CONTENT_FROM = 4
PERIOD_SLACK = timedelta(days=7)
"""A period that began longer ago is let go: after a long downtime, or when a tier is first given an interval, customers
are asked in their own next period instead of all on one day."""
ASKED_AT, CALLED_BY = time(10), time(18)


def result_of(score: int) -> str:
    """A score from 1 to 5 as the answer of a satisfaction call."""
    if score <= DISSATISFIED_UP_TO:
        return "dissatisfied"
    return "satisfied" if score >= CONTENT_FROM else "partly"


def means_for(allowed: Iterable[str], *, email: bool, phone: bool) -> str:
    """How to ask somebody who has an e-mail address, a telephone: by e-mail, else by text message, else by a call."""
    offered = set(allowed)
    if email and "email" in offered:
        return "email"
    return "sms" if phone and "sms" in offered else "phone"


def period_begun(anchor: datetime, days: int, today: date) -> date | None:
    """The day on which the present period of `days` days began, counted from the day of `anchor`: of the last time the
    customer was asked, or of their file. None while the first one runs, and where it began too long ago."""
    since = local_day(anchor)
    periods = (today - since).days // days
    begun = since + timedelta(days=periods * days)
    return begun if periods >= 1 and today - begun <= PERIOD_SLACK else None


def on_day(day: date, at: time) -> datetime:
    """That time of day in Shanghai."""
    return datetime.combine(day, at, SHANGHAI)
