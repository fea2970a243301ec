"""Delivery: no message is lost by a crash at any instant, and each possible duplicate is known.

A message is claimed with a lease and a fencing token; a row for the attempt is committed before the socket is opened;
the result is written only where the token is still ours. A worker that dies leaves a lapsed lease with an open attempt:
whether the message went out is unknown. A mail goes once more, under the same Message-ID; a text message can't be
recognised, costs money and annoys, so it waits for the provider's word (`unknown`) or for a person.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from app.core.i18n import N_, Text
from app.db import by_id, claim_rows, release_row, unit_of_work
from app.extensions import db
from app.outbox.channels import Channel, Letter, Outcome, open_channel
from app.outbox.defaults import EMAIL, SMS
from app.outbox.enqueue import Recipient
from app.outbox.models import Attempt, Message
from app.outbox.wanted import is_wanted
from app.outbox.wishes import wishes_of

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 5
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
ASK_AFTER = timedelta(minutes=1)
"""When the provider is first asked what became of a text message."""
REASONS = {
    "later": N_("The mail server didn't take it yet: %(reply)s"),
    "refused": N_("The mail server refused it: %(reply)s"),
    "unreachable": N_("The mail server can't be reached: %(reply)s"),
    "unknown": N_("It may or may not have been sent: the connection or the worker broke off. %(reply)s"),
}
SMS_REASONS = {
    "later": N_("The SMS provider didn't take it yet: %(reply)s"),
    "refused": N_("The SMS provider refused it: %(reply)s"),
    "unreachable": N_("The SMS provider can't be reached: %(reply)s"),
    "unknown": N_("It may or may not have been sent; it isn't sent again by itself. %(reply)s"),
}
OUTCOMES = {
    "sent": N_("Sent"),
    "console": N_("Console — not sent outside"),
    "later": N_("Not taken yet"),
    "refused": N_("Refused"),
    "unreachable": N_("Not reached"),
    "unknown": N_("Outcome unknown"),
    "cancelled": N_("Not sent, no longer needed"),
    "expired": N_("Not sent in time"),
    "quiet": N_("Waits for the end of the recipient's quiet hours"),
}

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class _Try:
    message_id: int
    token: int
    attempt_id: int
    channel: str


def deliver_due(now: datetime) -> None:
    """Send what is due by each way, urgent messages first, until nothing is left or the way is closed."""
    clock = _running_from(now)
    for way in (SMS, EMAIL):
        channel = open_channel(way, current_app.config["SETTINGS"])
        try:
            _deliver_all(way, channel, clock)
        finally:
            channel.close()


def sweep_stuck(now: datetime) -> None:
    """Messages whose worker died while sending them: close the attempt as unknown and let mail go once more."""
    with unit_of_work():
        rows = claim_rows(Message, Message.state == "sending", order_by=Message.due_at, limit=100, lease=LEASE, now=now)
        for message_id, token in rows:
            opened = (Attempt.message_id == message_id, Attempt.outcome.is_(None))
            db.session.execute(update(Attempt).where(*opened).values(outcome="unknown", ended_at=now))
            values = _after(message_id, Outcome("unknown"), now)
            if values["state"] == "queued":
                values["due_at"] = now
            release_row(Message, message_id, token, **values)


def _deliver_all(way: str, channel: Channel, clock: Clock) -> None:
    while batch := _claim(way, clock()):
        for done, (message_id, token) in enumerate(batch, start=1):
            if not _deliver(message_id, token, channel, clock):
                _give_back(batch[done:])
                return


def _claim(way: str, now: datetime) -> list[tuple[int, int]]:
    due = (Message.state == "queued", Message.channel == way, Message.due_at <= now)
    with unit_of_work():
        for urgency in ((Message.urgent.is_(True),), ()):
            rows = claim_rows(Message, *due, *urgency, order_by=Message.due_at, limit=BATCH, lease=LEASE, now=now)
            if rows:
                return rows
    return []


def _deliver(message_id: int, token: int, channel: Channel, clock: Clock) -> bool:
    """One message from attempt to result. False: the way is closed or has gone silent, the rest has to wait."""
    attempt = _open_attempt(message_id, token, channel.name, clock())
    if attempt is None:
        return True
    outcome = _sent(channel, _letter_or_verdict(message_id, clock()))
    _settle(attempt, outcome, clock())
    silent = ("unreachable",) if channel.name == EMAIL else ("unreachable", "unknown")
    return not isinstance(outcome, Outcome) or outcome.kind not in silent


def _sent(channel: Channel, letter: Letter | Outcome | str | datetime) -> Outcome | str | datetime:
    if not isinstance(letter, Letter):
        return letter
    try:
        return channel.send(letter)
    except Exception as error:
        log.exception("a message could not be sent")
        return Outcome("later" if channel.name == EMAIL else "unknown", repr(error)[:500])


def _open_attempt(message_id: int, token: int, channel: str, now: datetime) -> _Try | None:
    """Commit that a try begins, with a whole lease ahead of it. None: the message is no longer ours or waiting."""
    with unit_of_work():
        mine = (Message.id == message_id, Message.lease_token == token, Message.state == "queued")
        values = {"state": "sending", "tries": Message.tries + 1, "lease_until": now + LEASE}
        result: Any = db.session.execute(update(Message).where(*mine).values(values))
        if result.rowcount != 1:
            return None
        attempt = Attempt(message_id=message_id, token=token, channel=channel, started_at=now)
        db.session.add(attempt)
        db.session.flush()
        return _Try(message_id, token, attempt.id, channel)


def _letter_or_verdict(message_id: int, now: datetime) -> Letter | Outcome | str | datetime:
    """The letter, or the state of a message that isn't to be sent any more, or the instant that it has to wait for.
    Leaves no transaction open."""
    try:
        message = by_id(Message, message_id)
        assert message is not None
        if message.expires_at is not None and message.expires_at <= now:
            return "expired"
        wishes = wishes_of(_reached(message))
        if wishes.do_not_contact or not is_wanted(message):
            return "cancelled"
        loud = wishes.after_quiet(now)
        return loud if loud > now else letter_of(message)
    except Exception as error:
        log.exception("message %s could not be read", message_id)
        return Outcome("later", repr(error)[:500])
    finally:
        db.session.rollback()


def _reached(message: Message) -> Recipient:
    by_sms = message.channel == SMS
    email, phone = (None, message.address) if by_sms else (message.address, None)
    return Recipient(message.to_name, email, phone, person_id=message.to_person_id)


def letter_of(message: Message) -> Letter:
    """The message as channels want it."""
    return Letter(
        message.out_id,
        message.to_name,
        message.address or "",
        message.subject,
        message.body,
        message.provider_template,
        tuple(message.parameters),
    )


def _settle(attempt: _Try, outcome: Outcome | str | datetime, now: datetime) -> None:
    with unit_of_work():
        values = _put_off(outcome) if isinstance(outcome, datetime) else {"state": outcome}
        if isinstance(outcome, Outcome):
            values = _after(attempt.message_id, outcome, now)
        if values["state"] == "sent":
            values["channel"] = attempt.channel
        if not release_row(Message, attempt.message_id, attempt.token, **values):
            log.warning("message %s: sending took longer than its lease; it counts as unknown", attempt.message_id)
            return
        ended: dict[str, Any] = {"outcome": "quiet" if isinstance(outcome, datetime) else outcome, "ended_at": now}
        if isinstance(outcome, Outcome):
            ended |= {"outcome": outcome.kind, "reply": outcome.reply, "provider_id": outcome.provider_id}
        db.session.execute(update(Attempt).where(Attempt.id == attempt.attempt_id).values(ended))


def _put_off(until: datetime) -> dict[str, Any]:
    """It was no try: the recipient is asleep."""
    return {"state": "queued", "due_at": until, "tries": Message.tries - 1}


def _after(message_id: int, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """Columns of the message after a try that ended so. A mail whose outcome is unknown may go again: the receiver
    can recognise it by its Message-ID. A text message never does by itself."""
    if outcome.kind == "sent":
        return {"state": "sent", "sent_at": now, "error": None}
    tried = db.session.execute(select(Message.tries, Message.channel).where(Message.id == message_id)).one()
    reasons = SMS_REASONS if tried.channel == SMS else REASONS
    error = Text(reasons[outcome.kind], {"reply": outcome.reply}).to_json()
    if outcome.kind == "unknown" and tried.channel == SMS:
        return {"state": "unknown", "due_at": now + ASK_AFTER, "error": error}
    if outcome.kind == "refused" or tried.tries > len(RETRY_AFTER):
        return {"state": "unknown" if outcome.kind == "unknown" else "failed", "error": error}
    return {"state": "queued", "due_at": now + RETRY_AFTER[max(tried.tries, 1) - 1], "error": error}


def _give_back(batch: list[tuple[int, int]]) -> None:
    with unit_of_work():
        for message_id, token in batch:
            release_row(Message, message_id, token)


def _running_from(now: datetime) -> Clock:
    """A clock that starts at `now` and goes on: leases of a long sweep have to start when they are taken."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)
