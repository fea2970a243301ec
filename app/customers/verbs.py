"""What is done to customer files; each is recorded."""

from datetime import datetime
from typing import Any

from app.customers.facts import (
    ADDRESS_FIELDS,
    CONTACT_FIELDS,
    CUSTOMER_FIELDS,
    address_facts,
    contact_facts,
    customer_facts,
)
from app.customers.models import Address, Contact, Customer
from app.customers.numbering import next_in
from app.customers.words import LANGUAGES
from app.events import record
from app.extensions import db
from app.security import elevated, require_reach

__all__ = [
    "LANGUAGES",
    "add_address",
    "add_contact",
    "change_address",
    "change_contact",
    "change_customer",
    "register_customer",
]


def register_customer(*, actor: Any | None, now: datetime, **facts: Any) -> Customer:
    """Open a customer file: `facts.CUSTOMER_FIELDS`.

    Without a department it is the actor's. Raises Invalid.
    """
    values = customer_facts({"department_id": getattr(actor, "department_id", None), **facts})
    with elevated():
        customer = Customer(no=f"KH{next_in('KH'):06d}", created_at=now, **values)
        db.session.add(customer)
        db.session.flush()
        record(customer, "register_customer", actor=actor, now=now)
        db.session.flush()
    return customer


def change_customer(customer: Customer, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of `facts.CUSTOMER_FIELDS`. Raises Invalid, NotFound."""
    require_reach(customer)
    present = {name: getattr(customer, name) for name in CUSTOMER_FIELDS}
    _apply(customer, customer_facts(present | facts, present), "change_customer", owner=customer, actor=actor, now=now)


def add_contact(customer: Customer, *, actor: Any | None, now: datetime, **facts: Any) -> Contact:
    """A person to talk to: `facts.CONTACT_FIELDS`. Raises Invalid, NotFound."""
    require_reach(customer)
    values = contact_facts(facts)
    with elevated():
        contact = Contact(customer_id=customer.id, created_at=now, **values)
        db.session.add(contact)
        _only_preferred(contact)
        db.session.flush()
        record(customer, "add_contact", actor=actor, now=now, facts={"contact": contact.name})
        db.session.flush()
    return contact


def change_contact(contact: Contact, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of `facts.CONTACT_FIELDS`. Raises Invalid, NotFound."""
    require_reach(contact)
    present = {name: getattr(contact, name) for name in CONTACT_FIELDS}
    values = contact_facts(present | facts)
    _apply(contact, values, "change_contact", owner=contact.customer, actor=actor, now=now)
    _only_preferred(contact)


def add_address(customer: Customer, *, actor: Any | None, now: datetime, **facts: Any) -> Address:
    """An address: kind, region, line, note. Raises Invalid, NotFound."""
    require_reach(customer)
    values = address_facts(facts)
    with elevated():
        address = Address(customer_id=customer.id, created_at=now, **values)
        db.session.add(address)
        db.session.flush()
        record(customer, "add_address", actor=actor, now=now)
        db.session.flush()
    return address


def change_address(address: Address, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of kind, region, line, note. Raises Invalid, NotFound."""
    require_reach(address)
    present = {name: getattr(address, name) for name in ADDRESS_FIELDS}
    values = address_facts(present | facts, present)
    _apply(address, values, "change_address", owner=address.customer, actor=actor, now=now)


def _apply(row: Any, values: dict[str, Any], verb: str, *, owner: Any, actor: Any | None, now: datetime) -> None:
    changed = [name for name, value in values.items() if (getattr(row, name) or "") != (value or "")]
    if not changed:
        return
    with elevated():
        for name in changed:
            setattr(row, name, values[name])
        # Field names only: a phone number must not stay behind in the history.
        record(owner, verb, actor=actor, now=now, facts={"changed": [name for name in changed if name != "name_key"]})
        db.session.flush()


def _only_preferred(contact: Contact) -> None:
    """One preferred contact for each customer."""
    if not contact.preferred:
        return
    with elevated():
        db.session.flush()
        for other in contact.customer.contacts:
            other.preferred = other.id == contact.id
        db.session.flush()
