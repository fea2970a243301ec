"""The same matter: complaints that a person has confirmed to repeat one another, and how often it was complained of."""

from sqlalchemy import func, or_, select

from app.complaints.models import Complaint, ComplaintLink
from app.extensions import db


def same_matter(complaint_id: int) -> set[int]:
    """Every complaint that is, by confirmed repeats, about the same matter; itself included."""
    found, waiting = {complaint_id}, [complaint_id]
    while waiting:
        here = waiting.pop()
        repeats = select(ComplaintLink.earlier_id, ComplaintLink.later_id).where(
            ComplaintLink.outcome == "repeat", or_(ComplaintLink.earlier_id == here, ComplaintLink.later_id == here)
        )
        for pair in db.session.execute(repeats):
            news = set(pair) - found
            found |= news
            waiting += news
    return found


def earlier_times(complaint: Complaint) -> int:
    """How many complaints about the same matter came before it; what was withdrawn doesn't count."""
    same = same_matter(complaint.id)
    before = (Complaint.id.in_(same), Complaint.id < complaint.id, Complaint.state != "withdrawn")
    return db.session.scalars(select(func.count(Complaint.id)).where(*before)).one()
