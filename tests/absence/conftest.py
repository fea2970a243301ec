"""The company of the reports' tests, and who is away in it."""

from datetime import datetime, timedelta
from typing import Any

from app.absence import Absence
from app.absence.verbs import register_absence
from app.core import clock
from app.db import unit_of_work
from tests.complaints.company import Company
from tests.rectifications.conftest import company

__all__ = ["away", "company"]
DAY = timedelta(days=1)


def away(company: Company, name: str, delegate: str = "", *, since: datetime | None = None, **facts: Any) -> Absence:
    """The person is away from an hour ago until tomorrow, and `delegate` acts for them."""
    since = since or clock.now() - timedelta(hours=1)
    usual: dict[str, Any] = {"starts_at": since, "ends_at": since + DAY, "contact": "13900001111", "actor": None}
    with unit_of_work():
        return register_absence(
            person=company.person(name),
            delegate=company.person(delegate) if delegate else None,
            now=since - DAY,
            **(usual | facts),
        )
