"""Row scope on writes: each row is looked at before it is flushed."""

from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import MANYTOONE

from app.core.errors import NotFound
from app.core.i18n import N_
from app.security.scoped import Scope, Scoped, current_scope, ids_in_scope, owner_model


def guard(session: Session, _context: Any, _instances: Any) -> None:
    rows = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, Scoped)]
    if not rows:
        return
    scope = current_scope()
    if scope.unlimited:
        rows = [] if scope.secrets else [row for row in rows if type(row).scope_hidden(scope) is not None]
    with session.no_autoflush:
        for row in rows:
            if row.scope_guarded and not _may_write(session, row, scope):
                raise NotFound(N_("There is no such record, or it is not yours to see."))


def _may_write(session: Session, row: Any, scope: Scope) -> bool:
    """A stored row must be in scope as stored, and may not be moved out of it; a new one as it is about to be."""
    if not inspect(row).persistent:
        return _within(session, row, scope)
    stored = ids_in_scope(type(row), scope)
    if session.execute(_one_of(stored, row.id)).first() is None:
        return False
    return row in session.deleted or not _moved(row) or _within(session, row, scope)


def _moved(row: Any) -> bool:
    """Whether a column, or the relationship over it, that decides the scope is about to change."""
    return any(
        inspect(row).attrs[key].history.has_changes()
        for name in _deciding_columns(row)
        for key in (name, *(relation.key for relation in _relations_over(row, name)))
    )


def _deciding_columns(row: Any) -> tuple[str, ...]:
    parent = (row.scope_parent[0],) if row.scope_parent else ()
    secret = (row.scope_confidential,) if row.scope_confidential else ()
    return (*row.scope_people, *row.scope_departments, *parent, *(row.scope_owner or ()), *secret)


def _within(session: Session, row: Any, scope: Scope) -> bool:
    """Whether the row as it is in memory, flushed or not, lies within the scope."""
    if scope.reach == "none":
        return False
    if any(_next_value(row, name) == scope.user_id for name in row.scope_people):
        return True
    if row.scope_confidential and getattr(row, row.scope_confidential) and not scope.secrets:
        return False
    if scope.reach == "tree" and any(_next_value(row, name) in scope.departments for name in row.scope_departments):
        return True
    return _parent_within(session, row, scope)


def _parent_within(session: Session, row: Any, scope: Scope) -> bool:
    if row.scope_parent is not None:
        column, model = row.scope_parent
        parent = _related(row, column)
        if parent is not None and inspect(parent).pending:
            return True  # it is checked itself, in this same flush
        parent_class, parent_id = model(), _next_value(row, column)
    elif row.scope_owner is not None:
        kind, owner_id = row.scope_owner
        parent_class, parent_id = owner_model(getattr(row, kind)), getattr(row, owner_id)
    else:
        return scope.unlimited
    if parent_class is None or parent_id is None:
        return scope.unlimited
    return session.execute(_one_of(ids_in_scope(parent_class, scope), parent_id)).first() is not None


def _next_value(row: Any, column: str) -> Any:
    """The value that a foreign key will have after the flush; until then a new parent is only known as an object."""
    related = _related(row, column)
    return getattr(row, column) if related is None else related.id


def _related(row: Any, column: str) -> Any | None:
    """The object newly set on a many-to-one relationship over the column."""
    for relation in _relations_over(row, column):
        added = inspect(row).attrs[relation.key].history.added
        if added and added[0] is not None:
            return added[0]
    return None


def _relations_over(row: Any, column: str) -> list[Any]:
    mapper = inspect(type(row))
    column_object = mapper.columns[column]
    return [r for r in mapper.relationships if r.direction is MANYTOONE and r.local_columns == {column_object}]


def _one_of(ids: Any, row_id: int) -> Any:
    rows = ids.subquery()
    return select(rows.c.id).where(rows.c.id == row_id)
