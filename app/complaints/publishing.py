"""结果公布: what of a complaint may be made public under its pack, masked: nothing that names or reaches a person."""

import re
from collections.abc import Callable

from flask_babel import gettext as _
from sqlalchemy import select

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.complaints.proposals import current_proposal
from app.complaints.remedies import remedy_label
from app.complaints.words import VERDICTS
from app.core.clock import local_day
from app.events import Event
from app.extensions import db
from app.policy.conditions import holds
from app.policy.handling import SHOWN
from app.web.show import said

_NUMBERS = re.compile(r"[A-Za-z]{0,4}[0-9\uff10-\uff19][0-9\uff10-\uff19 -]{3,}[0-9\uff10-\uff19]")
_ADDRESSES = re.compile(r"[\w.%+-]+@[\w.-]+", re.ASCII)
_HIDDEN = "***"


def publication_of(complaint: Complaint) -> tuple[list[str], str]:
    """The lines to publish and the clause; no lines where the pack publishes nothing of it, or not yet."""
    pack = pack_for(complaint)
    rule = pack.publication
    if rule is None or not holds(rule.when, pack.facts(facts_of(complaint))) or not _happened(complaint, rule.after):
        return [], ""
    told = [(SHOWN[each], _value(complaint, each)) for each in rule.shown]
    return [_("%(name)s: %(value)s", name=_(name), value=value) for name, value in told if value], said(
        pack.cite(rule.clause)
    )


def masked(complaint: Complaint, text: str) -> str:
    """Without the people and companies of the case, and without anything that could be a number or an address."""
    names = [complaint.complainant, complaint.customer.name if complaint.customer else ""]
    names += [person.full_name for person in (complaint.handler, complaint.registered_by) if person is not None]
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, _HIDDEN)
    return _ADDRESSES.sub(_HIDDEN, _NUMBERS.sub(_HIDDEN, text))


def _happened(complaint: Complaint, verb: str) -> bool:
    mine = (Event.owner_kind == "complaint", Event.owner_id == complaint.id, Event.verb == verb)
    return db.session.scalar(select(Event.id).where(*mine).limit(1)) is not None


def _value(complaint: Complaint, what: str) -> str:
    proposal, closed = current_proposal(complaint), complaint.closed_at
    values: dict[str, Callable[[], str]] = {
        "no": lambda: complaint.no,
        "received": lambda: local_day(complaint.received_at).isoformat(),
        "closed": lambda: local_day(closed).isoformat() if closed else "",
        "category": lambda: complaint.category.path_label,
        "department": lambda: str(complaint.department or ""),
        "verdict": lambda: _(VERDICTS[complaint.verdict]),
        "remedy": lambda: said(remedy_label(complaint, proposal.remedy)) if proposal is not None else "",
        "findings": lambda: masked(complaint, complaint.findings),
    }
    return values[what]()
