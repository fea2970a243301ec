"""What a draft would change: two outcomes of one course side by side, and the sums by department. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from app.core.money import Money
from app.policy.replay import Outcome


@dataclass(frozen=True, slots=True)
class Difference:
    """A complaint under its own pack and under the draft."""

    was: Outcome
    would: Outcome

    @property
    def graded(self) -> bool:
        """Whether it would be graded otherwise."""
        return self.would.refused is None and self.was.severity != self.would.severity

    @property
    def late(self) -> bool:
        """Whether other clocks would be missed, or more or fewer of them."""
        return self.would.refused is None and _missed(self.was) != _missed(self.would)

    @property
    def charged(self) -> bool:
        """Whether it would cost more or less, or somebody else."""
        return self.would.refused is None and _charges(self.was) != _charges(self.would)

    @property
    def changed(self) -> bool:
        """Whether anything at all would be otherwise."""
        return self.graded or self.late or self.charged or self.would.refused != self.was.refused


def _missed(outcome: Outcome) -> list[str]:
    return sorted(clocked.clock.code for clocked in outcome.clocks if clocked.late)


def _charges(outcome: Outcome) -> list[tuple[str, int]]:
    return sorted((owed.rule, owed.fen) for owed in outcome.owed)


@dataclass(slots=True)
class Sums:
    """Complaints counted, and how many of them come out otherwise. Money in fen."""

    complaints: int = 0
    changed: int = 0
    graded: int = 0
    late_was: int = 0
    late_would: int = 0
    penalised_was: int = 0
    penalised_would: int = 0
    fen_was: int = 0
    fen_would: int = 0
    refused: int = 0

    @property
    def was(self) -> Money:
        """What their own packs asked for."""
        return Money(self.fen_was)

    @property
    def would(self) -> Money:
        """What the draft would ask for."""
        return Money(self.fen_would)

    def add(self, found: Difference) -> None:
        """One complaint more."""
        was, would = found.was, found.would
        self.complaints += 1
        self.changed += found.changed
        self.graded += found.graded
        self.late_was += was.late > 0
        self.late_would += would.late > 0
        self.penalised_was += any(owed.fen > 0 for owed in was.owed)
        self.penalised_would += any(owed.fen > 0 for owed in would.owed)
        self.fen_was += was.fen
        self.fen_would += would.fen
        self.refused += would.refused is not None


@dataclass(slots=True)
class Tally:
    """The sums of a run, in all and by department (its id as text; empty: none responsible yet)."""

    total: Sums = field(default_factory=Sums)
    departments: dict[str, Sums] = field(default_factory=dict)

    def add(self, department: str, found: Difference) -> None:
        """One complaint more."""
        self.total.add(found)
        self.departments.setdefault(department, Sums()).add(found)

    def to_json(self) -> dict[str, Any]:
        """Plain data, departments in order: a run that was interrupted goes on from it."""
        ordered = sorted(self.departments.items(), key=lambda item: (len(item[0]), item[0]))
        return {"total": asdict(self.total), "departments": {code: asdict(sums) for code, sums in ordered}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tally":
        """The reverse of `to_json`; nothing yet for an empty one."""
        if not data:
            return cls()
        return cls(_sums(data["total"]), {code: _sums(sums) for code, sums in data["departments"].items()})


def _sums(data: Mapping[str, int]) -> Sums:
    return Sums(**{each.name: data.get(each.name, 0) for each in fields(Sums)})
