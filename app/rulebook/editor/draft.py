"""A draft on the screen: its data, its chapters, its faults, each read once for a request."""

from collections import Counter
from functools import cached_property
from typing import Any

from app.core.errors import NotFound, Refused
from app.core.i18n import N_
from app.policy.extending import merged
from app.rulebook.drafts import fingerprint, readable_draft
from app.rulebook.editor import paths
from app.rulebook.editor.faults import Placed, faults_of, placed_faults
from app.rulebook.editor.nodes import Form
from app.rulebook.editor.outline import Chapter, Item, find, outline
from app.rulebook.editor.paths import Place, put
from app.rulebook.editor.posted import Tree, fitting, read_part, same, without_defaults
from app.rulebook.editor.says import Names, lines_of
from app.rulebook.editor.shape import keys_of
from app.rulebook.models import PackVersion


class Draft:
    """What a page shows of a draft, or of what it would be after an edit (`data`)."""

    def __init__(self, row: PackVersion, data: Any = None) -> None:
        self.row, self.data = row, readable_draft(row) if data is None else data

    @cached_property
    def names(self) -> Names:
        """What its codes are called."""
        return Names(merged(self.data, self.row.text))

    @cached_property
    def chapters(self) -> list[Chapter]:
        """In reading order."""
        return outline(self.data)

    @cached_property
    def faults(self) -> list[Placed]:
        """Of the text as it is stored."""
        return placed_faults(self.row.text, self.data, self.chapters)

    @cached_property
    def counted(self) -> Counter[Place]:
        """How many faults each rule has."""
        return Counter(each.item.place for each in self.faults if each.item is not None)

    def lines(self, item: Item) -> list[tuple[str, list[Any]]]:
        """A rule in words."""
        return lines_of(item, self.names)

    def cited(self, item: Item) -> Any:
        """The clause of a rule, with its heading."""
        return self.names.clauses().get(item.clause, item.clause)

    def under(self, item: Item) -> Place:
        """Where a rule below this one goes, in a tree."""
        assert item.below is not None
        return (*item.below, len(paths.at(self.data, item.below) or ()))

    def rule(self, place: Place) -> tuple[Chapter, Item]:
        """The rule there, or the place for a new one. Raises NotFound."""
        found = find(self.data, place)
        if found is None:
            raise NotFound(N_("There is no such place in the policy pack."))
        return found

    def form(self, item: Item, data: Any = None) -> Form:
        """The rule's form, with what is stored or what was typed, and with what is wrong with what is stored."""
        return Form(item, item.data if data is None else data, self.names, faults_of(self.faults, item.place))


def seen_of(item: Item) -> str:
    """What a page saw of a rule: its data, without the rules that lie below it in a tree."""
    entry = item.data
    if isinstance(entry, dict) and item.skip:
        entry = {name: value for name, value in entry.items() if name not in item.skip}
    return fingerprint(entry)


def entered(item: Item, sent: Tree, *, keep: bool) -> dict[str, Any]:
    """The rule as it was typed; what its form doesn't ask for stays."""
    stored = item.data if isinstance(item.data, dict) else {}
    beside = {name: value for name, value in stored.items() if name in item.skip}
    typed = read_part(item.model, sent, keep=keep, skip=item.skip)
    if keep:
        return _fitted(item.model, typed)
    told = without_defaults(item.model, typed, stored)
    return {**told, **beside}


def with_rule(data: Any, item: Item, rule: dict[str, Any]) -> Any:
    """The pack with the rule in its place; one that says the same as before stays as it was written."""
    if item.data is not None and same(item.model, rule, item.data):
        return data
    if not item.place:
        return rule
    return put(data, item.place, rule)


def with_button(rule: Any, button: str) -> Any:
    """What was typed after a press on one of the form's own buttons: an entry or row more or less, or moved."""
    verb, _, text = button.partition(":")
    place = paths.read_place(text)
    here, number = paths.at(rule, place), place[-1] if place else None
    match verb:
        case "add" if place:
            return paths.change_list(rule, place, lambda items: items.append({}))
        case "row" | "group" if place:
            join = paths.join_of(here)
            grouped = rule if join else paths.put(rule, place, {"all": [] if here is None else [here]})
            more: Any = {} if verb == "row" else {"all" if join == "any" else "any": [{}, {}]}
            return paths.change_list(grouped, place, lambda items: items.append(more))
        case "drop" if here is not None and place:
            return paths.without(rule, place)
        case "up" | "down" if isinstance(number, int):
            return paths.moved(rule, place, -1 if verb == "up" else 1)
    return rule


def _fitted(model: Any, data: Any) -> Any:
    """For a form that is shown again: conditions whose operator goes with the field just chosen."""
    if not isinstance(data, dict):
        return data
    found = dict(data)
    for key in keys_of(model):
        value = found.get(key.name)
        if key.shape.kind == "condition" and value is not None:
            found[key.name] = fitting(value)
        elif key.shape.kind == "part":
            found |= {key.name: _fitted(key.shape.model, value)} if value is not None else {}
        elif key.shape.kind == "parts" and isinstance(value, list):
            found[key.name] = [_fitted(key.shape.model, each) for each in value]
    return found


def check_unchanged(item: Item, seen: str) -> None:
    """Raises Refused where the rule is no longer what the page saw."""
    if seen_of(item) != seen:
        raise Refused(
            N_("Somebody else changed this rule meanwhile. Your entries are kept; please compare and save again.")
        )
