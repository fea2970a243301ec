"""Records of the administrators' own forms: each form is a kind of import with the next click, with its own fields."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.models import Customer
from app.customfields import once
from app.extensions import db
from app.imports import cells
from app.imports.columns import Column, row_of
from app.imports.kinds import Facts, Kind, register_kinds
from app.org.models import Department
from app.ownrecords import OwnRecord, RecordType, register
from app.ownrecords.reminders import settle
from app.ownrecords.workflow import change

PREFIX = "record_"
_GIVEN = N_("There is no record with this number. Leave it empty for a new one: numbers are given by the system.")


def record_kinds() -> dict[str, Kind]:
    """Of every form; those that were retired too, so that what was imported can still be looked at."""
    found = select(RecordType).order_by(RecordType.active.desc(), RecordType.sort, RecordType.id)
    return once("kesu.record_imports", lambda: {PREFIX + row.code: _kind(row) for row in db.session.scalars(found)})


def _kind(form: RecordType) -> Kind:
    form_id = form.id

    def columns() -> list[Column]:
        about = [row_of("customer_id", _l("Customer"), Customer, "no", "name")] if form.about_customer else []
        return [
            Column("no", _l("No."), cells.code(40)),
            Column("subject", form.subject_label or _l("Subject"), cells.text(120), required=True),
            row_of("department_id", _l("Department"), Department, "name", "code"),
            *about,
        ]

    def find(facts: Facts) -> OwnRecord | None:
        if not facts.get("no"):
            return None
        same = select(OwnRecord).where(OwnRecord.type_id == form_id, OwnRecord.no == facts["no"])
        return db.session.scalars(same).one_or_none()

    def add(*, actor: Any | None, now: datetime, no: str = "", **facts: Any) -> OwnRecord:
        if no:
            raise Invalid.field("no", _GIVEN)
        return register(db.session.get_one(RecordType, form_id), actor=actor, now=now, **_given(facts))

    return Kind(
        PREFIX + form.code, form.label, form.screen, OwnRecord, columns, find,
        lambda facts: (facts.get("no") or "",), add, getattr, _change, form.kind,
        within=OwnRecord.type_id == form_id, settle=settle,
    )  # fmt: skip


def _change(row: OwnRecord, *, actor: Any | None, now: datetime, no: str = "", **facts: Any) -> None:
    change(row, actor=actor, now=now, **_given(facts))


def _given(facts: Facts) -> Facts:
    """What nothing is said of is left to the verb."""
    values = {name: value for name, value in facts.items() if value is not None}
    return values | ({"customer": values.pop("customer_id")} if "customer_id" in values else {})


def register_records() -> None:
    """Called when the package is loaded."""
    register_kinds(record_kinds)
