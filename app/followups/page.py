"""How follow-ups are shown: in words, on their own page and on the complaint's."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.complaints.models import Complaint
from app.complaints.preview import register_foresight
from app.complaints.sections import Section, register_section
from app.customers.models import Contact
from app.customers.personal import phone_in_sight
from app.extensions import db
from app.followups.foresight import calls_to_come
from app.followups.models import FollowUp
from app.followups.why import whys_of
from app.followups.words import BAD, GOOD, MEANS, REASONS, STATES
from app.rulebook import cite
from app.security import may

TONES = {"due": "warn", "sent": "info", "called": "good", "answered": "good", "missed": "bad"}


def reasons_in_words(followup: FollowUp) -> str:
    """What was good and what was bad, in the reader's language."""
    known = GOOD | BAD
    return _(", ").join(_(known[code]) for code in (*followup.good, *followup.bad))


def basis(followup: FollowUp) -> str:
    """The rule that asks for it, and where it stands."""
    return cite(followup.pack_version_id, followup.clause)


def phone_to_call(followup: FollowUp) -> str:
    """The number as the reader may see it: the complainant's, else the customer's preferred contact's."""
    if followup.complaint is not None:
        return phone_in_sight(followup.complaint)
    mine = select(Contact).where(Contact.customer_id == followup.customer_id)
    contact = db.session.scalars(mine.order_by(Contact.preferred.desc(), Contact.id).limit(1)).one_or_none()
    return phone_in_sight(contact) if contact else ""


def section(complaint: Complaint) -> Section | None:
    """The complaint's follow-ups, oldest first, for those who may see follow-ups."""
    if not may("can_list", "FollowUpView"):
        return None
    mine = select(FollowUp).where(FollowUp.complaint_id == complaint.id).order_by(FollowUp.id)
    rows = db.session.scalars(mine).all()
    words: dict[str, Any] = {"reason": REASONS, "state": STATES, "means": MEANS}
    context: dict[str, Any] = {
        "followups": rows,
        "words": words,
        "tones": TONES,
        "in_words": reasons_in_words,
        "whys": {row.id: whys_of(row) for row in rows},
    }
    reasons = tuple(each for row in rows for each in context["whys"][row.id][-1:])
    return Section("followups/section.html", context, whys=reasons) if rows else None


register_section(section)
register_foresight(calls_to_come)
