"""Claims: how several people or workers share rows without doing one thing twice.

A worker's claim is a lease with a fencing token: who holds an older token finds that its last UPDATE touches no row.
A person's is a conditional UPDATE: of two who press at once, the second waits for the first one's commit and then finds
the row no longer as it expected it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.db.types import UTCDateTime
from app.extensions import db


class Leased:
    """Columns of a row that workers claim."""

    @declared_attr
    def lease_until(cls) -> Mapped[datetime | None]:
        return mapped_column(UTCDateTime)

    @declared_attr
    def lease_token(cls) -> Mapped[int]:
        return mapped_column(default=0, server_default="0", nullable=False)


def move_row(row: Any, *expected: ColumnElement[bool], **values: Any) -> bool:
    """Change a row where it still is as expected, and read it anew either way. False: somebody was faster.

    The UPDATE decides, not the reading before it.
    """
    model = type(row)
    mine = update(model).where(model.id == row.id, *expected).values(values)
    result: Any = db.session.execute(mine, execution_options={"synchronize_session": False})
    db.session.refresh(row)
    return result.rowcount == 1


def claim_rows(
    model: type[Any], *where: ColumnElement[bool], order_by: Any, limit: int, lease: timedelta, now: datetime
) -> list[tuple[int, int]]:
    """Claim up to `limit` free rows; returns (id, token) pairs. Call inside a unit of work and commit at once.

    PostgreSQL skips rows that another worker is claiming; on SQLite the unit of work is the only writer.
    """
    free = or_(model.lease_until.is_(None), model.lease_until <= now)
    rows = select(model.id, model.lease_token).where(free, *where).order_by(order_by).limit(limit)
    found = db.session.execute(rows.with_for_update(skip_locked=True)).all()
    if found:
        ids = [row.id for row in found]
        values = {"lease_until": now + lease, "lease_token": model.lease_token + 1}
        db.session.execute(update(model).where(model.id.in_(ids)).values(values))
    return [(row.id, row.lease_token + 1) for row in found]


def release_row(model: type[Any], row_id: int, token: int, **values: Any) -> bool:
    """Give the row back and write `values`, if the token is still ours. False: somebody else has it now."""
    statement = update(model).where(model.id == row_id, model.lease_token == token)
    result: Any = db.session.execute(statement.values(lease_until=None, **values))
    return result.rowcount == 1
