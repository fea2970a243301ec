"""Addresses of customers, one a row: a file may have several."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.errors import NotFound
from app.core.i18n import N_
from app.customers import verbs
from app.customers.lists import ADDRESS_KINDS, REGIONS
from app.customers.models import Address, Customer
from app.db import by_id
from app.extensions import db
from app.imports import cells
from app.imports.columns import Column, one_of, row_of
from app.imports.kinds import Facts, Kind, register_kind


def _columns() -> list[Column]:
    return [
        row_of("customer_id", _l("Customer"), Customer, "no", "name", required=True),
        one_of("kind", _l("Kind of address"), ADDRESS_KINDS),
        one_of("region", _l("Region"), REGIONS),
        Column("line", _l("Address"), cells.text(200), required=True, called="address"),
        Column("note", _l("Note"), cells.text(200)),
    ]


def _find(facts: Facts) -> Address | None:
    same = (Address.customer_id == facts["customer_id"], Address.line == facts["line"], Address.active.is_(True))
    return db.session.scalars(select(Address).where(*same).order_by(Address.id)).first()


def _add(*, actor: Any | None, now: datetime, customer_id: int, **facts: Any) -> Address:
    customer = by_id(Customer, customer_id)
    if customer is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return verbs.add_address(customer, actor=actor, now=now, **facts)


def _change(row: Address, *, actor: Any | None, now: datetime, customer_id: int = 0, **facts: Any) -> None:
    verbs.change_address(row, actor=actor, now=now, **facts)


def register_addresses() -> None:
    """Called when the package is loaded."""
    register_kind(
        Kind(
            "address", _l("Addresses of customers"), "AddressView", Address, _columns, _find,
            lambda facts: (facts.get("customer_id") or "", facts.get("line") or ""), _add, getattr, _change,
            within=Address.active.is_(True),
        )
    )  # fmt: skip
