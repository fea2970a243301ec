"""Row scope, declared: what an actor reaches, and how a row of business data says whose it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.extensions import db


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
_owner_kinds: dict[str, Any] = {}


class _Registry:
    version = 0


def registry_version() -> int:
    """Goes up with each new model or owner kind; what was worked out from them before is outdated."""
    return _Registry.version


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

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _Registry.version += 1

    @classmethod
    def scope_criteria(cls, scope: Scope, of: Any = None) -> ColumnElement[bool]:
        """The condition that a row of this class is within `scope`; `of` has an alias's columns, default the class.

        A subclass that overrides this takes both arguments: rows below it ask for its ids through an alias.
        """
        top = of is None
        of = cls if top else of
        if scope.unlimited:
            return and_(True)
        if scope.reach == "none":
            return false()
        parts: list[ColumnElement[bool]] = [getattr(of, name) == scope.user_id for name in cls.scope_people]
        if scope.reach == "tree":
            parts += [getattr(of, name).in_(scope.departments) for name in cls.scope_departments]
        if cls.scope_parent is not None:
            column, parent = cls.scope_parent
            parts.append(getattr(of, column).in_(ids_in_scope(parent(), scope)))
        if cls.scope_owner is not None:
            kind, owner_id = (getattr(of, name) for name in cls.scope_owner)
            parts += [and_(kind == name, owner_id.in_(ids_in_scope(model, scope))) for name, model in _owners(top)]
        return or_(false(), *parts)


def register_owner(kind: str, model: type) -> None:
    """Rows that name an owner of this kind (events, deadlines, messages, files) follow that owner's scope."""
    _owner_kinds[kind] = model
    _Registry.version += 1


def _owners(top: bool) -> list[tuple[str, Any]]:
    """An event may belong to a message that belongs to a complaint; a chain of owners goes no deeper than that."""
    return [(kind, model) for kind, model in _owner_kinds.items() if top or model.scope_owner is None]


def owner_model(kind: str) -> type | None:
    """The class registered for an owner kind."""
    return _owner_kinds.get(kind)


def scope_in_force() -> Scope | None:
    """The scope in force, or None."""
    return _scope.get()


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
    beside it (deadlines after a transfer, heads of other departments) is the house's business, not the actor's.

    Flushes on both ends, so that each change is judged by the scope that it was made under.
    """
    current_scope()
    db.session.flush()
    with use_scope(_SYSTEM):
        yield
        db.session.flush()


def ids_in_scope(model: Any, scope: Scope) -> Any:
    """Ids as a Core select of an alias: it neither correlates with the statement around it nor gets criteria twice."""
    rows = model.__table__.alias()
    return select(rows.c.id).where(model.scope_criteria(scope, rows.c))


def scoped_models() -> tuple[Any, ...]:
    """Mapped classes only; mixins and the base have no table."""
    found, waiting = [], list(Scoped.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if hasattr(model, "__mapper__"):
            found.append(model)
    return tuple(found)
