"""Proposals beyond their author's authority, and verdicts, among what waits for a person's decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.approvals import Kind, Line
from app.approvals.registry import MOST
from app.complaints.approving import may_approve
from app.complaints.beside import party_of
from app.complaints.home import to_judge
from app.complaints.models import Complaint, Proposal
from app.complaints.page import next_dues
from app.complaints.proposals import current_proposal
from app.complaints.remedies import remedy_label
from app.complaints.verdict import may_judge
from app.extensions import db
from app.files import attachments_of
from app.security import Person
from app.web.show import said


def _beyond(person: Person) -> list[Complaint]:
    """Complaints whose proposal waits for somebody who may promise so much, and this person may."""
    waits = select(Proposal.complaint_id).where(Proposal.approval == "awaiting", Proposal.outcome == "open")
    asked = select(Complaint).where(Complaint.state == "proposed", Complaint.id.in_(waits))
    found = []
    for complaint in db.session.scalars(asked.order_by(Complaint.received_at, Complaint.id).limit(2 * MOST)):
        proposal = current_proposal(complaint)
        if proposal is not None and proposal.approval == "awaiting" and may_approve(complaint, proposal, person):
            found.append(complaint)
    return found


def _to_judge(person: Person) -> list[Complaint]:
    asked = select(Complaint).where(to_judge()).order_by(Complaint.received_at, Complaint.id).limit(2 * MOST)
    return [complaint for complaint in db.session.scalars(asked) if may_judge(complaint, person)]


def _line(complaint: Complaint) -> Line:
    about = " · ".join(filter(None, (complaint.category.label, str(complaint.department or ""))))
    due = next_dues([complaint]).get(complaint.id)
    return Line(complaint.no, about, complaint.received_at, due)


def _promise(complaint: Complaint) -> Line:
    proposal, line = current_proposal(complaint), _line(complaint)
    assert proposal is not None, "it waits"
    asked = f"{said(remedy_label(complaint, proposal.remedy))} {proposal.amount or ''}".strip()
    return Line(line.title, f"{asked} · {line.about}", proposal.proposed_at, line.due)


def _facts(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint": complaint,
        "party": party_of(complaint),
        "proposal": current_proposal(complaint),
        "attachments": attachments_of(complaint),
    }


_TEMPLATE = "complaints/decision.html"
PROPOSALS = Kind(
    "proposal",
    _l("Proposals beyond authority"),
    "ComplaintView",
    ("approve", "send_back"),
    _beyond,
    _promise,
    _TEMPLATE,
    _facts,
    one=_l("Proposal beyond authority"),
)
JUDGEMENTS = Kind(
    "verdict",
    _l("Verdicts"),
    "ComplaintView",
    ("verdict",),
    _to_judge,
    _line,
    _TEMPLATE,
    _facts,
    one=_l("Verdict"),
)
