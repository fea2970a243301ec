"""Which custom fields there are: asked once a request, so that a new one is there with the next click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import has_request_context, request
from sqlalchemy import select

from app.customfields.models import CustomField
from app.extensions import db
from app.security import current_actor
from app.security.held import role_ids_of
from app.security.seeing import seeing_as


@dataclass(frozen=True)
class Entity:
    """A kind of record that takes custom fields."""

    kind: str
    label: Any
    model: type


_entities: dict[str, Entity] = {}
_sources: list[Callable[[], dict[str, Entity]]] = []
_NO_KIND = "text"
_FIELDS, _ROLES = "kesu.custom_fields", "kesu.roles"
Answer = TypeVar("Answer")
Model = TypeVar("Model", bound=type)


def register_entity(label: Any) -> Callable[[Model], Model]:
    """Class decorator of a `Customised` model: administrators may add fields to it under this (lazy) name."""

    def remember(model: Model) -> Model:
        kind: str = model.__tablename__  # type: ignore[attr-defined]
        _entities[kind] = Entity(kind, label, model)
        return model

    return remember


def register_entities(source: Callable[[], dict[str, Entity]]) -> None:
    """Kinds of records that come and go while the product runs: `source` gives those of now, by kind."""
    if source not in _sources:
        _sources.append(source)


def entities() -> dict[str, Entity]:
    """Kind → entity, in the order in which they were registered."""
    return _entities | {kind: entity for source in _sources for kind, entity in source().items()}


def all_fields(kind: str) -> Sequence[CustomField]:
    """Every field of the kind of record, retired ones too, in their order."""
    return once(_FIELDS, _by_entity).get(kind, [])


def forget() -> None:
    """Ask the database again; called when a definition has changed."""
    if has_request_context():
        request.environ.pop(_FIELDS, None)
        request.environ.pop("kesu.own_facts", None)


def visible_fields(kind: str) -> list[CustomField]:
    """The fields in use that the present person may see."""
    return [field for field in all_fields(kind) if field.active and _open_to_reader(field.see_roles)]


def editable_fields(kind: str) -> list[CustomField]:
    """Those that the present person may fill in."""
    return [field for field in visible_fields(kind) if _open_to_reader(field.edit_roles)]


def kind_of(entity: str, code: str) -> str:
    """How a value is to be read; a field that is gone reads as text."""
    return next((field.kind for field in all_fields(entity) if field.code == code), _NO_KIND)


def _open_to_reader(role_ids: Sequence[int]) -> bool:
    if not role_ids:
        return True
    reader = current_actor()
    if reader is None:
        return True
    seen = seeing_as(reader)
    through = {seen.role_id} if seen else set(role_ids)
    return bool(through & set(role_ids) & _roles_of(reader.id))


def _roles_of(person_id: int) -> set[int]:
    return once(f"{_ROLES}.{person_id}", lambda: set(db.session.scalars(role_ids_of(person_id))))


def _by_entity() -> dict[str, list[CustomField]]:
    found: dict[str, list[CustomField]] = {}
    for row in db.session.scalars(select(CustomField).order_by(CustomField.sort, CustomField.id)):
        found.setdefault(row.entity, []).append(row)
    return found


def once(key: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` says, asked once a request; jobs and commands, whose context lives long, ask each time."""
    if not has_request_context():
        return ask()
    if key not in request.environ:
        request.environ[key] = ask()
    return request.environ[key]
