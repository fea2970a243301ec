"""附件: what is known of a stored file. Its bytes lie under a random name in the data directory."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Stamped
from app.security import Scoped

PREVIEWS = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/gif": "image",
    "image/webp": "image",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/wav": "audio",
    "audio/aac": "audio",
    "audio/ogg": "audio",
    "video/mp4": "video",
    "application/pdf": "pdf",
    "text/plain": "text",
}
"""Type → what shows it. HEIC and AMR, which phones make and no browser plays, are for taking away only."""


class Attachment(Stamped, Scoped, Model):
    """A file that belongs to a row and is seen by those who see that row. Never changed."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_owner", "owner_kind", "owner_id"),)
    scope_owner = ("owner_kind", "owner_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    storage: Mapped[str] = mapped_column(String(32), unique=True)

    @property
    def preview(self) -> str:
        """How browsers can show it in the page: image, audio, video, pdf, text; empty where they can't."""
        return PREVIEWS.get(self.mime, "")

    def __str__(self) -> str:
        return self.name
