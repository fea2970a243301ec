"""Rows of a file into records: read, checked, compared with what is there, put. The same for a trial and in earnest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.core.errors import Invalid, UserError
from app.core.i18n import N_, Text
from app.extensions import db
from app.imports import cells
from app.imports.columns import Column
from app.imports.kinds import Kind
from app.imports.sheets import Row, is_blank
from app.web.conflicts import refusal

_NOTHING = (None, "", [])


@dataclass(frozen=True)
class Fault:
    """See `ImportFault`."""

    row: int
    column: str
    value: str
    reason: Text
    corrected: bool = False


@dataclass
class Outcome:
    """What became of some rows. `records`: (row, id, when it was left, what it held before)."""

    position: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    corrected: int = 0
    refused: int = 0
    blank: int = 0
    faults: list[Fault] = field(default_factory=list)
    records: list[tuple[int, int, datetime, dict[str, Any] | None]] = field(default_factory=list)


class Importer:
    """One file's way into one kind of record."""

    def __init__(self, kind: Kind, headers: Sequence[str], mapping: Mapping[int, str]) -> None:
        self.kind = kind
        columns = {column.name: column for column in kind.columns()}
        self.at = {position: columns[name] for position, name in mapping.items() if name in columns}
        self.headers = headers
        self.seen: dict[tuple[Any, ...], int] = {}

    def put(self, rows: Iterable[tuple[int, Row]], *, actor: Any | None, now: datetime) -> Outcome:
        """Some rows, each in a savepoint of its own. Inside a unit of work, or in one that is taken back."""
        outcome = Outcome()
        for number, row in rows:
            outcome.position = number
            if is_blank(row):
                outcome.blank += 1
                continue
            self._put_row(outcome, number, row, actor, now)
        return outcome

    def remember(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Rows that an earlier worker did: what they name counts as seen."""
        for number, row in rows:
            if not is_blank(row):
                self._twice(number, self.read(number, row)[0])

    def read(self, number: int, row: Row) -> tuple[dict[str, Any], list[Fault]]:
        """The facts of a row, and what is wrong with it or was put right."""
        facts: dict[str, Any] = {}
        faults: list[Fault] = []
        for position, column in self.at.items():
            raw = row[position] if position < len(row) else None
            try:
                facts[column.name], corrected = column.read(raw)
            except UserError as error:
                faults.append(self._fault(number, position, raw, error.message))
                continue
            if column.required and facts[column.name] in (None, "", []):
                faults.append(self._fault(number, position, raw, Text(N_("Please fill this in."))))
            elif corrected:
                faults.append(self._fault(number, position, raw, self._read_as(column, facts), corrected=True))
        return facts, faults

    def _put_row(self, outcome: Outcome, number: int, row: Row, actor: Any | None, now: datetime) -> None:
        facts, faults = self.read(number, row)
        earlier = self._twice(number, facts)
        if earlier is not None:
            told = Text(N_("The same as row %(row)s of this file."), {"row": earlier})
            faults.append(Fault(number, "", "", told))
        wrong = [fault for fault in faults if not fault.corrected]
        if not wrong:
            try:
                with db.session.begin_nested():
                    self._store(outcome, number, facts, actor, now)
            except UserError as error:
                wrong = self._told(number, row, error)
            except IntegrityError as error:
                wrong = self._told(number, row, refusal(error, frozenset(facts)))
        outcome.faults += wrong or faults
        outcome.refused += bool(wrong)
        outcome.corrected += bool(faults and not wrong)

    def _store(self, outcome: Outcome, number: int, facts: dict[str, Any], actor: Any | None, now: datetime) -> None:
        record = self.kind.find(facts)
        before = self._differing(record, facts) if record is not None else None
        if record is not None and not before:
            outcome.unchanged += 1
            return
        if record is not None and self.kind.change is None:
            raise Invalid(N_("This is in the books already, with other contents; an import doesn't change it."))
        # An empty cell says nothing: what is there stays.
        said = facts if record is None else {name: value for name, value in facts.items() if value not in _NOTHING}
        kept = self.kind.put(record, said, actor=actor, now=now)
        db.session.flush()
        outcome.records.append((number, kept.id, kept.changed_at, before))
        if record is None:
            outcome.added += 1
        else:
            outcome.changed += 1

    def _differing(self, record: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the record holds where the row says something else, as cells: how it would have to be put back."""
        told = (column for column in self.at.values() if column.name in facts)
        columns = {column.name: column for column in told if column.name not in self.kind.hidden}
        found = {}
        for name, column in columns.items():
            stored = self.kind.stored(record, name)
            # As cells: what a file can't tell, such as a fraction of a second, is no difference.
            if facts[name] not in _NOTHING and column.write(stored) != column.write(facts[name]):
                found[name] = column.write(stored)
        return found

    def _read_as(self, column: Column, facts: Mapping[str, Any]) -> Text:
        if column.name in (*self.kind.hidden, "phone"):  # personal, and this list is kept
            return Text(N_("Put into the usual form."))
        return Text(N_("Read as “%(value)s”."), {"value": str(column.write(facts[column.name]))[:80]})

    def _twice(self, number: int, facts: Mapping[str, Any]) -> int | None:
        """The row that named the same record; None where this is the first."""
        key = self.kind.identity(dict(facts))
        if not any(key):
            return None
        earlier = self.seen.setdefault(key, number)
        return earlier if earlier != number else None

    def _told(self, number: int, row: Row, error: UserError) -> list[Fault]:
        """A verb's refusal, each reason at its column."""
        places = {column.name: position for position, column in self.at.items()}
        found = []
        for name, reason in error.fields.items():
            place = places.get(name, places.get(name.removesuffix("_id")))
            text = reason if isinstance(reason, Text) else Text(reason)
            value = row[place] if place is not None and place < len(row) else None
            found.append(self._fault(number, place, value, text))
        return found or [Fault(number, "", "", error.message)]

    def _fault(self, number: int, position: int | None, raw: Any, reason: Text, *, corrected: bool = False) -> Fault:
        header = self.headers[position] if position is not None and position < len(self.headers) else ""
        column = self.at.get(position) if position is not None else None
        secret = column is not None and column.name in (*self.kind.hidden, "phone")
        return Fault(number, header[:200], "" if secret else cells.plain(raw)[:200], reason, corrected)


def missing(columns: Sequence[Column], mapping: Mapping[int, str]) -> list[Column]:
    """Required columns that no column of the file is."""
    return [column for column in columns if column.required and column.name not in mapping.values()]
