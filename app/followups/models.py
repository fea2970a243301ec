"""回访: whom to ask by when, what they said, and the links by which they say it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, false, not_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.complaints.models import Complaint
from app.customers.models import Customer
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.rulebook.models import PackVersion
from app.security import Person, Scope, Scoped
from app.security.scope import register_owner
from app.security.scoped import hidden_ids, ids_in_scope

OPEN = ("due", "sent")


class FollowUp(Stamped, Scoped, Model):
    """回访. Asks about a complaint, or, where it is periodic, about the customer as such.

    `state` moves by verbs only (see `workflow`). `means` phone: somebody has to call by `due_at`; sms, email: a link
    went into the outbox, to be sent at `due_at`. `rule` and `clause` are the pack's; `unique_key` makes planning twice
    harmless. `result` is the answer of a satisfaction call; `score`, 1 to 5, is known where the customer gave one.
    `good`, `bad`: codes of `words.GOOD` and `words.BAD`.
    """

    __tablename__ = "followup"
    __table_args__ = (
        Index("ix_followup_due", "state", "due_at"),
        Index("ix_followup_complaint", "complaint_id", "state"),
        Index("ix_followup_customer", "customer_id", "reason", "due_at"),
    )
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    reason: Mapped[str] = mapped_column(String(20))
    means: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    rule: Mapped[str] = mapped_column(String(40), default="")
    clause: Mapped[str] = mapped_column(String(60))
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    unique_key: Mapped[str] = mapped_column(String(120), unique=True)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    score: Mapped[int | None] = mapped_column()
    result: Mapped[str | None] = mapped_column(String(20))
    good: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    bad: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    complaint = relationship(Complaint)
    customer = relationship(Customer)
    pack_version = relationship(PackVersion)
    assigned = relationship(Person, foreign_keys=[assigned_id])
    links: Mapped[list["SurveyLink"]] = relationship(back_populates="followup", cascade="all, delete-orphan")

    @classmethod
    def scope_criteria(cls, scope: Scope, of: Any = None) -> ColumnElement[bool]:
        """Seen by whoever sees the complaint; a periodic one by whoever sees the customer."""
        of = cls if of is None else of
        if scope.reach == "none":
            return false()
        if scope.unlimited:
            hidden = cls.scope_hidden(scope, of)
            return and_(True) if hidden is None else not_(hidden)
        of_customer = and_(of.complaint_id.is_(None), of.customer_id.in_(ids_in_scope(Customer, scope)))
        return or_(of.complaint_id.in_(ids_in_scope(Complaint, scope)), of_customer)

    @classmethod
    def scope_hidden(cls, scope: Scope, of: Any = None) -> ColumnElement[bool] | None:
        """A periodic one is as confidential as the customer's file."""
        of = cls if of is None else of
        ids = hidden_ids(Customer, scope)
        return None if ids is None else and_(of.complaint_id.is_(None), of.customer_id.in_(ids))

    @property
    def subject(self) -> str:
        """The complaint's number; the customer's name where there is no complaint."""
        return str(self.complaint or self.customer)

    def __str__(self) -> str:
        return self.subject


class SurveyLink(Stamped, Scoped, Model):
    """A personal link. Only a keyed hash of its token is kept: who reads the table can't answer for the customer."""

    __tablename__ = "survey_link"
    scope_parent = ("followup_id", lambda: FollowUp)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    followup_id: Mapped[int] = mapped_column(ForeignKey("followup.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    followup: Mapped[FollowUp] = relationship(back_populates="links")


register_owner("followup", FollowUp)
