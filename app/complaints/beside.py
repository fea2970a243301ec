"""The customer's card beside a complaint: who they are to us, and what else there is of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.complaints.models import Complaint
from app.complaints.states import STATES
from app.customers.models import Customer, Tier, Waybill
from app.db import by_id
from app.extensions import db
from app.security import elevated

OVER = ("closed", "withdrawn", "archived")
_MOST = 5


@dataclass(frozen=True)
class Party:
    """Whom the complaint is about, in words: whoever handles it reads them, even where the files are another's."""

    customer: str = ""
    customer_no: str = ""
    tier: str = ""
    waybill: str = ""


@dataclass(frozen=True)
class Others:
    """The customer's other complaints that the reader reaches: those under way, the latest of the rest, the figures."""

    open: Sequence[Complaint] = ()
    past: Sequence[Complaint] = ()
    open_count: int = 0
    past_count: int = 0


def party_of(complaint: Complaint) -> Party:
    """Read column by column: a row loaded beyond the actor's reach would stay in the session and become a link."""
    with elevated():
        named = select(Customer.name, Customer.no, Customer.tier_id).where(Customer.id == complaint.customer_id)
        customer = db.session.execute(named).one_or_none()
        shipped = select(Waybill.no, Waybill.goods).where(Waybill.id == complaint.waybill_id)
        waybill = db.session.execute(shipped).one_or_none()
        tier = by_id(Tier, customer.tier_id) if customer and customer.tier_id else None
    return Party(
        customer=customer.name if customer else "",
        customer_no=customer.no if customer else "",
        tier=tier.label if tier else "",
        waybill=" ".join(filter(None, waybill)) if waybill else "",
    )


def others_of(complaint: Complaint) -> Others:
    """Within the reader's reach."""
    if complaint.customer_id is None:
        return Others()
    theirs = (Complaint.customer_id == complaint.customer_id, Complaint.id != complaint.id)
    counted = select(Complaint.state, func.count(Complaint.id)).where(*theirs).group_by(Complaint.state)
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    past_count = sum(count for state, count in counts.items() if state in OVER)
    return Others(
        _latest(theirs, tuple(state for state in STATES if state not in OVER)),
        _latest(theirs, OVER),
        sum(counts.values()) - past_count,
        past_count,
    )


def _latest(theirs: tuple, states: tuple[str, ...]) -> Sequence[Complaint]:  # type: ignore[type-arg]
    rows = select(Complaint).where(*theirs, Complaint.state.in_(states))
    return db.session.scalars(rows.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(_MOST)).all()
