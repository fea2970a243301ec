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

Rules = tuple[Pack, dict[str, Calendar]]


@dataclass(frozen=True)
class Found:
    """One complaint under both packs. `recorded`: whether its own pack's replay says what the records say."""

    past: Past
    difference: Difference
    recorded: bool


@dataclass(frozen=True)
class Trial:
    """A draft, and one edition of the calendars for both sides: a difference is the pack's, not the calendar's.

    What was laid over a complaint's own pack is laid over the draft as well. A draft that is itself to be laid over
    takes the place of its earlier versions, and the complaint's own pack stays below it.
    """

    draft: Pack
    edition_id: int
    _known: dict[int, Rules] = field(default_factory=dict)

    def look(self, pasts: Iterable[Past]) -> Iterator[Found]:
        """Each complaint, was and would be."""
        for past in pasts:
            (own, *over), (would, *would_over) = self.sides(past)
            before = replay(*own, past.course, over)
            yield Found(past, Difference(before, replay(*would, past.course, would_over)), as_recorded(past, before))

    def sides(self, past: Past) -> tuple[list[Rules], list[Rules]]:
        """What the complaint was under and what it would be under: the company's pack, then those laid over it."""
        own, over = self._version(past.pack_version_id), [self._version(each) for each in past.overlay_ids]
        if not self.draft.overlay:
            return [own, *over], [self._draft, *over]
        others = [rules for rules in over if rules[0].id != self.draft.id]
        return [own, *over], [own, *others, self._draft]

    @cached_property
    def _draft(self) -> Rules:
        return self.draft, edition_of(self.edition_id).for_pack(self.draft)

    def _version(self, version_id: int) -> Rules:
        if version_id not in self._known:
            pack = pack_of(version_id)
            self._known[version_id] = pack, edition_of(self.edition_id).for_pack(pack)
        return self._known[version_id]
