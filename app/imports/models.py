"""导入: a file on its way into the books, what was wrong with it, and which records it made."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_
from app.db import Model, Stamped, UTCDateTime
from app.db.claim import Leased
from app.extensions import db
from app.security import Person, Scoped
from app.security.scope import register_owner

STATES = {
    "uploaded": N_("Columns to be checked"),
    "checking": N_("Being tried"),
    "checked": N_("Tried, not imported yet"),
    "importing": N_("Being imported"),
    "done": N_("Imported"),
    "undoing": N_("Being undone"),
    "undone": N_("Undone"),
    "cancelled": N_("Cancelled"),
    "failed": N_("Failed"),
}
AT_WORK = ("checking", "importing", "undoing")


class ImportRun(Stamped, Leased, Scoped, Model):
    """One file. `state` moves by verbs only; `position` is the last row that is done in the present state.

    `mapping`: position in the file (as text: JSON) → column. `whole`: all rows or none. The figures are those of the
    present or last pass: `added` + `changed` + `unchanged` are taken, `corrected` of them with something put right.
    """

    __tablename__ = "import_run"
    scope_people = ("requested_by_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="uploaded", index=True)
    headers: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    header_row: Mapped[int] = mapped_column(default=1)
    mapping: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    whole: Mapped[bool] = mapped_column(default=False)
    expected: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    blank: Mapped[int] = mapped_column(default=0)
    told: Mapped[dict[str, Any] | None] = mapped_column(db.JSON)
    """A Text about what happened, such as why it couldn't be undone."""
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    requested_by = relationship(Person, foreign_keys=[requested_by_id])

    @property
    def taken(self) -> int:
        """Rows whose content is in the books, or would be."""
        return self.added + self.changed + self.unchanged

    @property
    def progress(self) -> str:
        """How far it has come."""
        done = max(0, self.position - self.header_row)
        return f"{done} / {max(done, self.expected)}"

    def __str__(self) -> str:
        return f"{self.name} #{self.id}"


class ImportFault(Scoped, Model):
    """What was wrong with a cell or a whole row. `corrected`: it was put right and the row taken."""

    __tablename__ = "import_fault"
    __table_args__ = (Index("ix_import_fault_run", "run_id", "row"),)
    scope_parent = ("run_id", lambda: ImportRun)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(200), default="")
    value: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    corrected: Mapped[bool] = mapped_column(default=False)


class ImportedRow(Scoped, Model):
    """A record that an import made or changed, as it was left; `before`: what a changed one held, cell by cell."""

    __tablename__ = "imported_row"
    __table_args__ = (Index("ix_imported_row_run", "run_id", "id"),)
    scope_parent = ("run_id", lambda: ImportRun)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    row: Mapped[int]
    record_id: Mapped[int]
    left_at: Mapped[datetime] = mapped_column(UTCDateTime)
    before: Mapped[dict[str, Any] | None] = mapped_column(db.JSON)


class ImportMemory(Model):
    """Which column a header was chosen for, the last time that somebody imported this kind."""

    __tablename__ = "import_memory"
    __table_args__ = (Index("uq_import_memory", "kind", "header", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    header: Mapped[str] = mapped_column(String(200))
    column: Mapped[str] = mapped_column(String(60))


register_owner("import_run", ImportRun)
