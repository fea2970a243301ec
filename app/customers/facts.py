"""What customer files, contacts and addresses say, checked before any of it is stored. Each raises Invalid with all
that is wrong."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import N_
from app.customers.checks import Checks
from app.customers.duplicates import name_key
from app.customers.lists import ADDRESS_KINDS, INDUSTRIES, REGIONS, SIZES, SOURCES
from app.customers.models import Tier
from app.customers.words import CONTACT_CHANNELS, CUSTOMER_KINDS, CUSTOMER_STATUSES, LANGUAGES, QUIET_TIMES
from app.org.models import Department
from app.security import Person
from app.security.scope import current_scope

CUSTOMER_FIELDS = (
    "name", "kind", "tier_id", "department_id", "owner_id", "status", "note", "credit_code", "industry", "region",
    "revenue", "size", "source", "needs", "confidential",
)  # fmt: skip
CONTACT_FIELDS = (
    "name", "phone", "email", "language", "preferred", "channel", "quiet_from", "quiet_until", "do_not_contact",
)  # fmt: skip
ADDRESS_FIELDS = ("kind", "region", "line", "note")
_OPTIONS = {"industry": INDUSTRIES, "region": REGIONS, "size": SIZES, "source": SOURCES}


def customer_facts(facts: Mapping[str, Any], kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of a customer's file; `kept`: what stood there before."""
    checks = Checks()
    values: dict[str, Any] = {
        "name": checks.text("name", facts.get("name"), limit=100, required=True),
        "kind": checks.choice("kind", facts.get("kind"), CUSTOMER_KINDS, "walk_in"),
        "status": checks.choice("status", facts.get("status"), CUSTOMER_STATUSES, "active"),
        "note": checks.text("note", facts.get("note"), limit=2000),
        "needs": checks.text("needs", facts.get("needs"), limit=2000),
        "credit_code": checks.credit_code("credit_code", facts.get("credit_code")),
        "revenue": checks.money("revenue", facts.get("revenue")),
        "confidential": bool(facts.get("confidential")),
    }
    before = kept or {}
    for name, known in _OPTIONS.items():
        values[name] = checks.entry(name, facts.get(name), known, before.get(name))
    rows = {"tier_id": Tier, "department_id": Department, "owner_id": Person}
    for name, model in rows.items():
        row = checks.row(name, model, facts.get(name))
        values[name] = row.id if row else None
    _keep_in_reach(checks, values)
    checks.done()
    return values | {"name_key": name_key(values["name"])}


def contact_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of a person to talk to."""
    checks = Checks()
    values = {
        "name": checks.text("name", facts.get("name"), limit=100, required=True),
        "phone": checks.phone("phone", facts.get("phone")),
        "email": checks.email("email", facts.get("email")),
        "language": checks.choice("language", facts.get("language"), LANGUAGES, "zh"),
        "preferred": bool(facts.get("preferred")),
        "channel": checks.option("channel", facts.get("channel"), CONTACT_CHANNELS),
        "do_not_contact": bool(facts.get("do_not_contact")),
    }
    for name, other in (("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")):
        values[name] = checks.option(name, facts.get(name), QUIET_TIMES)
        if facts.get(other) and not facts.get(name):
            checks.refuse(name, N_("Quiet hours need both a beginning and an end."))
    checks.done()
    return values


def address_facts(facts: Mapping[str, Any], kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of an address; `kept`: what stood there before."""
    checks, before = Checks(), kept or {}
    values = {
        "kind": checks.entry("kind", facts.get("kind") or "office", ADDRESS_KINDS, before.get("kind", "office")),
        "region": checks.entry("region", facts.get("region"), REGIONS, before.get("region")),
        "line": checks.text("line", facts.get("line"), limit=200, required=True),
        "note": checks.text("note", facts.get("note"), limit=200),
    }
    checks.done()
    return values


def _keep_in_reach(checks: Checks, values: dict[str, Any]) -> None:
    """Nobody moves a file to where they couldn't see it: not by a form and not through the API either."""
    scope = current_scope()
    if scope.reach == "own":
        values["owner_id"] = values["owner_id"] or scope.user_id
    if scope.user_id is not None and scope.user_id == values["owner_id"]:
        return
    if values["confidential"] and not scope.secrets:
        checks.refuse("confidential", N_("Only who looks after the customer, or may open such files, can do this."))
    if not scope.unlimited and values["department_id"] not in scope.departments:
        checks.refuse("department_id", N_("There is no such record, or it is not yours to see."))
