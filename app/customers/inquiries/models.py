"""咨询: who asked what, who has to answer, what was answered."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.customers.models import Contact, Customer, Waybill
from app.customfields import Customised, register_entity
from app.db import Model, Sealed, SealedPhone, Stamped, UTCDateTime
from app.org.models import Department
from app.security import Person, Scoped
from app.security.scope import register_owner


@register_entity(_l("Inquiries"))
class Inquiry(Customised, Sealed, Stamped, Scoped, Model):
    """咨询. `state` moves by verbs only; `due_at` is when the caller was promised an answer.

    Seen by who noted it, who has to answer, and the department it was passed on to.
    """

    __tablename__ = "inquiry"
    __table_args__ = (Index("ix_inquiry_state", "state", "received_at"),)
    scope_departments = ("department_id",)
    scope_people = ("registered_by_id", "handler_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="consult")
    channel: Mapped[str] = mapped_column(String(20), default="hotline")
    state: Mapped[str] = mapped_column(String(20), default="open")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    waybill_id: Mapped[int | None] = mapped_column(ForeignKey("waybill.id"), index=True)
    caller: Mapped[str] = mapped_column(String(100), default="")
    phone_sealed: Mapped[str | None] = mapped_column(String(255))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_tail: Mapped[str | None] = mapped_column(String(64))
    phone = SealedPhone()
    email: Mapped[str] = mapped_column(String(254), default="")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    anything_else: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    complaint_no: Mapped[str] = mapped_column(String(20), default="")

    customer = relationship(Customer)
    contact = relationship(Contact)
    waybill = relationship(Waybill)
    department = relationship(Department)
    handler = relationship(Person, foreign_keys=[handler_id])
    registered_by = relationship(Person, foreign_keys=[registered_by_id])

    def __str__(self) -> str:
        return self.no


register_owner("inquiry", Inquiry)
