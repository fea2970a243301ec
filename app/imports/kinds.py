"""What can be imported: a kind says its columns, how a row is found again, added, changed, written out and taken back.

A package registers its kinds; screens, commands, worker and templates know all that are registered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.core.errors import NotFound
from app.core.i18n import N_
from app.customfields.verbs import apart, fill
from app.extensions import db
from app.imports.columns import Column, custom_columns
from app.security import may

Facts = dict[str, Any]
_AT_ONCE = 500


@dataclass(frozen=True)
class Kind:
    """See the module's text.

    `screen`: whose `can_add` and `can_edit` the import needs. `entity`: the table whose custom fields are columns too.
    `find(facts)` gives the record that a row is about, None for a new one; two rows of a file with the same `identity`
    are about the same thing. `change` is None where what is there is
    never changed by an import. `value(record, column name)` is what `change` would have to write to change nothing.
    """

    code: str
    label: Any
    screen: str
    model: Any
    own_columns: Callable[[], Sequence[Column]]
    find: Callable[[Facts], Any | None]
    identity: Callable[[Facts], tuple[Any, ...]]
    add: Callable[..., Any]
    value: Callable[[Any, str], Any]
    change: Callable[..., None] | None = None
    entity: str = ""
    hidden: frozenset[str] = frozenset()
    """Columns that are never written out, such as a first password."""
    within: Any = None
    """Of the model's rows those that are of this kind; None: all."""
    settle: Callable[..., None] | None = None
    """What follows when record and custom fields are written: `settle(record, now)`."""

    def columns(self) -> list[Column]:
        """Those of the product and those of administrators."""
        return [*self.own_columns(), *(custom_columns(self.entity) if self.entity else ())]

    def open_to_reader(self) -> bool:
        """Whether the present person may import it."""
        return may("can_add", self.screen)

    def stored(self, record: Any, name: str) -> Any:
        """What the record holds in a column."""
        return getattr(record, name) if name.startswith("x_") else self.value(record, name)

    def put(self, record: Any | None, facts: Facts, *, actor: Any | None, now: datetime) -> Any:
        """Add a record, or change the one that is there; custom fields with it."""
        own, custom = apart(facts)
        if record is None:
            record = self.add(actor=actor, now=now, **own)
        elif self.change is not None:
            self.change(record, actor=actor, now=now, **own)
        if custom:
            fill(record, custom, actor=actor, now=now)
        if self.settle is not None:
            self.settle(record, now=now)
        return record

    def everything(self) -> Iterator[Any]:
        """Every record within reach, by key, some hundred at a time."""
        last = 0
        while True:
            wanted: Select[Any] = select(self.model).where(self.model.id > last).order_by(self.model.id).limit(_AT_ONCE)
            rows = db.session.scalars(wanted if self.within is None else wanted.where(self.within)).all()
            yield from rows
            if len(rows) < _AT_ONCE:
                return
            last = rows[-1].id
            db.session.expunge_all()


_kinds: dict[str, Kind] = {}
_sources: list[Callable[[], Mapping[str, Kind]]] = []


def register_kind(kind: Kind) -> None:
    """Offer a kind for import and export."""
    _kinds[kind.code] = kind


def register_kinds(source: Callable[[], Mapping[str, Kind]]) -> None:
    """Kinds that come and go while the product runs: `source` gives those of now, by code."""
    if source not in _sources:
        _sources.append(source)


def kinds() -> Mapping[str, Kind]:
    """Code → kind, in the order in which they were registered."""
    return _kinds | {code: kind for source in _sources for code, kind in source().items()}


def kind_of(code: str) -> Kind:
    """Raises NotFound."""
    found = _kinds.get(code) or kinds().get(code)
    if found is None:
        raise NotFound(N_("There is no import of this kind: %(code)s"), code=code)
    return found
