"""Row scope: which rows of business data the present actor reaches, enforced below every screen, job and API.

Reads, ORM updates and ORM deletes get the criteria of every `Scoped` model; writes of single rows are checked before
they are flushed. Without a scope nothing is reachable: that is a defect and raises, it never looks like an empty list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, event, false, inspect, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from app.core.errors import NotFound
from app.core.i18n import N_


class ScopeMissing(RuntimeError):
    """Business data was touched where nobody said for whom."""


@dataclass(frozen=True)
class Scope:
    """`reach`: all, tree (the departments listed), own (rows that name the user) or none."""

    reach: str
    user_id: int | None = None
    departments: frozenset[int] = frozenset()

    @property
    def unlimited(self) -> bool:
        return self.reach == "all"


_SYSTEM = Scope("all")
_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_owner_kinds: dict[str, type] = {}


class Scoped:
    """Business data. A row is in scope where one of its departments, or one of its people, is the actor's.

    Subclasses say so with column names; rows that belong to others (an event, a deadline, a contact) name the parent.
    """

    scope_departments: ClassVar[tuple[str, ...]] = ()
    scope_people: ClassVar[tuple[str, ...]] = ()
    scope_parent: ClassVar[tuple[str, Callable[[], type]] | None] = None
    """Foreign-key column and a function that gives the parent's class."""
    scope_owner: ClassVar[tuple[str, str] | None] = None
    """Columns with the owner's kind (see `register_owner`) and id."""
    scope_guarded: ClassVar[bool] = True
    """False for rows that only verbs write."""

    @classmethod
    def scope_criteria(cls, scope: Scope) -> ColumnElement[bool]:
        """The condition that a row of this class is within `scope`."""
        if scope.unlimited:
            return and_(True)
        if scope.reach == "none":
            return false()
        parts: list[ColumnElement[bool]] = [getattr(cls, name) == scope.user_id for name in cls.scope_people]
        if scope.reach == "tree":
            parts += [getattr(cls, name).in_(scope.departments) for name in cls.scope_departments]
        if cls.scope_parent is not None:
            column, parent = cls.scope_parent
            parts.append(getattr(cls, column).in_(_ids_in_scope(parent(), scope)))
        if cls.scope_owner is not None:
            kind, owner_id = (getattr(cls, name) for name in cls.scope_owner)
            parts += [
                and_(kind == name, owner_id.in_(_ids_in_scope(model, scope))) for name, model in _owner_kinds.items()
            ]
        return or_(false(), *parts)


def register_owner(kind: str, model: type) -> None:
    """Rows that name an owner of this kind (events, deadlines, messages, files) follow that owner's scope."""
    _owner_kinds[kind] = model


def owner_model(kind: str) -> type | None:
    """The class registered for an owner kind."""
    return _owner_kinds.get(kind)


def current_scope() -> Scope:
    """The scope in force. Raises ScopeMissing where none is."""
    scope = _scope.get()
    if scope is None:
        raise ScopeMissing("no row scope is set: a request sets the user's, jobs and commands say system_scope()")
    return scope


@contextmanager
def use_scope(scope: Scope | None) -> Iterator[None]:
    """Everything inside sees what `scope` reaches; None: nothing may be touched."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def system_scope() -> Iterator[None]:
    """For jobs, commands and migrations: the whole company."""
    with use_scope(_SYSTEM):
        yield


@contextmanager
def elevated() -> Iterator[None]:
    """For the inside of a verb, after it has checked the thing itself is in scope: what the verb reads and writes
    beside it (deadlines after a transfer, heads of other departments) is the house's business, not the actor's."""
    current_scope()
    with use_scope(_SYSTEM):
        yield


def install(session_class: type[Session] | Any) -> None:
    """Hang the row scope on the session; called once by `create_app`."""
    if not event.contains(session_class, "do_orm_execute", _restrict):
        event.listen(session_class, "do_orm_execute", _restrict)
        event.listen(session_class, "before_flush", _guard)


def _restrict(state: ORMExecuteState) -> None:
    if state.is_column_load or not (state.is_select or state.is_update or state.is_delete):
        return
    scope = _scope.get()
    if scope is None:
        touched = [mapper.class_ for mapper in state.all_mappers if issubclass(mapper.class_, Scoped)]
        if touched:
            raise ScopeMissing(f"no row scope is set for {touched[0].__name__}")
        scope = Scope("none")
    if scope.unlimited:
        return
    for model in _scoped_models():
        criteria = model.scope_criteria(scope)
        state.statement = state.statement.options(
            with_loader_criteria(model, criteria, include_aliases=True, propagate_to_loaders=False)
        )


def _guard(session: Session, _context: Any, _instances: Any) -> None:
    rows = [row for row in {*session.new, *session.dirty, *session.deleted} if isinstance(row, Scoped)]
    if not rows:
        return
    scope = current_scope()
    if scope.unlimited:
        return
    with session.no_autoflush:
        for row in rows:
            if row.scope_guarded and not _within(session, row, scope):
                raise NotFound(N_("There is no such record, or it is not yours to see."))


def _within(session: Session, row: Any, scope: Scope) -> bool:
    """A row already stored must be in scope as stored; a new one as it is about to be."""
    if inspect(row).persistent:
        found = select(type(row).id).where(type(row).id == row.id, type(row).scope_criteria(scope))
        return session.execute(found).first() is not None
    if any(getattr(row, name) == scope.user_id for name in row.scope_people):
        return True
    if scope.reach == "tree" and any(getattr(row, name) in scope.departments for name in row.scope_departments):
        return True
    return _parent_within(session, row, scope)


def _parent_within(session: Session, row: Any, scope: Scope) -> bool:
    parent: tuple[type | None, Any] = (None, None)
    if row.scope_parent is not None:
        column, model = row.scope_parent
        parent = (model(), getattr(row, column))
    elif row.scope_owner is not None:
        kind, owner_id = (getattr(row, name) for name in row.scope_owner)
        parent = (_owner_kinds.get(kind), owner_id)
    model_class, parent_id = parent
    if model_class is None or parent_id is None:
        return False
    visible: Any = _ids_in_scope(model_class, scope).where(model_class.id == parent_id)  # type: ignore[attr-defined]
    return session.execute(visible).first() is not None


def _ids_in_scope(model: Any, scope: Scope) -> Any:
    return select(model.id).where(model.scope_criteria(scope))


def _scoped_models() -> list[Any]:
    """Mapped classes only; mixins and the base have no table."""
    found, waiting = [], list(Scoped.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if hasattr(model, "__mapper__"):
            found.append(model)
    return found
