"""What is told when a complaint is made, checked field by field before anything is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from app.complaints.words import LANGUAGES
from app.core.i18n import N_
from app.core.money import Money
from app.customers.checks import Checks
from app.customers.models import Contact, Customer, Waybill
from app.org.models import Department
from app.policy.intake import CONFIRMATIONS
from app.policy.pack import Pack
from app.rulebook import Category

TITLE_FROM = 60
MOST_COMPLAINTS = 1000


class Intake(TypedDict, total=False):
    """The facts of a complaint. Amounts and instants may come as texts (`1,000.01`, ISO 8601 with offset)."""

    channel: str
    category_id: int
    customer_id: int | None
    contact_id: int | None
    waybill_id: int | None
    complainant: str
    phone: str
    email: str
    language: str
    title: str
    description: str
    occurred_at: datetime | str | None
    place: str
    station_id: int | None
    expected_remedy: str
    loss: Money | str | None
    claim: Money | str | None
    behaviours: list[str]
    urgent: bool
    solvable_at_once: bool
    severe_dissatisfaction: bool
    complaint_count: int
    confirmations: list[str]


def check_intake(
    facts: Mapping[str, Any], pack: Pack, now: datetime, kept: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The facts as columns of a complaint, rows looked up within the actor's scope, those in `kept` taken as they are.

    Raises Invalid with all faults.
    """
    values, checks = read_intake(facts, pack, now, kept)
    if not any(values[name] for name in ("customer_id", "phone", "email")) and values.get("origin") != "internal":
        checks.refuse("phone", N_("How can we reach the complainant? A telephone number or an e-mail address, please."))
    checks.done()
    return values


def read_intake(
    facts: Mapping[str, Any], pack: Pack, now: datetime, kept: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], Checks]:
    """As `check_intake`, of what is known so far: the columns, empty where a fact is missing, and the faults."""
    checks = Checks()
    named = {name: value for name, value in facts.items() if name not in (kept or {})}
    values = _what(checks, named, pack) | _circumstances(checks, named, now) | _who(checks, named) | dict(kept or {})
    return values, checks


def _what(checks: Checks, facts: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    channels = {channel.code: channel for channel in pack.channels}
    channel = checks.choice("channel", facts.get("channel"), channels)
    category = checks.row("category_id", Category, facts.get("category_id"), required=True)
    description = checks.text("description", facts.get("description"), limit=20_000, required=True)
    title = checks.text("title", facts.get("title"), limit=200) or description.partition("\n")[0][:TITLE_FROM]
    behaviours = facts.get("behaviours") or []
    known = {behaviour.code for behaviour in pack.behaviours}
    if not isinstance(behaviours, list | tuple) or not all(code in known for code in behaviours):
        checks.refuse("behaviours", N_("There is no such choice."))
    return {
        "channel": channel,
        "origin": channels[channel].origin if channel in channels else "",
        "category_id": category.id if category else 0,
        "kind": category.kind if category else "",
        "description": description,
        "title": title,
        "behaviours": list(behaviours),
        "confirmations": _confirmed(checks, facts.get("confirmations") or []),
        "expected_remedy": checks.text("expected_remedy", facts.get("expected_remedy"), limit=2_000),
        "loss": checks.money("loss", facts.get("loss")),
        "claim": checks.money("claim", facts.get("claim")),
    }


def _confirmed(checks: Checks, codes: Any) -> list[str]:
    if not isinstance(codes, list | tuple) or not all(code in CONFIRMATIONS for code in codes):
        checks.refuse("confirmations", N_("There is no such choice."))
        return []
    return list(codes)


def _circumstances(checks: Checks, facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    occurred_at = checks.instant("occurred_at", facts.get("occurred_at"))
    if occurred_at is not None and occurred_at > now:
        checks.refuse("occurred_at", N_("This lies in the future."))
    station = checks.row("station_id", Department, facts.get("station_id"))
    return {
        "occurred_at": occurred_at,
        "place": checks.text("place", facts.get("place"), limit=200),
        "station_id": station.id if station else None,
        **{name: bool(facts.get(name)) for name in ("urgent", "solvable_at_once", "severe_dissatisfaction")},
        "complaint_count": _count(checks, facts.get("complaint_count")),
    }


def _count(checks: Checks, value: Any) -> int:
    text = str(value or 1)
    if not text.isdecimal() or len(text) > len(str(MOST_COMPLAINTS)) or not 1 <= int(text) <= MOST_COMPLAINTS:
        checks.refuse("complaint_count", N_("A whole number from 1 on, please."))
        return 1
    return int(text)


def _who(checks: Checks, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The complainant: what was typed, else what the contact's or the customer's file says."""
    customer = checks.row("customer_id", Customer, facts.get("customer_id"))
    contact = checks.row("contact_id", Contact, facts.get("contact_id"))
    waybill = checks.row("waybill_id", Waybill, facts.get("waybill_id"))
    if contact is not None and (customer is None or contact.customer_id != customer.id):
        checks.refuse("contact_id", N_("This contact belongs to another customer."))
    name = facts.get("complainant") or (contact or customer or "")
    return {
        "customer_id": customer.id if customer else None,
        "contact_id": contact.id if contact else None,
        "waybill_id": waybill.id if waybill else None,
        "complainant": checks.text("complainant", str(name), limit=100, required=True),
        "phone": checks.phone("phone", facts.get("phone") or (contact.phone if contact else "")),
        "email": checks.email("email", facts.get("email") or (contact.email if contact else "")),
        "language": checks.choice("language", facts.get("language"), LANGUAGES, contact.language if contact else "zh"),
    }
