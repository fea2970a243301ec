"""What was sent with a rule's form, back into plain data. Nothing is refused here: what doesn't fit stays as it was
typed, and the check of the whole pack says what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from app.core.errors import UserError
from app.core.money import Money
from app.policy.conditions import OPERATORS, field_named
from app.policy.source import read
from app.policy.writing import write
from app.rulebook.editor.paths import JOINS
from app.rulebook.editor.shape import Key, Shape, expanded, keys_of
from app.web.text import half_width, whole_number

PREFIX = "f."
REST = "+"
"""Name of the box with keys that a model doesn't know."""
SEVERAL = ("one_of", "none_of")
WITHOUT_VALUE = ("known", "unknown")
_DEEPEST = 24
_NUMBER = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,9}")
_SPLIT = re.compile(r"[,，、;；\n]")

Tree = dict[str, Any]


def sent_tree(pairs: Iterable[tuple[str, list[str]]]) -> Tree:
    """{"amount": {"0": {"value": {"": ["5"]}}}} from names such as f.amount.0.value."""
    root: Tree = {}
    for name, values in pairs:
        steps = name.removeprefix(PREFIX).split(".")
        if name.startswith(PREFIX) and len(steps) <= _DEEPEST:
            node = root
            for step in steps:
                node = node.setdefault(step, {})
            node[""] = values
    return root


def read_part(model: type[BaseModel], sent: Tree, *, keep: bool, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A part of the pack; `keep` leaves what is still empty in place, for a form that is shown again."""
    found: dict[str, Any] = {}
    for key in keys_of(model):
        value = None if key.name in skip else read_value(key.shape, sent.get(key.name, {}), keep=keep)
        if value not in (None, [], {}) or (keep and value is not None and key.shape.kind == "parts"):
            found[key.name] = value
    return found | rest_of(sent)


def rest_of(sent: Tree) -> dict[str, Any]:
    """Keys that no model knows, as they stand in their box."""
    rest = read(_text(sent.get(REST, {}))).data if _text(sent.get(REST, {})) else None
    return {str(key): value for key, value in rest.items()} if isinstance(rest, dict) else {}


def read_value(shape: Shape, sent: Tree, *, keep: bool = False) -> Any:  # noqa: PLR0911  (one line for each kind)
    """One key's value; None where nothing was entered."""
    match shape.kind:
        case "part":
            part = read_part(shape.model, sent, keep=keep)
            return part if _says_something(shape.model, part) else None
        case "parts":
            parts = [read_part(shape.model, each, keep=keep) for each in _numbered(sent)]
            return [part for part in parts if keep or _says_something(shape.model, part)]
        case "condition":
            return read_condition(sent, keep=keep)
        case "label":
            return {name: text for name in ("zh", "en") if (text := _text(sent.get(name, {})))} or None
        case "map":
            inner = shape.inner or Shape("text")
            values = {code: read_value(inner, sent.get(code, {})) for code in shape.codes}
            return {code: value for code, value in values.items() if value is not None} or None
        case "choices":
            return [code for code in sent.get("", []) if code] or None
        case _:
            return _read_text(shape, sent)


def _says_something(model: type[BaseModel], part: Mapping[str, Any]) -> bool:
    """Whether anything but what holds anyway was entered: an empty row is left out, and so is a part of such parts."""
    known = {key.name: key for key in keys_of(model)}
    return any(_differs(known.get(name), value) for name, value in part.items())


def _differs(key: Key | None, value: Any) -> bool:
    if key is not None and key.shape.kind == "part" and isinstance(value, Mapping):
        return _says_something(key.shape.model, value)
    return value not in (None, key.default if key else None)


def _read_text(shape: Shape, sent: Tree) -> Any:
    text = _text(sent)
    match shape.kind:
        case "flag":
            return text == "true" if text in ("true", "false") else None
        case "number":
            return number(text, decimals=shape.decimals)
        case "lines":
            inner = shape.inner or Shape("text")
            return [_read_text(inner, {"": [line]}) for line in _pieces(text)]
        case "week":
            return _week(text)
        case "yaml":
            return _yaml(text)
        case _:
            return text or None


def number(text: str, *, decimals: bool = False) -> Any:
    """A number as a pack writes it; what is none stays text."""
    if not text:
        return None
    whole = whole_number(text, -(10**17), 10**17)
    if whole is not None:
        return whole
    plain = half_width(text).replace(",", "")
    return Decimal(plain) if decimals and _NUMBER.fullmatch(plain) else text


def read_condition(sent: Tree, *, keep: bool = False) -> Any:
    """Rows joined by all or any; a single row stands alone, no row is no condition."""
    parts = [_condition_part(each, keep=keep) for each in _numbered(sent)]
    parts = [part for part in parts if part is not None]
    if not keep and len(parts) < 2:
        return parts[0] if parts else None
    return {_join(sent): parts} if parts or "join" in sent else None


def _condition_part(sent: Tree, *, keep: bool) -> Any:
    if "join" not in sent:
        row = read_row(sent)
        return row if row or keep else None
    parts = [_condition_part(each, keep=keep) for each in _numbered(sent)]
    parts = [part for part in parts if part is not None]
    return {_join(sent): parts} if parts or keep else None


def read_row(sent: Tree) -> dict[str, Any]:
    """Field, operator and value; the value as the field wants it, where it can be read so."""
    field, operator = _text(sent.get("field", {})), _text(sent.get("operator", {}))
    texts = [text.strip() for text in sent.get("value", {}).get("", []) if text.strip()]
    row: dict[str, Any] = {name: text for name, text in (("field", field), ("operator", operator)) if text}
    if operator in WITHOUT_VALUE or not texts:
        return row if field or texts else {}
    about = field_named(field)
    kind = about.kind if about else "text"
    if operator in SEVERAL:
        typed = [_typed(kind, piece) for text in texts for piece in _pieces(text)]
        return row | {"value": typed}
    return row | {"value": _typed(kind, texts[0])}


def fitting(condition: Any) -> Any:
    """The condition for a form that is shown again: an operator that the field just chosen doesn't have gives way."""
    join = next((join for join in JOINS if isinstance(condition, Mapping) and join in condition), None)
    if join:
        return {join: [fitting(part) for part in condition[join]]}
    if not isinstance(condition, Mapping) or (about := field_named(str(condition.get("field", "")))) is None:
        return condition
    possible = OPERATORS[about.kind]
    if condition.get("operator") not in possible:
        return {"field": condition["field"], "operator": possible[0]}
    several, value = condition["operator"] in SEVERAL, condition.get("value")
    if value is not None and several != isinstance(value, list):
        value = [value] if several else next(iter(value), None)
    return {**condition, "value": value} if value is not None else dict(condition)


def same(model: type[BaseModel], one: Any, other: Any) -> bool:
    """Whether two ways of writing say the same."""
    if one == other:
        return True
    try:
        return model.model_validate(one) == model.model_validate(other)
    except ValueError:
        return expanded(model, one) == expanded(model, other)


def without_defaults(model: type[BaseModel], value: Mapping[str, Any], before: Any) -> dict[str, Any]:
    """Without the keys that say what holds anyway, unless they were written before."""
    written = before if isinstance(before, Mapping) else {}
    known = {key.name: key for key in keys_of(model)}
    kept = {}
    for name, each in value.items():
        key = known.get(name)
        if key and each == key.default and name not in written:
            continue
        kept[name] = _inner(key, each, written.get(name)) if key else each
    return kept


def _inner(key: Key, value: Any, before: Any) -> Any:
    if key.shape.kind == "part" and isinstance(value, Mapping):
        return without_defaults(key.shape.model, value, before)
    if key.shape.kind == "parts" and isinstance(value, list):
        old = before if isinstance(before, list) else []
        pairs = [(each, old[number] if number < len(old) else None) for number, each in enumerate(value)]
        return [without_defaults(key.shape.model, each, was) for each, was in pairs if isinstance(each, Mapping)]
    return value


def _typed(kind: str, text: str) -> Any:
    if kind == "money":
        try:
            yuan = Money.parse(text).yuan
        except UserError:
            return text
        return int(yuan) if yuan == yuan.to_integral_value() else yuan
    if kind == "number":
        return number(text)
    return text == "true" if kind == "flag" and text in ("true", "false") else text


def _text(sent: Tree) -> str:
    # A box to tick sends its “no” first and, where it is ticked, its “yes” after it.
    values = sent.get("", [])
    return values[-1].strip().replace("\r\n", "\n") if values else ""


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _SPLIT.split(text) if piece.strip()]


def _numbered(sent: Tree) -> list[Tree]:
    return [sent[step] for step in sorted((step for step in sent if step.isascii() and step.isdigit()), key=int)]


def _join(sent: Tree) -> str:
    return "any" if _text(sent.get("join", {})) == "any" else "all"


def _week(text: str) -> Any:
    """Lines such as “mon-fri 09:00-12:00 13:30-18:00”."""
    week = {}
    for line in filter(str.strip, half_width(text).replace(",", " ").splitlines()):
        days, *ranges = line.replace(": ", " ").split()
        week[days.rstrip(":")] = ranges
    return week or None


def shown_week(week: Any) -> str:
    """As `_week` reads it."""
    if not isinstance(week, Mapping):
        return shown_yaml(week)
    ranges = ((days, each if isinstance(each, list) else [each]) for days, each in week.items())
    return "\n".join(" ".join([str(days), *map(str, each)]) for days, each in ranges)


def _yaml(text: str) -> Any:
    if not text:
        return None
    source = read(text)
    return text if source.root is None else source.data


def shown_yaml(value: Any) -> str:
    """The value as its box shows it."""
    return "" if value is None else write(value).removesuffix("...\n").rstrip("\n")
