"""The mail that says once a day what nobody has, to administrators and to those who head quality."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select

from app.core.clock import local_day
from app.core.i18n import Text
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.outbox import enqueue
from app.security import Person, system_scope
from app.security.models import RoleReach
from app.security.rights import ADMINISTRATOR
from app.unheld.finding import KINDS
from app.unheld.notices import UNHELD
from app.unheld.people import missing_now

_ROLES = (ADMINISTRATOR, "quality")
_NAMED = 10
"""So many of a kind are named in the mail; the rest is counted."""


def tell_of_unheld(now: datetime) -> None:
    """The job. A message says for which day it is, so that running it again makes none twice; none without a reason."""
    with system_scope(), unit_of_work():
        company = db.session.scalars(select(Department).order_by(Department.id).limit(1)).one_or_none()
        kinds = _found(now) if company is not None else []
        if company is None or not kinds:
            return
        url = f"{current_app.config['SETTINGS'].site()}/unheld/"
        context = {"kinds": kinds, "count": sum(kind["count"] for kind in kinds), "url": url}
        for person in _told():
            key = f"{UNHELD}:{local_day(now):%Y-%m-%d}:{person.id}"
            enqueue(UNHELD, to=person, owner=company, context=context, dedup_key=key, now=now)


def _found(now: datetime) -> list[dict[str, Any]]:
    missing, kinds = missing_now(now), []
    for kind in KINDS:
        rows = list(kind.find(missing))
        if rows:
            lines = [{"what": str(row), "why": why} for row, why in rows[:_NAMED]]
            kinds.append({"kind": Text(kind.label), "count": len(rows), "lines": lines})
    return kinds


def _told() -> list[Person]:
    roles = select(RoleReach.role_id).where(RoleReach.code.in_(_ROLES))
    active = select(Person).where(Person.active.is_(True), Person.roles.any(Role.id.in_(roles))).order_by(Person.id)
    return list(db.session.scalars(active))
