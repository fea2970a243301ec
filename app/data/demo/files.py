"""What the demo's customer files say beyond name and tier: codes, trade, size, wishes, addresses, greetings."""

import random
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.customers.credit_code import check_character
from app.customers.models import Customer, Tier
from app.customers.verbs import add_address, change_contact, change_customer
from app.data.demo.company import Company
from app.data.demo.sources import source
from app.extensions import db

_SIZES = (("large", 1), ("medium", 3), ("small", 5), ("micro", 2))
_SOURCES = (("sales", 5), ("hotline", 2), ("website", 2), ("referral", 3), ("fair", 1))
_CODE_MADE_OF = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def fill_files(rng: random.Random, company: Company, now: datetime) -> None:
    """Fill in what is known of each customer. Flushes."""
    parts = source("clients")
    for tier in db.session.scalars(select(Tier).order_by(Tier.id)):
        tier.greeting_zh, tier.greeting_en = parts["greetings"].get(tier.code, ("", ""))
    for customer in db.session.scalars(select(Customer).order_by(Customer.id)).all():
        _fill(rng, parts, customer, company, now)


def _fill(rng: random.Random, parts: dict[str, Any], customer: Customer, company: Company, now: datetime) -> None:
    by = {"actor": company.people["agent"], "now": now}
    station = customer.department.code[:2]
    private = customer.kind == "walk_in"
    facts: dict[str, Any] = {
        "region": parts["regions"].get(station),
        "industry": "private" if private else _industry(parts, customer.name),
        "source": "hotline" if private else "partner" if customer.kind == "partner" else _one(rng, _SOURCES),
    }
    if not private:
        facts |= {"size": _one(rng, _SIZES), "credit_code": _code(rng, facts["region"] or "13")}
    if customer.kind == "contract":
        facts |= {"needs": rng.choice(parts["needs"]), "confidential": rng.random() < 0.07}
    change_customer(customer, **facts, **by)
    road = rng.choice(parts["roads"])
    line = f"{customer.department.name[:2]}市{road}{rng.randint(1, 299)}号"
    add_address(customer, kind="pickup" if not private else "delivery", region=facts["region"], line=line, **by)
    if rng.random() < 0.15 and customer.contacts:
        change_contact(customer.contacts[0], **rng.choice(parts["wishes"]), **by)


def _industry(parts: dict[str, Any], name: str) -> str:
    return next((trade["industry"] for trade in parts["trades"] if trade["name"] in name), "logistics")


def _one(rng: random.Random, shares: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([code for code, _ in shares], [share for _, share in shares])[0]


def _code(rng: random.Random, region: str) -> str:
    first = f"91{region}0100MA" + "".join(rng.choice(_CODE_MADE_OF) for _ in range(7))
    return first + check_character(first)
