"""Who is calling? Found by phone, name or waybill while the customer waits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.customers.models import Contact, Customer, Waybill
from app.customers.reviews import is_open
from app.db.sealed import TAIL, blind, normal_phone
from app.extensions import db
from app.web.text import half_width, search_text

MOST = 20
_PHONE = re.compile(r"[+\d][\d\s-]{5,}")


@dataclass(frozen=True)
class Caller:
    """A customer, with the contact or the waybill by which it was found."""

    customer: Customer
    contact: Contact | None = None
    waybill: Waybill | None = None

    @property
    def key(self) -> str:
        """What a form sends back: customer, contact and waybill ids, 0 for none."""
        rows = (self.customer, self.contact, self.waybill)
        return "-".join(str(row.id if row else 0) for row in rows)


def find_callers(q: str) -> list[Caller]:
    """At most 20 callers within the actor's scope: by whole phone number or its last four digits, by name, customer
    number or waybill number; the surest first."""
    text = half_width(search_text(q))
    if not text:
        return []
    found: dict[str, Caller] = {}
    for callers in (_by_phone(text), _by_waybill(text), _by_name(text)):
        for caller in callers:
            found.setdefault(caller.key, caller)
    return list(found.values())[:MOST]


def caller_of(key: str) -> Caller | None:
    """The caller behind a `key`; None when it is malformed, inconsistent or out of reach."""
    parts = key.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    customer_id, contact_id, waybill_id = map(int, parts)
    customer = db.session.scalars(select(Customer).where(Customer.id == customer_id)).one_or_none()
    mine = Contact.customer_id == customer_id, Contact.id == contact_id
    contact = db.session.scalars(select(Contact).where(*mine)).one_or_none() if contact_id else None
    shipped = Waybill.customer_id == customer_id, Waybill.id == waybill_id
    waybill = db.session.scalars(select(Waybill).where(*shipped)).one_or_none() if waybill_id else None
    if customer is None or (contact_id and contact is None) or (waybill_id and waybill is None):
        return None
    return Caller(customer, contact, waybill)


def _by_phone(text: str) -> Iterable[Caller]:
    if text.isdecimal() and len(text) == TAIL:
        return _contacts(Contact.phone_tail == blind(text))
    if _PHONE.fullmatch(text):
        return _contacts(Contact.phone_index == blind(normal_phone(text)))
    return []


def _by_waybill(text: str) -> Iterable[Caller]:
    if len(text) < TAIL:
        return []
    statement = select(Waybill).join(Waybill.customer).where(Waybill.no.startswith(text, autoescape=True))
    rows = db.session.scalars(statement.options(selectinload(Waybill.customer)).order_by(Waybill.id.desc()).limit(MOST))
    return [Caller(row.customer, waybill=row) for row in rows if row.customer is not None]


def _by_name(text: str) -> Iterable[Caller]:
    named = or_(
        Customer.name.contains(text, autoescape=True),
        Customer.no.startswith(text.upper(), autoescape=True),
        Contact.name.contains(text, autoescape=True),
    )
    return _contacts(named)


def _contacts(condition: ColumnElement[bool]) -> list[Caller]:
    """Customers with their contacts; a customer without any is a caller too."""
    pairs = select(Customer, Contact).outerjoin(Contact, Contact.customer_id == Customer.id)
    order = (Customer.name, Customer.id, Contact.preferred.desc(), Contact.id)
    rows = db.session.execute(
        pairs.where(condition, Customer.status != "closed", is_open()).order_by(*order).limit(MOST)
    )
    return [Caller(customer, contact) for customer, contact in rows]
