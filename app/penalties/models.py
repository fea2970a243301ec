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
KINDS = {"penalty": N_("Penalty"), "counter": N_("Counter-entry")}


class Penalty(Stamped, Scoped, Model):
    """处罚: an amount that a rule of the pack lays on a person, or (kind counter, below zero) the undoing of one.

    `state` moves by verbs only. `month` is the payroll's, "2026-11". `working` is a list of Texts in JSON. The
    department and the person are those of the day of the verdict, whoever heads the department later.
    """

    __tablename__ = "penalty"
    __table_args__ = (Index("ix_penalty_month", "month", "state", "payee_id"),)
    scope_departments = ("department_id",)
    scope_people = ("payee_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="proposed")
    kind: Mapped[str] = mapped_column(String(20), default="penalty")
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
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
    """Why a person cancelled it; empty where a reversed verdict did."""

    complaint = relationship(Complaint)
    pack_version = relationship(PackVersion)
    payee = relationship(Person, foreign_keys=[payee_id])
    department = relationship(Department)
    counter_of: Mapped["Penalty | None"] = relationship(remote_side=[id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])

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
