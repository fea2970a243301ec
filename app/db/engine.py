"""SQLite made to behave like PostgreSQL: foreign keys, WAL, explicit transactions."""

from typing import Any

from sqlalchemy import Connection, Engine, event

from app.db.limits import install_limits
from app.db.uow import IMMEDIATE, forbid_inner_commits
from app.extensions import db


def prepare_engine(engine: Engine) -> None:
    """Install the listeners on connections and sessions that the rest of the house relies on; once per engine."""
    install_limits(engine, db.session)
    forbid_inner_commits(db.session)
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin)


def _open_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins late and deferred; `_begin` says what we mean.
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=30000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
