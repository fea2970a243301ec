"""自定义表单: kinds of records that administrators define themselves, and the records of all these kinds."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_
from app.customers.labels import in_language
from app.customers.models import Customer
from app.customfields import Customised
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.org.models import Department
from app.security import Person, Scoped
from app.security.scope import register_owner

RIGHTS = {
    "see": N_("See"),
    "add": N_("Add"),
    "change": N_("Change"),
    "archive": N_("Archive"),
    "approve": N_("Approve"),
    "export": N_("Export"),
}
"""What a role may do with the records of a kind; `see` goes with each of the others."""
STATES = {
    "recorded": N_("Recorded"),
    "waiting": N_("Waiting for approval"),
    "approved": N_("Approved"),
    "returned": N_("Returned"),
    "archived": N_("Archived"),
}
TONES = {"recorded": "info", "waiting": "warn", "approved": "good", "returned": "bad", "archived": "plain"}


class RecordType(Stamped, Model):
    """A kind of record: its names, how it is numbered, which roles may do what, whether it is approved or reminded of.

    Its fields are custom fields of the entity `kind`. `rights`: right → ids of roles. `remind_field`: the code of a
    date field; a reminder goes out `remind_days` before that day (negative: after it).
    """

    __tablename__ = "record_type"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(String(200), default="")
    icon: Mapped[str] = mapped_column(String(30), default="fa-rectangle-list")
    subject_zh: Mapped[str] = mapped_column(String(40), default="")
    subject_en: Mapped[str] = mapped_column(String(40), default="")
    pattern: Mapped[str] = mapped_column(String(30))
    about_customer: Mapped[bool] = mapped_column(default=False)
    approval: Mapped[bool] = mapped_column(default=False)
    remind_field: Mapped[str] = mapped_column(String(30), default="")
    remind_days: Mapped[int] = mapped_column(default=0)
    rights: Mapped[dict[str, list[int]]] = mapped_column(db.JSON, default=dict)
    sort: Mapped[int] = mapped_column(default=100)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def kind(self) -> str:
        """What custom fields call it."""
        return f"own:{self.code}"

    @property
    def screen(self) -> str:
        """What permissions call it."""
        return f"OwnRecord:{self.code}"

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def subject_label(self) -> str:
        """What its records are called by, in the reader's language; empty: the usual word."""
        return in_language(self.subject_zh, self.subject_en)

    def __str__(self) -> str:
        return self.label


class OwnRecord(Customised, Stamped, Scoped, Model):
    """A record of such a kind. `state` moves by verbs only (see `workflow`).

    `remind_at`: when to remind of it, null where nothing is to come.
    """

    __tablename__ = "own_record"
    __table_args__ = (
        Index("uq_own_record_no", "type_id", "no", unique=True),
        Index("ix_own_record_department", "type_id", "department_id"),
        Index(
            "ix_own_record_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )
    scope_departments = ("department_id",)
    scope_people = ("owner_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("record_type.id"))
    no: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[str] = mapped_column(Text, default="")
    remind_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    type: Mapped[RecordType] = relationship(lazy="joined")
    department = relationship(Department)
    owner = relationship(Person, foreign_keys=[owner_id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])
    customer = relationship(Customer)

    @property
    def custom_kind(self) -> str:
        """Each kind has fields of its own."""
        return self.type.kind

    def __str__(self) -> str:
        return f"{self.no} {self.subject}"


register_owner("own_record", OwnRecord)
