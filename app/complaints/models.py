"""投诉 and the proposals made to settle it."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.money import Money
from app.customers.models import Contact, Customer, Waybill
from app.customfields import Customised, register_entity
from app.db import Fen, Model, Sealed, SealedPhone, SealedText, Stamped, UTCDateTime
from app.extensions import db
from app.org.models import Carrier, Department
from app.rulebook.models import Category, PackVersion
from app.security import Person, Scoped
from app.security.scope import register_owner


@register_entity(_l("Complaints"))
class Complaint(Customised, Sealed, Stamped, Scoped, Model):
    """投诉. `state` moves by verbs only (see `workflow`), and `version` goes up with each of them.

    The complainant is copied in: what was known when they called stays readable whatever becomes of the customer file.
    `verdict` is pending, sustained or dismissed; `liable_party` one of `words.PARTIES` once it was given.
    `department_id` is the responsible department, null until dispatched; only its people and those above it see the
    complaint, beside the one who registered and the one who handles it. `severity_working` is a list of Texts in JSON.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_received", "received_at", "id"),
        Index("ix_complaint_state", "state", "received_at"),
        Index("ix_complaint_department", "department_id", "received_at"),
        Index("ix_complaint_category", "category_id", "received_at"),
    )
    scope_departments = ("department_id",)
    scope_people = ("registered_by_id", "handler_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="registered")
    version: Mapped[int] = mapped_column(default=1)

    kind: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(40))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    overlay_ids: Mapped[list[int]] = mapped_column(db.JSON, default=list, server_default="[]")
    """Versions of the packs laid over it that were switched on when it was received."""

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    waybill_id: Mapped[int | None] = mapped_column(ForeignKey("waybill.id"), index=True)
    complainant: Mapped[str] = mapped_column(String(100), default="")
    phone_sealed: Mapped[str | None] = mapped_column(String(255))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_tail: Mapped[str | None] = mapped_column(String(64), index=True)
    phone = SealedPhone()
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="zh")

    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    station_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    expected_remedy: Mapped[str] = mapped_column(Text, default="")
    loss: Mapped[Money | None] = mapped_column(Fen)
    claim: Mapped[Money | None] = mapped_column(Fen)
    behaviours: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    urgent: Mapped[bool] = mapped_column(default=False)
    solvable_at_once: Mapped[bool] = mapped_column(default=False)
    severe_dissatisfaction: Mapped[bool] = mapped_column(default=False)
    complaint_count: Mapped[int] = mapped_column(default=1)
    repeat_count: Mapped[int] = mapped_column(default=0)
    """How many earlier complaints a person has confirmed to be about the same matter; `complaint_count` was told."""
    confirmations: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    """What was confirmed with the complainant: codes of `policy.intake.CONFIRMATIONS`."""

    severity: Mapped[str] = mapped_column(String(20))
    severity_clause: Mapped[str] = mapped_column(String(40))
    severity_working: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    severity_provisional: Mapped[bool] = mapped_column(default=True)
    verdict: Mapped[str] = mapped_column(String(20), default="pending")
    liable_party: Mapped[str | None] = mapped_column(String(20))
    liable_carrier_id: Mapped[int | None] = mapped_column(ForeignKey("carrier.id"))

    dismissal: Mapped[str | None] = mapped_column(String(20))
    """Why it was dismissed, as a code of `dismissals.DISMISSALS`."""
    verdict_reason: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[str] = mapped_column(Text, default="")
    """Why it was dismissed, in words for the customer."""
    verdict_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verdict_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    findings: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    closing_notice: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    category = relationship(Category)
    pack_version = relationship(PackVersion)
    customer = relationship(Customer)
    contact = relationship(Contact)
    waybill = relationship(Waybill)
    station = relationship(Department, foreign_keys=[station_id])
    department = relationship(Department, foreign_keys=[department_id])
    liable_carrier = relationship(Carrier)
    verdict_by = relationship(Person, foreign_keys=[verdict_by_id])
    registered_by = relationship(Person, foreign_keys=[registered_by_id])
    handler = relationship(Person, foreign_keys=[handler_id])
    proposals: Mapped[list["Proposal"]] = relationship(back_populates="complaint", order_by="Proposal.no")

    @property
    def times(self) -> int:
        """How often the matter was complained of, this time included: as was told, or as was confirmed."""
        return max(self.complaint_count, 1 + self.repeat_count)

    def __str__(self) -> str:
        return self.no


class Proposal(Stamped, Scoped, Model):
    """解决方案. `outcome` is open until the customer has answered; `answer` is what they said.

    `approval` is empty where nobody has to approve it, else awaiting, approved or refused; the working says why.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)
    scope_parent = ("complaint_id", lambda: Complaint)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int] = mapped_column()
    remedy: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    amount: Mapped[Money | None] = mapped_column(Fen)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    outcome: Mapped[str] = mapped_column(String(10), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approval: Mapped[str] = mapped_column(String(10), default="")
    approval_working: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    approval_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approval_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    complaint: Mapped[Complaint] = relationship(back_populates="proposals")
    proposed_by = relationship(Person, foreign_keys=[proposed_by_id])
    approval_by = relationship(Person, foreign_keys=[approval_by_id])


class ComplaintLink(Stamped, Scoped, Model):
    """Two complaints that a person has compared: a repeat, merely related, or nothing to do with each other.

    Seen by who sees the later one. `rule` is the pack's rule that proposed it, empty where a person found it.
    """

    __tablename__ = "complaint_link"
    __table_args__ = (UniqueConstraint("earlier_id", "later_id"),)
    scope_parent = ("later_id", lambda: Complaint)

    id: Mapped[int] = mapped_column(primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    later_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    earlier = relationship(Complaint, foreign_keys=[earlier_id])
    later = relationship(Complaint, foreign_keys=[later_id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])


class Misconduct(Stamped, Scoped, Model):
    """What staff did wrong in handling a complaint, by a code of the pack. `withdrawn_at`: it was an error."""

    __tablename__ = "misconduct"
    scope_parent = ("complaint_id", lambda: Complaint)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    complaint = relationship(Complaint)
    department = relationship(Department)
    person = relationship(Person, foreign_keys=[person_id])
    recorded_by = relationship(Person, foreign_keys=[recorded_by_id])


class ComplaintDraft(Sealed, Stamped, Scoped, Model):
    """A complaint that is still being typed: one per window, seen by its author. `content` is the form's, sealed.

    `revision` goes up with each save; a window that saves over another's is told by it.
    """

    __tablename__ = "complaint_draft"
    __table_args__ = (Index("ix_complaint_draft_person", "person_id", "touched_at"),)
    scope_people = ("person_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    revision: Mapped[int] = mapped_column(default=0)
    content_sealed: Mapped[str | None] = mapped_column(Text)
    content = SealedText()
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class CannedReply(Stamped, Model):
    """常用语: a text with placeholders, for everybody or for a department and those below. Not active: not offered."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)

    department = relationship(Department)

    def __str__(self) -> str:
        return self.title


register_owner("complaint", Complaint)
register_owner("complaint_draft", ComplaintDraft)
