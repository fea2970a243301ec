"""处罚 and the acknowledgement of counsel's notice on the rules that they come from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.complaints.models import Complaint
from app.core.i18n import N_
from app.core.money import Money
from app.db import Fen, Model, Stamped, UTCDateTime
from app.extensions import db
from app.org.models import Department
from app.rulebook.models import PackVersion
from app.security import Person, Scoped
from app.security.scope import register_owner

STATES = {"proposed": N_("Awaiting confirmation"), "confirmed": N_("Confirmed"), "cancelled": N_("Cancelled")}
KINDS = {"penalty": N_("Penalty"), "reward": N_("Reward"), "counter": N_("Counter-entry")}
CHARGES = ("penalty", "reward")
"""What a rule lays on somebody or gives them."""


class Penalty(Stamped, Scoped, Model):
    """处罚、奖励: what a rule of the pack takes from a person or (kind reward) gives them, and (counter) its undoing.

    `amount` is what is taken, so a reward is below zero. `state` moves by verbs only. `month` is the payroll's,
    "2026-11". `occasion` is what it is for: verdict, deadline:<id>, misconduct:<…>, month:<month>; `occurred_at` when
    that was. A month's has no complaint. The department and the person are those of that day, whoever heads the
    department later. `approver` is the role that decides, empty where whoever may. `unique_key` names the case, rule
    and person, so that nobody pays twice, however often something looks. `working` is a list of Texts in JSON.
    """

    __tablename__ = "penalty"
    __table_args__ = (
        Index("ix_penalty_month", "month", "state", "payee_id"),
        Index("ix_penalty_rule", "rule", "occurred_at"),
    )
    scope_departments = ("department_id",)
    scope_people = ("payee_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="proposed")
    kind: Mapped[str] = mapped_column(String(20), default="penalty")
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(80), default="verdict", server_default="verdict")
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    approver: Mapped[str] = mapped_column(String(20), default="", server_default="")
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    rule: Mapped[str] = mapped_column(String(60))
    clause: Mapped[str] = mapped_column(String(60))
    payee_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    amount: Mapped[Money] = mapped_column(Fen)
    working: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    counter_of_id: Mapped[int | None] = mapped_column(ForeignKey("penalty.id"), unique=True)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why a person cancelled it; empty where the system did, because its ground was gone."""

    complaint = relationship(Complaint)
    pack_version = relationship(PackVersion)
    payee = relationship(Person, foreign_keys=[payee_id])
    department = relationship(Department)
    counter_of: Mapped["Penalty | None"] = relationship(remote_side=[id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])

    @property
    def about(self) -> str:
        """The complaint's number; the month where there is no complaint."""
        return self.complaint.no if self.complaint else self.occasion.removeprefix("month:")

    def __str__(self) -> str:
        return self.no


class PenaltyNotice(Stamped, Model):
    """An administrator has read counsel's notice on the penalty rules of a pack version."""

    __tablename__ = "penalty_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"), unique=True)
    acknowledged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    acknowledged_by = relationship(Person, foreign_keys=[acknowledged_by_id])


register_owner("penalty", Penalty)
