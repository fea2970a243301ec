"""A rule's form as a tree of boxes, made from the model, with what stands in them and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import N_, Text
from app.policy.conditions import FIELDS, OPERATOR_LABELS, field_named
from app.policy.own_fields import own_fields
from app.rulebook.editor.outline import Item
from app.rulebook.editor.paths import Place, join_of, shown_place
from app.rulebook.editor.posted import PREFIX, REST, SEVERAL, WITHOUT_VALUE, shown_week, shown_yaml
from app.rulebook.editor.says import Names, operators_of
from app.rulebook.editor.shape import Key, Shape, expanded, keys_of
from app.rulebook.editor.words import code_words, key_words

Options = list[tuple[str, Any]]
Faults = Mapping[Place, list[Any]]
"""What is wrong, by the place within the rule."""
_JOINS = [("all", N_("all of these hold")), ("any", N_("at least one of these holds"))]
_YESNO: Options = [("true", N_("yes")), ("false", N_("no"))]


@dataclass
class Node:
    """A box, or a group of boxes; `kind` says which part of the template draws it."""

    name: str
    kind: str
    label: Any = ""
    value: Any = ""
    options: Options = field(default_factory=list)
    required: bool = False
    faults: list[Any] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    hint: Any = ""

    @property
    def place(self) -> str:
        """As buttons name it."""
        return self.name.removeprefix(PREFIX)

    @property
    def faulty(self) -> bool:
        """Whether anything in it is wrong."""
        return bool(self.faults) or any(child.faulty for child in self.children)


class Form:
    """Makes nodes for one rule. `loose` are faults that belong to no box."""

    def __init__(self, item: Item, data: Any, names: Names, faults: Faults) -> None:
        self._names, self._faults, self._shown = names, faults, set[Place]()
        self.nodes = self._part(item.model, expanded(item.model, data), (), item.keys)
        self.loose = [reason for place, reasons in faults.items() if place not in self._shown for reason in reasons]

    def _part(self, model: Any, data: Any, place: Place, keys: Any = None) -> list[Node]:
        entry = data if isinstance(data, Mapping) else {}
        known = {key.name for key in keys_of(model)}
        wanted = list(keys if keys is not None else keys_of(model))
        # What a rule says comes before where it stands, and before the code by which others name it.
        wanted.sort(key=lambda key: 2 * (key.name in ("code", "id")) + (key.shape.kind == "clause"))
        nodes = [self._node(model, key, entry.get(key.name), (*place, key.name)) for key in wanted]
        rest = {name: value for name, value in entry.items() if name not in known}
        if rest:
            nodes.append(self._rest(rest, place))
        return nodes

    def _node(self, model: Any, key: Key, value: Any, place: Place) -> Node:
        node = self.make(key.shape, key.name, value, place)
        node.label, node.required = key_words(model, key), key.required
        if value is None and not key.required and isinstance(key.default, str | bool):
            node.value = str(key.default).lower() if isinstance(key.default, bool) else node.value or key.default
        return node

    def make(self, shape: Shape, name: str, value: Any, place: Place) -> Node:
        """The node of one value."""
        node = Node(PREFIX + shown_place(place), shape.kind, faults=self._at(place))
        match shape.kind:
            case "part":
                node.children = self._part(shape.model, expanded(shape.model, value), place)
            case "parts":
                node.children = [self._entry(shape, each, (*place, at)) for at, each in enumerate(_listed(value))]
            case "condition":
                node.children = [self._condition(_grouped(value), place)]
            case "label":
                node.children = self._languages(value, place)
            case "map":
                codes, entries = code_words(shape.codes), value if isinstance(value, Mapping) else {}
                for code in shape.codes:
                    child = self.make(shape.inner or Shape("text"), name, entries.get(code), (*place, code))
                    child.label = codes.get(code, code)
                    node.children.append(child)
            case _:
                self._fill(node, shape, name, value)
        return node

    def _fill(self, node: Node, shape: Shape, name: str, value: Any) -> None:
        node.value = "" if value is None else value
        match shape.kind:
            case "flag":
                node.value = str(value).lower() if isinstance(value, bool) else ""
            case "choices":
                node.value = [str(each) for each in _listed(value)]
                node.options = _with(list(code_words(shape.codes).items()), node.value)
            case "choice" | "clause":
                known = self._names.clauses() if shape.kind == "clause" else code_words(shape.codes)
                node.kind, node.value = "choice", str(node.value)
                node.options = _with(list(known.items()), [node.value])
            case "lines":
                node.kind, node.value = self._lines(node, name, value)
            case "week":
                node.value = shown_week(value) if value is not None else ""
            case "yaml":
                node.value = shown_yaml(value)
            case "text" if name not in ("code", "id") and (known := self._names.of(name)):
                node.kind, node.value = "choice", str(node.value)
                node.options = _with(list(known.items()), [node.value])
            case _:
                node.value = str(node.value)

    def _lines(self, node: Node, name: str, value: Any) -> tuple[str, Any]:
        """Boxes to tick where the pack lists what there is, else one entry a line."""
        written = [str(each) for each in _listed(value)]
        known = self._names.of(name)
        if known:
            node.options = _with(list(known.items()), written)
            return "choices", written
        for number in range(len(written)):
            node.faults = [*node.faults, *self._at((*node.place.split("."), number))]
        return "lines", "\n".join(written)

    def _entry(self, shape: Shape, value: Any, place: Place) -> Node:
        children = self._part(shape.model, expanded(shape.model, value), place)
        return Node(PREFIX + shown_place(place), "entry", faults=self._at(place), children=children)

    def _languages(self, value: Any, place: Place) -> list[Node]:
        words = value if isinstance(value, Mapping) else {"zh": value} if value is not None else {}
        labels = (("zh", N_("Chinese")), ("en", N_("English")))
        return [
            Node(
                PREFIX + shown_place((*place, code)),
                "text",
                label,
                str(words.get(code) or ""),
                faults=self._at((*place, code)),
            )
            for code, label in labels
        ]

    def _condition(self, condition: Any, place: Place) -> Node:
        join = join_of(condition)
        name = PREFIX + shown_place(place)
        if join is None:
            return self._row(condition if isinstance(condition, Mapping) else {}, place)
        parts = [self._condition(part, (*place, number)) for number, part in enumerate(condition[join])]
        faults = self._at((*place, join))
        return Node(name, "group", value=join, options=list(_JOINS), faults=faults, children=parts)

    def _row(self, row: Mapping[str, Any], place: Place) -> Node:
        name, operator = str(row.get("field") or ""), str(row.get("operator") or "")
        fields: Options = [(code, about.label) for code, about in FIELDS.items()]
        fields += [(code, about.label) for code, about in own_fields().items() if not about.unusable]
        fields += list(self._names.switches().items())
        operators: Options = [(code, OPERATOR_LABELS[code]) for code in operators_of(name)]  # type: ignore[index]
        boxes = [
            self._box(place, "field", name, _with(fields, [name])),
            self._box(place, "operator", operator, _with(operators, [operator])),
        ]
        if operator not in WITHOUT_VALUE:
            boxes.append(self._operand(name, operator, row.get("value"), place))
        return Node(PREFIX + shown_place(place), "row", faults=self._at(place), children=boxes)

    def _box(self, place: Place, name: str, value: str, options: Options) -> Node:
        here = (*place, name)
        return Node(PREFIX + shown_place(here), "select", value=value, options=options, faults=self._at(here))

    def _operand(self, name: str, operator: str, value: Any, place: Place) -> Node:
        about, here = field_named(name), (*place, "value")
        node = Node(PREFIX + shown_place(here), "operand", faults=self._at(here))
        written = [_plain(each) for each in _listed(value)]
        known: Options = list(about.choices.items()) if about else []
        known = known or (_YESNO if about and about.kind == "flag" else list(self._names.of(name).items()))
        if known:
            node.kind = "ticks" if operator in SEVERAL else "select"
            node.options = _with(known, written)
        node.hint = N_("yuan") if about and about.kind == "money" else ""
        node.value = written if node.kind == "ticks" else ", ".join(written)
        return node

    def _rest(self, rest: Mapping[str, Any], place: Place) -> Node:
        node = Node(PREFIX + shown_place((*place, REST)), "yaml", N_("Keys that aren't known here"), shown_yaml(rest))
        node.faults = [reason for name in rest for reason in self._at((*place, name))]
        return node

    def _at(self, place: Place) -> list[Any]:
        here = tuple(int(step) if isinstance(step, str) and step.isdigit() else step for step in place)
        self._shown.add(here)
        return list(self._faults.get(here, ()))


def _grouped(condition: Any) -> Any:
    if condition is None:
        return {"all": []}
    return condition if join_of(condition) else {"all": [condition]}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _with(options: Options, values: list[str]) -> Options:
    """The options and, so that nothing gets lost, whatever is written and isn't among them."""
    known = {code for code, _ in options}
    return options + [(value, Text("%(code)s", {"code": value})) for value in values if value and value not in known]
