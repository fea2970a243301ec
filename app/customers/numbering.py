"""Numbers without a gap and without a double, however many people take one at once."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from app.customers.models import Counter
from app.extensions import db

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_in(series: str) -> int:
    """The next number of a series, from 1.

    The counter's row stays locked until the caller's transaction ends: others wait for their number, and one that is
    rolled back gives its number back. So take it late in the transaction.
    """
    number = _advance(series)
    if number is None:
        first = _INSERT[db.session.get_bind().dialect.name](Counter).values(series=series, last=0)
        db.session.execute(first.on_conflict_do_nothing())
        number = _advance(series)
    assert number is not None, "the row is there now"
    return number


def _advance(series: str) -> int | None:
    step = update(Counter).where(Counter.series == series).values(last=Counter.last + 1).returning(Counter.last)
    return db.session.execute(step.execution_options(synchronize_session=False)).scalar_one_or_none()
