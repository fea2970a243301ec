"""Throw-away business data, in tables of its own: orders, their lines, and notes of any owner."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.extensions import db
from app.org.models import Department
from app.security import Person, Scoped, scoped
from app.security.scope import register_owner

METADATA = sa.MetaData()


class Order(Scoped, Model):
    """Belongs to two departments and one person."""

    metadata = METADATA
    __tablename__ = "test_order"
    scope_departments = ("from_id", "to_id")
    scope_people = ("taken_by_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(50), default="")
    from_id: Mapped[int | None] = mapped_column(sa.ForeignKey(Department.id))
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey(Department.id))
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey(Person.__table__.c.id))
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("test_order.id"))

    departure = relationship(Department, foreign_keys=[from_id])
    taken_by = relationship(Person, foreign_keys=[taken_by_id])
    replaces: Mapped["Order | None"] = relationship(remote_side=[id])
    lines: Mapped[list["Line"]] = relationship(back_populates="order")


class Line(Scoped, Model):
    """Belongs to its order."""

    metadata = METADATA
    __tablename__ = "test_line"
    scope_parent = ("order_id", lambda: Order)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(50), default="")
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("test_order.id"))
    order: Mapped[Order] = relationship(back_populates="lines")


class Note(Scoped, Model):
    """Belongs to whatever it names; here to an order or a line."""

    metadata = METADATA
    __tablename__ = "test_note"
    scope_owner = ("owner_kind", "owner_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(sa.String(30))
    owner_id: Mapped[int]


TABLES: list[Any] = [Order, Line, Note]


def forget() -> None:
    """Take the owner kinds away again: other tests' databases don't have these tables."""
    for kind in ("test_order", "test_line"):
        scoped._owner_kinds.pop(kind, None)
    scoped._Registry.version += 1


def prepare() -> None:
    """Empty tables in the present database."""
    register_owner("test_order", Order)
    register_owner("test_line", Line)
    METADATA.create_all(db.engine)
    with db.engine.begin() as connection:
        for model in reversed(TABLES):
            connection.execute(sa.delete(model.__table__))
