"""Proposals of tiers: made nightly, confirmed or declined by a person, or applied by themselves where the setting says
so. Each change of a tier stays in the customer's history with its working."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.models import Customer, Tier
from app.customers.reviews import is_open
from app.customers.tiers import rules
from app.customers.tiers.models import TierProposal, TierRule
from app.customers.tiers.setting import applies_by_itself
from app.db import by_id, move_row, unit_of_work
from app.events import record
from app.extensions import db
from app.security import elevated, require_reach, system_scope

_AT_ONCE = 500


def propose_tiers(now: datetime) -> None:
    """The job: compare each open file with the rules; one customer a transaction."""
    with system_scope():
        wanted = _rules()
        if not wanted:
            return
        facts_of, last = rules.facts_by_customer(now), 0
        while ids := _next_ids(last):
            last = ids[-1]
            for customer_id in ids:
                with unit_of_work():
                    customer = by_id(Customer, customer_id)
                    if customer is not None:
                        _compare(customer, wanted, facts_of(customer), now)


def confirm(proposal: TierProposal, *, actor: Any | None, now: datetime) -> None:
    """The customer moves into the tier. Raises NotFound, Refused."""
    require_reach(proposal)
    with elevated():
        _decide(proposal, "confirmed", actor, now)
        _apply(proposal, actor, now)


def decline(proposal: TierProposal, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """The customer stays where it is; the same is not proposed again for as long as nothing else is. Raises NotFound,
    Refused."""
    require_reach(proposal)
    with elevated():
        _decide(proposal, "declined", actor, now)
        told = {"to": str(proposal.to_tier)}
        record(proposal.customer, "decline_tier", actor=actor, now=now, facts=told, note=note)
        db.session.flush()


def _rules() -> list[TierRule]:
    """Those in use, the first tier first."""
    found = select(TierRule).join(Tier).where(TierRule.active, Tier.active)
    return list(db.session.scalars(found.order_by(Tier.rank, Tier.id, TierRule.id)))


def _next_ids(after: int) -> list[int]:
    found = select(Customer.id).where(is_open(), Customer.status == "active", Customer.id > after)
    return list(db.session.scalars(found.order_by(Customer.id).limit(_AT_ONCE)))


def _compare(customer: Customer, wanted: Iterable[TierRule], facts: dict[str, Any], now: datetime) -> None:
    rule = next((each for each in wanted if rules.holds(each.joined, each.rows, facts)), None)
    latest = db.session.scalars(
        select(TierProposal).where(TierProposal.customer_id == customer.id).order_by(TierProposal.id.desc()).limit(1)
    ).first()
    target = rule.tier_id if rule else customer.tier_id
    if latest is not None and latest.to_tier_id == target and latest.state in ("open", "declined"):
        return
    if latest is not None and latest.state == "open":
        move_row(latest, TierProposal.state == "open", state="overtaken", decided_at=now)
    if rule is None or target == customer.tier_id:
        return
    held = (row for row in rule.rows if rules.holds("all", [row], facts))
    working = [rules.told(row, facts).to_json() for row in held]
    proposal = TierProposal(customer_id=customer.id, from_tier_id=customer.tier_id, to_tier_id=rule.tier_id)
    proposal.working, proposal.made_at, proposal.state = working, now, "open"
    db.session.add(proposal)
    db.session.flush()
    if applies_by_itself():
        _decide(proposal, "confirmed", None, now)
        _apply(proposal, None, now)


def _decide(proposal: TierProposal, state: str, actor: Any | None, now: datetime) -> None:
    who = actor.id if actor else None
    if not move_row(proposal, TierProposal.state == "open", state=state, decided_at=now, decided_by_id=who):
        raise Refused(N_("This proposal was decided already."))


def _apply(proposal: TierProposal, actor: Any | None, now: datetime) -> None:
    customer, tier = proposal.customer, proposal.to_tier
    told = {"from": str(proposal.from_tier or ""), "to": str(tier), "working": proposal.working}
    customer.tier_id = tier.id
    if customer.owner_id is None:
        customer.owner_id = tier.owner_id
    record(customer, "change_tier", actor=actor, now=now, facts=told)
    db.session.flush()
