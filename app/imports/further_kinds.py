"""People who log in, and complaints of the past."""

import secrets
from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import Role
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.complaints.dismissals import DISMISSALS
from app.complaints.models import Complaint
from app.complaints.past import GIVEN_BY_US, take_in_past
from app.complaints.words import SEVERITIES, VERDICTS
from app.core import clock
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.models import Customer, Waybill
from app.db import by_id
from app.extensions import db
from app.imports import cells
from app.imports.columns import Column, one_of, row_of
from app.imports.kinds import Facts, Kind, register_kind
from app.org.models import Department
from app.rulebook import current_pack_version, pack_of
from app.rulebook.categories import open_categories
from app.rulebook.models import Category
from app.security import Person
from app.security.models import LANGUAGES
from app.security.people import add_person, change_person


def _roles() -> dict[str, Any]:
    return {row.name: row.id for row in db.session.scalars(select(Role).order_by(Role.id))}


def _person_columns() -> list[Column]:
    names = {key: name for name, key in _roles().items()}

    def write_roles(ids: Any) -> str:
        return ", ".join(names.get(key, "") for key in ids or ())

    return [
        Column("username", _l("User name"), cells.code(64), required=True),
        Column("last_name", _l("Family name"), cells.text(64), required=True),
        Column("first_name", _l("Given name"), cells.text(64)),
        Column("email", _l("E-mail"), cells.email, required=True),
        row_of("department_id", _l("Department"), Department, "name", "code"),
        Column("roles", _l("Roles"), cells.choices(_roles), write=write_roles),
        Column("phone", _l("Phone"), cells.phone),
        one_of("language", _l("Language"), LANGUAGES),
        Column("password", _l("First password"), cells.text(200)),
    ]


def _given(facts: Facts) -> Facts:
    """Ids as the verbs of people want them: rows."""
    values = {name: value for name, value in facts.items() if value not in (None, "")}
    if "department_id" in values:
        values["department"] = by_id(Department, values.pop("department_id"))
    if "roles" in values:
        values["roles"] = [db.session.get_one(Role, key) for key in values["roles"]]
    return values


def _add_person(*, actor: Any | None, now: datetime, password: str = "", **facts: Any) -> Person:
    """Without a first password nobody can log in until an administrator gives one."""
    values = {"roles": [], **_given(facts)}
    return add_person(actor=actor, now=now, password=password or secrets.token_urlsafe(24), **values)


def _change_person(row: Person, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    values = _given(facts)
    for name in ("username", "password"):  # the one says who is meant, the other is given once
        values.pop(name, None)
    change_person(row, actor=actor, now=now, **values)


def _person_value(row: Person, name: str) -> Any:
    return [role.id for role in row.roles] if name == "roles" else getattr(row, name, None)


def _find_person(facts: Facts) -> Person | None:
    same = func.lower(Person.username) == facts["username"].lower()
    return db.session.scalars(select(Person).where(same)).one_or_none()


def _categories() -> dict[str, Any]:
    """By path, by name where that is unmistakable, by code."""
    rows = open_categories()
    names = [row.name_zh for row in rows]
    found: dict[str, Any] = {row.code: row.id for row in rows}
    found |= {row.name_zh: row.id for row in rows if names.count(row.name_zh) == 1}
    return found | {row.path_label: row.id for row in rows}


def _category_word(key: Any) -> str:
    row = by_id(Category, key) if key else None
    return row.path_label if row is not None else ""


def _complaint_columns() -> list[Column]:
    pack = pack_of(current_pack_version(clock.now()).id)
    channels = {channel.code: channel.label.text() for channel in pack.channels}
    return [
        Column("no", _l("Complaint no."), cells.code(20)),
        Column("received_at", _l("Received at"), cells.instant, required=True),
        Column("closed_at", _l("Closed at"), cells.instant),
        one_of("channel", _l("Channel"), channels, required=True),
        Column("category_id", _l("Complaint category"), cells.choice(_categories), True, _category_word),
        one_of("severity", _l("Severity"), {code: word for code, word in SEVERITIES.items() if code != "ungraded"}),
        one_of("verdict", _l("Verdict"), VERDICTS),
        one_of("dismissal", _l("Reason for dismissal"), DISMISSALS),
        Column("complainant", _l("Complainant"), cells.text(100), required=True),
        Column("phone", _l("Telephone"), cells.phone),
        Column("email", _l("E-mail"), cells.email),
        row_of("customer_id", _l("Customer"), Customer, "no", "name"),
        row_of("waybill_id", _l("Waybill no."), Waybill, "no", called="waybill_no"),
        row_of("department_id", _l("Responsible department"), Department, "name", "code"),
        Column("title", _l("Title"), cells.text(200)),
        Column("description", _l("What happened"), cells.text(20_000), required=True),
        Column("occurred_at", _l("Happened at"), cells.instant),
        Column("claim", _l("Amount claimed"), cells.money),
        Column("findings", _l("Findings"), cells.text(20_000)),
        Column("closing_notice", _l("Closing notice"), cells.text(20_000)),
    ]


def _complaint_identity(facts: Facts) -> tuple[Any, ...]:
    if facts.get("no"):
        return (facts["no"],)
    return tuple(str(facts.get(name) or "") for name in ("received_at", "complainant", "description"))


def _find_complaint(facts: Facts) -> Complaint | None:
    if facts.get("no"):
        return db.session.scalars(select(Complaint).where(Complaint.no == facts["no"])).one_or_none()
    same = (
        Complaint.received_at == facts["received_at"],
        Complaint.complainant == facts["complainant"],
        Complaint.description == facts["description"],
    )
    return db.session.scalars(select(Complaint).where(*same).order_by(Complaint.id)).first()


def _add_complaint(*, actor: Any | None, now: datetime, no: str = "", **facts: Any) -> Complaint:
    if no.startswith(GIVEN_BY_US):
        raise Invalid.field("no", N_("Numbers of this form are given by the system; leave it empty for a new one."))
    return take_in_past(no=no, actor=actor, now=now, **facts)


def register_further() -> None:
    """Called when the package is loaded."""
    register_kind(
        Kind(
            "person", _l("Users"), "PersonView", Person, _person_columns, _find_person,
            lambda facts: (str(facts.get("username") or "").lower(),), _add_person, _person_value, _change_person,
            hidden=frozenset({"password"}),
        )
    )  # fmt: skip
    register_kind(
        Kind(
            "complaint", _l("Past complaints"), "ComplaintView", Complaint, _complaint_columns, _find_complaint,
            _complaint_identity, _add_complaint, getattr, None, "complaint",
        )
    )  # fmt: skip
