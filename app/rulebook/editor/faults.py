"""The faults of a whole pack, each at the rule and the box where it can be mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.core.i18n import Text
from app.policy.conditions import field_named
from app.policy.load import check
from app.policy.own_fields import OWN_FIELD, own_fields
from app.policy.source import Fault
from app.rulebook.editor.outline import Chapter, Item
from app.rulebook.editor.paths import Place, at, fault_place


@dataclass(frozen=True)
class Placed:
    """A fault with its rule; None: it concerns a chapter, or the text as a whole."""

    fault: Fault
    chapter: Chapter | None
    item: Item | None
    place: Place
    """Within the rule."""


def placed_faults(text: str, data: Any, chapters: Sequence[Chapter]) -> list[Placed]:
    """Every fault of the text, in its order."""
    own = tuple((name, str(about)) for name, about in own_fields().items()) if OWN_FIELD.search(text) else ()
    return [_placed(_in_words(fault), data, chapters) for fault in _checked(text, own)]


def faults_of(found: Sequence[Placed], place: Place) -> dict[Place, list[Any]]:
    """What is wrong with one rule, by the place within it."""
    mine: dict[Place, list[Any]] = {}
    for each in found:
        if each.item is not None and each.item.place == place:
            mine.setdefault(each.place, []).append(each.fault.reason)
    return mine


# Every page of a draft asks for the faults of one and the same text.
@lru_cache(maxsize=16)
def _checked(text: str, _own: tuple[tuple[str, str], ...]) -> list[Fault]:
    """Anew where one of the company's own fields has changed."""
    return check(text)


def _in_words(fault: Fault) -> Fault:
    """With the field called as the drop-down calls it; its name in the text is for those who read YAML."""
    name = fault.reason.params.get("field")
    about = field_named(name) if isinstance(name, str) else None
    if about is None:
        return fault
    return replace(fault, reason=Text(fault.reason.msgid, {**fault.reason.params, "field": Text(about.label)}))


def _placed(fault: Fault, data: Any, chapters: Sequence[Chapter]) -> Placed:
    place = fault_place(data, fault.at)
    best: tuple[Chapter, Item] | None = None
    for chapter in chapters:
        for item in chapter.items:
            inside = place[: len(item.place)] == item.place and _asks(item, place)
            if inside and (best is None or len(item.place) > len(best[1].place)):
                best = chapter, item
    if best is not None:
        return Placed(fault, *best, _rows(best[1], place[len(best[1].place) :]))
    chapter = next((each for each in chapters if each.place and place[: len(each.place)] == each.place), None)
    return Placed(fault, chapter, None, place)


def _asks(item: Item, place: Place) -> bool:
    """Whether the rule's form has a box for it; what lies below in a tree is a rule of its own."""
    rest = place[len(item.place) :]
    return not rest or rest[0] not in item.skip


def _rows(item: Item, place: Place) -> Place:
    """A condition of a single row is drawn as the first of a group."""
    found: list[str | int] = []
    for number, step in enumerate(place):
        before = at(item.data, place[:number])
        single = step in ("field", "operator", "value") and isinstance(before, dict) and "field" in before
        if single and not (found and isinstance(found[-1], int)):
            found.append(0)
        found.append(step)
    return tuple(found)
