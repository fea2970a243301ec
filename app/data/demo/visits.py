"""The demo's visits: each customer of a tier that is visited was seen, called or written to lately, a few were missed,
postponed or called off; then the worker plans those of the coming week."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core.clock import SHANGHAI, local_day
from app.customers.models import Customer, Tier
from app.customers.visits import planning, rules, verbs
from app.customers.visits.models import Visit
from app.customers.visits.words import WRITTEN
from app.data.demo.sources import source
from app.data.demo.stamps import Stamps
from app.db import by_id
from app.deadlines.sweep import claim, take_steps
from app.extensions import db
from app.rulebook import calendar
from app.security import Person

_HOURS = (9, 10, 10, 11, 14, 15, 16)
_AHEAD = timedelta(days=5)
_FRESH = timedelta(days=12)
_MISSED, _CALLED_OFF = 0.35, 0.06


def add_visits(rng: random.Random, stamps: Stamps, end: datetime) -> None:
    """What lies before `end`, and what is planned then. Flushes."""
    for told in source("clients")["tier_visits"]:
        tier = db.session.scalars(select(Tier).where(Tier.code == told["tier"])).one()
        tier.visit_way, tier.followup_days = told["way"], told["days"]
        for customer in _visited(tier):
            for day in _days(rng, told["days"], local_day(end)):
                at = datetime(day.year, day.month, day.day, rng.choice(_HOURS), tzinfo=SHANGHAI)
                _past(rng, customer, at, stamps, fresh=end - at < _FRESH)
    _let_run_out(stamps, end)
    stamps.turn(end, None)
    for customer_id, day in list(planning.turns(end)):
        planning.plan_turn(customer_id, day, end)
    _by_hand(rng, stamps, end)
    db.session.flush()


def _visited(tier: Tier) -> list[Customer]:
    theirs = (Customer.tier_id == tier.id, Customer.owner_id.is_not(None), Customer.status == "active")
    return list(db.session.scalars(select(Customer).where(*theirs).order_by(Customer.id)))


def _days(rng: random.Random, every: int, today: date) -> Iterator[date]:
    """Two or three turns back, at working days; the latest so long ago that the next one comes in time."""
    day = today - timedelta(days=rng.randint(1, every))
    turns = rng.randint(1, 2)
    for back in range(turns, -1, -1):
        found = rules.working_day(day - timedelta(days=back * every), calendar("default"))
        if found < today:
            yield found


def _past(rng: random.Random, customer: Customer, at: datetime, stamps: Stamps, *, fresh: bool) -> None:
    """Made as a rule; what was missed lately still waits."""
    owner, told, fate = customer.owner, rng.choice(source("clients")["visits"]), rng.random()
    visit = _planned(customer, at, told["purpose"], owner, stamps, now=at - _AHEAD)
    if visit is None or (fresh and fate < _MISSED):
        return
    if not fresh and fate < _CALLED_OFF:
        stamps.turn(at - timedelta(days=1), owner)
        verbs.cancel(visit, note=source("clients")["visit_cancelled"], actor=owner, now=stamps.now)
        return
    over = at + timedelta(minutes=rng.randint(20, 90))
    stamps.turn(over, owner)
    if visit.way in WRITTEN:
        verbs.sent(visit, now=over)
        return
    facts = {name: told[name] for name in ("said", "satisfaction", "needs")}
    verbs.record(visit, **facts, actor=owner, now=over)


def _planned(
    customer: Customer,
    at: datetime,
    purpose: str,
    owner: Person | None,
    stamps: Stamps,
    *,
    now: datetime,
) -> Visit | None:
    """None where the customer has one on that day, or wants to be left alone."""
    if verbs.open_on_day(customer.id, at):
        return None
    known, wished = rules.preferred_first(customer.contacts), (customer.tier and customer.tier.visit_way) or "phone"
    way = wished if rules.spokesperson(known, wished) else "phone"
    contact = rules.spokesperson(known, way)
    if contact is None:
        return None
    stamps.turn(now, owner)
    facts = {"customer_id": customer.id, "contact_id": contact.id, "way": way, "purpose": purpose}
    return verbs.plan(**facts, planned_at=at, actor=owner, now=now)


def _let_run_out(stamps: Stamps, end: datetime) -> None:
    """What nobody recorded is reminded of, missed and escalated at its own instants, as a punctual worker would."""
    while (deadline := claim(end, set())) is not None:
        visit = by_id(Visit, deadline.owner_id)
        assert deadline.next_at is not None, "claimed because of it"
        stamps.turn(deadline.next_at, None)
        take_steps(deadline, visit, deadline.next_at)


def _by_hand(rng: random.Random, stamps: Stamps, end: datetime) -> None:
    """A few that people planned themselves, one of them put off."""
    waits = select(Visit.customer_id).where(Visit.state.in_(("planned", "missed")))
    idle = select(Customer).where(
        Customer.owner_id.is_not(None), Customer.id.not_in(waits), Customer.status == "active"
    )
    customers = list(db.session.scalars(idle.order_by(Customer.id)))
    for number, customer in enumerate(rng.sample(customers, min(14, len(customers)))):
        day = rules.working_day(local_day(end) + timedelta(days=1 + number), calendar("default"))
        at = datetime(day.year, day.month, day.day, rng.choice(_HOURS), 30, tzinfo=SHANGHAI)
        purpose = rng.choice(source("clients")["visits"])["purpose"]
        visit = _planned(customer, at, purpose, customer.owner, stamps, now=end)
        if visit is not None and number % 5 == 0:
            reason = source("clients")["visit_postponed"]
            later = at + timedelta(days=7)
            verbs.postpone(visit, planned_at=later, note=reason, actor=customer.owner, now=end)
