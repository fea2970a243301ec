"""What every table of ours shares."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.core import clock
from app.db.types import UTCDateTime
from app.extensions import db

Row = TypeVar("Row")

ACTOR = "actor_id"
"""Key in `Session.info` under which an edge leaves the id of the person who acts; absent for the system."""


class Stamped:
    """Who made and last changed a row, and when. Null people are the system: jobs have no login."""

    @declared_attr
    def created_at(cls) -> Mapped[datetime]:
        return mapped_column(UTCDateTime, default=clock.now, nullable=False)

    @declared_attr
    def changed_at(cls) -> Mapped[datetime]:
        return mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now, nullable=False)

    @declared_attr
    def created_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("ab_user.id"), default=_actor_id)

    @declared_attr
    def changed_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("ab_user.id"), default=_actor_id, onupdate=_actor_id)


def by_id(model: type[Row], row_id: int) -> Row | None:
    """The row, always asked of the database, so that the row scope has its say; None when out of reach."""
    return db.session.scalars(select(model).where(model.id == row_id)).one_or_none()  # type: ignore[attr-defined]


def _actor_id() -> int | None:
    return db.session.info.get(ACTOR)
