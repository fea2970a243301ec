"""Who is told of what about one's own records."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select

from app.core.i18n import Text
from app.db import by_id
from app.extensions import db
from app.outbox import enqueue, register_wanted
from app.ownrecords import templates
from app.ownrecords.models import STATES, OwnRecord
from app.security import Person, scope_for, use_scope

_MOST_APPROVERS = 50


def waiting(row: OwnRecord, *, now: datetime) -> None:
    """Ask those who may decide on it."""
    _tell(row, templates.WAITING, approvers(row), now, owner=row.owner.full_name if row.owner else "")


def decided(row: OwnRecord, *, now: datetime) -> None:
    """Tell who wrote it."""
    _tell(row, templates.DECIDED, [row.owner], now, state=Text(STATES[row.state]), note=row.decision)


def due(row: OwnRecord, *, field: str, day: date, now: datetime) -> None:
    """Remind who wrote it."""
    _tell(row, templates.REMINDER, [row.owner], now, field=field, day=day.isoformat())


def approvers(row: OwnRecord) -> Iterator[Person]:
    """Active people with a role that approves and a reach that has the record; never who wrote it."""
    roles = row.type.rights.get("approve", [])
    others = (Person.active.is_(True), Person.id != (row.owner_id or 0), Person.roles.any(Role.id.in_(roles)))
    for person in db.session.scalars(select(Person).where(*others).order_by(Person.id).limit(_MOST_APPROVERS)).all():
        with use_scope(scope_for(person)):
            reached = by_id(OwnRecord, row.id) is not None
        if reached:
            yield person


def _tell(row: OwnRecord, template: str, people: Iterable[Person | None], now: datetime, **words: Any) -> None:
    url = f"{current_app.config['SETTINGS'].site()}/record/{row.type.code}/show/{row.id}"
    context = {"no": row.no, "subject": row.subject, "url": url, **words}
    for person in people:
        if person is None or not person.active:
            continue
        form = row.type.name_en if person.language == "en" and row.type.name_en else row.type.name_zh
        key = f"{template}:{row.id}:{person.id}:{now.isoformat()}"
        enqueue(template, to=person, owner=row, context=context | {"form": form}, dedup_key=key, now=now)


def _wanted(message: Any) -> bool:
    """Nobody is asked to decide on what was decided, nor reminded of what was put away."""
    row = by_id(OwnRecord, message.owner_id)
    if row is None or not row.type.active:
        return False
    if message.template_code == templates.WAITING:
        return row.state == "waiting"
    return message.template_code != templates.REMINDER or row.state != "archived"


register_wanted("own_record", _wanted)
