"""The mail that says once a day what nobody has, to administrators and to those who head quality."""

from datetime import datetime

from flask import current_app
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select

from app.core.clock import local_day
from app.core.i18n import N_, Text
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
        lines = [line for _count, told in kinds for line in told]
        context = {"list": _below(lines), "count": sum(count for count, _lines in kinds), "url": url}
        for person in _told():
            key = f"{UNHELD}:{local_day(now):%Y-%m-%d}:{person.id}"
            enqueue(UNHELD, to=person, owner=company, context=context, dedup_key=key, now=now)


def _found(now: datetime) -> list[tuple[int, list[Text]]]:
    """How many of each kind, and its lines."""
    missing, kinds = missing_now(now), []
    for kind in KINDS:
        rows = list(kind.find(missing))
        if rows:
            heading = Text(N_("%(kind)s: %(count)s"), {"kind": Text(kind.label), "count": len(rows)})
            named = [Text(N_("  %(what)s: %(why)s"), {"what": str(row), "why": why}) for row, why in rows[:_NAMED]]
            kinds.append((len(rows), [heading, *named]))
    return kinds


def _below(lines: list[Text]) -> Text:
    """One below the other; templates have no loops."""
    if len(lines) == 1:
        return lines[0]
    return Text("%(first)s\n%(rest)s", {"first": lines[0], "rest": _below(lines[1:])})


def _told() -> list[Person]:
    roles = select(RoleReach.role_id).where(RoleReach.code.in_(_ROLES))
    active = select(Person).where(Person.active.is_(True), Person.roles.any(Role.id.in_(roles))).order_by(Person.id)
    return list(db.session.scalars(active))
