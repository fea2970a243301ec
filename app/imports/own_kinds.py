"""Customers, their contacts, waybills: what an import of each tells, and how it is stored, by their own verbs."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_
from app.customers import verbs
from app.customers.lists import INDUSTRIES, REGIONS, SIZES, SOURCES
from app.customers.models import Contact, Customer, Tier, Waybill
from app.customers.words import CONTACT_CHANNELS, CUSTOMER_KINDS, CUSTOMER_STATUSES, LANGUAGES, WAYBILL_STATUSES
from app.db import by_id
from app.db.sealed import blind
from app.events import record
from app.extensions import db
from app.imports import cells
from app.imports.columns import Column, one_of, row_of
from app.imports.kinds import Facts, Kind, register_kind
from app.org.models import Carrier, Department
from app.security import Person, elevated, require_reach

_GIVEN_BY_US = "KH"


def _customer_columns() -> list[Column]:
    return [
        Column("no", _l("Customer no."), cells.code(20)),
        Column("name", _l("Name"), cells.text(100), required=True),
        one_of("kind", _l("Kind of customer"), CUSTOMER_KINDS),
        Column("credit_code", _l("Unified social credit code"), cells.code(18)),
        row_of("tier_id", _l("Tier"), Tier, "name_zh", "code"),
        row_of("department_id", _l("Served by"), Department, "name", "code"),
        row_of("owner_id", _l("Looked after by"), Person, "username"),
        one_of("status", _l("Status"), CUSTOMER_STATUSES),
        one_of("industry", _l("Industry"), INDUSTRIES),
        one_of("region", _l("Region"), REGIONS),
        one_of("size", _l("Size"), SIZES),
        one_of("source", _l("Source"), SOURCES),
        Column("needs", _l("Needs"), cells.text(2000)),
        Column("confidential", _l("Confidential"), cells.yesno),
        Column("note", _l("Note"), cells.text(2000)),
    ]


def _find_customer(facts: Facts) -> Customer | None:
    """By number, else by credit code, else a company by its name: two people may be called alike."""
    if facts.get("no"):
        return db.session.scalars(select(Customer).where(Customer.no == facts["no"])).one_or_none()
    if facts.get("credit_code"):
        same = select(Customer).where(Customer.credit_code == facts["credit_code"]).order_by(Customer.id)
        return db.session.scalars(same).first()
    if facts.get("kind") in (None, "walk_in"):
        return None
    same = select(Customer).where(Customer.name == facts["name"], Customer.kind == facts["kind"]).order_by(Customer.id)
    return db.session.scalars(same).first()


def _customer_identity(facts: Facts) -> tuple[Any, ...]:
    if facts.get("no") or facts.get("credit_code"):
        return ("no", facts.get("no") or "", "" if facts.get("no") else facts["credit_code"])
    return tuple(str(facts.get(name) or "") for name in ("name", "kind", "department_id", "note"))


def _add_customer(*, actor: Any | None, now: datetime, no: str = "", **facts: Any) -> Customer:
    if no.startswith(_GIVEN_BY_US):
        raise Invalid.field("no", N_("Numbers of this form are given by the system; leave it empty for a new one."))
    row = verbs.register_customer(actor=actor, now=now, **facts)
    if no:
        with elevated():
            row.no = no
            db.session.flush()
    return row


def _change_customer(row: Customer, *, actor: Any | None, now: datetime, no: str = "", **facts: Any) -> None:
    verbs.change_customer(row, actor=actor, now=now, **facts)


def _contact_columns() -> list[Column]:
    return [
        row_of("customer_id", _l("Customer"), Customer, "no", "name", required=True),
        Column("name", _l("Name"), cells.text(100), required=True),
        Column("phone", _l("Telephone"), cells.phone),
        Column("email", _l("E-mail"), cells.email),
        one_of("language", _l("Language"), LANGUAGES),
        Column("preferred", _l("Preferred contact"), cells.yesno),
        one_of("channel", _l("Best reached"), CONTACT_CHANNELS),
        Column("quiet_from", _l("Quiet from"), cells.clock_time),
        Column("quiet_until", _l("Quiet until"), cells.clock_time),
        Column("do_not_contact", _l("Don't contact"), cells.yesno),
    ]


def _find_contact(facts: Facts) -> Contact | None:
    same = [Contact.customer_id == facts["customer_id"], Contact.name == facts["name"]]
    if facts.get("phone"):
        same.append(Contact.phone_index == blind(facts["phone"]))
    return db.session.scalars(select(Contact).where(*same).order_by(Contact.id)).first()


def _add_contact(*, actor: Any | None, now: datetime, customer_id: int, **facts: Any) -> Contact:
    customer = by_id(Customer, customer_id)
    if customer is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return verbs.add_contact(customer, actor=actor, now=now, **facts)


def _change_contact(row: Contact, *, actor: Any | None, now: datetime, customer_id: int = 0, **facts: Any) -> None:
    verbs.change_contact(row, actor=actor, now=now, **facts)


def _waybill_columns() -> list[Column]:
    return [
        Column("no", _l("Waybill no."), cells.code(40), required=True, called="waybill_no"),
        row_of("customer_id", _l("Customer"), Customer, "no", "name"),
        row_of("origin_id", _l("From station"), Department, "name", "code"),
        row_of("destination_id", _l("To station"), Department, "name", "code"),
        row_of("carrier_id", _l("Carrier"), Carrier, "name", "code"),
        Column("goods", _l("Goods"), cells.text(200)),
        Column("declared_value", _l("Declared value"), cells.money),
        one_of("status", _l("Status"), WAYBILL_STATUSES),
        Column("promised_at", _l("Promised for"), cells.instant),
        Column("delivered_at", _l("Delivered at"), cells.instant),
    ]


def _add_waybill(*, actor: Any | None, now: datetime, **facts: Any) -> Waybill:
    row = Waybill(created_at=now, **{name: value for name, value in facts.items() if value is not None})
    db.session.add(row)
    db.session.flush()
    record(row, "create", actor=actor, now=now)
    return row


def _change_waybill(row: Waybill, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    require_reach(row)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    db.session.flush()
    if changed:
        record(row, "change", actor=actor, now=now, facts={"changed": changed})


def register_own() -> None:
    """Called when the package is loaded."""
    register_kind(
        Kind(
            "customer", _l("Customers"), "CustomerView", Customer, _customer_columns, _find_customer,
            _customer_identity, _add_customer, getattr, _change_customer, "customer",
        )
    )  # fmt: skip
    register_kind(
        Kind(
            "contact", _l("Contacts"), "ContactView", Contact, _contact_columns, _find_contact,
            lambda facts: tuple(facts.get(name) or "" for name in ("customer_id", "name", "phone")),
            _add_contact, getattr, _change_contact, "contact",
        )
    )  # fmt: skip
    register_kind(
        Kind(
            "waybill", _l("Waybills"), "WaybillView", Waybill, _waybill_columns,
            lambda facts: db.session.scalars(select(Waybill).where(Waybill.no == facts["no"])).one_or_none(),
            lambda facts: (facts.get("no"),), _add_waybill, getattr, _change_waybill, "waybill",
        )
    )  # fmt: skip
