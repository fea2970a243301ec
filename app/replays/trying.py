"""A draft held against complaints' own packs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from app.policy.calendars import Calendar
from app.policy.comparison import Difference
from app.policy.pack import Pack
from app.policy.replay import replay
from app.replays.reading import Past, as_recorded
from app.rulebook import edition_of, pack_of

Calendars = dict[str, Calendar]


@dataclass(frozen=True)
class Found:
    """One complaint under both packs. `recorded`: whether its own pack's replay says what the records say."""

    past: Past
    difference: Difference
    recorded: bool


@dataclass(frozen=True)
class Trial:
    """A draft, and one edition of the calendars for both sides: a difference is the pack's, not the calendar's."""

    draft: Pack
    edition_id: int
    _known: dict[int, tuple[Pack, Calendars]] = field(default_factory=dict)

    def look(self, pasts: Iterable[Past]) -> Iterator[Found]:
        """Each complaint, was and would be."""
        for past in pasts:
            own, calendars = self._own(past.pack_version_id)
            was, would = replay(own, calendars, past.course), replay(self.draft, self._calendars, past.course)
            yield Found(past, Difference(was, would), as_recorded(past, was))

    @cached_property
    def _calendars(self) -> Calendars:
        return edition_of(self.edition_id).for_pack(self.draft)

    def _own(self, version_id: int) -> tuple[Pack, Calendars]:
        if version_id not in self._known:
            pack = pack_of(version_id)
            self._known[version_id] = pack, edition_of(self.edition_id).for_pack(pack)
        return self._known[version_id]
