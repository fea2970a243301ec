"""What a person can do to a message, and what screens ask of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.errors import Refused
from app.core.i18n import N_
from app.db import by_id, move_row
from app.events import record
from app.extensions import db
from app.outbox.addresses import mobile, usable_email
from app.outbox.defaults import SMS
from app.outbox.models import Message
from app.security import Person


def requeue(message: Message, *, actor: Person | None, now: datetime) -> None:
    """Send a failed message again, or one whose outcome is unknown; under the same Message-ID.

    A person's address is looked up anew. Raises Refused for any other state, or without a usable address.
    """
    person = by_id(Person, message.to_person_id) if message.to_person_id else None
    by_sms = message.channel == SMS
    if person is not None:
        message.address = mobile(person.phone) if by_sms else person.email
    usable = message.address if by_sms else usable_email(message.address)
    if not usable or not message.body:
        raise Refused(N_("This message can't be sent: it has no usable address or no text."))
    _move(
        message,
        "requeue",
        ("failed", "unknown"),
        "queued",
        actor=actor,
        now=now,
        due_at=now,
        tries=0,
        receipt="",
        delivered_at=None,
        error=None,
        lease_until=None,
        lease_token=Message.lease_token + 1,
    )


def cancel(message: Message, *, actor: Person | None, now: datetime) -> None:
    """Don't send a message that is still waiting. Raises Refused once it is being sent."""
    _move(message, "cancel", ("queued",), "cancelled", actor=actor, now=now)


def mark_sent(message: Message, *, actor: Person | None, now: datetime) -> None:
    """Somebody has found out that it did arrive. Raises Refused where that isn't in question."""
    _move(
        message,
        "mark_sent",
        ("unknown",),
        "sent",
        actor=actor,
        now=now,
        sent_at=now,
        error=None,
        lease_until=None,
        lease_token=Message.lease_token + 1,
    )


def messages_of(owner: Any) -> list[Message]:
    """A row's messages, newest first."""
    mine = (Message.owner_kind == owner.__tablename__, Message.owner_id == owner.id)
    return list(db.session.scalars(select(Message).where(*mine).order_by(Message.id.desc())))


def _move(
    message: Message,
    verb: str,
    expected: tuple[str, ...],
    to_state: str,
    *,
    actor: Person | None,
    now: datetime,
    **values: Any,
) -> None:
    db.session.flush()
    from_state = message.state
    if not move_row(message, Message.state.in_(expected), state=to_state, **values):
        raise Refused(N_("The message is in another state by now."))
    record(message, verb, actor=actor, now=now, from_state=from_state, to_state=to_state)
