"""From what happened to a remedy that the customer accepts: investigate, propose, agree, decline, carry out."""

from datetime import datetime
from typing import Any

from app.complaints import notices
from app.complaints.facts import pack_for, statement_clock
from app.complaints.models import Complaint, Proposal
from app.complaints.proposals import current_proposal, proposals_of
from app.complaints.remedies import allowed, approvers_of, check_remedy
from app.complaints.step import NOTE_LIMIT, TEXT_LIMIT, taking, verb
from app.core.errors import Invalid, NotAllowed, Refused
from app.core.i18n import N_
from app.core.money import Money
from app.customers.checks import Checks
from app.extensions import db
from app.org.tree import people_in_charge


@verb
def investigate(complaint: Complaint, *, findings: str, cause: str = "", actor: Any | None, now: datetime) -> None:
    """Record what was found and why it happened. Raises Invalid.

    On an attitude complaint from outside this is the statement of the superior of whoever is complained of
    (新邦 (六) 2(2)a): those in charge of that department write it. Raises NotAllowed for anybody else.
    """
    _check_superior(complaint, actor)
    checks = Checks()
    findings = checks.text("findings", findings, limit=TEXT_LIMIT, required=True)
    cause = checks.text("cause", cause, limit=TEXT_LIMIT)
    checks.done()
    with taking(complaint, "investigate", actor=actor, now=now):
        complaint.findings, complaint.cause = findings, cause


@verb
def propose(
    complaint: Complaint, *, remedy: str, text: str, amount: Money | str | None = None, actor: Any | None, now: datetime
) -> Proposal:
    """Propose a remedy to the customer; the handler is told, since the customer is to be asked. Raises Invalid.

    What is beyond the actor's authority under the pack waits for approval, and those who may approve it are told.
    """
    checks = Checks()
    text = checks.text("text", text, limit=TEXT_LIMIT, required=True)
    money = checks.money("amount", amount)
    check_remedy(complaint, checks, remedy, money)
    checks.done()
    found = allowed(complaint, actor, remedy, money)
    if not found.free and not found.approvers:
        raise Invalid.field("amount", N_("Under the policy nobody may promise so much."))
    with taking(complaint, "propose", actor=actor, now=now) as facts:
        proposal = Proposal(
            complaint_id=complaint.id,
            no=1 + len(proposals_of(complaint)),
            remedy=remedy,
            text=text,
            amount=money,
            proposed_at=now,
            proposed_by_id=actor.id if actor else None,
            approval="" if found.free else "awaiting",
            approval_working=[line.to_json() for line in found.working],
            created_at=now,
        )
        db.session.add(proposal)
        facts.update({"proposal": proposal.no, "remedy": remedy, "amount": money})
    db.session.expire(complaint, ["proposals"])
    if found.free:
        notices.proposed(complaint, proposal, now=now)
    else:
        notices.awaits_approval(complaint, proposal, approvers_of(complaint, found), now=now)
    return proposal


@verb
def agree(
    complaint: Complaint, *, answer: str = "", proposal: int | None = None, actor: Any | None, now: datetime
) -> None:
    """The customer accepts the proposal. `proposal`: number of the one that was read out; Refused if it is another."""
    answer = _answer(answer)
    with taking(complaint, "agree", actor=actor, now=now, note=answer) as facts:
        facts.update(_settle(complaint, proposal, "agreed", answer, now))


@verb
def decline(
    complaint: Complaint,
    *,
    answer: str,
    limits: str = "",
    proposal: int | None = None,
    actor: Any | None,
    now: datetime,
) -> None:
    """The customer declines; the department is told to revise. `answer` is what they said. Raises Invalid, Refused.

    `limits`: what they were told of our limits, where the pack asks for that.
    """
    consent, checks = pack_for(complaint).consent, Checks()
    stated = consent is not None and consent.after_refusal == "state_limits"
    answer = checks.text("answer", answer, limit=NOTE_LIMIT, required=True)
    limits = checks.text("limits", limits, limit=NOTE_LIMIT, required=stated)
    checks.done()
    with taking(complaint, "decline", actor=actor, now=now, note=answer) as facts:
        facts.update(_settle(complaint, proposal, "declined", answer, now))
        if limits:
            facts["limits"] = limits
    notices.declined(complaint, answer=answer, now=now)


@verb
def carry_out(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """What was agreed has been done. Raises Invalid."""
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "carry_out", actor=actor, now=now, note=note):
        pass


def _check_superior(complaint: Complaint, actor: Any | None) -> None:
    if actor is None or statement_clock(complaint) is None:
        return
    superiors = people_in_charge(complaint.department)
    if actor.id not in {person.id for person in superiors}:
        names = ", ".join(person.full_name for person in superiors)
        raise NotAllowed(N_("The superior of the person complained of writes this statement: %(names)s."), names=names)


def _answer(answer: str, *, required: bool = False) -> str:
    checks = Checks()
    text = checks.text("answer", answer, limit=NOTE_LIMIT, required=required)
    checks.done()
    return text


def _settle(complaint: Complaint, number: int | None, outcome: str, answer: str, now: datetime) -> dict[str, Any]:
    proposal = current_proposal(complaint)
    if proposal is None or proposal.outcome != "open" or number not in (None, proposal.no):
        raise Refused(N_("There is a newer proposal by now. Please look at the complaint again."))
    if proposal.approval == "awaiting":
        raise Refused(N_("This proposal still waits for approval."))
    proposal.outcome, proposal.answer, proposal.answered_at = outcome, answer, now
    return {"proposal": proposal.no, "remedy": proposal.remedy, "amount": proposal.amount}
