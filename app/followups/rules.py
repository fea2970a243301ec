"""When customers are asked, by which means, and what an answer means. Pure; what no pack lays down cites `brief`."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local_day
from app.policy.asking import Limit, Link

LINK_LIFE = timedelta(days=Link().life_days)
"""How long a link can be answered, where no rule of a pack says so."""
DISSATISFIED_UP_TO = Limit().up_to
"""Scores up to here reopen a closed complaint, where no rule says otherwise."""
CONTENT_FROM = 4
PERIOD_SLACK = timedelta(days=7)
"""A period that began longer ago is let go: after a long downtime, or when a tier is first given an interval, customers
are asked in their own next period instead of all on one day."""
ORDER = ("email", "sms", "phone")
ASKED_AT, CALLED_BY = time(10), time(18)


def result_of(score: int, up_to: int = DISSATISFIED_UP_TO) -> str:
    """A score from 1 to 5 as the answer of a satisfaction call; up to `up_to` the customer is dissatisfied."""
    if score <= up_to:
        return "dissatisfied"
    return "satisfied" if score >= CONTENT_FROM else "partly"


def means_for(allowed: Iterable[str], *, email: bool, phone: bool, order: Iterable[str] = ORDER) -> str:
    """How to ask somebody who has an e-mail address, a telephone: the first of the order that is possible; a call where
    none is, for somebody has to find out then."""
    offered, reached = set(allowed), {"email": email, "sms": phone, "phone": True}
    return next((each for each in order if each in offered and reached[each]), "phone")


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
