"""审批: a proposal beyond its author's authority waits for one who may promise so much; and what needs no consent."""

from datetime import datetime
from typing import Any

from app.complaints import notices
from app.complaints.facts import pack_for
from app.complaints.models import Complaint, Proposal
from app.complaints.proposals import current_proposal
from app.complaints.remedies import allowed
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.security import hand_of


@verb
def approve(
    complaint: Complaint, *, note: str = "", proposal: int | None = None, actor: Any | None, now: datetime
) -> None:
    """Promise it: the customer can be asked now. `proposal`: number of the one that was read.

    Raises NotAllowed for whose authority doesn't reach; Refused where nothing waits for approval.
    """
    note = _note(note)
    waiting = _waiting(complaint, proposal)
    _check_authority(complaint, waiting, actor)
    with taking(complaint, "approve", actor=actor, now=now, note=note) as facts:
        _still(_waiting(complaint, proposal), waiting)
        waiting.approval, waiting.approval_at = "approved", now
        waiting.approval_by_id = actor.id if actor else None
        facts["proposal"] = waiting.no
    notices.proposed(complaint, waiting, now=now)


@verb
def send_back(
    complaint: Complaint, *, note: str, proposal: int | None = None, actor: Any | None, now: datetime
) -> None:
    """Not like this: the proposal is to be revised; `note` says why. Raises as `approve` does, and Invalid."""
    note = _note(note, required=True)
    waiting = _waiting(complaint, proposal)
    _check_authority(complaint, waiting, actor)
    with taking(complaint, "send_back", actor=actor, now=now, note=note) as facts:
        _still(_waiting(complaint, proposal), waiting)
        waiting.approval, waiting.approval_at, waiting.outcome = "refused", now, "sent_back"
        waiting.approval_by_id = actor.id if actor else None
        facts["proposal"] = waiting.no


@verb
def proceed(complaint: Complaint, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """Carry on with the last proposal upon the verdict, where the pack asks for no consent. Raises Refused."""
    note = _note(note)
    reason = why_not_proceed(complaint)
    if reason is not None:
        raise Refused(reason)
    with taking(complaint, "proceed", actor=actor, now=now, note=note) as facts:
        proposal = current_proposal(complaint)
        assert proposal is not None, "asked before"
        proposal.outcome, proposal.answered_at = "imposed", now
        facts["proposal"] = proposal.no


def why_not_proceed(complaint: Complaint) -> str | None:
    """What stands against carrying on without the customer's consent, as a msgid; None: nothing."""
    rule, proposal = pack_for(complaint).consent, current_proposal(complaint)
    if rule is None or rule.needed:
        return N_("The customer has to agree first.")
    if complaint.verdict == "pending":
        return N_("Without the customer's consent there has to be a verdict first.")
    if proposal is None or proposal.outcome not in ("open", "declined"):
        return N_("There is no proposal to carry on with.")
    if proposal.approval == "awaiting":
        return N_("This proposal still waits for approval.")
    return None


def _waiting(complaint: Complaint, number: int | None) -> Proposal:
    proposal = current_proposal(complaint)
    if proposal is None or proposal.approval != "awaiting" or number not in (None, proposal.no):
        raise Refused(N_("No proposal waits for approval, or it is a newer one by now."))
    return proposal


def _still(found: Proposal, seen: Proposal) -> None:
    if found.no != seen.no:
        raise Refused(N_("No proposal waits for approval, or it is a newer one by now."))


def _check_authority(complaint: Complaint, proposal: Proposal, actor: Any | None) -> None:
    if not may_approve(complaint, proposal, actor):
        raise NotAllowed(N_("So much is beyond your own authority, too."))


def may_approve(complaint: Complaint, proposal: Proposal, actor: Any | None) -> bool:
    """Whether this person could promise it alone."""
    hand = hand_of(actor)
    if hand is not None and hand is not actor and hand.id == proposal.proposed_by_id:
        return False  # their own proposal, as somebody else's delegate
    return allowed(complaint, actor, proposal.remedy, proposal.amount).free


def _note(note: str, *, required: bool = False) -> str:
    checks = Checks()
    text = checks.text("note", note, limit=NOTE_LIMIT, required=required)
    checks.done()
    return text
