"""One complaint side by side: its grade, each clock and each penalty as it was and as it would be, with their whys."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import Text
from app.core.money import Money
from app.extensions import db
from app.policy.pack import Pack
from app.policy.replay import Clocked, Outcome
from app.replays.figures import severity_label
from app.replays.trying import Found
from app.rulebook import CalendarEdition, pack_of
from app.rulebook.why import Edition, Why, facts_asked, facts_held
from app.web.show import when

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Side:
    """A decision under one of the packs."""

    text: str
    tone: str
    why: Why


@dataclass(frozen=True)
class Line:
    """What was and what would be; None where one of the packs says nothing of it."""

    label: Any
    was: Side | None
    would: Side | None

    @property
    def changed(self) -> bool:
        """Whether the two differ in what people see of them."""
        sides = (self.was, self.would)
        return len({(side.text, side.why.clause) if side else None for side in sides}) > 1


def lines_of(found: Found, draft: Pack, edition_id: int) -> list[Line]:
    """Grade first, then clocks in the order in which they started, then penalties."""
    own, row = pack_of(found.past.pack_version_id), db.session.get_one(CalendarEdition, edition_id)
    edition = Edition(row.id, row.made_at)
    was = _sides(own, found.difference.was, edition)
    would = _sides(own if draft.overlay else draft, found.difference.would, edition)
    keys = dict.fromkeys((*was, *would))
    return [Line(_label(key, was, would), was.get(key), would.get(key)) for key in keys]


def _label(key: Key, was: dict[Key, Side], would: dict[Key, Side]) -> Any:
    side = was.get(key) or would[key]
    return _("Severity") if key[0] == "grade" else side.why.subject


def _sides(pack: Pack, outcome: Outcome, edition: Edition) -> dict[Key, Side]:
    sides: dict[Key, Side] = {}
    if outcome.grade is not None:
        sides["grade", "", 0] = _graded(pack, outcome)
    times: Counter[str] = Counter()
    for clocked in outcome.clocks:
        times[clocked.clock.code] += 1
        sides["clock", clocked.clock.code, times[clocked.clock.code]] = _clocked(clocked, edition)
    for owed in outcome.owed:
        rule = next(each for each in pack.penalties if each.code == owed.rule)
        facts = tuple(facts_held(owed.working))
        why = Why(rule.label.text(), pack, owed.clause, facts, owed.working)
        times[f"penalty {owed.rule}"] += 1
        sides["penalty", owed.rule, times[f"penalty {owed.rule}"]] = Side(str(Money(owed.fen)), "warn", why)
    return sides


def _graded(pack: Pack, outcome: Outcome) -> Side:
    grade = outcome.grade
    assert grade is not None, "asked of graded outcomes only"
    why = Why(severity_label(grade.severity), pack, grade.clause, tuple(facts_held(grade.working)), grade.working)
    return Side(severity_label(grade.severity), {"major": "bad", "moderate": "warn"}.get(grade.severity, "plain"), why)


def _clocked(clocked: Clocked, edition: Edition) -> Side:
    """A clock cites its own pack: the company's, or one laid over it."""
    pack, clock = clocked.pack, clocked.clock
    asked = (clock.when, *(amount.when for amount in clock.amount))
    working: Iterable[Text] = (*(segment.text for segment in clocked.due.segments), *clocked.due.warnings)
    facts = tuple(facts_asked(pack, asked, clocked.facts))
    counted_by = edition if clock.unit != "promised" else None
    why = Why(clock.label.text(), pack, clocked.due.clause, facts, tuple(working), counted_by)
    words, tone = _("met"), "good"
    if clocked.late:
        words, tone = _("missed"), "bad"
    elif clocked.ended_at is None:
        words, tone = _("still running"), "info"
    return Side(f"{when(clocked.due.at)} {words}", tone, why)
