"""What the policy pack asks of a complaint."""

from typing import Any

from sqlalchemy import func, select

from app.complaints.models import Complaint
from app.extensions import db
from app.policy.pack import Pack
from app.policy.severity import UNGRADED
from app.policy.timing import Clock
from app.rulebook import Category, pack_of
from app.security import elevated

FOUND_TRUE = {"sustained": True, "dismissed": False}
"""The fact `confirmed`, by verdict; unknown before one."""


def pack_for(complaint: Complaint) -> Pack:
    """The pack version that the complaint was received under."""
    return pack_of(complaint.pack_version_id)


def facts_of(complaint: Complaint) -> dict[str, Any]:
    """Facts for conditions and grading, by the keys of `policy.conditions.FIELDS`; money in fen, None: not known."""
    return {
        "kind": complaint.kind,
        "origin": complaint.origin,
        "channel": complaint.channel,
        "hotline": pack_for(complaint).channel(complaint.channel).hotline,
        "category": db.session.get_one(Category, complaint.category_id).code,
        "severity": complaint.severity if complaint.severity != UNGRADED else None,
        "loss_fen": complaint.loss.fen if complaint.loss is not None else None,
        "claim_fen": complaint.claim.fen if complaint.claim is not None else None,
        "complaint_count": complaint.complaint_count,
        "severe_dissatisfaction": complaint.severe_dissatisfaction,
        "behaviours": tuple(complaint.behaviours),
        "urgent": complaint.urgent,
        # Unticked means that nobody has said so, not that it can't be.
        "solvable_at_once": complaint.solvable_at_once or None,
        "confirmed": FOUND_TRUE.get(complaint.verdict),
        "liable_party": complaint.liable_party,
        "same_station_count": times_at_station(complaint),
        "tier": _tier(complaint),
    }


def times_at_station(complaint: Complaint) -> int:
    """How often this waybill was complained of at this station up to this complaint, which is included: i 第六条(五).

    The station is the one named by the customer, else the responsible department; 1 without it or without a waybill.
    """
    at = complaint.station_id or complaint.department_id
    if complaint.waybill_id is None or at is None:
        return 1
    there = func.coalesce(Complaint.station_id, Complaint.department_id) == at
    mine = (Complaint.waybill_id == complaint.waybill_id, Complaint.id < complaint.id, Complaint.state != "withdrawn")
    # The house counts, whoever asks: a station's manager may not see what somebody else's desk registered.
    with elevated():
        return 1 + db.session.scalars(select(func.count(Complaint.id)).where(*mine, there)).one()


def _tier(complaint: Complaint) -> str | None:
    customer = complaint.customer
    return customer.tier.code if customer is not None and customer.tier is not None else None


def statement_clock(complaint: Complaint) -> Clock | None:
    """The clock of the statement that an attitude complaint waits for, where the pack asks for one."""
    if complaint.kind != "attitude":
        return None
    pack, facts = pack_for(complaint), facts_of(complaint)
    asked = (clock for clock in pack.clocks if "investigate" in clock.stop and clock.applies(pack.facts(facts)))
    return next(asked, None)


def times_complained(waybill_id: int | None, before: Complaint | None = None) -> int:
    """How often this waybill was complained of, the present complaint included; 1 without a waybill."""
    if waybill_id is None:
        return 1
    earlier = select(func.count(Complaint.id)).where(Complaint.waybill_id == waybill_id, Complaint.state != "withdrawn")
    if before is not None:
        earlier = earlier.where(Complaint.id < before.id)
    return 1 + db.session.scalars(earlier).one()
