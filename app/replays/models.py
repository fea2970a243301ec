"""试算: a draft policy tried on past complaints, and the complaints that would come out otherwise."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.complaints.models import Complaint
from app.core.i18n import N_
from app.core.money import Money
from app.db import Fen, Model, Stamped, UTCDateTime
from app.db.claim import Leased
from app.extensions import db
from app.org.models import Department
from app.security import Person, Scoped

STATES = {
    "queued": N_("Waiting"),
    "running": N_("Running"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
    "failed": N_("Failed"),
}
OPEN = ("queued", "running")


class Replay(Stamped, Leased, Scoped, Model):
    """A run over past complaints. `state` moves by verbs only.

    `text` is the pack as it was when the run was asked for: a draft that is edited meanwhile changes nothing here.
    `as_of`: what hadn't ended by then is looked at as it stood. `last_id` and `tally` are what a worker goes on from
    that takes the run up after another one; `seen` of `expected` complaints are done, `off_record` of them come out
    otherwise than recorded under their own pack, so that nobody takes the sums for more exact than they are.
    """

    __tablename__ = "replay"
    scope_people = ("requested_by_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(250))
    text: Mapped[str] = mapped_column(LongText)
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    calendar_edition_id: Mapped[int] = mapped_column(ForeignKey("calendar_edition.id"))
    as_of: Mapped[datetime] = mapped_column(UTCDateTime)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="queued", index=True)
    last_id: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    off_record: Mapped[int] = mapped_column(default=0)
    tally: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    department = relationship(Department)
    requested_by = relationship(Person, foreign_keys=[requested_by_id])

    @property
    def progress(self) -> str:
        """How far it has come."""
        return f"{self.seen} / {max(self.seen, self.expected)}"

    def __str__(self) -> str:
        return f"{self.title} #{self.id}"


class ReplayRow(Scoped, Model):
    """A complaint that would come out otherwise, in figures; its working is counted again where somebody looks."""

    __tablename__ = "replay_row"
    __table_args__ = (Index("ix_replay_row", "replay_id", "department_id"),)
    scope_parent = ("replay_id", lambda: Replay)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    replay_id: Mapped[int] = mapped_column(ForeignKey("replay.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    severity_was: Mapped[str] = mapped_column(String(20))
    severity_would: Mapped[str] = mapped_column(String(20))
    late_was: Mapped[int]
    late_would: Mapped[int]
    amount_was: Mapped[Money] = mapped_column(Fen)
    amount_would: Mapped[Money] = mapped_column(Fen)
    refused: Mapped[bool] = mapped_column(default=False)

    replay: Mapped[Replay] = relationship()
    complaint = relationship(Complaint)
    department = relationship(Department)

    def __str__(self) -> str:
        return str(self.complaint) if self.complaint is not None else f"#{self.id}"
