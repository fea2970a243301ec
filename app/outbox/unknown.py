"""Text messages of which nobody knows whether they went out: the provider is asked, nothing is sent again."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select, update

from app.db import by_id, claim_rows, release_row, unit_of_work
from app.extensions import db
from app.outbox.channels import Outcome, SmsChannel, open_sms
from app.outbox.defaults import SMS
from app.outbox.deliver import BATCH, LEASE, SMS_REASONS, letter_of
from app.outbox.models import Attempt, Message
from app.outbox.receipts import settled_by_receipt

ASKED_FOR = timedelta(days=1)
"""After that the provider knows no more than before, and it is for a person to decide."""


def ask_about_unknown(now: datetime) -> None:
    """The job. What the provider says is written down; where it can't tell it is asked again, less and less often."""
    channel = open_sms(current_app.config["SETTINGS"])
    try:
        while batch := _claim(now):
            for message_id, token in batch:
                _ask(message_id, token, channel, now)
    finally:
        channel.close()


def _claim(now: datetime) -> list[tuple[int, int]]:
    waiting = (Message.state == "unknown", Message.channel == SMS, Message.due_at <= now)
    with unit_of_work():
        return claim_rows(Message, *waiting, order_by=Message.due_at, limit=BATCH, lease=LEASE, now=now)


def _ask(message_id: int, token: int, channel: SmsChannel, now: datetime) -> None:
    last = db.session.scalar(select(func.max(Attempt.started_at)).where(Attempt.message_id == message_id)) or now
    message = by_id(Message, message_id)
    assert message is not None
    letter = letter_of(message)
    db.session.rollback()
    with unit_of_work():
        if settled_by_receipt(message_id, now):
            release_row(Message, message_id, token)
            return
    found = channel.find(letter, since=last, now=now)
    with unit_of_work():
        if release_row(Message, message_id, token, **_told(found, since=last, now=now)) and found is not None:
            latest = select(func.max(Attempt.id)).where(Attempt.message_id == message_id)
            known = {"provider_id": found.provider_id}
            db.session.execute(update(Attempt).where(Attempt.id == latest.scalar_subquery()).values(known))


def _told(found: Outcome | None, *, since: datetime, now: datetime) -> dict[str, Any]:
    if found is None:
        waited = max(now - since, timedelta(minutes=1))
        return {"due_at": now + (waited if waited < ASKED_FOR else timedelta(days=36500))}
    if found.kind == "sent":
        return {"state": "sent", "sent_at": since, "error": None}
    return {"state": "failed", "error": {"msgid": SMS_REASONS["refused"], "params": {"reply": found.reply}}}
