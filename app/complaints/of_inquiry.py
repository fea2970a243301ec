"""An inquiry becomes a complaint in one step: what was noted goes along, only what a complaint has besides is asked."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.complaints import workflow
from app.complaints.forms import categories, channels
from app.customers.inquiries import verbs
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.views import register_step
from app.customers.inquiries.words import allows
from app.security import require_reach
from app.web import KesuForm, Verb
from app.web.fields import ChoiceField, Filled, TextBox


class TurnForm(KesuForm):
    """What the inquiry doesn't say."""

    channel = ChoiceField(_l("Channel"), [Filled()], labels=channels)
    category_id = ChoiceField(_l("Complaint category"), [Filled()], labels=categories)
    description = TextBox(_l("What happened"), [Filled()])


def prepare(form: Any, inquiry: Inquiry) -> None:
    """The question is what happened, until somebody says it better."""
    if not form.is_submitted():
        form.description.data = "\n\n".join(filter(None, (inquiry.question, inquiry.answer, inquiry.anything_else)))


def to_complaint(inquiry: Inquiry, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Register the complaint and leave the inquiry pointing at it. Raises NotFound, Refused, Invalid."""
    require_reach(inquiry)
    known = ("customer_id", "contact_id", "waybill_id", "email", "phone")
    told: dict[str, Any] = {name: getattr(inquiry, name) for name in known} | facts
    complaint = workflow.register(complainant=inquiry.caller, **told, actor=actor, now=now)
    verbs.turn(inquiry, complaint_no=complaint.no, actor=actor, now=now)


register_step(
    Verb(
        "to_complaint",
        _l("Make a complaint of it"),
        to_complaint,
        TurnForm,
        opens=lambda row: allows("turn", row.state),
        prepare=prepare,
    )
)
