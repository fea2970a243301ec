"""What people keep of their lists. Names of columns and filters only, never rows: what a view shows is worked out for
whoever opens it, within that person's reach and rights."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Stamped
from app.extensions import db
from app.security import Person


class SavedView(Stamped, Model):
    """已存视图: a list's filters, columns and order under a name. Its owner's alone, or shared with roles.

    `screen` is the view class, `arguments` the filters as [name, value] of the list's address; `columns` is empty where
    each reader's own are shown.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "screen", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    screen: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    arguments: Mapped[list[list[str]]] = mapped_column(db.JSON, default=list)
    columns: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    order_column: Mapped[str] = mapped_column(String(60), default="")
    order_direction: Mapped[str] = mapped_column(String(4), default="")

    owner = relationship(Person, foreign_keys=[owner_id])
    shares: Mapped[list["SavedViewRole"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def role_ids(self) -> list[str]:
        """The roles as a form's checkboxes name them."""
        return [str(share.role_id) for share in self.shares]

    def __str__(self) -> str:
        return self.name


class SavedViewRole(Model):
    """A role whose people find the view in their menu."""

    __tablename__ = "saved_view_role"

    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id", ondelete="CASCADE"), primary_key=True, index=True)

    role: Mapped[Any] = relationship("Role")


class ListSetting(Model):
    """How a person left a list: columns, order, page size, and the view with which it opens."""

    __tablename__ = "list_setting"
    __table_args__ = (UniqueConstraint("person_id", "screen"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"))
    screen: Mapped[str] = mapped_column(String(80))
    columns: Mapped[list[str]] = mapped_column(db.JSON, default=list)
    order_column: Mapped[str] = mapped_column(String(60), default="")
    order_direction: Mapped[str] = mapped_column(String(4), default="")
    page_size: Mapped[int] = mapped_column(default=0)
    default_view_id: Mapped[int | None] = mapped_column(ForeignKey("saved_view.id", ondelete="SET NULL"))
