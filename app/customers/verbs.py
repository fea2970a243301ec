"""What is done to customer files; each is recorded."""

from datetime import datetime
from typing import Any

from app.core.i18n import N_
from app.customers.checks import Checks
from app.customers.models import CUSTOMER_KINDS, CUSTOMER_STATUSES, Contact, Customer, Tier
from app.customers.numbering import next_in
from app.events import record
from app.extensions import db
from app.org.models import Department
from app.security import Person, elevated, require_reach
from app.security.scope import current_scope

LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}


def register_customer(*, actor: Any | None, now: datetime, **facts: Any) -> Customer:
    """Open a customer file: name, kind, tier_id, department_id, owner_id, status, note.

    Without a department it is the actor's. Raises Invalid.
    """
    values = _customer_facts({"department_id": getattr(actor, "department_id", None), **facts})
    with elevated():
        customer = Customer(no=f"KH{next_in('KH'):06d}", created_at=now, **values)
        db.session.add(customer)
        db.session.flush()
        record(customer, "register_customer", actor=actor, now=now)
        db.session.flush()
    return customer


def change_customer(customer: Customer, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of name, kind, tier_id, department_id, owner_id, status, note. Raises Invalid, NotFound."""
    require_reach(customer)
    present = {name: getattr(customer, name) for name in _CUSTOMER_FIELDS}
    _apply(customer, _customer_facts(present | facts), "change_customer", owner=customer, actor=actor, now=now)


def add_contact(customer: Customer, *, actor: Any | None, now: datetime, **facts: Any) -> Contact:
    """A person to talk to: name, phone, email, language, preferred. Raises Invalid, NotFound."""
    require_reach(customer)
    values = _contact_facts(facts)
    with elevated():
        contact = Contact(customer_id=customer.id, created_at=now, **values)
        db.session.add(contact)
        _only_preferred(contact)
        db.session.flush()
        record(customer, "add_contact", actor=actor, now=now, facts={"contact": contact.name})
        db.session.flush()
    return contact


def change_contact(contact: Contact, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of name, phone, email, language, preferred. Raises Invalid, NotFound."""
    require_reach(contact)
    present = {name: getattr(contact, name) for name in _CONTACT_FIELDS}
    values = _contact_facts(present | facts)
    _apply(contact, values, "change_contact", owner=contact.customer, actor=actor, now=now)
    _only_preferred(contact)


_CUSTOMER_FIELDS = ("name", "kind", "tier_id", "department_id", "owner_id", "status", "note")
_CONTACT_FIELDS = ("name", "phone", "email", "language", "preferred")


def _customer_facts(facts: dict[str, Any]) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {
        "name": checks.text("name", facts.get("name"), limit=100, required=True),
        "kind": checks.choice("kind", facts.get("kind"), CUSTOMER_KINDS, "walk_in"),
        "status": checks.choice("status", facts.get("status"), CUSTOMER_STATUSES, "active"),
        "note": checks.text("note", facts.get("note"), limit=2000),
    }
    rows = {"tier_id": Tier, "department_id": Department, "owner_id": Person}
    for name, model in rows.items():
        row = checks.row(name, model, facts.get(name))
        values[name] = row.id if row else None
    _keep_in_reach(checks, values)
    checks.done()
    return values


def _keep_in_reach(checks: Checks, values: dict[str, Any]) -> None:
    """Nobody moves a file to where they couldn't see it: not by a form and not through the API either."""
    scope = current_scope()
    if scope.reach == "own":
        values["owner_id"] = values["owner_id"] or scope.user_id
    if scope.unlimited or scope.user_id == values["owner_id"]:
        return
    if values["department_id"] not in scope.departments:
        checks.refuse("department_id", N_("There is no such record, or it is not yours to see."))


def _contact_facts(facts: dict[str, Any]) -> dict[str, Any]:
    checks = Checks()
    values = {
        "name": checks.text("name", facts.get("name"), limit=100, required=True),
        "phone": checks.phone("phone", facts.get("phone")),
        "email": checks.email("email", facts.get("email")),
        "language": checks.choice("language", facts.get("language"), LANGUAGES, "zh"),
        "preferred": bool(facts.get("preferred")),
    }
    checks.done()
    return values


def _apply(row: Any, values: dict[str, Any], verb: str, *, owner: Any, actor: Any | None, now: datetime) -> None:
    changed = [name for name, value in values.items() if (getattr(row, name) or "") != (value or "")]
    if not changed:
        return
    with elevated():
        for name in changed:
            setattr(row, name, values[name])
        # Field names only: a phone number must not stay behind in the history.
        record(owner, verb, actor=actor, now=now, facts={"changed": changed})
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
