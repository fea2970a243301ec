"""时限: a row for each clock that runs or ran on something, and what happened to it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_, show
from app.db import Model, Stamped, UTCDateTime
from app.extensions import db
from app.rulebook import pack_of
from app.security import Scoped

STATES = {
    "running": N_("Running"),
    "paused": N_("Paused"),
    "met": N_("Met"),
    "missed": N_("Missed"),
    "cancelled": N_("Cancelled"),
}
STANDINGS = STATES | {"overdue": N_("Overdue")}
"""How a deadline stands, in words: one that still runs though its time is up is overdue, wherever it is shown."""
TONES = {"running": "info", "paused": "warn", "met": "good", "missed": "bad", "overdue": "bad"}
"""Standing → the colour of its mark."""


class Deadline(Stamped, Scoped, Model):
    """A clock of the pack on one owner.

    What it was counted by is frozen: pack version, calendar edition, facts, start and pauses give `due_at` again at any
    time. `next_at` is the instant of the next step, the only thing that the sweep asks for; null where nothing is to
    come. `generation` counts how often the clock was started on this owner, `reckoning` how often this row was counted
    anew (a message says which, so that each says its step once).
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index(
            "ix_deadline_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_deadline_open",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_deadline_open",
            "owner_kind",
            "owner_id",
            "clock",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_deadline_owner", "owner_kind", "owner_id"),
    )
    scope_owner = ("owner_kind", "owner_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    clock: Mapped[str] = mapped_column(String(40))
    clause: Mapped[str] = mapped_column(String(60))
    pack_version_id: Mapped[int] = mapped_column(ForeignKey("pack_version.id"))
    calendar_edition_id: Mapped[int] = mapped_column(ForeignKey("calendar_edition.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    generation: Mapped[int] = mapped_column(default=1)
    reckoning: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(20), default="running")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    responsible_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    responsible_person_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    working: Mapped[dict[str, Any]] = mapped_column(db.JSON)

    responsible_department = relationship("Department", foreign_keys=[responsible_department_id])
    responsible_person = relationship("Person", foreign_keys=[responsible_person_id])
    events: Mapped[list["DeadlineEvent"]] = relationship(back_populates="deadline", order_by="DeadlineEvent.id")

    @property
    def label(self) -> str:
        """What the pack calls the clock, in the reader's language."""
        return show(pack_of(self.pack_version_id).clock(self.clock).label.text(), gettext)

    @property
    def standing(self) -> str:
        """A code of `STANDINGS`."""
        return "overdue" if self.breached_at is not None and self.ended_at is None else self.state

    def __str__(self) -> str:
        return self.label


class DeadlineEvent(Scoped, Model):
    """Append-only.

    `kind`: start, pause, resume, reset, regrade, extend, reassign, warn, due, overdue, escalate, stop, cancel.
    """

    __tablename__ = "deadline_event"
    scope_parent = ("deadline_id", lambda: Deadline)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")

    deadline: Mapped[Deadline] = relationship(back_populates="events")
    actor = relationship("Person")


@event.listens_for(DeadlineEvent, "before_update")
@event.listens_for(DeadlineEvent, "before_delete")
def _refuse(_mapper: Any, _connection: Any, row: DeadlineEvent) -> None:
    raise RuntimeError(f"what happened to a deadline is append-only (event {row.id})")
