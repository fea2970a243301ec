"""The demo's customer relations beside complaints: questions asked lately, tracks of late waybills, rules of tiers."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.customers.inquiries import verbs as inquiries
from app.customers.models import Tier, Waybill
from app.customers.tiers.models import TierRule
from app.customers.tracking import track
from app.data.demo.company import Company
from app.data.demo.sources import source
from app.extensions import db

INQUIRIES = 18
TRACKED = 60
_HOUR = timedelta(hours=1)


def add_relations(rng: random.Random, company: Company, end: datetime) -> None:
    """What lies before `end`. Flushes."""
    waybills = list(db.session.scalars(select(Waybill).order_by(Waybill.id.desc()).limit(TRACKED)))
    for waybill in waybills:
        _track(rng, waybill, company, end)
    for number in range(INQUIRIES):
        _ask(rng, rng.choice(waybills), company, end - (INQUIRIES - number) * 7 * _HOUR)
    tiers = {tier.code: tier for tier in db.session.scalars(select(Tier))}
    for rule in source("clients")["tier_rules"]:
        db.session.add(TierRule(tier_id=tiers[rule["tier"]].id, joined=rule["joined"], rows=rule["rows"]))
    db.session.flush()


def _ask(rng: random.Random, waybill: Waybill, company: Company, at: datetime) -> None:
    told: dict[str, Any] = rng.choice(source("clients")["questions"])
    operator = company.people[rng.choice(("operator", "operator2", "operator3"))]
    customer = waybill.customer
    contact = customer.contacts[0] if customer and customer.contacts else None
    inquiry = inquiries.register(
        kind=told["kind"],
        channel=rng.choice(("hotline", "hotline", "app", "chat")),
        customer_id=waybill.customer_id,
        contact_id=contact.id if contact else None,
        waybill_id=waybill.id if told["kind"] == "tracking" else None,
        caller="" if customer else told["kind"],
        question=told["question"],
        actor=operator,
        now=at,
    )
    how_far = rng.choice(("open", "transferred", "answered", "closed", "closed", "closed"))
    if how_far == "transferred":
        inquiries.transfer(inquiry, department_id=waybill.destination_id, actor=operator, now=at + _HOUR)
    if how_far in ("answered", "closed"):
        inquiries.answer(inquiry, answer=told["answer"], actor=operator, now=at + _HOUR)
    if how_far == "closed":
        inquiries.close(inquiry, anything_else=told["else"], actor=operator, now=at + 1.1 * _HOUR)


def _track(rng: random.Random, waybill: Waybill, company: Company, end: datetime) -> None:
    """As far as its status says it has come."""
    if waybill.promised_at is None:
        return
    waybill.fragile = any(word in waybill.goods for word in source("clients")["fragile_words"])
    begin = waybill.promised_at - timedelta(days=3)
    status, last = waybill.status, waybill.delivered_at or waybill.promised_at
    steps = [("picked_up", begin, waybill.origin_id), ("departed", begin + 5 * _HOUR, waybill.origin_id)]
    if status in ("signed", "out_for_delivery", "returned"):
        steps += [("arrived", last - 9 * _HOUR, waybill.destination_id)]
        steps += [("out_for_delivery", last - 4 * _HOUR, waybill.destination_id)]
    if status in ("signed", "returned", "lost"):
        steps += [(status, last, waybill.destination_id)]
    for kind, at, station_id in sorted(steps, key=lambda step: step[1]):
        if at < end:
            track(waybill, kind=kind, at=at, station_id=station_id, source="import", actor=None, now=end)
