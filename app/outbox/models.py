"""消息: what is to be sent, each try at it, and the texts that administrators edit."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_, Text
from app.db import Leased, Model, Sealed, SealedText, Stamped, UTCDateTime
from app.extensions import db
from app.outbox.defaults import LANGUAGES, template_default
from app.outbox.masking import masked_address, masked_links, masked_name, masked_text
from app.security import Scoped
from app.security.scope import register_owner

STATES = {
    "queued": N_("Waiting to be sent"),
    "sending": N_("Being sent"),
    "sent": N_("Sent"),
    "failed": N_("Failed"),
    "unknown": N_("Outcome unknown"),
    "cancelled": N_("Not sent, no longer needed"),
    "expired": N_("Not sent in time"),
}
RECEIPTS = {
    "accepted": N_("On its way"),
    "undelivered": N_("Not delivered"),
    "delivered": N_("Delivered"),
}
CHANNELS = {"email": N_("E-mail"), "sms": N_("Text message"), "console": N_("Console — not sent outside")}


def new_out_id() -> str:
    """A Message-ID under the sender's domain."""
    domain = current_app.config["SETTINGS"].mail_from.partition("@")[2] or "kesu.invalid"
    return f"<{uuid.uuid4()}@{domain}>"


class Message(Stamped, Sealed, Leased, Scoped, Model):
    """One message to one recipient, rendered when the business change was made.

    `channel` becomes `console` when the message went to the log because no mail server or SMS provider is configured.
    `out_id` is the Message-ID, the same at every try, so that what comes twice can be recognised. Text messages carry
    what a provider wants that only sends its own templates.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_due", "state", "due_at"),
        Index("ix_message_owner", "owner_kind", "owner_id"),
    )
    scope_owner = ("owner_kind", "owner_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    template_code: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(20), default="email")
    language: Mapped[str] = mapped_column(String(5))
    to_name: Mapped[str] = mapped_column(String(100))
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """The absent person for whom somebody else gets it."""
    address_sealed: Mapped[str | None] = mapped_column(LongText)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(LongText)
    provider_template: Mapped[str] = mapped_column(String(60), default="")
    parameters: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    state: Mapped[str] = mapped_column(String(20), default="queued")
    urgent: Mapped[bool] = mapped_column(default=False)
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    out_id: Mapped[str] = mapped_column(String(200), unique=True, default=new_out_id)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[dict[str, Any] | None] = mapped_column(db.JSON(none_as_null=True))
    receipt: Mapped[str] = mapped_column(String(20), default="", server_default="")
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    address = SealedText()

    to_person = relationship("Person", foreign_keys=[to_person_id])
    for_person = relationship("Person", foreign_keys=[for_person_id])
    attempts: Mapped[list["Attempt"]] = relationship(order_by="Attempt.id", back_populates="message")
    receipts: Mapped[list["Receipt"]] = relationship(order_by="Receipt.id", viewonly=True)

    @property
    def reason(self) -> Text | None:
        """Why it isn't sent, or not yet, for people to read."""
        return Text.from_json(self.error) if self.error else None

    @property
    def meant_for_id(self) -> int | None:
        """Whose business it is: the absent person's, where their delegate gets it."""
        return self.for_person_id or self.to_person_id

    @property
    def masked_recipient(self) -> str:
        """Name and address with their middle left out."""
        return f"{masked_name(self.to_name)} {masked_address(self.address or '')}".strip()

    @property
    def shown_subject(self) -> str:
        """The subject for screens, API and exports; only the recipient reads the whole message."""
        return masked_links(self.subject)

    @property
    def shown_body(self) -> str:
        """The text for screens, API and exports: numbers, addresses and secret links masked."""
        return masked_text(self.body, "")

    def __str__(self) -> str:
        return self.shown_subject


class Attempt(Scoped, Model):
    """One try, committed before the connection is opened. Without `outcome`: it is running, or its worker died."""

    __tablename__ = "message_attempt"
    scope_parent = ("message_id", lambda: Message)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    token: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    reply: Mapped[str] = mapped_column(String(500), default="")
    provider_id: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)

    message: Mapped[Message] = relationship(back_populates="attempts")


class Receipt(Scoped, Model):
    """What a provider told of a text message that it had taken over; each thing once, however often it is told.

    `provider_id` is the id that the provider uses. Without `message_id`: no message of ours is known by it, not yet.
    """

    __tablename__ = "message_receipt"
    __table_args__ = (UniqueConstraint("provider", "provider_id", "phone_hash", "status", name="uq_message_receipt"),)
    scope_parent = ("message_id", lambda: Message)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str] = mapped_column(String(200))
    phone_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(500), default="")
    happened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)


class MessageTemplate(Stamped, Model):
    """消息模板: the text of one kind of message in one language. Not active: messages of this kind aren't made."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("code", "channel", "language", name="uq_message_template"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(20), default="email")
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(LongText)
    provider_template: Mapped[str] = mapped_column(String(60), default="")
    parameters: Mapped[str] = mapped_column(LongText, default="")
    active: Mapped[bool] = mapped_column(default=True)

    def __str__(self) -> str:
        default = template_default(self.code)
        title = gettext(default.title) if default else self.code
        return gettext(
            "%(kind)s (%(channel)s, %(language)s)",
            kind=title,
            channel=gettext(CHANNELS[self.channel]),
            language=gettext(LANGUAGES[self.language]),
        )


register_owner("message", Message)
