"""Alembic's entry: one transaction, one migrating process at a time, batch mode for SQLite."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.db.engine import IMMEDIATE
from app.extensions import db

MIGRATION_LOCK = 20_261_122
"""Key of the PostgreSQL advisory lock that a migrating process holds."""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite's full-text tables are made by `app.search.models` and keep tables of their own."""
    return not (kind == "table" and (name or "").startswith("search_gram"))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transactional_ddl=True,
        **current_app.extensions["migrate"].configure_args
        | {"render_as_batch": True, "compare_type": True, "include_name": is_ours},
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        context.run_migrations()


with db.engine.connect() as plain:
    if plain.dialect.name == "sqlite":
        # A batch migration rebuilds tables; with foreign keys on, dropping the old one would empty its children.
        plain.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    try:
        migrate(plain.execution_options(**{IMMEDIATE: True}))
    finally:
        if plain.dialect.name == "sqlite":
            plain.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
