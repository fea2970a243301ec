"""Rows that never change and are asked for over and over: read once in each transaction."""

from typing import TypeVar

from app.extensions import db

Row = TypeVar("Row")


def kept(model: type[Row], row_id: int) -> Row | None:
    """The row of that id. The session knows its rows only as long as somebody holds them, so its `info` does."""
    row = db.session.get(model, row_id)
    db.session.info.setdefault("kept", {})[model, row_id] = row
    return row
