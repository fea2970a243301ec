"""What kind of thing each key of a pack's model holds, found by looking at the model."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from app.policy.conditions import Row
from app.policy.pack import Pack
from app.policy.parts import Label

Kind = Literal["text", "lines", "number", "flag", "choice", "choices", "label", "clause", "condition", "part", "parts",
               "map", "week", "yaml"]  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A key's kind. `model`: of a part or of each of several; `codes`: what can be chosen; `decimals`: of a number."""

    kind: Kind
    model: Any = None
    codes: tuple[str, ...] = ()
    decimals: bool = False
    inner: "Shape | None" = None


@dataclass(frozen=True)
class Key:
    """A key of a model: its name, what it holds, whether it must be there, what it is when left out."""

    name: str
    shape: Shape
    required: bool
    default: Any
    words: str = ""
    """What the model itself calls it; a msgid."""


@cache
def keys_of(model: type[BaseModel]) -> tuple[Key, ...]:
    """The model's keys, in its order."""
    found = []
    for name, info in model.model_fields.items():
        default = None if info.is_required() else _plain(info.get_default(call_default_factory=True))
        words = info.title or info.description or ""
        found.append(Key(name, shape_of(info.annotation, name), info.is_required(), default, words))
    return tuple(found)


def shape_of(annotation: Any, name: str) -> Shape:  # noqa: PLR0911  (one line for each kind)
    """The shape of an annotation. One that isn't understood is edited as YAML, so that nothing is out of reach."""
    bare, optional = _without_none(annotation)
    if optional is not None:
        return shape_of(optional, name)
    origin, inner = get_origin(bare), get_args(bare)
    if _is_condition(bare):
        return Shape("condition")
    if origin is Literal:
        return Shape("choice", codes=tuple(map(str, inner)))
    if origin in (Union, types.UnionType):
        return Shape("number", decimals=True) if {_bare(each) for each in inner} <= {int, Decimal} else Shape("yaml")
    if origin is tuple:
        return _several(inner[0], name)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inner, name)
    return _single(bare, name)


def parts_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and every model within it, each once."""
    seen, waiting = set(), [model]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            yield each
            waiting += [key.shape.model for key in keys_of(each) if key.shape.model]


def expanded(model: type[BaseModel] | None, data: Any) -> Any:
    """The data with the model's own shorthands written out, such as one number instead of a list of amounts."""
    if model is None or not isinstance(data, Mapping):
        return data
    full: Any = dict(data)
    for name, decorator in model.__pydantic_decorators__.model_validators.items():
        if decorator.info.mode == "before":
            full = getattr(model, name)(full)
    return full


def _single(bare: Any, name: str) -> Shape:
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return Shape("label", bare) if issubclass(bare, Label) else Shape("part", bare)
    simple: dict[Any, Shape] = {
        bool: Shape("flag"),
        int: Shape("number"),
        Decimal: Shape("number", decimals=True),
        str: Shape("clause") if name == "clause" or name.endswith("_clause") else Shape("text"),
    }
    return simple.get(bare, Shape("yaml"))


def _several(item: Any, name: str) -> Shape:
    inner = shape_of(item, name)
    if inner.kind == "choice":
        return Shape("choices", codes=inner.codes)
    if inner.kind == "part":
        return Shape("parts", inner.model)
    return Shape("lines", inner=inner) if inner.kind in ("text", "number", "clause") else Shape("yaml")


def _mapping(inner: tuple[Any, ...], name: str) -> Shape:
    keys, values = shape_of(inner[0], ""), shape_of(inner[1], name)
    if keys.kind == "choice" and values.kind in ("choice", "number", "text", "flag"):
        return Shape("map", codes=keys.codes, inner=values)
    return Shape("week") if keys.kind == "text" and values.kind == "lines" else Shape("yaml")


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def _without_none(annotation: Any) -> tuple[Any, Any]:
    """The annotation without its metadata and, where it may be left out, what it is otherwise."""
    bare = _bare(annotation)
    if get_origin(bare) in (Union, types.UnionType):
        others = [each for each in get_args(bare) if each is not type(None)]
        if len(others) < len(get_args(bare)):
            return bare, others[0] if len(others) == 1 else Union[tuple(others)]  # noqa: UP007  (made at run time)
    return bare, None


def _is_condition(bare: Any) -> bool:
    return get_origin(bare) in (Union, types.UnionType) and Row in {_bare(each) for each in get_args(bare)}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="python", exclude_none=True)
    if isinstance(value, (tuple, frozenset)):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


PACK_KEYS = keys_of(Pack)
