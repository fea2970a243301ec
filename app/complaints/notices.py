"""Who is told of what: messages that verbs queue in their own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints import templates
from app.complaints.closing import closing_text
from app.complaints.models import Complaint, Proposal
from app.complaints.owner import complaint_url
from app.complaints.proposals import current_proposal
from app.complaints.remedies import remedy_label
from app.complaints.states import STATES
from app.complaints.words import SEVERITIES
from app.core.i18n import Text
from app.db import by_id
from app.deadlines import still_wanted
from app.extensions import db
from app.org.tree import level_above, people_in_charge
from app.outbox import Recipient, enqueue, register_preview, register_wanted
from app.policy.pack import Label
from app.security import Person


def received(complaint: Complaint, *, now: datetime) -> None:
    """Acknowledge to the customer: the number, and who handles it (Z: they are told who and when they next hear)."""
    _tell_customer(complaint, templates.RECEIVED, now=now)


def dispatched(complaint: Complaint, *, note: str, now: datetime) -> None:
    """Tell those in charge of the responsible department; of the level above where it is vacant."""
    _tell(complaint, templates.DISPATCHED, people_in_charge(complaint.department), now=now, note=note)


def proposed(complaint: Complaint, proposal: Proposal, *, now: datetime) -> None:
    """Tell the handler that the customer can be asked, unless it was the handler who proposed."""
    if complaint.handler is None or complaint.handler_id == proposal.proposed_by_id:
        return
    _tell(complaint, templates.PROPOSED, [complaint.handler], now=now, **_proposal(proposal))


def awaits_approval(complaint: Complaint, proposal: Proposal, people: Iterable[Person], *, now: datetime) -> None:
    """Tell those who may approve it."""
    _tell(complaint, templates.APPROVAL, people, now=now, **_proposal(proposal))


def declined(complaint: Complaint, *, answer: str, now: datetime) -> None:
    """Tell the department that the customer wants something else."""
    _tell(complaint, templates.DECLINED, people_in_charge(complaint.department), now=now, answer=answer)


def escalated(complaint: Complaint, *, note: str, now: datetime) -> None:
    """Tell the ladder."""
    _tell(complaint, templates.ESCALATED, ladder(complaint), now=now, urgent=True, note=note)


def closed(complaint: Complaint, *, now: datetime) -> None:
    """Send the customer the closing notice."""
    _tell_customer(complaint, templates.CLOSED, now=now, notice=complaint.closing_notice)


def dismissed(complaint: Complaint, *, now: datetime) -> None:
    """Explain the verdict to the customer, who reads it unless it is reversed meanwhile."""
    _tell_customer(complaint, templates.DISMISSED, now=now, explanation=complaint.explanation)


def mentioned(complaint: Complaint, people: Iterable[Person], *, by: Any | None, note: str, now: datetime) -> None:
    """Tell those whom a note names."""
    _tell(complaint, templates.MENTIONED, people, now=now, by=by.full_name if by else "", note=note)


def ladder(complaint: Complaint) -> list[Person]:
    """The level above the responsible department, and the handler's own manager; each person once."""
    people: list[Person] = []
    if complaint.department is not None:
        people += people_in_charge(level_above(complaint.department) or complaint.department)
    if complaint.handler is not None and complaint.handler.department is not None:
        people += people_in_charge(complaint.handler.department)
    return list({person.id: person for person in people}.values())


def _tell(
    complaint: Complaint,
    template: str,
    people: Iterable[Person],
    *,
    now: datetime,
    urgent: bool = False,
    **context: Any,
) -> None:
    for person in people:
        enqueue(
            template,
            to=person,
            owner=complaint,
            context=context_of(complaint) | context,
            dedup_key=f"{template}:{complaint.id}:{complaint.version}:{person.id}",
            now=now,
            urgent=urgent,
        )


def _tell_customer(complaint: Complaint, template: str, *, now: datetime, **context: Any) -> None:
    to = Recipient(complaint.complainant, complaint.email, complaint.phone, complaint.language)
    if not to.reachable():
        return
    enqueue(
        template,
        to=to,
        owner=complaint,
        context=context_of(complaint) | context,
        dedup_key=f"{template}:{complaint.id}:{complaint.version}",
        now=now,
    )


def context_of(complaint: Complaint) -> dict[str, Any]:
    """What templates may use; no telephone numbers: messages are stored and read by many."""
    category = complaint.category
    return {
        "no": complaint.no,
        "title": complaint.title,
        "category": Label(zh=category.name_zh, en=category.name_en).text(),
        "severity": Text(SEVERITIES[complaint.severity]),
        "received": complaint.received_at,
        "complainant": complaint.complainant,
        "handler": complaint.handler.full_name if complaint.handler else "",
        "department": complaint.department.name if complaint.department else "",
        "url": complaint_url(complaint),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "remedy": remedy_label(proposal.complaint, proposal.remedy),
        "proposal": proposal.text,
        "amount": proposal.amount,
    }


def _wanted(message: Any) -> bool:
    """A message that waited in the outbox goes out only while it is still about the present state of things."""
    template, _, _rest = message.dedup_key.partition(":")
    if template not in _WANTED_IN:
        return still_wanted(message.dedup_key)
    complaint = by_id(Complaint, message.owner_id)
    if complaint is None or complaint.state not in _WANTED_IN[template]:
        return False
    if template == templates.DISMISSED:
        return complaint.verdict == "dismissed"
    # Transferred meanwhile: it isn't theirs any more.
    addressed = template in (templates.DISPATCHED, templates.DECLINED)
    return not addressed or message.meant_for_id in {person.id for person in people_in_charge(complaint.department)}


_UNDER_WAY = frozenset(state for state in STATES if state not in ("closed", "withdrawn", "archived"))
_WANTED_IN = {
    templates.RECEIVED: frozenset(STATES),
    templates.DISPATCHED: {"dispatched"},
    templates.PROPOSED: {"proposed"},
    templates.APPROVAL: {"proposed"},
    templates.DECLINED: {"investigated"},
    templates.ESCALATED: _UNDER_WAY,
    templates.CLOSED: {"closed", "archived"},
    templates.DISMISSED: frozenset(STATES),
    templates.MENTIONED: frozenset(STATES),
}


def _preview(number: str, template: str) -> dict[str, Any] | None:
    """The variables of a real complaint, for an administrator who tries out a wording."""
    complaint = db.session.scalars(select(Complaint).where(Complaint.no == number.strip())).one_or_none()
    if complaint is None:
        return None
    proposal = current_proposal(complaint)
    context = context_of(complaint)
    if template == templates.CLOSED:
        context["notice"] = complaint.closing_notice or closing_text(complaint, proposal)
    if template == templates.DISMISSED:
        context["explanation"] = complaint.explanation
    if proposal is not None:
        context |= _proposal(proposal) | {"answer": proposal.answer}
    return context


register_wanted("complaint", _wanted)
register_preview("complaint", _preview)
