"""Messages are made in the transaction of the business change that they tell of, and sent afterwards."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy.exc import IntegrityError

from app.core.i18n import N_, Text
from app.extensions import db
from app.outbox.models import Message
from app.outbox.templates import compose
from app.security import Person, elevated

# Plain ASCII addresses: what every mail server takes, and nothing that could end a header or name a second recipient.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_suppressed: ContextVar[bool] = ContextVar("suppressed", default=False)


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, who need not have a login."""

    name: str
    email: str | None = None
    phone: str | None = None
    language: str = "zh"
    person_id: int | None = None

    @classmethod
    def of(cls, person: Person) -> Self:
        """A person who logs in."""
        return cls(person.full_name, person.email, person.phone, person.language, person.id)


def enqueue(
    template_code: str, *, to: Recipient | Person, owner: Any, context: Mapping[str, Any], dedup_key: str,
    now: datetime, urgent: bool = False, expires_at: datetime | None = None, send_after: datetime | None = None,
) -> Message | None:
    """Queue a message about a stored row, in the caller's transaction.

    `dedup_key` makes repeating harmless. Context values may be marked texts, money and instants; they are written in
    the recipient's language. Somebody without an address gets a message in state `failed`, for people to see: a verb
    never fails because of a message. None: made before, switched off by an administrator, or suppressed.
    """
    if _suppressed.get():
        return None
    recipient = to if isinstance(to, Recipient) else Recipient.of(to)
    with elevated():
        words = compose(template_code, recipient.language, context)
        if words is None:
            return None
        fault = words.fault or _address_fault(recipient)
        message = Message(
            owner_kind=owner.__tablename__, owner_id=owner.id, template_code=template_code, channel="email",
            language=recipient.language, to_name=" ".join(recipient.name.split())[:100],
            to_person_id=recipient.person_id,
            subject=words.subject, body=words.body, urgent=urgent, dedup_key=dedup_key,
            due_at=max(now, send_after or now), expires_at=expires_at,
            state="failed" if fault else "queued", error=fault.to_json() if fault else None,
        )
        message.address = recipient.email
        return message if _inserted(message) else None


@contextmanager
def suppressed() -> Iterator[None]:
    """For a past that is replayed (demo, import): inside, no message is made."""
    token = _suppressed.set(True)
    try:
        yield
    finally:
        _suppressed.reset(token)


def usable_address(address: str | None) -> bool:
    """Whether mail can be addressed to it."""
    return bool(address and _ADDRESS.fullmatch(address) and len(address) <= 254)


def _address_fault(recipient: Recipient) -> Text | None:
    if usable_address(recipient.email):
        return None
    if not recipient.email:
        return Text(N_("The recipient has no e-mail address."))
    return Text(N_("The recipient's e-mail address can't be used."))


def _inserted(message: Message) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError as error:
        if "dedup_key" not in str(error.orig):
            raise
        return False
    return True
