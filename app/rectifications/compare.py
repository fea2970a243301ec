"""Two versions of a report side by side, with what changed marked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.texts import Parts, compare_texts


@dataclass(frozen=True)
class Compared:
    """A section or measure on both sides. `name`: a section's code, or a measure's number as text."""

    name: str
    before: Parts
    after: Parts

    @property
    def changed(self) -> bool:
        """Whether the sides differ."""
        return any(marked for _, marked in (*self.before, *self.after))


def compare_sections(before: Mapping[str, str], after: Mapping[str, str]) -> list[Compared]:
    """Section by section, in the order of the later version."""
    names = [*after, *(name for name in before if name not in after)]
    return [Compared(name, *compare_texts(before.get(name, ""), after.get(name, ""))) for name in names]


def compare_measures(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Compared]:
    """Measure by measure, by number."""
    rows = range(max(len(before), len(after)))
    return [Compared(str(row + 1), *compare_texts(_line(before, row), _line(after, row))) for row in rows]


def _line(measures: Sequence[Mapping[str, Any]], row: int) -> str:
    if row >= len(measures):
        return ""
    return " · ".join(filter(None, (measures[row]["text"], measures[row]["owner"], measures[row]["due"])))
