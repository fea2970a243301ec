"""大批量导出: a list that somebody wants as a file, and how far a worker has come with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.i18n import N_
from app.db import Model, Stamped, UTCDateTime
from app.db.claim import Leased
from app.extensions import db
from app.security import Person, Scoped

STATES = {
    "queued": N_("Waiting"),
    "running": N_("Running"),
    "done": N_("Ready"),
    "failed": N_("Failed"),
    "expired": N_("Expired"),
}
OPEN = ("queued", "running")


class ExportRun(Stamped, Leased, Scoped, Model):
    """One file. `endpoint` and `query` are the list's screen and its filters; `storage` names the file on the disk."""

    __tablename__ = "export_run"
    scope_people = ("requested_by_id",)
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    endpoint: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(LongText, default="")
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default="queued", index=True)
    seen: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    storage: Mapped[str] = mapped_column(String(40), default="")
    told: Mapped[dict[str, Any] | None] = mapped_column(db.JSON)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)

    requested_by = relationship(Person, foreign_keys=[requested_by_id])

    def __str__(self) -> str:
        return f"{self.title} #{self.id}"
