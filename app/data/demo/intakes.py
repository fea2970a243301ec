"""What the operator types in while the caller talks."""

import random
from typing import Any

from app.core.money import Money
from app.data.demo.company import Company
from app.data.demo.hours import later
from app.data.demo.plots import Plot
from app.data.demo.sources import mobile
from app.data.demo.tales import Tale

_RECEIVERS_FROM = 20_000
_RECEIVERS = 50_000
"""Receivers' numbers are drawn from these, apart from the staff's and the customers'."""


def intake(rng: random.Random, plot: Plot, words: Tale, company: Company, category_id: int) -> dict[str, Any]:
    """The facts of `workflow.register`."""
    return {
        "channel": plot.channel,
        "category_id": category_id,
        "waybill_id": plot.parcel.waybill_id if plot.cites_waybill else None,
        "title": words.title,
        "description": words.description,
        "expected_remedy": words.wants,
        "occurred_at": later(rng, plot.received, -26 * 60, -20).replace(second=0, microsecond=0),
        "place": words.place,
        "station_id": company.departments[plot.station].id,
        "loss": Money.from_yuan(plot.loss) if plot.loss else None,
        "claim": Money.from_yuan(plot.claim) if plot.claim else None,
        "behaviours": list(plot.behaviours),
        "urgent": plot.urgent,
        "severe_dissatisfaction": plot.severe,
        **_caller(rng, plot, words, company),
    }


def _caller(rng: random.Random, plot: Plot, words: Tale, company: Company) -> dict[str, Any]:
    """A colleague of another station, the receiver, or the customer's contact."""
    if plot.internal:
        elsewhere = plot.parcel.origin if plot.station != plot.parcel.origin else plot.parcel.destination
        return {"complainant": company.people[f"manager.{elsewhere}"].full_name}
    if plot.by_receiver and plot.cites_waybill:
        phone = mobile(_RECEIVERS_FROM + rng.randrange(_RECEIVERS))
        return {"customer_id": plot.parcel.client.customer_id, "complainant": words.receiver, "phone": phone}
    return {"customer_id": plot.parcel.client.customer_id, "contact_id": plot.parcel.client.contact_id}
