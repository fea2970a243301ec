"""拜访: who goes to see, calls or writes to which customer when, and what came of it."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.customers.models import Contact, Customer
from app.customfields import Customised, register_entity
from app.db import Model, Stamped, UTCDateTime
from app.rulebook.models import PackVersion
from app.security import Person, Scoped
from app.security.scope import register_owner


@register_entity(_l("Visits"))
class Visit(Customised, Stamped, Scoped, Model):
    """拜访. Seen by whoever sees the customer; `state` moves by verbs only.

    `planned_at` is when it is to take place, `due_at` by when it is to be recorded. `occasion` names the turn that the
    worker planned it for, so that planning twice is harmless; null where a person planned it, and then `clause` is
    empty. `words` go to the customer by e-mail, `purpose` stays in the house. `postponed` counts how often.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_state", "state", "planned_at"),
        Index("ix_visit_customer", "customer_id", "state"),
    )
    scope_parent = ("customer_id", lambda: Customer)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    way: Mapped[str] = mapped_column(String(10), default="phone")
    state: Mapped[str] = mapped_column(String(20), default="planned")
    planned_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    postponed: Mapped[int] = mapped_column(default=0)
    occasion: Mapped[str | None] = mapped_column(String(60), unique=True)
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    clause: Mapped[str] = mapped_column(String(60), default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    spoke_with: Mapped[str] = mapped_column(String(100), default="")
    said: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[int | None] = mapped_column()
    needs: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None] = mapped_column()

    customer = relationship(Customer)
    contact = relationship(Contact)
    owner = relationship(Person, foreign_keys=[owner_id])
    done_by = relationship(Person, foreign_keys=[done_by_id])
    pack_version = relationship(PackVersion)

    def __str__(self) -> str:
        return self.no


register_owner("visit", Visit)
