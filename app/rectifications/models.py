"""投诉整改表, its submitted versions, its measures, and what was said when it was returned."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.complaints.models import Complaint
from app.customfields import Customised, register_entity
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.org.models import Department
from app.rulebook.models import PackVersion
from app.security import Person, Scoped
from app.security.scope import register_owner

_LIVE = text("state <> 'cancelled'")


@register_entity(_l("Rectification reports"))
class RectificationReport(Customised, Stamped, Scoped, Model):
    """投诉整改表. `state` moves by verbs only (see `verbs`), and `version` goes up with each of them.

    `sections` is the draft, {code: text}, `cause` a code of `causes.CAUSES`; what was submitted is kept in `versions`,
    `submission` counts them.
    `author_id` is who is to write it: named by hand, or the one who first did. `approver_department_id` is the level
    that was asked to decide when it was submitted. A complaint has at most one report that isn't cancelled.
    """

    __tablename__ = "rectification_report"
    __table_args__ = (
        Index("ix_rectification_state", "state", "submitted_at"),
        Index("ix_rectification_department", "department_id", "opened_at"),
        Index("uq_rectification_live", "complaint_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )
    scope_departments = ("department_id", "approver_department_id")
    scope_people = ("author_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="open")
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[int] = mapped_column(default=0)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    clause: Mapped[str] = mapped_column(String(60))
    sections: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    cause: Mapped[str | None] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    approver_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    complaint = relationship(Complaint)
    department = relationship(Department, foreign_keys=[department_id])
    approver_department = relationship(Department, foreign_keys=[approver_department_id])
    pack_version = relationship(PackVersion)
    author = relationship(Person, foreign_keys=[author_id])
    submitted_by = relationship(Person, foreign_keys=[submitted_by_id])
    decided_by = relationship(Person, foreign_keys=[decided_by_id])
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="report", order_by="Measure.no", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ReportVersion"]] = relationship(back_populates="report", order_by="ReportVersion.no")
    returns: Mapped[list["ReturnNote"]] = relationship(back_populates="report", order_by="ReturnNote.id")

    def __str__(self) -> str:
        return self.no


class Measure(Stamped, Scoped, Model):
    """整改措施: `planned`, then `done` with evidence (files of this row), then `verified` by an approver."""

    __tablename__ = "rectification_measure"
    __table_args__ = (UniqueConstraint("report_id", "no"),)
    scope_parent = ("report_id", lambda: RectificationReport)
    scope_people = ("owner_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("rectification_report.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20), default="planned")
    done_note: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    report: Mapped[RectificationReport] = relationship(back_populates="measures")
    owner = relationship(Person, foreign_keys=[owner_id])
    done_by = relationship(Person, foreign_keys=[done_by_id])
    verified_by = relationship(Person, foreign_keys=[verified_by_id])

    def __str__(self) -> str:
        return f"{self.report.no}-{self.no}"


class ReportVersion(Scoped, Model):
    """What was submitted, word for word. `sections`: cause and custom fields, too.

    `measures`: [{"text", "owner", "due"}].
    """

    __tablename__ = "rectification_version"
    __table_args__ = (UniqueConstraint("report_id", "no"),)
    scope_parent = ("report_id", lambda: RectificationReport)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("rectification_report.id"))
    no: Mapped[int]
    sections: Mapped[dict[str, str]] = mapped_column(db.JSON)
    measures: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON)
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    report: Mapped[RectificationReport] = relationship(back_populates="versions")
    submitted_by = relationship(Person)


class ReturnNote(Scoped, Model):
    """What the approver said of one section of one version."""

    __tablename__ = "rectification_return"
    __table_args__ = (Index("ix_rectification_return", "report_id", "version_no"),)
    scope_parent = ("report_id", lambda: RectificationReport)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("rectification_report.id"))
    version_no: Mapped[int]
    section: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    returned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    report: Mapped[RectificationReport] = relationship(back_populates="returns")
    returned_by = relationship(Person)


register_owner("rectification_report", RectificationReport)
register_owner("rectification_measure", Measure)
