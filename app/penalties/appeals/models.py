"""复议."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.complaints.models import Complaint
from app.core.money import Money
from app.db import Fen, Model, Stamped, UTCDateTime
from app.org.models import Department
from app.penalties.models import Penalty
from app.security import Person, Scoped
from app.security.scope import register_owner


class Appeal(Stamped, Scoped, Model):
    """An appeal against a confirmed penalty; one for each, ever.

    `state` moves by verbs only. Payee, department and pack version are the penalty's. `clause` is what lets it be
    filed. `amount` is what a reduced penalty comes to; `outcome` is the entry of that amount, beside the counter-entry
    that undoes the first one.
    """

    __tablename__ = "appeal"
    scope_departments = ("department_id",)
    scope_people = ("payee_id", "filed_by_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    penalty_id: Mapped[int] = mapped_column(ForeignKey("penalty.id"), unique=True)
    payee_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    clause: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Money | None] = mapped_column(Fen)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("penalty.id"))

    penalty: Mapped[Penalty] = relationship(Penalty, foreign_keys=[penalty_id])
    outcome: Mapped[Penalty | None] = relationship(Penalty, foreign_keys=[outcome_id])
    payee = relationship(Person, foreign_keys=[payee_id])
    department = relationship(Department)
    filed_by = relationship(Person, foreign_keys=[filed_by_id])
    answered_by = relationship(Person, foreign_keys=[answered_by_id])

    @property
    def complaint(self) -> Complaint | None:
        """The complaint that the penalty is about; none for a station's month."""
        return self.penalty.complaint

    def __str__(self) -> str:
        return self.no


register_owner("appeal", Appeal)
