"""Which follow-ups a complaint needs, step by step, and which customers have their turn."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.complaints.step import register_step_listener
from app.core.clock import local_day
from app.core.errors import Refused
from app.customers.models import Contact, Customer, Tier
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, running_of
from app.extensions import db
from app.followups import rules, workflow
from app.followups.models import OPEN, FollowUp, SurveyLink
from app.followups.workflow import Plan
from app.outbox import Recipient
from app.policy.asking import FollowUp as Rule
from app.policy.conditions import holds
from app.policy.parts import BRIEF
from app.rulebook import current_pack_version, pack_of
from app.security import system_scope

logger = logging.getLogger(__name__)


def after_step(
    complaint: Complaint, verb: str, *, facts: dict[str, Any], note: str, actor: Any | None, now: datetime
) -> None:
    """Plan, move and settle the complaint's follow-ups; inside the step's transaction."""
    who = {"actor": actor, "now": now}
    if verb == "withdraw":
        _drop(_open_of(complaint), **who)
    elif verb in ("reopen", "reinvestigate"):
        _drop((row for row in _open_of(complaint) if row.reason == "after_closing"), **who)
    elif verb == "call_satisfaction":
        _fulfil(complaint, facts.get("result", ""), note, **who)
    keep_to_clocks(complaint, **who)
    for rule in _rules_without_clock(complaint, verb):
        key = f"complaint:{complaint.id}:{rule.code}:{complaint.version}"
        call_by = now + timedelta(hours=rule.call_within.hours)
        workflow.plan(_plan(complaint, rule, key, call_by=call_by, now=now), **who)


def expire_links(now: datetime) -> None:
    """The job: follow-ups whose link ran out count as unanswered; one a transaction."""
    late = select(FollowUp.id).join(SurveyLink).where(FollowUp.state == "sent", SurveyLink.expires_at <= now)
    with system_scope():
        for followup_id in db.session.scalars(late.order_by(SurveyLink.expires_at)).all():
            with suppress(Refused), unit_of_work():  # refused: answered in this very moment
                followup = by_id(FollowUp, followup_id)
                if followup is not None:
                    workflow.expire(followup, now=now)


def plan_periodic(now: datetime) -> None:
    """The job: ask each active customer whose tier has an interval, once in each of its periods; not those who are
    visited at that interval (`customers.visits`). One a transaction."""
    with system_scope():
        for customer_id, day in list(_turns(now)):
            try:
                with unit_of_work():
                    _ask(customer_id, day, now)
            except Exception:
                logger.exception("the follow-up of customer %s could not be planned", customer_id)


def _plan(complaint: Complaint, rule: Rule, key: str, *, call_by: datetime, now: datetime) -> Plan:
    to = Recipient(
        name=complaint.complainant, email=complaint.email or None, phone=complaint.phone, language=complaint.language
    )
    return Plan(
        reason="after_closing" if rule.after == "close" else "satisfaction",
        allowed=rule.means,
        key=key,
        to=to,
        pack_version_id=complaint.pack_version_id,
        clause=rule.clause,
        rule=rule.code,
        call_by=call_by,
        link_at=now + timedelta(hours=rule.link.wait_hours),
        order=rule.preferred,
        link_life=timedelta(days=rule.link.life_days),
        complaint_id=complaint.id,
        customer_id=complaint.customer_id,
        assigned_id=complaint.handler_id or complaint.registered_by_id,
    )


def _rules_without_clock(complaint: Complaint, verb: str) -> list[Rule]:
    pack = pack_for(complaint)
    after = [rule for rule in pack.follow_ups if rule.clock is None and rule.after == verb]
    return [rule for rule in after if holds(rule.when, pack.facts(facts_of(complaint)))]


def keep_to_clocks(complaint: Complaint, *, actor: Any | None, now: datetime) -> None:
    """A rule with a clock: its follow-up is due with the clock, and needed for as long as the clock runs."""
    running = {deadline.clock: deadline for deadline in running_of(complaint)}
    # A further call outlives the clock, which the first one has stopped.
    mine = {row.rule: row for row in _open_of(complaint) if "#" not in row.unique_key}
    for rule in pack_for(complaint).follow_ups:
        deadline, followup = running.get(rule.clock or ""), mine.get(rule.code)
        if deadline is not None and followup is None:
            _begin(complaint, rule, deadline, actor=actor, now=now)
        elif deadline is not None and followup is not None:
            followup.due_at = deadline.due_at
            followup.assigned_id = complaint.handler_id or complaint.registered_by_id
        elif rule.clock and followup is not None:
            _drop([followup], actor=actor, now=now)


def _begin(complaint: Complaint, rule: Rule, deadline: Deadline, *, actor: Any | None, now: datetime) -> None:
    """Once for each time that the clock was started."""
    key = f"complaint:{complaint.id}:{rule.code}:{deadline.generation}"
    if db.session.scalars(select(FollowUp.id).where(FollowUp.unique_key == key)).first() is None:
        workflow.plan(_plan(complaint, rule, key, call_by=deadline.due_at, now=now), actor=actor, now=now)


def _fulfil(complaint: Complaint, result: str, note: str, *, actor: Any | None, now: datetime) -> None:
    """The satisfaction call on the complaint's own page is the call that was planned."""
    for followup in _open_of(complaint):
        if followup.state == "due":
            verb = "not_reached" if result == "unreachable" else "record_call"
            told = {"result": result} | ({"answered_at": now} if verb == "record_call" else {})
            workflow.settle_by_complaint(followup, verb, note=note, actor=actor, now=now, **told)
            if verb == "not_reached":
                workflow.call_again(followup, actor=actor, now=now)


def _drop(followups: Iterable[FollowUp], *, actor: Any | None, now: datetime) -> None:
    for followup in followups:
        workflow.settle_by_complaint(followup, "cancel", note="", actor=actor, now=now)


def _open_of(complaint: Complaint) -> list[FollowUp]:
    mine = (FollowUp.complaint_id == complaint.id, FollowUp.state.in_(OPEN))
    return list(db.session.scalars(select(FollowUp).where(*mine).order_by(FollowUp.id)))


def _turns(now: datetime) -> Iterator[tuple[int, date]]:
    """(customer id, first day of the period) of those who are to be asked now; nobody twice while a call waits."""
    today, asked = local_day(now), func.max(FollowUp.due_at)
    waits = select(FollowUp.customer_id).where(FollowUp.reason == "periodic", FollowUp.state.in_(OPEN))
    last = select(FollowUp.customer_id, asked.label("at")).where(FollowUp.reason == "periodic")
    last = last.group_by(FollowUp.customer_id).subquery()
    laid_down = {rule.tier: rule for rule in pack_of(current_pack_version(now).id).periodic}
    asks = or_(Tier.followup_days.is_not(None), Tier.code.in_(laid_down))
    rows = (
        select(Customer.id, Customer.created_at, last.c.at, Tier.code, Tier.followup_days)
        .join(Tier)
        .outerjoin(last, last.c.customer_id == Customer.id)
        .where(Tier.active, Tier.visit_way.is_(None), asks, Customer.status == "active", Customer.id.not_in(waits))
        .order_by(Customer.id)
    )
    for customer_id, created_at, asked_at, tier, own in db.session.execute(rows):
        days = laid_down[tier].every_days if tier in laid_down else own
        day = rules.period_begun(asked_at or created_at, days, today) if days else None
        if day is not None:
            yield customer_id, day


def _ask(customer_id: int, day: date, now: datetime) -> None:
    customer = by_id(Customer, customer_id)
    if customer is None:
        return
    to, today, version = _spokesperson(customer), local_day(now), current_pack_version(now)
    if to is None:
        return
    tier = customer.tier.code if customer.tier else ""
    rule = next((each for each in pack_of(version.id).periodic if each.tier == tier), None)
    workflow.plan(
        Plan(
            reason="periodic",
            allowed=rule.means if rule else ("phone", "sms", "email"),
            key=f"customer:{customer.id}:{day.isoformat()}",
            pack_version_id=version.id,
            clause=rule.clause if rule else BRIEF,
            rule=rule.code if rule else "",
            to=to,
            customer_id=customer.id,
            call_by=rules.on_day(today, rules.CALLED_BY),
            link_at=rules.on_day(today, rules.ASKED_AT),
            assigned_id=customer.owner_id,
        ),
        actor=None,
        now=now,
    )


def _spokesperson(customer: Customer) -> Recipient | None:
    """The preferred contact, else the one known longest; without any only the name is known. None: they all want to be
    left alone."""
    mine = select(Contact).where(Contact.customer_id == customer.id).order_by(Contact.preferred.desc(), Contact.id)
    contacts = db.session.scalars(mine).all()
    if not contacts:
        return Recipient(name=customer.name)
    contact = next((each for each in contacts if not each.do_not_contact), None)
    if contact is None:
        return None
    return Recipient(contact.name, contact.email or None, contact.phone, contact.language)


register_step_listener(after_step)
