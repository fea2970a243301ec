"""Two versions of a policy pack side by side: chapter by chapter, rule by rule, what changed marked."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from app.core.i18n import N_, Text
from app.core.texts import Parts, compare_texts
from app.extensions import db
from app.policy.extending import merged
from app.rulebook.drafts import plain_data
from app.rulebook.editor.outline import Item, outline
from app.rulebook.editor.paths import Place
from app.rulebook.editor.says import Names, lines_of
from app.rulebook.editor.shape import keys_of
from app.rulebook.models import PackVersion

Change = Literal["same", "changed", "added", "removed"]
Say = Callable[[Any], str]
"""A text in the reader's language."""


@dataclass(frozen=True)
class Line:
    """A key of a rule on both sides."""

    label: str
    before: Parts
    after: Parts

    @property
    def changed(self) -> bool:
        """Whether the sides differ."""
        return any(marked for _, marked in (*self.before, *self.after))


@dataclass(frozen=True)
class Pair:
    """A rule on both sides; one that was added or taken out stands on one side alone."""

    change: Change
    title: str
    depth: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Compared:
    """A chapter; `pairs` in the order of the later version, what was taken out at its end."""

    heading: Text
    place: Place
    pairs: tuple[Pair, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        """Those that differ."""
        return tuple(pair for pair in self.pairs if pair.change != "same")


def compare(before: Any, after: Any, say: Say) -> list[Compared]:
    """Every chapter that one of the two has something in."""
    old_names, new_names = Names(before), Names(after)
    old_chapters = {chapter.place: chapter for chapter in outline(before)}
    found = []
    for chapter in outline(after):
        old = _marked(old_chapters[chapter.place].items if chapter.place in old_chapters else ())
        new = _marked(chapter.items)
        pairs = [_pair(old.get(mark), item, (old_names, new_names), say) for mark, item in new.items()]
        pairs += [_pair(item, None, (old_names, new_names), say) for mark, item in old.items() if mark not in new]
        if pairs:
            found.append(Compared(chapter.heading, chapter.place, tuple(pairs)))
    return found


def data_of(version: PackVersion) -> Any:
    """A version's plain data, with everything that it takes over from another pack."""
    data = plain_data(version.text)
    return merged(data, version.text) if isinstance(data, dict) else data


def in_force_beside(version: PackVersion) -> PackVersion | None:
    """What a version is compared with: the last other one of the same pack that was published, else the last of all."""
    published = select(PackVersion).where(PackVersion.status == "published", PackVersion.id != version.id)
    newest = published.order_by(PackVersion.effective_from.desc(), PackVersion.id.desc()).limit(1)
    same = newest.where(PackVersion.code == version.code)
    return db.session.scalars(same).one_or_none() or db.session.scalars(newest).one_or_none()


def counted(chapters: Sequence[Compared]) -> Counter[str]:
    """How many rules were added, changed, removed."""
    return Counter(pair.change for chapter in chapters for pair in chapter.changed)


def _marked(items: Sequence[Item]) -> dict[tuple[str, int], Item]:
    """By what stays the same of a rule; those without a code by what they decide, the first, the second …"""
    seen: Counter[str] = Counter()
    found = {}
    for item in items:
        mark = item.mark or f"{item.model.__name__} {item.title}"
        found[mark, seen[mark]] = item
        seen[mark] += 1
    return found


def _pair(old: Item | None, new: Item | None, names: tuple[Names, Names], say: Say) -> Pair:
    one = _told(old, names[0], say) if old else {}
    two = _told(new, names[1], say) if new else {}
    labels = [*two, *(label for label in one if label not in two)]
    lines = tuple(Line(label, *compare_texts(one.get(label, ""), two.get(label, ""))) for label in labels)
    shown = new or old
    assert shown is not None, "a pair has a side"
    if old is None or new is None:
        change: Change = "added" if new else "removed"
    else:
        change = "changed" if any(line.changed for line in lines) else "same"
    return Pair(change, say(shown.title), shown.depth, lines)


def _told(item: Item, names: Names, say: Say) -> dict[str, str]:
    """Label → what the rule says, its name and clause included."""
    told = {}
    entry = item.data if isinstance(item.data, dict) else {}
    by_name = {key.name: key for key in keys_of(item.model)}
    if not item.name and ("label" in by_name or "ref" in by_name):
        told[say(N_("Name"))] = say(item.title)
    for label, lines in lines_of(item, names):
        told[say(label)] = "\n".join(say(line) for line in lines)
    if entry.get("clause"):
        told[say(N_("Clause"))] = say(names.clauses().get(item.clause, item.clause))
    return told
