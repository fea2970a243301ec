"""Fields that the demo company has added to its files, and what stands in them."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core.clock import local_day
from app.core.money import Money
from app.customers.models import Customer
from app.customfields import fill
from app.customfields.verbs import define
from app.data.demo.sources import source
from app.extensions import db


def add_fields(rng: random.Random, now: datetime) -> None:
    """Define them, and fill them in for most customers. Flushes."""
    for field in source("clients")["fields"]:
        options = "\n".join(field.get("options", ()))
        define(**(field | {"options": options}), actor=None, now=now)
    for customer in db.session.scalars(select(Customer).order_by(Customer.id)):
        fill(customer, _values(rng, customer, now), actor=None, now=now)


def _values(rng: random.Random, customer: Customer, now: datetime) -> dict[str, Any]:
    """Contract customers settle monthly, on credit; the others pay as they send."""
    services = [code for code in ("o1", "o2", "o3", "o4") if rng.random() < 0.3]
    if customer.kind != "contract":
        return {"x_settlement": rng.choice(("o1", "o2")), "x_services": services}
    return {
        "x_settlement": "o3",
        "x_contract_until": local_day(now) + timedelta(days=rng.randrange(200, 900)),
        "x_credit": Money.from_yuan(10_000 * rng.randrange(1, 20)),
        "x_services": services,
    }
