"""What the policy pack asks of a complaint."""

from typing import Any

from sqlalchemy import func, select

from app.complaints.matter import same_matter
from app.complaints.models import Complaint, Misconduct
from app.customers.models import Customer, Tier, Waybill
from app.customfields import facts_named, records_asked
from app.extensions import db
from app.policy.pack import Pack
from app.policy.priority import rated_facts
from app.policy.severity import UNGRADED
from app.policy.timing import Clock
from app.rulebook import Category, pack_of
from app.security import Person, elevated

_OF_THE_PARTY = {"customer_kind", "tier", "goods_value"}
FOUND_TRUE = {"sustained": True, "dismissed": False}
"""The fact `confirmed`, by verdict; unknown before one."""


def pack_for(complaint: Complaint) -> Pack:
    """The pack version that the complaint was received under."""
    return pack_of(complaint.pack_version_id)


def facts_of(complaint: Complaint, also: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Facts for conditions and grading, by the keys of `policy.conditions.FIELDS`; money in fen, None: not known.

    Those that take a query of their own are read where the complaint's pack asks for them, or `also` names them.
    """
    pack = pack_for(complaint)
    asked = pack.asked | also
    facts: dict[str, Any] = {
        "kind": complaint.kind,
        "origin": complaint.origin,
        "channel": complaint.channel,
        "hotline": pack.channel(complaint.channel).hotline,
        "authority": pack.channel(complaint.channel).authority,
        "category": db.session.get_one(Category, complaint.category_id).code,
        "severity": complaint.severity if complaint.severity != UNGRADED else None,
        "loss_fen": complaint.loss.fen if complaint.loss is not None else None,
        "claim_fen": complaint.claim.fen if complaint.claim is not None else None,
        "complaint_count": complaint.times,
        "repeat": complaint.repeat_count > 0,
        "severe_dissatisfaction": complaint.severe_dissatisfaction,
        "behaviours": tuple(complaint.behaviours),
        "urgent": complaint.urgent,
        # Unticked means that nobody has said so, not that it can't be.
        "solvable_at_once": complaint.solvable_at_once or None,
        "confirmed": FOUND_TRUE.get(complaint.verdict),
        "liable_party": complaint.liable_party,
        "same_station_count": times_at_station(complaint) if "same_station_count" in asked else None,
        "misconduct": _misconduct(complaint) if "misconduct" in asked else (),
        **(_party(complaint) if asked & _OF_THE_PARTY else {}),
        **_own(complaint, asked),
    }
    return {**facts, **rated_facts(pack, facts)}


def _misconduct(complaint: Complaint) -> tuple[str, ...]:
    """Codes that stand recorded, each once."""
    standing = (Misconduct.complaint_id == complaint.id, Misconduct.withdrawn_at.is_(None))
    with elevated():
        return tuple(dict.fromkeys(db.session.scalars(select(Misconduct.code).where(*standing))))


def _own(complaint: Complaint, asked: frozenset[str]) -> dict[str, Any]:
    """Fields of the company's own, of the complaint, its customer's file and its waybill."""
    records = records_asked(asked)
    extras: dict[str, Any] = {"complaint": complaint.extra or {}}
    with elevated():
        for kind, model, key in (
            ("customer", Customer, complaint.customer_id),
            ("waybill", Waybill, complaint.waybill_id),
        ):
            if kind in records and key is not None:
                extras[kind] = db.session.scalar(select(model.extra).where(model.id == key)) or {}
    return facts_named(asked, extras) if records else {}


def _party(complaint: Complaint) -> dict[str, Any]:
    """Who complains, and of goods of what value; column by column, since the files may be beyond the actor's reach."""
    with elevated():
        named = select(Customer.kind, Tier.code).outerjoin(Tier, Customer.tier_id == Tier.id)
        customer = db.session.execute(named.where(Customer.id == complaint.customer_id)).one_or_none()
        goods = select(Waybill.declared_value).where(Waybill.id == complaint.waybill_id)
        value = db.session.scalars(goods).one_or_none()
        colleague = complaint.phone_index and db.session.scalar(
            select(Person.id).where(Person.phone_index == complaint.phone_index, Person.active.is_(True)).limit(1)
        )
    # Whoever isn't in the books gets a file as a walk-in customer when the complaint is registered.
    kind, tier = customer or ("walk_in" if complaint.origin == "external" else None, None)
    return {
        "customer_kind": "staff" if colleague or (customer is None and complaint.origin == "internal") else kind,
        "tier": tier,
        "goods_value_fen": value.fen if value is not None else None,
    }


def times_at_station(complaint: Complaint) -> int:
    """How often this waybill was complained of at this station up to this complaint, which is included: i 第六条(五).

    Only what a person has confirmed to be the same matter counts. The station is the one named by the customer, else
    the responsible department; 1 without it or without a waybill.
    """
    at = complaint.station_id or complaint.department_id
    if complaint.waybill_id is None or at is None or not complaint.repeat_count:
        return 1
    there = func.coalesce(Complaint.station_id, Complaint.department_id) == at
    # The house counts, whoever asks: a station's manager may not see what somebody else's desk registered.
    with elevated():
        before = (Complaint.id.in_(same_matter(complaint.id)), Complaint.id < complaint.id)
        mine = (*before, Complaint.waybill_id == complaint.waybill_id, Complaint.state != "withdrawn")
        return 1 + db.session.scalars(select(func.count(Complaint.id)).where(*mine, there)).one()


def statement_clock(complaint: Complaint) -> Clock | None:
    """The clock of the statement that an attitude complaint waits for, where the pack asks for one."""
    if complaint.kind != "attitude":
        return None
    pack, facts = pack_for(complaint), facts_of(complaint)
    asked = (clock for clock in pack.clocks if "investigate" in clock.stop and clock.applies(pack.facts(facts)))
    return next(asked, None)
