"""Row scope, enforced: below every screen, job and API, in the session itself.

Reads, ORM updates and ORM deletes get the criteria of every `Scoped` model they touch; writes of single rows are
checked before they are flushed. Without a scope nothing is reachable: that is a defect and raises, it never looks like
an empty list. Core statements on business tables are not seen here; the house has none outside this package.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import visitors

from app.security.scoped import (
    Scope,
    Scoped,
    ScopeMissing,
    current_scope,
    elevated,
    owner_model,
    register_owner,
    register_secrets,
    registry_version,
    scope_in_force,
    scoped_models,
    system_scope,
    use_scope,
)
from app.security.writes import guard

__all__ = [
    "Scope",
    "ScopeMissing",
    "Scoped",
    "current_scope",
    "elevated",
    "install",
    "owner_model",
    "register_owner",
    "register_secrets",
    "system_scope",
    "use_scope",
]


def install(session_class: type[Session] | Any) -> None:
    """Hang the row scope on the session; called once by `create_app`."""
    if not event.contains(session_class, "do_orm_execute", _restrict):
        event.listen(session_class, "do_orm_execute", _restrict)
        event.listen(session_class, "before_flush", guard)


def _restrict(state: ORMExecuteState) -> None:
    if state.is_column_load or not (state.is_select or state.is_update or state.is_delete):
        return
    scope = scope_in_force()
    if scope is None:
        touched = _touched(state.statement)
        if touched:
            raise ScopeMissing(f"no row scope is set for {', '.join(sorted(model.__name__ for model in touched))}")
        scope = Scope("none")
    if not (scope.unlimited and scope.secrets):
        models = _touched(state.statement) if _is_plain(state.statement) else scoped_models()
        restrictions = _restrictions(scope, registry_version())
        wanted = [restrictions[model] for model in models if model in restrictions]
        state.statement = state.statement.options(*wanted) if wanted else state.statement


def _is_plain(statement: Any) -> bool:
    """Whether all tables show in the statement itself; joins along relationships and eager loads add others later."""
    return isinstance(statement, Select) and not statement._setup_joins and not statement._with_options


def _touched(statement: Any) -> list[Any]:
    """The scoped models whose tables a statement names, at any depth."""
    tables = _scoped_tables(registry_version())
    return [tables[part] for part in {part for part in visitors.iterate(statement) if part in tables}]


@lru_cache(maxsize=512)
def _restrictions(scope: Scope, _version: int) -> dict[Any, Any]:
    """By model; made once per scope, as each takes long to build. Who sees all but what is confidential needs none for
    models that are never confidential."""
    models = [m for m in scoped_models() if not scope.unlimited or m.scope_hidden(scope) is not None]
    return {model: _Restriction(model, model.scope_criteria(scope)) for model in models}


class _Restriction(LoaderCriteriaOption):
    """`with_loader_criteria` that reaches into joined eager loads, yet isn't carried along to later lazy loads.

    SQLAlchemy has one switch for both. A lazy load is restricted by the scope that is in force then, which inside
    `elevated()` is another one; a joined load is part of this statement and must not show more than it.
    """

    __slots__ = ("_inside_joins",)
    _traverse_internals = LoaderCriteriaOption._traverse_internals

    def __init__(self, model: Any, criteria: ColumnElement[bool]) -> None:
        super().__init__(model, criteria, include_aliases=True, propagate_to_loaders=False)
        self._inside_joins = with_loader_criteria(model, criteria, include_aliases=True, propagate_to_loaders=True)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        self._inside_joins.get_global_criteria(attributes)


@lru_cache(maxsize=1)
def _scoped_tables(_version: int) -> dict[Any, Any]:
    return {model.__table__: model for model in scoped_models()}
