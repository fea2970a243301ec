"""What people and programs say of a visit, checked: when, how, to whom, by whom; and what came of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.core.clock import local_day
from app.core.i18n import N_
from app.customers.checks import Checks
from app.customers.models import Contact, Customer
from app.customers.visits import rules
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, SCORES, WAYS, WRITTEN
from app.db import by_id
from app.extensions import db
from app.security import Person, elevated, scope_for, use_scope

TEXT = 2_000
FIELDS = ("customer_id", "contact_id", "way", "planned_at", "owner_id", "purpose", "words")
CHANGEABLE = ("contact_id", "way", "purpose", "words")


def plan_facts(facts: Mapping[str, Any], *, actor: Any | None, now: datetime) -> dict[str, Any]:
    """`FIELDS` as columns. Raises Invalid."""
    checks = Checks()
    customer = checks.row("customer_id", Customer, facts.get("customer_id"), required=True)
    if customer is not None and (customer.merged_into_id is not None or customer.archived_at is not None):
        checks.refuse("customer_id", N_("This file is merged or archived."))
    values = how_facts(checks, customer, facts)
    planned_at = time_fact(checks, facts.get("planned_at"), now)
    owner = person_fact(checks, customer, facts.get("owner_id"), actor)
    if customer is not None and planned_at is not None and _taken(customer, planned_at):
        checks.refuse("planned_at", N_("This customer has a visit on that day already."))
    checks.done()
    assert customer is not None, "refused above"
    return values | {"customer_id": customer.id, "planned_at": planned_at, "owner_id": owner.id if owner else None}


def how_facts(checks: Checks, customer: Customer | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """`CHANGEABLE` as columns; what is wrong is told to `checks`. Without a contact it is the preferred one who can be
    reached so. Who wants to be left alone is left alone."""
    way = checks.choice("way", facts.get("way"), WAYS, "phone")
    contact = checks.row("contact_id", Contact, facts.get("contact_id"))
    if contact is None and customer is not None and "contact_id" not in checks.wrong:
        contact = rules.spokesperson(rules.preferred_first(customer.contacts), way)
    if contact is None and way in WRITTEN:
        checks.refuse("contact_id", N_("To whom does the message go?"))
    elif contact is not None and customer is not None:
        if contact.customer_id != customer.id:
            checks.refuse("contact_id", N_("This contact belongs to another customer."))
        elif rules.wants_no_contact(contact):
            checks.refuse("contact_id", N_("This contact does not want to be contacted."))
        elif not rules.reached_by(contact, way):
            checks.refuse("contact_id", N_("This contact's file has no number or address for it."))
    return {
        "way": way,
        "contact_id": contact.id if contact else None,
        "purpose": checks.text("purpose", facts.get("purpose"), limit=TEXT),
        "words": checks.text("words", facts.get("words"), limit=TEXT),
    }


def time_fact(checks: Checks, value: Any, now: datetime) -> datetime | None:
    """When it takes place: not before now, but for the day's visits that are noted afterwards."""
    planned_at = checks.instant("planned_at", value)
    if planned_at is None:
        checks.refuse("planned_at", N_("Please fill this in."))
    elif rules.due_by(planned_at) <= now:
        checks.refuse("planned_at", N_("That time has passed."))
    return planned_at


def person_fact(checks: Checks, customer: Customer | None, value: Any, actor: Any | None) -> Person | None:
    """Who makes it: the actor where nobody is named; otherwise somebody who may see the customer."""
    if value in (None, "") or (actor is not None and str(value) == str(actor.id)):
        return actor
    person = checks.row("owner_id", Person, value)
    if person is None or customer is None or customer.owner_id == person.id:
        return person
    with use_scope(scope_for(person)):
        seen = by_id(Customer, customer.id) is not None
    if not seen or not person.active:
        checks.refuse("owner_id", N_("This person does not see the customer's file."))
    return person


def successor_facts(customer: Customer, owner_id: Any, note: str, actor: Any | None) -> tuple[Person, str]:
    """Who of those who see the customer goes on with it, and why it is handed over. Raises Invalid."""
    checks = Checks()
    if owner_id in (None, ""):
        checks.refuse("owner_id", N_("Please choose."))
    person = person_fact(checks, customer, owner_id, actor)
    why = checks.text("note", note, limit=500)
    checks.done()
    assert person is not None, "refused above"
    return person, why


def outcome_facts(visit: Visit, facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Who was spoken with, what was said, satisfaction, needs, the day of the next one. Raises Invalid."""
    checks = Checks()
    spoken = facts.get("spoke_with") or (visit.contact.name if visit.contact else "")
    values = {
        "spoke_with": checks.text("spoke_with", spoken, limit=100),
        "said": checks.text("said", facts.get("said"), limit=TEXT, required=True),
        "satisfaction": _score(checks, facts.get("satisfaction")),
        "needs": checks.text("needs", facts.get("needs"), limit=TEXT),
        "next_on": _day(checks, facts.get("next_on")),
    }
    if values["next_on"] is not None and values["next_on"] != visit.next_on and values["next_on"] <= local_day(now):
        checks.refuse("next_on", N_("The next visit lies in the future."))
    checks.done()
    return values


def open_on_day(customer_id: int, planned_at: datetime) -> bool:
    """Whether the customer has a visit to be made on that day."""
    open_ones = select(Visit.planned_at).where(Visit.customer_id == customer_id, Visit.state.in_(OPEN))
    return any(local_day(at) == local_day(planned_at) for at in db.session.scalars(open_ones))


def _taken(customer: Customer, planned_at: datetime) -> bool:
    with elevated():
        return open_on_day(customer.id, planned_at)


def _score(checks: Checks, value: Any) -> int | None:
    if value in (None, ""):
        return None
    number = int(value) if str(value) in map(str, SCORES) else None
    if number is None:
        checks.refuse("satisfaction", N_("There is no such choice."))
    return number


def _day(checks: Checks, value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        checks.refuse("next_on", N_("Please enter a date like 2026-11-22."))
        return None
