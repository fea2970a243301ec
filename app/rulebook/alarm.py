"""The alarm by mail: from November on, administrators hear once a month that next year's holidays are missing."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.core.clock import local
from app.db import unit_of_work
from app.extensions import db
from app.outbox import enqueue
from app.rulebook.calendars import uncovered_years
from app.rulebook.models import CalendarRow
from app.rulebook.notices import MISSING_YEAR
from app.security import Person, system_scope
from app.security.models import RoleReach
from app.security.rights import ADMINISTRATOR


def warn_of_missing_years(now: datetime) -> None:
    """The job. A message says for which year and month it is, so that running it again makes none twice."""
    with system_scope(), unit_of_work():
        calendar = db.session.scalars(select(CalendarRow).order_by(CalendarRow.id).limit(1)).one_or_none()
        if calendar is None:
            return
        url = f"{current_app.config['SETTINGS'].site()}/holiday-import/"
        for year in uncovered_years(now):
            for person in _administrators():
                key = f"{MISSING_YEAR}:{year}:{local(now):%Y-%m}:{person.id}"
                enqueue(
                    MISSING_YEAR, to=person, owner=calendar, context={"year": year, "url": url}, dedup_key=key, now=now
                )


def _administrators() -> list[Person]:
    roles = select(RoleReach.role_id).where(RoleReach.code == ADMINISTRATOR).scalar_subquery()
    active = select(Person).where(Person.active.is_(True), Person.roles.any(id=roles)).order_by(Person.id)
    return list(db.session.scalars(active))
