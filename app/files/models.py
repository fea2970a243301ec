"""附件: what is known of a stored file. Its bytes lie under a random name in the data directory."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Stamped
from app.security import Scoped


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
    def is_image(self) -> bool:
        """Whether browsers can show it in the page."""
        return self.mime in {"image/jpeg", "image/png", "image/gif", "image/webp"}

    def __str__(self) -> str:
        return self.name
