"""FAB's way to the database, corrected: it never commits, asks within the row scope, and counts within bounds."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, cast

from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import inspect, text
from sqlalchemy.orm import Query, selectinload

from app.db import Fen, by_id
from app.security.scope import current_scope
from app.web.custom_filters import CustomFilterConverter, order_of
from app.web.filters import INTEGER_MAX
from app.web.text import whole_number

COUNT_CAP = 10_000
"""Filtered lists are counted up to here; one more means “more than”."""


_KEYS_AT_ONCE = 5_000
_AMONG: ContextVar[Sequence[int] | None] = ContextVar("among", default=None)


@contextmanager
def among(keys: Sequence[int]) -> Iterator[None]:
    """Inside, `query` gives the rows with these keys, in this order, as far as they are in reach; it counts nothing."""
    token = _AMONG.set(keys)
    try:
        yield
    finally:
        _AMONG.reset(token)


class KesuInterface(SQLAInterface):
    """`datamodel = KesuInterface(Customer)`. The unit of work around it belongs to the view."""

    filter_converter_class = CustomFilterConverter
    along: ClassVar[Sequence[str]] = ()
    """Relations that a row's own text needs, such as `parent` for a path: loaded with each page of rows."""

    @property
    def custom_kind(self) -> str:
        """Whose custom fields the rows have."""
        return self.obj.__tablename__

    def every(self) -> Query[Any]:
        """What is looked for within; override where a table holds rows of several kinds."""
        return self.session.query(self.obj)

    def add(self, item: Any, commit: bool = False) -> None:
        """Flushes only."""
        self.session.add(item)
        self.session.flush()

    def edit(self, item: Any, commit: bool = False) -> None:
        """Flushes only."""
        self.session.flush()

    def delete(self, item: Any, commit: bool = False) -> None:
        """Flushes only; the database's own error passes through."""
        self.session.delete(item)
        self.session.flush()

    def delete_all(self, items: list[Any]) -> None:
        """Flushes only."""
        for item in items:
            self.session.delete(item)
        self.session.flush()

    def get(
        self,
        pk: Any,
        filters: Filters | None = None,
        select_columns: list[str] | None = None,
        outer_default_load: bool = False,
    ) -> Any | None:
        """The row by a SELECT, so that filters and row scope have their say; None for a key that can't be one."""
        key = whole_number(str(pk), 1, INTEGER_MAX)
        return None if key is None else self._one(key, filters).one_or_none()

    def lock(self, key: int, filters: Filters | None = None) -> Any | None:
        """The row, held against other writers until the unit of work ends."""
        return self._one(key, filters).populate_existing().with_for_update(of=self.obj).one_or_none()

    def get_related_obj(self, col_name: str, value: Any) -> Any | None:
        """A row to point at, within the scope."""
        key = whole_number(str(value), 1, INTEGER_MAX)
        return None if key is None else by_id(self.get_related_model(col_name), key)

    def query(  # noqa: PLR0917  (FAB's signature)
        self,
        filters: Filters | None = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        select_columns: list[str] | None = None,
        outer_default_load: bool = False,
    ) -> tuple[int, list[Any]]:
        """(count, rows of the page). Relations among `select_columns` (`department`, `department.name`) come along."""
        if (keys := _AMONG.get()) is not None:
            return len(keys), self._by_keys(keys, select_columns or [])
        found = filters.apply_all(self.every()) if filters else self.every()
        count = self.bounded_count(found, filters)
        rows = self.ordered(found, order_column, order_direction).options(*self.eager(select_columns or []))
        return count, self.apply_pagination(rows, page, page_size).all()

    def keys_in_order(self, filters: Filters, column: str, direction: str) -> "array[int]":
        """The key of each row that the filters leave, in that order: asked once, for reading long lists in parts."""
        rows = self.ordered(filters.apply_all(self.every()), column, direction)
        return array("q", (row[0] for row in rows.with_entities(self.get_pk()).yield_per(_KEYS_AT_ONCE)))

    def bounded_count(self, found: Query[Any], filters: Filters | None) -> int:
        """Exact up to `COUNT_CAP`; a big unfiltered table is estimated from PostgreSQL's statistics."""
        count = found.order_by(None).limit(COUNT_CAP + 1).count()
        if count <= COUNT_CAP or (filters and filters.filters) or not current_scope().unlimited:
            return count
        return max(count, self._estimate())

    def is_longer_than(self, most: int, filters: Filters) -> bool:
        """Whether more rows than that are left by the filters."""
        found = filters.apply_all(self.every())
        return found.order_by(None).limit(most + 1).count() > most

    def ordered(self, found: Query[Any], column: str, direction: str) -> Query[Any]:
        """In the order of a column of the table itself, and of the key where that is equal."""
        key: Any = self.get_pk()
        own = getattr(self.obj, column) if column in self.list_columns else order_of(self, column)
        parts = [part.desc() if direction == "desc" else part.asc() for part in ([key] if own is None else [own, key])]
        if own is not None and column not in self.list_columns:
            parts[0] = parts[0].nulls_last()  # custom fields are mostly empty, and the databases differ in it
        return found.order_by(*parts)

    def eager(self, columns: list[str]) -> list[Any]:
        """Loader options for relations and dotted columns: one more SELECT each, never one per row."""
        options = []
        for column in (*columns, *self.along):
            model, option = self.obj, None
            for name in column.split("."):
                relation = inspect(model).relationships.get(name)
                if relation is None:
                    break
                attribute = getattr(model, name)
                option = option.selectinload(attribute) if option else selectinload(attribute)
                model = relation.mapper.class_
            if option is not None:
                options.append(option)
        return options

    def is_money(self, col_name: str) -> bool:
        """Whether the column holds `Money`."""
        return col_name in self.list_columns and isinstance(self.list_columns[col_name].type, Fen)

    def _by_keys(self, keys: Sequence[int], columns: list[str]) -> list[Any]:
        key: Any = self.get_pk()
        rows = {row.id: row for row in self.every().filter(key.in_(keys)).options(*self.eager(columns))}
        return [rows[each] for each in keys if each in rows]

    def _one(self, key: int, filters: Filters | None) -> Query[Any]:
        found, column = self.every(), cast(Any, self.get_pk())
        return (filters.apply_all(found) if filters else found).filter(column == key)

    def _estimate(self) -> int:
        if self.session.get_bind().dialect.name != "postgresql":
            return 0
        statement = text("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(:name)")
        return self.session.execute(statement, {"name": self.obj.__tablename__}).scalar() or 0
