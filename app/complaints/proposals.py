"""Reading the proposals of a complaint."""

from sqlalchemy import select

from app.complaints.models import Complaint, Proposal
from app.extensions import db


def proposals_of(complaint: Complaint) -> list[Proposal]:
    """All proposals, oldest first."""
    mine = select(Proposal).where(Proposal.complaint_id == complaint.id).order_by(Proposal.no)
    return list(db.session.scalars(mine))


def current_proposal(complaint: Complaint) -> Proposal | None:
    """The last proposal made, whatever became of it."""
    found = proposals_of(complaint)
    return found[-1] if found else None
