"""The next step of a complaint: the reader's own, or what it waits for and whose turn it is."""

from collections.abc import Sequence

from app.complaints.models import Complaint
from app.complaints.owner import people_of
from app.complaints.proposals import current_proposal
from app.complaints.remedies import allowed, approvers_of
from app.complaints.states import VERBS, allows
from app.complaints.steps import ONWARDS
from app.core.i18n import N_, Text
from app.org.tree import people_in_charge
from app.security import elevated
from app.web import Verb
from app.web.case import Onwards, first_of
from app.web.show import said

_AT_THE_DEPARTMENT = ("investigate", "propose", "carry_out")


def onwards_of(complaint: Complaint, verbs: Sequence[Verb]) -> Onwards:
    """`verbs` are those that the reader may take now."""
    mine = first_of(("approve", *ONWARDS), verbs)
    if mine is None and complaint.verdict == "pending":
        mine = first_of(("verdict",), verbs)
    if mine is None and complaint.state == "closed":
        mine = first_of(("archive",), verbs)
    if mine is not None:
        return Onwards(mine, mine.label)
    if _waits_for_approval(complaint):
        return Onwards(None, Text(N_("Approval of the proposal")), _approvers(complaint))
    awaited = next((code for code in ONWARDS if allows(code, complaint.state)), None)
    return Onwards(None, Text(VERBS[awaited].label), _whose(complaint, awaited)) if awaited else Onwards()


def _waits_for_approval(complaint: Complaint) -> bool:
    proposal = current_proposal(complaint)
    return complaint.state == "proposed" and proposal is not None and proposal.approval == "awaiting"


def _approvers(complaint: Complaint) -> str:
    proposal = current_proposal(complaint)
    assert proposal is not None, "asked before"
    with elevated():
        found = allowed(complaint, proposal.proposed_by, proposal.remedy, proposal.amount)
        return _names(approvers_of(complaint, found))


def _whose(complaint: Complaint, code: str) -> str:
    with elevated():
        if code in _AT_THE_DEPARTMENT and complaint.department is not None:
            return _names(people_in_charge(complaint.department), str(complaint.department))
        return _names(people_of(complaint, "handler"))


def _names(people: Sequence[object], office: str = "") -> str:
    names = said(Text(N_(", "))).join(person.full_name for person in people)  # type: ignore[attr-defined]
    return " ".join(filter(None, (office, names)))
