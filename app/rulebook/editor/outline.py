"""A pack's plain data, whole or faulty, as chapters of rules: what the editor lists and versions are compared by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.core.i18n import N_, Text
from app.policy.pack import Pack
from app.rulebook.editor.paths import Place, at
from app.rulebook.editor.shape import PACK_KEYS, Key, keys_of
from app.rulebook.editor.words import code_words, key_words, label_of


@dataclass(frozen=True)
class Item:
    """A rule: where it stands, its model, what is in it; `below`: where a rule beneath it goes, for a tree."""

    place: Place
    model: type[BaseModel]
    data: Any
    skip: frozenset[str] = frozenset()
    depth: int = 0
    below: Place | None = None
    name: Text | None = None
    """Of a rule of which there is one at most: its chapter's."""

    @property
    def keys(self) -> list[Key]:
        """What its form asks for."""
        return [key for key in keys_of(self.model) if key.name not in self.skip]

    @property
    def clause(self) -> str:
        """The clause that it comes from."""
        found = self.data.get("clause") if isinstance(self.data, Mapping) else None
        return str(found or "")

    @property
    def mark(self) -> str:
        """What stays the same when the rule moves: its code, its id, else what it decides."""
        entry = self.data if isinstance(self.data, Mapping) else {}
        return str(next((entry[name] for name in ("code", "id") if entry.get(name)), ""))

    @property
    def title(self) -> Text:
        """What people call it."""
        return self.name or title_of(self.model, self.data, self.place)


@dataclass(frozen=True)
class Chapter:
    """Rules of one kind. `place`: of their list, or of the one rule there may be; `several`: whether it is a list."""

    heading: Text
    place: Place
    model: type[BaseModel]
    several: bool
    items: tuple[Item, ...]

    @property
    def end(self) -> Place:
        """Where a new rule goes."""
        return (*self.place, sum(len(item.place) == len(self.place) + 1 for item in self.items))

    @property
    def code(self) -> str:
        """For anchors."""
        return "-".join(map(str, self.place)) or "pack"


def outline(data: Any) -> list[Chapter]:
    """Every chapter, empty ones included, in the models' order; what is said of the pack itself first."""
    about = Item((), Pack, data, frozenset(key.name for key in PACK_KEYS if key.shape.kind in ("part", "parts")))
    return [Chapter(Text(N_("About the policy pack")), (), Pack, False, (about,)), *_chapters(data, Pack, (), ())]


def find(data: Any, place: Place) -> tuple[Chapter, Item] | None:
    """The rule at a place, or the place for a new one: the number just past its list's end."""
    for chapter in outline(data):
        for item in chapter.items:
            if item.place == place:
                return chapter, item
            if item.below is not None and place == (*item.below, len(at(data, item.below) or ())):
                return chapter, _new(chapter, place, item.depth + 1)
        if not chapter.several and not chapter.items and place == chapter.place:
            return chapter, _new(chapter, place, 0)
        if chapter.several and place == (*chapter.place, len(at(data, chapter.place) or ())):
            return chapter, _new(chapter, place, 0)
    return None


def title_of(model: type[BaseModel], data: Any, place: Place = ()) -> Text:
    """A rule's name; for one without, what it decides or its number."""
    entry = data if isinstance(data, Mapping) else {}
    if model is Pack:
        return Text(N_("Name, version and source"))
    words = label_of(entry)
    if entry.get("ref") and words:
        return Text(N_("%(ref)s %(title)s"), {"ref": str(entry["ref"]), "title": words})
    if words:
        return words
    choice = next((key for key in keys_of(model) if key.shape.kind == "choice" and entry.get(key.name)), None)
    if choice is not None:
        code = str(entry[choice.name])
        return Text(code_words(choice.shape.codes).get(code, code))
    number = place[-1] if place else ""
    return Text(N_("No. %(number)s"), {"number": number + 1}) if isinstance(number, int) else Text(str(number))


def recursive(model: type[BaseModel]) -> str | None:
    """The key under which a model holds more of its own kind, as categories do."""
    return next((key.name for key in keys_of(model) if key.shape.kind == "parts" and key.shape.model is model), None)


def _chapters(pack: Any, model: type[BaseModel], place: Place, above: tuple[Text, ...]) -> Iterator[Chapter]:
    for key in keys_of(model):
        here, heading = (*place, key.name), Text(key_words(model, key))
        if key.shape.kind == "parts":
            items = tuple(_entries(key.shape.model, at(pack, here), here, 0))
            yield Chapter(_headed(above, heading), here, key.shape.model, True, items)
        elif key.shape.kind == "part":
            yield from _part(pack, key.shape.model, here, (*above, heading))


def _part(pack: Any, model: type[BaseModel], place: Place, above: tuple[Text, ...]) -> Iterator[Chapter]:
    """A part with lists in it is a group of chapters; one without is a rule of its own."""
    kinds, data = {key.name: key.shape.kind for key in keys_of(model)}, at(pack, place)
    grouped = "parts" in kinds.values() and len(place) == 1
    skip = frozenset(name for name, kind in kinds.items() if kind in ("part", "parts")) if grouped else frozenset()
    heading = _headed(above[:-1], above[-1])
    if skip != kinds.keys():
        items = (Item(place, model, data, skip, name=heading),) if data is not None else ()
        yield Chapter(heading, place, model, False, items)
    if grouped:
        yield from _chapters(pack, model, place, above)


def _entries(model: type[BaseModel], data: Any, place: Place, depth: int) -> Iterator[Item]:
    again = recursive(model)
    skip = frozenset([again]) if again else frozenset()
    for number, entry in enumerate(data if isinstance(data, list) else ()):
        here = (*place, number)
        below = (*here, again) if again else None
        yield Item(here, model, entry, skip, depth, below)
        if again and isinstance(entry, Mapping):
            yield from _entries(model, entry.get(again), (*here, again), depth + 1)


def _new(chapter: Chapter, place: Place, depth: int) -> Item:
    again = recursive(chapter.model)
    skip = frozenset([again]) if again else chapter.items[0].skip if chapter.items else frozenset()
    return Item(
        place, chapter.model, None, skip, depth, name=Text(N_("New rule")) if chapter.several else chapter.heading
    )


def _headed(above: tuple[Text, ...], heading: Text) -> Text:
    return Text(N_("%(group)s: %(heading)s"), {"group": above[-1], "heading": heading}) if above else heading
