"""The group of a survey: who fits its conditions, who of them is asked by which address, who is left out and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from app.complaints.models import Complaint
from app.customers.models import Contact, Customer
from app.db.sealed import blind
from app.extensions import db
from app.outbox.addresses import mobile, usable_email
from app.surveys.models import SurveyInvitation, SurveyRound

MOST = 20_000
"""In one round."""
_AT_ONCE = 500
NAMED = 5
"""So many of those who are left out are named for each reason."""


@dataclass(frozen=True)
class Way:
    """By whom and how a customer is reached; or why they aren't asked."""

    contact: Contact | None = None
    address: str = ""
    reason: str = ""


@dataclass
class Preview:
    """Who would be asked now."""

    asked: list[tuple[int, int]] = field(default_factory=list)
    """(customer, contact)."""
    left_out: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[Customer]] = field(default_factory=dict)
    too_many: bool = False


def preview_of(wanted: SurveyRound, ids: Sequence[int] | None, now: datetime) -> Preview:
    """Within the reader's reach. `ids`: the customers whom the saved view shows; None: the round has no view."""
    found, addresses = Preview(), set[str]()
    lately = set(db.session.scalars(_asked_lately(wanted, now)))
    for customer in _fitting(wanted, ids, now):
        way = way_to(customer, wanted.channel)
        reason = way.reason or ("asked_lately" if customer.id in lately else "")
        reason = reason or ("twice" if way.address in addresses else "")
        if reason:
            found.left_out[reason] += 1
            named = found.named.setdefault(reason, [])
            if len(named) < NAMED:
                named.append(customer)
            continue
        addresses.add(way.address)
        assert way.contact is not None, "there is no way to nobody"
        found.asked.append((customer.id, way.contact.id))
        if len(found.asked) > MOST:
            found.too_many = True
            return found
    return found


def way_to(customer: Customer, channel: str) -> Way:
    """The preferred contact's address, else that of the one known longest who has one and may be asked."""
    if customer.archived_at is not None or customer.merged_into_id is not None:
        return Way(reason="archived")
    if customer.status == "closed":
        return Way(reason="closed")
    reached = [(contact, address) for contact in _in_turn(customer) if (address := address_of(contact, channel))]
    for contact, address in reached:
        if not contact.do_not_contact:
            return Way(contact, address)
    return Way(reason="do_not_contact" if reached else "no_address")


def address_of(contact: Contact, channel: str) -> str:
    """Where a message of the channel would go; empty where it can't."""
    if channel == "email":
        return contact.email.lower() if usable_email(contact.email) else ""
    return mobile(contact.phone) or ""


def key_of(wanted: SurveyRound, address: str) -> str:
    """One link for each address in a round; the address itself isn't kept."""
    return f"{wanted.id}:{blind(f'survey {address}')}"


def was_asked_lately(wanted: SurveyRound, customer: Customer, now: datetime) -> bool:
    """By another round."""
    return db.session.scalar(_asked_lately(wanted, now).where(SurveyInvitation.customer_id == customer.id)) is not None


def _in_turn(customer: Customer) -> list[Contact]:
    return sorted(customer.contacts, key=lambda contact: (not contact.preferred, contact.id))


def _asked_lately(wanted: SurveyRound, now: datetime) -> Any:
    since = now - timedelta(days=wanted.pause_days)
    asked = (SurveyInvitation.sent_at > since, SurveyInvitation.round_id != wanted.id)
    return select(SurveyInvitation.customer_id).where(*asked)


def _fitting(wanted: SurveyRound, ids: Sequence[int] | None, now: datetime) -> Iterator[Customer]:
    """Every customer whom the conditions name, archived ones too, some hundred at a time."""
    last, conditions = 0, [*_conditions(wanted, now)]
    known = None if ids is None else frozenset(ids)
    while True:
        rows = select(Customer).where(Customer.id > last, *conditions).order_by(Customer.id).limit(_AT_ONCE)
        found = db.session.scalars(rows.options(selectinload(Customer.contacts))).all()
        yield from (customer for customer in found if known is None or customer.id in known)
        if len(found) < _AT_ONCE:
            return
        last = found[-1].id


def _conditions(wanted: SurveyRound, now: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.tiers:
        yield Customer.tier_id.in_(list(map(int, wanted.tiers)))
    if wanted.regions:
        yield Customer.region.in_(wanted.regions)
    if wanted.industries:
        yield Customer.industry.in_(wanted.industries)
    if wanted.owner_id is not None:
        yield Customer.owner_id == wanted.owner_id
    if wanted.complained_days:
        since = now - timedelta(days=wanted.complained_days)
        yield Customer.id.in_(select(Complaint.customer_id).where(Complaint.received_at >= since))
