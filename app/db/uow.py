"""The unit of work: opened by an edge (screen, API, job, command), never by a verb."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, scoped_session

from app.db.engine import IMMEDIATE
from app.extensions import db

_OPEN = "unit_of_work"


@contextmanager
def unit_of_work() -> Iterator["scoped_session[Session]"]:
    """Commit what happens inside, or nothing of it.

    Ends what was read before: on SQLite a transaction that has read can't become a writer once another process
    has written, so this one begins IMMEDIATE. Objects loaded earlier are expired and load again when used.
    Raises RuntimeError inside another unit of work.
    """
    session = db.session
    if session.info.get(_OPEN):
        raise RuntimeError("a unit of work is open already; only an edge opens one")
    session.rollback()
    session.info[_OPEN] = True
    try:
        session.connection(execution_options={IMMEDIATE: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_OPEN, None)


def in_unit_of_work() -> bool:
    """Whether the present session is inside a unit of work."""
    return bool(db.session.info.get(_OPEN))
