"""Messages are made in the transaction of the business change that they tell of, and sent afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from flask import current_app
from sqlalchemy.exc import IntegrityError

from app.absence import stand_in
from app.core.i18n import N_, Text
from app.extensions import db
from app.outbox.addresses import mobile, usable_email
from app.outbox.defaults import EMAIL, SMS, template_default
from app.outbox.models import Message
from app.outbox.rendering import SUBJECT_LENGTH, readable
from app.outbox.templates import Words, compose
from app.outbox.wishes import NOT_WISHED, wishes_of
from app.security import Person, elevated

_FOR = N_("[for %(name)s]")
_FOR_WHOM = N_(
    "%(name)s is away and you act for them; this message is for them. To deal with it, open %(url)s first"
    " and choose to act for %(name)s."
)
_suppressed: ContextVar[bool] = ContextVar("suppressed", default=False)


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, who need not have a login. `preferred`: the channel that they like best, where both work."""

    name: str
    email: str | None = None
    phone: str | None = None
    language: str = "zh"
    person_id: int | None = None
    preferred: Literal["email", "sms"] = "email"

    def reachable(self) -> bool:
        """Whether any message can get there."""
        return bool(self.email) or mobile(self.phone) is not None

    @classmethod
    def of(cls, person: Person) -> Self:
        """A person who logs in."""
        return cls(person.full_name, person.email, person.phone, person.language, person.id)


def enqueue(
    template_code: str,
    *,
    to: Recipient | Person,
    owner: Any,
    context: Mapping[str, Any],
    dedup_key: str,
    now: datetime,
    urgent: bool = False,
    expires_at: datetime | None = None,
    send_after: datetime | None = None,
    channel: Literal["email", "sms"] | None = None,
) -> Message | None:
    """Queue a message about a stored row, in the caller's transaction.

    `dedup_key` makes repeating harmless. Context values may be marked texts, money and instants; they are written in
    the recipient's language. It goes by `channel`; else by what the recipient prefers or, where that doesn't reach them
    or the kind of message isn't meant for it, by the other way. Somebody without an address gets a message in state
    `failed`, for people to see: a verb never fails because of a message. None: made before, switched off by an
    administrator, or suppressed. What people outside wish (see `wishes`) is kept to: quiet hours, no contact at all.
    What is for somebody who is away then goes to who acts for them, and says so.
    """
    if _suppressed.get():
        return None
    absent, recipient = _acted_for(to, max(now, send_after or now))
    with elevated():
        wishes = wishes_of(recipient)
        way = channel or _way(template_code, recipient, wishes.channel)
        words = compose(template_code, recipient.language, context, way, owner)
        if words is None:
            return None
        fault = words.fault or _address_fault(recipient, way)
        message = _written(words, recipient, way)
        message.owner_kind, message.owner_id, message.template_code = owner.__tablename__, owner.id, template_code
        message.urgent, message.expires_at, message.dedup_key = urgent, expires_at, _say_for(message, absent, dedup_key)
        message.due_at = wishes.after_quiet(max(now, send_after or now))
        message.state, message.error = ("failed", fault.to_json()) if fault else ("queued", None)
        if wishes.do_not_contact:
            message.state, message.error = "cancelled", Text(NOT_WISHED).to_json()
        return message if _inserted(message) else None


def _acted_for(to: Recipient | Person, at: datetime) -> tuple[Person | None, Recipient]:
    """(the absent person, who acts for them), or (None, who it is for)."""
    if isinstance(to, Recipient):
        return None, to
    found = stand_in(to, at)
    if found is None or found.person is None:
        return None, Recipient.of(to)
    return found.absence.person, Recipient.of(found.person)


def _say_for(message: Message, absent: Person | None, key: str) -> str:
    """In the mail, for whom it is; a text message names nobody, and is what the provider has agreed to. The key of the
    delegate's message: one who is told of the same thing anyway gets it once."""
    if absent is None:
        return key
    message.for_person_id = absent.id
    if message.channel == EMAIL:
        url = f"{current_app.config['SETTINGS'].site()}/acting/"
        words = {
            "for": Text(_FOR, {"name": absent.full_name}),
            "why": Text(_FOR_WHOM, {"name": absent.full_name, "url": url}),
        }
        said = readable(words, message.language)
        message.subject = f"{said['for']} {message.subject}"[:SUBJECT_LENGTH]
        message.body = f"{said['why']}\n\n{message.body}"
    return _key_of_delegate(key, absent.id, message.to_person_id)


def _key_of_delegate(key: str, absent_id: int, delegate_id: int | None) -> str:
    """Keys end with the recipient; whoever is told of the same thing as themselves has that key already."""
    return f"{key.removesuffix(f':{absent_id}')}:{delegate_id}" if key.endswith(f":{absent_id}") else key


def _written(words: Words, recipient: Recipient, way: str) -> Message:
    message = Message(
        channel=way,
        language=recipient.language,
        to_name=" ".join(recipient.name.split())[:100],
        to_person_id=recipient.person_id,
        subject=words.subject,
        body=words.body,
        provider_template=words.provider_template,
        parameters=list(words.parameters),
    )
    message.address = recipient.email if way == EMAIL else mobile(recipient.phone)
    return message


@contextmanager
def suppressed() -> Iterator[None]:
    """For a past that is replayed (demo, import): inside, no message is made."""
    token = _suppressed.set(True)
    try:
        yield
    finally:
        _suppressed.reset(token)


def _way(template_code: str, recipient: Recipient, wished: str | None) -> str:
    default = template_default(template_code)
    reached = {EMAIL: usable_email(recipient.email), SMS: mobile(recipient.phone) is not None}
    ways = [way for way in (default.channels() if default else ()) if reached[way]]
    preferred = wished if wished in ways else recipient.preferred
    return preferred if preferred in ways else next(iter(ways), EMAIL)


def _address_fault(recipient: Recipient, way: str) -> Text | None:
    if way == SMS:
        reached = mobile(recipient.phone) is not None
        return None if reached else Text(N_("The recipient has no mobile number that can be used."))
    if usable_email(recipient.email):
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
