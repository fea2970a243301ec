"""What the worker does for visits, one a transaction: plans them, tidies them up, notes which messages are out."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import func, or_, select

from app.core.clock import local_day
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.models import Contact, Customer, Tier
from app.customers.reviews import is_open
from app.customers.visits import rules, verbs
from app.customers.visits.models import Visit
from app.customers.visits.notices import WRITE
from app.customers.visits.words import OPEN, WRITTEN
from app.db import by_id, unit_of_work
from app.extensions import db
from app.outbox import Message
from app.policy.parts import BRIEF
from app.rulebook import calendar, current_pack_version, pack_of
from app.security import system_scope

logger = logging.getLogger(__name__)
_GONE = N_("The customer's file was closed, archived or merged.")
_TWICE = N_("The customer has another visit.")


def plan_visits(now: datetime) -> None:
    """The job: plan the visits that have their turn within a week, after putting away those that have none any more.

    Harmless to repeat: a turn is planned once, and nobody has two while one waits.
    """
    with system_scope():
        for visit_id, why in list(_idle()):
            with suppress(Refused), unit_of_work():  # refused: made in this very moment
                visit = by_id(Visit, visit_id)
                if visit is not None:
                    verbs.drop(visit, because=why, actor=None, now=now)
        for customer_id, day in list(turns(now)):
            try:
                with unit_of_work():
                    plan_turn(customer_id, day, now)
            except Exception:
                logger.exception("the visit of customer %s could not be planned", customer_id)


def note_sent(now: datetime) -> None:
    """The job: visits whose message has gone out are made."""
    gone = (
        select(Visit.id)
        .join(Message, (Message.owner_kind == "visit") & (Message.owner_id == Visit.id))
        .where(Visit.state.in_(OPEN), Visit.way.in_(WRITTEN), Message.template_code == WRITE, Message.state == "sent")
    )
    with system_scope():
        for visit_id in db.session.scalars(gone.distinct().order_by(Visit.id)).all():
            with suppress(Refused), unit_of_work():
                visit = by_id(Visit, visit_id)
                if visit is not None:
                    verbs.sent(visit, now=now)


def _idle() -> Iterator[tuple[int, str]]:
    """(id, why) of what needn't be made: of customers who are gone, and, after a merge, the worker's second one."""
    waits = select(Visit.id).join(Customer).where(Visit.state.in_(OPEN)).order_by(Visit.planned_at, Visit.id)
    for visit_id in db.session.scalars(waits.where(or_(~is_open(), Customer.status == "closed"))):
        yield visit_id, _GONE
    seen: set[int] = set()
    theirs = select(Visit.id, Visit.customer_id).where(Visit.state.in_(OPEN), Visit.occasion.is_not(None))
    for visit_id, customer_id in db.session.execute(theirs.order_by(Visit.planned_at, Visit.id)):
        if customer_id in seen:
            yield visit_id, _TWICE
        seen.add(customer_id)


def turns(now: datetime) -> Iterator[tuple[int, date]]:
    """(customer id, day) of the visits to plan: nobody's while one of theirs waits, whoever planned it."""
    waits = select(Visit.customer_id).where(Visit.state.in_(OPEN))
    last = select(Visit.customer_id, func.max(Visit.done_at).label("at")).where(Visit.state == "done")
    last = last.group_by(Visit.customer_id).subquery()
    laid_down = {rule.tier: rule for rule in pack_of(current_pack_version(now).id).periodic}
    every = or_(Tier.followup_days.is_not(None), Tier.code.in_(laid_down))
    rows = (
        select(Customer.id, Customer.created_at, last.c.at, Tier.code, Tier.followup_days)
        .join(Tier)
        .outerjoin(last, last.c.customer_id == Customer.id)
        .where(Tier.active, Tier.visit_way.is_not(None), every, is_open(), Customer.status == "active")
        .where(Customer.id.not_in(waits))
        .order_by(Customer.id)
    )
    for customer_id, created_at, visited_at, tier, own in db.session.execute(rows):
        days = laid_down[tier].every_days if tier in laid_down else own
        day = rules.turn_after(visited_at or created_at, days, local_day(now)) if days else None
        if day is not None:
            yield customer_id, day


def plan_turn(customer_id: int, turn: date, now: datetime) -> None:
    """Plan one of them, for the next working day; nothing where that day is over, or nobody may be contacted."""
    customer = by_id(Customer, customer_id)
    if customer is None or customer.tier is None or customer.tier.visit_way is None:
        return
    planned_at = rules.at_usual_time(rules.working_day(turn, calendar("default")))
    if rules.due_by(planned_at) <= now:
        return
    way, contact = _whom(customer)
    if way is None:
        return
    version = current_pack_version(now)
    rule = next((each for each in pack_of(version.id).periodic if each.tier == customer.tier.code), None)
    values = {
        "customer_id": customer.id,
        "contact_id": contact.id if contact else None,
        "way": way,
        "planned_at": planned_at,
        "owner_id": _visitor(customer),
        "occasion": f"{customer.id}:{turn.isoformat()}",
        "clause": rule.clause if rule else BRIEF,
    }
    verbs.enter(values, pack_version_id=version.id, actor=None, now=now)


def _whom(customer: Customer) -> tuple[str | None, Contact | None]:
    """How, and with whom: the preferred contact who can be reached in the tier's way; a call where none can. No way:
    they all want to be left alone."""
    wished = customer.tier.visit_way
    assert wished is not None, "asked for"
    known = rules.preferred_first(customer.contacts)
    if known and all(rules.wants_no_contact(each) for each in known):
        return None, None
    reached = rules.spokesperson(known, wished)
    if reached is None and wished != "onsite":
        return "phone", rules.spokesperson(known, "phone") or rules.spokesperson(known, "onsite")
    return wished, reached


def _visitor(customer: Customer) -> int | None:
    """Who looks after the customer; else who does for those of the tier."""
    people = (customer.owner, customer.tier.owner if customer.tier else None)
    return next((person.id for person in people if person is not None and person.active), None)
