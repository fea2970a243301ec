"""Who was on which page when; a row for each person and page, written again while the page is open."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, UTCDateTime
from app.security import Person, Scoped


class Presence(Scoped, Model):
    """`doing`: the name of the step whose form is open; empty for the page itself."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id", "person_id", name="uq_presence"),)
    scope_owner = ("owner_kind", "owner_id")
    scope_guarded = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    doing: Mapped[str] = mapped_column(String(40), default="")
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    person = relationship(Person)
