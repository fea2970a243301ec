"""The unit of work: opened by an edge (screen, API, job, command), never by a verb."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session

from app.core.errors import Refused
from app.core.i18n import N_
from app.extensions import db

IMMEDIATE = "kesu_immediate"
"""Execution option under which a SQLite transaction begins as a writer; see `app.db.engine`."""

READ_ONLY = "read_only"
"""Key in `Session.info` under which an edge leaves that nothing may be written in this request."""

_OPEN = "unit_of_work"


@contextmanager
def unit_of_work() -> Iterator["scoped_session[Any]"]:
    """Commit what happens inside, or nothing of it.

    Ends what was read before: on SQLite a transaction that has read can't become a writer once another process
    has written, so this one begins IMMEDIATE. Objects loaded earlier are expired and load again when used.
    Raises RuntimeError inside another unit of work, and where something inside commits by itself.
    """
    session = db.session
    if session.info.get(_OPEN):
        raise RuntimeError("a unit of work is open already; only an edge opens one")
    if session.info.get(READ_ONLY):
        raise Refused(N_("Nothing can be changed while you look at the app as another role."))
    session.rollback()
    session.info[_OPEN] = True
    try:
        session.connection(execution_options={IMMEDIATE: True})
        yield session
        session.flush()
        session.info.pop(_OPEN)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_OPEN, None)


class _Undo(Exception):
    """Ends a unit of work of which nothing is to stay."""


@contextmanager
def undone() -> Iterator[None]:
    """A unit of work that is taken back at its end: to see what something would do by doing it."""
    try:
        with unit_of_work():
            yield
            raise _Undo
    except _Undo:
        return


def in_unit_of_work() -> bool:
    """Whether the present session is inside a unit of work."""
    return bool(db.session.info.get(_OPEN))


def forbid_inner_commits(session_class: Any) -> None:
    """A commit inside a unit of work (FAB's own functions do it) would save half of it; called by `create_app`."""
    if not event.contains(session_class, "before_commit", _refuse_commit):
        event.listen(session_class, "before_commit", _refuse_commit)


def _refuse_commit(session: Session) -> None:
    if session.info.get(READ_ONLY):
        raise RuntimeError("this request only reads")
    if session.info.get(_OPEN) and not session.in_nested_transaction():
        raise RuntimeError("verbs flush and never commit: the unit of work commits at its end")
