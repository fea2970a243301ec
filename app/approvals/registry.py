"""The kinds of decisions that there are, and what of each waits for a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.extensions import appbuilder
from app.security import Person, may
from app.web import Verb

MOST = 100
"""So many are listed; when they are decided, the next ones show."""


@dataclass(frozen=True)
class Line:
    """A thing that waits, in the list: what it is, what it is about, since when, until when."""

    title: str
    about: str
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of decision: `verbs` are names of buttons of the screen `view`, the one that agrees first.

    `waiting(person)` gives the rows that wait for this person, the oldest first, at most some hundreds; asked only of
    those who hold one of the permissions. `template` draws the facts beside the decision, from `row` and `facts(row)`.
    `label` names them all, above the list; `one` a single one, on it.
    """

    code: str
    label: Any
    view: str
    verbs: tuple[str, ...]
    waiting: Callable[[Person], Iterable[Any]]
    line: Callable[[Any], Line]
    template: str
    facts: Callable[[Any], Mapping[str, Any]] = field(default=lambda _row: {})
    one: Any = ""

    def screen(self) -> Any:
        """The view whose buttons decide."""
        return next(view for view in appbuilder.baseviews if type(view).__name__ == self.view)

    def buttons(self) -> list[Verb]:
        """Those that the reader may press at all, in the kind's order."""
        named = {verb.name: verb for verb in self.screen().verbs}
        return [named[name] for name in self.verbs if may(named[name].needs, self.view)]

    def open_buttons(self, row: Any) -> list[Verb]:
        """Those that make sense for this row now."""
        return [verb for verb in self.buttons() if verb.opens(row)]


@dataclass(frozen=True)
class Waiting:
    """A row that waits, with its kind and its line."""

    kind: Kind
    row: Any
    line: Line

    @property
    def key(self) -> str:
        """What the page calls it: `penalty-12`."""
        return f"{self.kind.code}-{self.row.id}"


_kinds: dict[str, Kind] = {}
_sources: list[Callable[[], Mapping[str, Kind]]] = []


def register_approvals(kind: Kind) -> None:
    """Offer this kind of decision to those whose permissions allow it."""
    _kinds[kind.code] = kind


def register_approval_kinds(source: Callable[[], Mapping[str, Kind]]) -> None:
    """Kinds that come and go while the product runs: `source` gives those of now, by code."""
    if source not in _sources:
        _sources.append(source)


def kind_of(code: str) -> Kind | None:
    """The kind of that code."""
    return _every_kind().get(code)


def open_kinds() -> list[Kind]:
    """The kinds that the reader may decide at all."""
    return [kind for kind in _every_kind().values() if kind.buttons()]


def _every_kind() -> dict[str, Kind]:
    return _kinds | {code: kind for source in _sources for code, kind in source().items()}


def waiting_for(person: Person, only: Kind | None = None) -> list[Waiting]:
    """What waits for this person, kind by kind, the oldest first; at most `MOST`."""
    found = []
    for kind in [only] if only else open_kinds():
        found += [Waiting(kind, row, kind.line(row)) for row in kind.waiting(person)]
    return found[:MOST]
