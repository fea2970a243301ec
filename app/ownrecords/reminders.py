"""Reminders of a date in a record: reckoned whenever it is written, sent by a job."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.customfields.models import PREFIX
from app.db import by_id, move_row, unit_of_work
from app.extensions import db
from app.ownrecords import notices
from app.ownrecords.models import OwnRecord, RecordType
from app.ownrecords.verbs import date_fields
from app.security import system_scope

HOUR = time(9)
"""At the beginning of the working day, in Shanghai."""
_AT_ONCE = 200


def settle(row: OwnRecord, *, now: datetime) -> None:
    """Reckon when the record is to be reminded of; never of what is past already. Flushes."""
    row.remind_at = reminder_of(row, now)
    db.session.flush()


def reminder_of(row: OwnRecord, now: datetime) -> datetime | None:
    """09:00 of the day that is so many days before the record's date; None where that is past, or there is no date."""
    kind = row.type
    day = getattr(row, PREFIX + kind.remind_field) if kind.remind_field else None
    if day is None or row.state == "archived":
        return None
    at = datetime.combine(day - timedelta(days=kind.remind_days), HOUR, tzinfo=SHANGHAI)
    return at if at > now else None


def settle_all(kind: RecordType, *, now: datetime) -> None:
    """The rule of the form has changed: reckon all its records anew."""
    for row in db.session.scalars(select(OwnRecord).where(OwnRecord.type_id == kind.id)):
        row.remind_at = reminder_of(row, now)
    db.session.flush()


def send_due(now: datetime) -> None:
    """The job: remind of what is due, one record a transaction; of two workers, one."""
    due = select(OwnRecord.id).where(OwnRecord.remind_at <= now).order_by(OwnRecord.remind_at).limit(_AT_ONCE)
    with system_scope():
        for record_id in db.session.scalars(due).all():
            with unit_of_work():
                row = by_id(OwnRecord, record_id)
                if row is not None:
                    _remind(row, now)


def _remind(row: OwnRecord, now: datetime) -> None:
    day = getattr(row, PREFIX + row.type.remind_field) if row.type.remind_field else None
    at = row.remind_at
    if at is None or at > now:
        return
    if not move_row(row, OwnRecord.remind_at == at, remind_at=None, changed_at=row.changed_at):
        return  # another worker's
    if day is not None and row.type.active:
        notices.due(row, field=date_fields(row.type).get(row.type.remind_field, ""), day=day, now=now)
