"""Asking for deadlines, within the row scope."""

from typing import Any

from sqlalchemy import select

from app.deadlines.models import Deadline
from app.extensions import db


def running_of(owner: Any) -> list[Deadline]:
    """The owner's clocks that still run or stand still, the most pressing first."""
    return list(db.session.scalars(_of(owner).where(Deadline.ended_at.is_(None)).order_by(Deadline.due_at)))


def of_owner(owner: Any) -> list[Deadline]:
    """All of the owner's deadlines, oldest first."""
    return list(db.session.scalars(_of(owner).order_by(Deadline.started_at, Deadline.id)))


def _of(owner: Any) -> Any:
    return select(Deadline).where(Deadline.owner_kind == owner.__tablename__, Deadline.owner_id == owner.id)
