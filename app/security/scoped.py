"""Row scope, declared: what an actor reaches, and how a row of business data says whose it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from app.extensions import db


class ScopeMissing(RuntimeError):
    """Business data was touched where nobody said for whom."""


@dataclass(frozen=True)
class Scope:
    """`reach`: all, tree (the departments listed), own (rows that name the user) or none."""

    reach: str
    user_id: int | None = None
    departments: frozenset[int] = frozenset()
    secrets: bool = False
    """Whether rows that are marked confidential are seen, too."""

    @property
    def unlimited(self) -> bool:
        return self.reach == "all"


_SYSTEM = Scope("all", secrets=True)
_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_owner_kinds: dict[str, Any] = {}
_secrets_need: list[tuple[str, str]] = []


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
    scope_confidential: ClassVar[str] = ""
    """A flag: a row that carries it is seen by the people whom it names, and where the scope sees secrets."""
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
        if scope.reach == "none":
            return false()
        hidden = cls.scope_hidden(scope, None if top else of)
        shown = and_(True) if hidden is None else not_(hidden)
        if scope.unlimited:
            return shown
        parts: list[ColumnElement[bool]] = [getattr(of, name) == scope.user_id for name in cls.scope_people]
        if scope.reach == "tree":
            parts += [getattr(of, name).in_(scope.departments) for name in cls.scope_departments]
        if cls.scope_parent is not None:
            column, parent = cls.scope_parent
            parts.append(getattr(of, column).in_(ids_in_scope(parent(), scope)))
        if cls.scope_owner is not None:
            kind, owner_id = (getattr(of, name) for name in cls.scope_owner)
            parts += [and_(kind == name, owner_id.in_(ids_in_scope(model, scope))) for name, model in _owners(top)]
        return and_(or_(false(), *parts), shown)

    @classmethod
    def scope_hidden(cls, scope: Scope, of: Any = None) -> ColumnElement[bool] | None:
        """The condition that a row is kept from this scope as confidential, its own or its parent's or owner's flag
        saying so; None where no row can be. Confidential rows are few, so that the ids to leave out are few."""
        if scope.secrets:
            return None
        top = of is None
        of = cls if top else of
        parts: list[ColumnElement[bool]] = []
        if cls.scope_confidential:
            named = (getattr(of, name) for name in cls.scope_people)
            others = (or_(column.is_(None), column != scope.user_id) for column in named)
            parts.append(and_(getattr(of, cls.scope_confidential), *others))
        if cls.scope_parent is not None:
            column, parent = getattr(of, cls.scope_parent[0]), cls.scope_parent[1]()
            ids = hidden_ids(parent, scope)
            parts += [and_(column.is_not(None), column.in_(ids))] if ids is not None else []
        if cls.scope_owner is not None:
            kind, owner_id = (getattr(of, name) for name in cls.scope_owner)
            secret = ((name, hidden_ids(model, scope)) for name, model in _owners(top))
            parts += [and_(kind == name, owner_id.in_(ids)) for name, ids in secret if ids is not None]
        return or_(*parts) if parts else None


def register_secrets(permission: str, view: str) -> None:
    """Who holds this permission on this screen sees what is marked confidential."""
    _secrets_need.append((permission, view))


def secrets_need() -> tuple[tuple[str, str], ...]:
    """(permission, screen) pairs, each of which opens what is confidential."""
    return tuple(_secrets_need)


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
    return _ids_in_scope(model, scope, registry_version())


def hidden_ids(model: Any, scope: Scope) -> Any | None:
    """Ids of the rows that are kept from the scope as confidential; None where no row of this class can be."""
    return _hidden_ids(model, scope, registry_version())


@lru_cache(maxsize=4096)
def _ids_in_scope(model: Any, scope: Scope, _version: int) -> Any:
    """Kept, because the rows of nearly every class ask for those of the same few owners: without that the conditions of
    one person took 47 MB."""
    rows = _alias(model, "within")
    return select(rows.c.id).where(model.scope_criteria(scope, rows.c))


@lru_cache(maxsize=4096)
def _hidden_ids(model: Any, scope: Scope, _version: int) -> Any | None:
    rows = _alias(model, "hidden")
    hidden = model.scope_hidden(scope, rows.c)
    return None if hidden is None else select(rows.c.id).where(hidden)


@cache
def _alias(model: Any, _purpose: str) -> Any:
    """One for all people; rows within scope and rows hidden meet in one statement, so that each has its own."""
    return model.__table__.alias()


def scoped_models() -> tuple[Any, ...]:
    """Mapped classes only; mixins and the base have no table."""
    found, waiting = [], list(Scoped.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if hasattr(model, "__mapper__"):
            found.append(model)
    return tuple(found)
