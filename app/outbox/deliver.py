"""Delivery: no message is lost by a crash at any instant, and each possible duplicate is known.

A message is claimed with a lease and a fencing token; a row for the attempt is committed before the socket is opened;
the result is written only where the token is still ours. A worker that dies leaves a lapsed lease with an open attempt:
whether the mail went out is unknown, so it goes once more, under the same Message-ID.
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
from app.outbox.channels import Channel, ConsoleChannel, EmailChannel, Letter, Outcome
from app.outbox.models import Attempt, Message
from app.outbox.wanted import is_wanted

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 5
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
REASONS = {
    "later": N_("The mail server didn't take it yet: %(reply)s"),
    "refused": N_("The mail server refused it: %(reply)s"),
    "unreachable": N_("The mail server can't be reached: %(reply)s"),
    "unknown": N_("It may or may not have been sent: the connection or the worker broke off. %(reply)s"),
}
OUTCOMES = {
    "sent": N_("Sent"),
    "console": N_("Console — not sent outside"),
    "later": N_("Not taken yet"),
    "refused": N_("Refused"),
    "unreachable": N_("Mail server not reached"),
    "unknown": N_("Outcome unknown"),
    "cancelled": N_("Not sent, no longer needed"),
    "expired": N_("Not sent in time"),
}

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class _Try:
    message_id: int
    token: int
    attempt_id: int
    channel: str


def deliver_due(now: datetime) -> None:
    """Send what is due, urgent messages first, until nothing is left or the mail server can't be reached."""
    clock = _running_from(now)
    channel = _open_channel()
    try:
        while batch := _claim(clock()):
            for done, (message_id, token) in enumerate(batch, start=1):
                if not _deliver(message_id, token, channel, clock):
                    _give_back(batch[done:])
                    return
    finally:
        channel.close()


def sweep_stuck(now: datetime) -> None:
    """Messages whose worker died while sending them: close the attempt as unknown and let them go once more."""
    with unit_of_work():
        rows = claim_rows(
            Message, Message.state == "sending", order_by=Message.due_at, limit=100, lease=LEASE, now=now
        )
        for message_id, token in rows:
            opened = (Attempt.message_id == message_id, Attempt.outcome.is_(None))
            db.session.execute(update(Attempt).where(*opened).values(outcome="unknown", ended_at=now))
            tries = db.session.scalar(select(Message.tries).where(Message.id == message_id)) or 0
            values = _after(Outcome("unknown"), tries, now)
            release_row(Message, message_id, token, **values | {"due_at": now})


def _claim(now: datetime) -> list[tuple[int, int]]:
    due = (Message.state == "queued", Message.due_at <= now)
    with unit_of_work():
        for urgency in ((Message.urgent.is_(True),), ()):
            rows = claim_rows(Message, *due, *urgency, order_by=Message.due_at, limit=BATCH, lease=LEASE, now=now)
            if rows:
                return rows
    return []


def _deliver(message_id: int, token: int, channel: Channel, clock: Clock) -> bool:
    """One message from attempt to result. False: the channel is down, the rest has to wait."""
    attempt = _open_attempt(message_id, token, channel.name, clock())
    if attempt is None:
        return True
    try:
        letter = _letter_or_verdict(message_id, clock())
        outcome = channel.send(letter) if isinstance(letter, Letter) else letter
    except Exception as error:
        log.exception("message %s could not be sent", message_id)
        outcome = Outcome("later", repr(error)[:500])
    _settle(attempt, outcome, clock())
    return isinstance(outcome, str) or outcome.kind != "unreachable"


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


def _letter_or_verdict(message_id: int, now: datetime) -> Letter | str:
    """The letter, or the state of a message that isn't to be sent any more. Leaves no transaction open."""
    try:
        message = by_id(Message, message_id)
        assert message is not None
        if message.expires_at is not None and message.expires_at <= now:
            return "expired"
        if not is_wanted(message):
            return "cancelled"
        return Letter(message.out_id, message.to_name, message.address or "", message.subject, message.body)
    finally:
        db.session.rollback()


def _settle(attempt: _Try, outcome: Outcome | str, now: datetime) -> None:
    with unit_of_work():
        tries = db.session.scalar(select(Message.tries).where(Message.id == attempt.message_id)) or 0
        values = {"state": outcome} if isinstance(outcome, str) else _after(outcome, tries, now)
        if values["state"] == "sent":
            values["channel"] = attempt.channel
        if not release_row(Message, attempt.message_id, attempt.token, **values):
            log.warning("message %s: sending took longer than its lease; it counts as unknown", attempt.message_id)
            return
        kind, reply = (outcome, "") if isinstance(outcome, str) else (outcome.kind, outcome.reply)
        ended = {"outcome": kind, "reply": reply, "ended_at": now}
        db.session.execute(update(Attempt).where(Attempt.id == attempt.attempt_id).values(ended))


def _after(outcome: Outcome, tries: int, now: datetime) -> dict[str, Any]:
    """Columns of the message after a try that ended so. A mail whose outcome is unknown may go again: the receiver
    can recognise it by its Message-ID."""
    if outcome.kind == "sent":
        return {"state": "sent", "sent_at": now, "error": None}
    error = Text(REASONS[outcome.kind], {"reply": outcome.reply}).to_json()
    if outcome.kind == "refused" or tries > len(RETRY_AFTER):
        return {"state": "unknown" if outcome.kind == "unknown" else "failed", "error": error}
    return {"state": "queued", "due_at": now + RETRY_AFTER[max(tries, 1) - 1], "error": error}


def _give_back(batch: list[tuple[int, int]]) -> None:
    with unit_of_work():
        for message_id, token in batch:
            release_row(Message, message_id, token)


def _open_channel() -> Channel:
    settings = current_app.config["SETTINGS"]
    return EmailChannel(settings) if settings.smtp_url else ConsoleChannel()


def _running_from(now: datetime) -> Clock:
    """A clock that starts at `now` and goes on: leases of a long sweep have to start when they are taken."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)
