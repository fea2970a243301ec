"""Who is told of what about follow-ups."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.core.clock import local_day
from app.db import by_id
from app.followups import templates
from app.followups.links import address_of
from app.followups.models import FollowUp
from app.followups.words import BAD, GOOD
from app.org.company import company_name
from app.outbox import Message, Recipient, enqueue, register_wanted


def survey(followup: FollowUp, token: str, *, to: Recipient, expires_at: datetime, now: datetime) -> Message | None:
    """Ask the customer, not before `due_at`. None: the message is switched off, or a past is being replayed."""
    context = {
        "company": company_name(),
        "name": to.name,
        "no": followup.complaint.no if followup.complaint else "",
        "url": address_of(token),
        "code": token,
        "until": local_day(expires_at - timedelta(seconds=1)),
    }
    return enqueue(
        templates.SURVEY,
        to=to,
        owner=followup,
        context=context,
        dedup_key=f"{templates.SURVEY}:{followup.id}",
        now=now,
        send_after=followup.due_at,
        expires_at=expires_at,
        channel="email" if followup.means == "email" else "sms",
    )


def dissatisfied(followup: FollowUp, *, words: str, reopened: bool, now: datetime) -> None:
    """Tell the person who looks after the customer or handles the complaint."""
    if followup.assigned is None:
        return
    page = f"{current_app.config['SETTINGS'].site()}/followup/show/{followup.id}"
    context = {
        "subject": followup.subject,
        "no": (followup.complaint or followup.customer).no if followup.complaint or followup.customer else "",
        "score": followup.score,
        "words": words,
        "reopened": reopened,
        "page": page,
    }
    enqueue(
        templates.DISSATISFIED,
        to=followup.assigned,
        owner=followup,
        context=context,
        dedup_key=f"{templates.DISSATISFIED}:{followup.id}",
        now=now,
        urgent=True,
    )


def in_words(followup: FollowUp) -> str:
    """The answer as a note on the complaint, in the house's own language, whatever the customer's is."""
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        known = GOOD | BAD
        reasons = _(", ").join(_(known[code]) for code in (*followup.good, *followup.bad))
        said = _("Follow-up: the customer gave %(score)s of 5.", score=followup.score)
    return "\n".join(part for part in (said, reasons, followup.note) if part)


def _wanted(message: Any) -> bool:
    """A link that nobody can answer any more isn't sent."""
    if message.template_code != templates.SURVEY:
        return True
    followup = by_id(FollowUp, message.owner_id)
    return followup is not None and followup.state == "sent"


register_wanted("followup", _wanted)
