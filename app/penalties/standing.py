"""The penalties that count."""

from sqlalchemy import select

from app.extensions import db
from app.penalties.models import Penalty


def standing(complaint_id: int) -> list[Penalty]:
    """A complaint's penalties, proposed or confirmed, that no counter-entry has undone."""
    undone = select(Penalty.counter_of_id).where(Penalty.counter_of_id.is_not(None))
    mine = (Penalty.complaint_id == complaint_id, Penalty.kind == "penalty", Penalty.state != "cancelled")
    return list(db.session.scalars(select(Penalty).where(*mine, Penalty.id.not_in(undone)).order_by(Penalty.id)))
