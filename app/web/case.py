"""What pages of things that people work on together share: the next step, and what happened, by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from app.core.clock import local_day
from app.core.i18n import N_
from app.web.verb_buttons import Verb

KINDS = {
    "step": N_("Steps taken"),
    "note": N_("Notes"),
    "message": N_("Messages"),
    "file": N_("Files"),
    "deadline": N_("Deadlines"),
}
"""What an entry of a timeline tells of."""
UNFOLDED = 15
"""So many entries show at once; a long story's beginning is folded away."""


@dataclass(frozen=True)
class Onwards:
    """The next step: the reader's own (`verb`, or a form of another kind at `url`), else what it waits for, and whose
    turn it is."""

    verb: Verb | None = None
    label: Any = ""
    who: str = ""
    url: str = ""

    def others(self, verbs: Iterable[Verb]) -> list[Verb]:
        """Every other step that the reader may take."""
        return [verb for verb in verbs if verb is not self.verb]


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. `more` has what it changed, in words; `mark` a badge's text and tone."""

    at: datetime
    sentence: str
    note: str = ""
    more: tuple[str, ...] = ()
    kind: str = "step"
    mark: tuple[str, str] | None = None
    old: bool = False


def first_of(codes: Iterable[str], verbs: Sequence[Verb]) -> Verb | None:
    """The first of these steps that is among the open ones."""
    open_now = {verb.name: verb for verb in verbs}
    return next((open_now[code] for code in codes if code in open_now), None)


def told_by_day(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """For `draw_timeline`: the entries newest first in days, how many there are of each kind, how many are folded."""
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)
    shown = [replace(entry, old=number >= UNFOLDED) for number, entry in enumerate(newest)]
    days = [(each, list(part)) for each, part in groupby(shown, key=lambda entry: local_day(entry.at))]
    kinds = [(kind, words, sum(entry.kind == kind for entry in shown)) for kind, words in KINDS.items()]
    return {
        "days": [
            (each, part, sorted({entry.kind for entry in part}), all(entry.old for entry in part))
            for each, part in days
        ],
        "kinds": [(kind, words, count) for kind, words, count in kinds if count],
        "folded": max(0, len(shown) - UNFOLDED),
    }
