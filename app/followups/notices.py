"""Who is told of what about follow-ups."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from app.core.clock import local_day
from app.db import by_id
from app.followups import templates
from app.followups.links import address_of
from app.followups.models import FollowUp
from app.outbox import Message, Recipient, enqueue, register_wanted


def survey(followup: FollowUp, token: str, *, to: Recipient, expires_at: datetime, now: datetime) -> Message | None:
    """Ask the customer, not before `due_at`. None: the message is switched off, or a past is being replayed."""
    context = {
        "company": current_app.config["APP_NAME"],
        "name": to.name,
        "no": followup.complaint.no if followup.complaint else "",
        "url": address_of(token),
        "until": local_day(expires_at - timedelta(seconds=1)),
    }
    return enqueue(
        templates.SURVEY, to=to, owner=followup, context=context, dedup_key=f"{templates.SURVEY}:{followup.id}",
        now=now, send_after=followup.due_at, expires_at=expires_at, channel=followup.means,
    )


def dissatisfied(followup: FollowUp, *, words: str, reopened: bool, now: datetime) -> None:
    """Tell the person who looks after the customer or handles the complaint."""
    if followup.assigned is None:
        return
    page = f"{current_app.config['SETTINGS'].site()}/followup/show/{followup.id}"
    context = {
        "subject": followup.subject, "score": followup.score, "words": words, "reopened": reopened, "page": page,
    }
    enqueue(
        templates.DISSATISFIED, to=followup.assigned, owner=followup, context=context,
        dedup_key=f"{templates.DISSATISFIED}:{followup.id}", now=now, urgent=True,
    )


def _wanted(message: Any) -> bool:
    """A link that nobody can answer any more isn't sent."""
    if message.template_code != templates.SURVEY:
        return True
    followup = by_id(FollowUp, message.owner_id)
    return followup is not None and followup.state == "sent"


register_wanted("followup", _wanted)
