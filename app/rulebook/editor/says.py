"""Values of a pack in words, from plain data that may be faulty: a rule line by line."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.i18n import N_, Text
from app.policy.calendars import BASES
from app.policy.conditions import OPERATOR_LABELS, OPERATORS, field_named
from app.policy.pack import Pack
from app.rulebook.editor.outline import Item
from app.rulebook.editor.paths import join_of
from app.rulebook.editor.posted import shown_week, shown_yaml
from app.rulebook.editor.shape import Key, Shape, expanded, keys_of
from app.rulebook.editor.words import CALENDARS, code_words, key_words, label_of

Codes = Mapping[str, Text]
"""Code → words."""
_SHOWN_ELSEWHERE = ("label", "clause", "code", "id", "ref")
_PLAIN_NUMBERS = ("value", "amount")
"""Numbers that need no word before them within a part."""


class Names:
    """What codes of this very pack are called: channels, categories, clocks, clauses …"""

    def __init__(self, data: Any) -> None:
        self._data = data if isinstance(data, Mapping) else {}
        self._found: dict[str, Codes] = {}

    def of(self, name: str) -> Codes:
        """For a key or a field such as `channel`, `calendar`, `behaviours`; empty where the pack lists none."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def clauses(self) -> Codes:
        """Clauses with their number, the product's own brief last."""
        entries = (entry for entry in self._listed("clauses") if entry.get("id"))
        found = {str(each["id"]): Text(N_("%(ref)s %(title)s"), _clause_words(each)) for each in entries}
        return found | {"brief": Text(N_("brief: left open by the text, laid down by the product"))}

    def switches(self) -> Codes:
        """By the name of the field that conditions ask for."""
        return {f"switch.{code}": words for code, words in _coded(self._listed("switches"))}

    def _look(self, name: str) -> Codes:
        for listed in (f"{name}s", name, f"{name.removesuffix('y')}ies"):
            if found := dict(_coded(self._listed(listed))):
                return (_calendars() | found) if listed == "calendars" else found
        return _calendars() if name == "calendar" else {}

    def _listed(self, name: str) -> Iterator[Mapping[str, Any]]:
        for holder in (self._data, *(each for each in self._data.values() if isinstance(each, Mapping))):
            yield from _walk(holder.get(name))


def lines_of(item: Item, names: Names) -> list[tuple[str, list[Any]]]:
    """(key's words, value in words, line by line) for what the rule says beside its name and its clause."""
    data = expanded(item.model, item.data)
    if not isinstance(data, Mapping):
        return [("", [shown_yaml(data)])] if data is not None else []
    found = []
    for key in item.keys:
        hidden = key.name in _SHOWN_ELSEWHERE or (key.name == "title" and item.model is not Pack)
        if not hidden and data.get(key.name) is not None:
            value = _shortened(key, data)
            parts = value if key.shape.kind == "parts" and isinstance(value, list) else None
            words = [
                value_words(key.shape, key.name, each, names)
                for each in ([value] if parts is None else [[p] for p in parts])
            ]
            found.append((key_words(item.model, key), words))
    known = {key.name for key in keys_of(item.model)}
    return found + [(name, [shown_yaml(value)]) for name, value in data.items() if name not in known]


def value_words(shape: Shape, name: str, value: Any, names: Names) -> Any:  # noqa: PLR0911  (one line for each kind)
    """A value in words."""
    match shape.kind, value:
        case _, None:
            return ""
        case "condition", _:
            return condition_words(value, names)
        case "label", {**words}:
            return label_of({"label": words}) or ""
        case "part", {**part}:
            return _part(shape.model, part, names)
        case "parts", [*parts]:
            return several([_part(shape.model, part, names) for part in parts], N_("%(first)s; %(rest)s"))
        case "map", {**entries}:
            codes, inner = code_words(shape.codes), shape.inner or Shape("text")
            pairs = [
                (Text(codes.get(code, code)), value_words(inner, name, each, names)) for code, each in entries.items()
            ]
            return several([_told(label, each) for label, each in pairs], N_("%(first)s; %(rest)s"))
        case "week", _:
            return shown_week(value)
        case (("choices" | "lines"), [*each]):
            return several([_code(shape, name, code, names) for code in each], N_("%(first)s, %(rest)s"))
        case "yaml", _:
            return shown_yaml(value)
        case _:
            return _code(shape, name, value, names)


def condition_words(condition: Any, names: Names) -> Any:
    """“severity is major and urgent is yes”."""
    join = join_of(condition)
    if join:
        parts = [condition_words(part, names) for part in condition[join]]
        inner = [Text(N_("(%(part)s)"), {"part": words}) if join_of(part) else words
                 for part, words in zip(condition[join], parts, strict=True)]  # fmt: skip
        return several(inner, N_("%(first)s and %(rest)s") if join == "all" else N_("%(first)s or %(rest)s"))
    if not isinstance(condition, Mapping):
        return shown_yaml(condition)
    name, operator = str(condition.get("field", "")), str(condition.get("operator", ""))
    about = field_named(name)
    label = names.switches().get(name) or Text(about.label if about else name)
    asked = {"field": label, "operator": Text(OPERATOR_LABELS.get(operator, operator))}  # type: ignore[call-overload]
    if condition.get("value") is None:
        return Text(N_("%(field)s %(operator)s"), asked)
    return Text(
        N_("%(field)s %(operator)s %(value)s"), asked | {"value": operand_words(name, condition["value"], names)}
    )


def operand_words(name: str, value: Any, names: Names) -> Any:
    """What a field is held against."""
    if isinstance(value, list):
        return several([operand_words(name, each, names) for each in value], N_("%(first)s, %(rest)s"))
    if isinstance(value, bool):
        return Text(N_("yes") if value else N_("no"))
    about = field_named(name)
    if about and str(value) in about.choices:
        return Text(about.choices[str(value)])
    if about and about.kind == "money":
        return Text(N_("¥%(amount)s"), {"amount": str(value)})
    return names.of(name).get(str(value)) or str(value)


def operators_of(name: str) -> tuple[str, ...]:
    """What can be asked of a field; everything where it isn't known."""
    about = field_named(name)
    return OPERATORS[about.kind] if about else tuple(OPERATOR_LABELS)


def several(parts: list[Any], msgid: str) -> Any:
    """Joined one after the other."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return Text(msgid, {"first": parts[0], "rest": several(parts[1:], msgid)})


def _shortened(key: Key, data: Mapping[str, Any]) -> Any:
    """Parts of a rule under the rule's own clause needn't say it again."""
    value = data[key.name]
    if key.shape.kind != "parts" or not isinstance(value, list):
        return value
    clause = data.get("clause")
    return [
        {name: each for name, each in part.items() if (name, each) != ("clause", clause)}
        if isinstance(part, Mapping)
        else part
        for part in value
    ]


def _part(model: Any, part: Any, names: Names) -> Any:
    data = expanded(model, part)
    if not isinstance(data, Mapping):
        return shown_yaml(part)
    told: list[Any] = [label] if (label := label_of(data)) else []
    for key in keys_of(model):
        value = data.get(key.name)
        if value is None or key.name in ("label", "title", "code") or value == key.default:
            continue
        words = value_words(key.shape, key.name, value, names)
        if key.name in _PLAIN_NUMBERS or (key.name == "unit" and told):
            told = [*told[:-1], Text(N_("%(first)s %(rest)s"), {"first": told[-1], "rest": words})] if told else [words]
        else:
            told.append(_told(_key(model, key), words))
    return several(told, N_("%(first)s, %(rest)s"))


def _key(model: Any, key: Key) -> Text:
    return Text(key_words(model, key))


def _told(label: Any, value: Any) -> Text:
    return Text(N_("%(label)s: %(value)s"), {"label": label, "value": value})


def _code(shape: Shape, name: str, value: Any, names: Names) -> Any:
    if isinstance(value, bool):
        return Text(N_("yes") if value else N_("no"))
    code = str(value)
    if shape.kind == "clause":
        return names.clauses().get(code) or code
    if shape.codes:
        return Text(code_words(shape.codes).get(code, code))
    return names.of(name).get(code) or code if shape.kind in ("text", "lines") and name not in ("code", "id") else code


def _calendars() -> dict[str, Text]:
    return {code: Text(CALENDARS[code]) for code in BASES}


def _coded(entries: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, Text]]:
    for entry in entries:
        if entry.get("code"):
            yield str(entry["code"]), label_of(entry) or Text("%(code)s", {"code": str(entry["code"])})


def _clause_words(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"ref": str(entry.get("ref", "")), "title": label_of(entry) or ""}


def _walk(entries: Any) -> Iterator[Mapping[str, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            yield entry
            yield from _walk(entry.get("children"))
