"""What many tests begin with, its rows kept from the first time: putting them back takes a tenth of making them."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from sqlalchemy import Connection

from app.extensions import db

Made = TypeVar("Made")
_LATER = ("head_id", "deputy_id")
"""Of a department: people who belong to departments themselves."""
_kept: dict[Any, tuple[Any, list[tuple[str, Any]]]] = {}


def kept(make: Callable[[], Made]) -> Made:
    """As `make()`, which commits what it makes and returns no row; for a database whose tables are all empty."""
    key = db.engine.dialect.name, make
    if key not in _kept:
        made = make()
        with db.engine.connect() as connection:
            _kept[key] = made, _rows(connection)
    else:
        with db.engine.begin() as connection:
            _put_back(connection, _kept[key][1])
    return deepcopy(_kept[key][0])


def _rows(connection: Connection) -> list[tuple[str, Any]]:
    found = []
    for table in db.metadata.sorted_tables:
        if connection.dialect.name == "postgresql":
            rows: Any = connection.exec_driver_sql(f'SELECT json_agg(t)::text FROM "{table.name}" t').scalar()
        else:
            rows = [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')]
        if rows:
            found.append((table.name, rows))
    return found


def _put_back(connection: Connection, kept: list[tuple[str, Any]]) -> None:
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql":
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=OFF")
        for name, rows in kept:
            raw.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        raw.commit()
        raw.execute("PRAGMA foreign_keys=ON")
        return
    for name, rows in sorted(kept, key=lambda each: each[0] != "department"):
        first = rows if name != "department" else json.dumps([row | dict.fromkeys(_LATER) for row in json.loads(rows)])
        raw.execute(f'INSERT INTO "{name}" SELECT * FROM json_populate_recordset(NULL::"{name}", %s)', (first,))
        if "id" in db.metadata.tables[name].columns:
            raw.execute(f"""SELECT setval(to_regclass('{name}_id_seq'), max(id)) FROM "{name}" """)
    columns = ", ".join(f"{name} = t.{name}" for name in _LATER)
    people = dict(kept).get("department", "[]")
    again = "json_populate_recordset(NULL::department, %s) t WHERE department.id = t.id"
    raw.execute(f"UPDATE department SET {columns} FROM {again}", (people,))
