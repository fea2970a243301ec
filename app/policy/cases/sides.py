"""Which sides of a pack's rules its cases show: where each applies and where it doesn't, at the very bound.

A side counts only where a case says so, for what a case leaves unsaid isn't compared with anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import BaseModel

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.cases.book import Case, CaseBook, SaidClock
from app.policy.cases.found import Found
from app.policy.cases.naming import called, named_in
from app.policy.cases.world import play
from app.policy.charges import Penalty
from app.policy.conditions import All, AnyOf, Row, holds
from app.policy.conditions import rows as rows_of
from app.policy.load import shipped
from app.policy.pack import Pack
from app.policy.timing import Clock

REPORT = {"rectification_open", "measure_open"}
"""What starts the clocks of a report; without reports they never run. Nor is there an appeal without a penalty."""
_A_MINUTE = timedelta(minutes=-1)
Sides = Iterator[tuple[str, str, bool]]
"""What, which side of it, whether a case shows it."""


@dataclass(frozen=True)
class Played:
    """A case and what came of it. `clocks`: what it says of them, by code."""

    case: Case
    found: Found
    clocks: Mapping[str, SaidClock]

    def clock(self, code: str) -> str | None:
        """How the case says that the clock ended; None: it doesn't speak of it."""
        if code not in self.clocks:
            return None
        return self.clocks[code].outcome or (self.found.clocks[code].outcome if code in self.found.clocks else "none")

    def spare(self, code: str) -> timedelta | None:
        """How much time was left when the clock was stopped, or looked at when it was late; below zero: by how much it
        was late. None where the case says nothing of how it ended."""
        found = self.found.clocks.get(code)
        if found is None or found.until is None or self.clock(code) not in ("met", "missed"):
            return None
        return found.due - found.until

    def says(self, code: str, key: str) -> bool:
        """Whether the case says something under that key of the clock."""
        return code in self.clocks and getattr(self.clocks[code], key) not in (None, "")


def unseen(pack: Pack, overlays: Sequence[Pack], book: CaseBook) -> list[Text]:
    """The sides of the pack's rules, or of those of the last overlay, that no case shows; in words.

    Rules that were taken over from another pack are that one's to show.
    """
    packs = (pack, *overlays)
    known = [clock for each in packs for clock in each.clocks]
    played = [
        Played(case, play(pack, case, overlays), {called(known, name).code: said for name, said in case.clocks.items()})
        for case in book.cases
    ]
    msgid = N_("no case shows: %(what)s, %(side)s")
    own = _own(packs[-1])
    return [Text(msgid, {"what": what, "side": side}) for what, side, seen in sides(own, played) if not seen]


def _own(pack: Pack) -> Pack:
    """The pack without what it takes over."""
    if pack.extends is None:
        return pack
    base = shipped(pack.extends)
    own: dict[str, Any] = {}
    for name in Pack.model_fields:
        mine, theirs = getattr(pack, name), getattr(base, name)
        if isinstance(mine, tuple):
            own[name] = tuple(rule for rule in mine if rule not in theirs)
        elif mine == theirs and name in ("severity", "rectification", "priority", "recheck"):
            own[name] = None
    return pack.model_copy(update=own)


def sides(pack: Pack, played: list[Played]) -> Sides:
    """Every side of every rule, in the pack's order."""
    yield from _severity(pack, played)
    for clock in pack.clocks:
        if _runs(pack, clock):
            yield from _clock(clock, played)
    yield from _ladders(pack, played)
    yield from _consequences(pack, played)
    yield from _intake(pack, played)
    yield from _recheck(pack, played)
    for switch in pack.switches:
        turned = [named_in([switch], each.case.switches) for each in played]
        yield switch.label.zh, "turned", True in turned
        yield switch.label.zh, "as it is", False in turned
    for where, row in _conditions(pack, ()):
        yield from _row(where, row, played)


def _runs(pack: Pack, clock: Clock) -> bool:
    starts = set(clock.start)
    return (pack.rectification is not None or not starts & REPORT) and (
        bool(pack.penalties) or "appeal_file" not in starts
    )


def _severity(pack: Pack, played: list[Played]) -> Sides:
    if pack.severity is None:
        return
    graded = [each for each in played if each.case.severity]
    for kind, rules in (("business", pack.severity.business), ("attitude", pack.severity.behaviours)):
        clauses = [each.case.severity.clause for each in graded if each.found.facts.get("kind") == kind]  # type: ignore[union-attr]
        for rule in rules:
            name = getattr(rule, "label", None) or pack.level(rule.severity).label
            yield name.zh, f"{rule.clause} applies", rule.clause in clauses
            yield name.zh, f"{rule.clause} doesn't apply", any(clause != rule.clause for clause in clauses)


def _clock(clock: Clock, played: list[Played]) -> Sides:
    name, ends = clock.label.zh, {each.clock(clock.code) for each in played}
    spare = [each.spare(clock.code) for each in played]
    yield name, "kept at the last moment", timedelta() in spare
    yield name, "late by a minute", any(each is not None and _A_MINUTE <= each < timedelta() for each in spare)
    if clock.when is not None:
        yield name, "doesn't start", "none" in ends
    if len(clock.amount) > 1:
        told = [each.found.clocks[clock.code].clause for each in played if each.says(clock.code, "clause")
                and clock.code in each.found.clocks]  # fmt: skip
        for amount in clock.amount:
            yield name, f"{amount.value} {clock.unit} {amount.clause}", amount.clause in told
    if clock.extension is not None:
        by, due = clock.extension.by, []
        for each in played:
            promises = [step.parameters.get("at") for step in each.case.steps if step.verb == by]
            if promises and each.says(clock.code, "due"):
                due.append(f"{each.found.clocks[clock.code].due:%Y-%m-%d %H:%M}" in promises)
        yield name, "moved by a promise", True in due
        yield name, "not moved, the promise came too late", False in due
    if clock.reset:
        yield name, "counted anew", any(each.clock(clock.code) and _done(each.case, clock.reset) for each in played)
    yield from _reminders(clock, played)


def _done(case: Case, verbs: tuple[str, ...]) -> bool:
    return any(step.verb in verbs and not step.refused for step in case.steps)


def _reminders(clock: Clock, played: list[Played]) -> Sides:
    if clock.reminders is None:
        return
    steps = [("warn", 0)] if clock.reminders.warn_before else []
    steps += [("due", 0), *(("overdue", number) for number, _ in enumerate(clock.reminders.overdue))]
    told: list[list[tuple[str, int]]] = []
    for each in played:
        if each.says(clock.code, "reminders") and clock.code in each.found.clocks:
            kinds = [step.kind for step in each.found.clocks[clock.code].reminders]
            told.append([(kind, kinds[:place].count(kind)) for place, kind in enumerate(kinds)])
    for kind, number in steps:
        what = f"{kind} {number + 1}"
        yield clock.label.zh, f"reminder {what} given", any((kind, number) in each for each in told)
        if kind != "warn":
            yield clock.label.zh, f"reminder {what} not given", any((kind, number) not in each for each in told)


def _ladders(pack: Pack, played: list[Played]) -> Sides:
    for ladder in pack.ladders:
        reached = []
        for each in played:
            for clock in pack.clocks:
                if each.says(clock.code, "escalations") and clock.code in each.found.clocks:
                    full = each.found.facts
                    if pack.ladder_for(clock, full) == ladder:
                        reached.append(len(each.found.clocks[clock.code].escalations))
        for level in range(1, len(ladder.steps) + 1):
            yield ladder.label.zh, f"level {level} reached", any(number >= level for number in reached)
            yield ladder.label.zh, f"level {level} not reached", any(number < level for number in reached)


def _consequences(pack: Pack, played: list[Played]) -> Sides:
    for penalty in pack.penalties:
        owed = [
            any(each.rule == penalty.code for each in one.found.penalties)
            for one in played
            if one.case.penalties is not None or named_in([penalty], one.case.spared)
        ]
        yield penalty.label.zh, "due", True in owed
        yield penalty.label.zh, "not due", False in owed
        yield from _appeals(penalty, played)
    if pack.rectification is not None:
        asked = [bool(each.case.rectification) for each in played if each.case.rectification is not None]
        yield pack.rectification.clause, "report asked for", True in asked
        yield pack.rectification.clause, "no report", False in asked
    for rule in pack.follow_ups:
        told = [named_in([rule], [said.rule for said in each.case.follow_ups])
                for each in played if each.case.follow_ups is not None]  # fmt: skip
        yield rule.label.zh, "planned", True in told
        yield rule.label.zh, "not planned", False in told


def _recheck(pack: Pack, played: list[Played]) -> Sides:
    """Where the pack wants a recheck: one that holds, one that doesn't, and archiving refused without it."""
    if pack.recheck is None:
        return
    steps = [step for each in played for step in each.case.steps]
    done = {step.verb for step in steps if not step.refused}
    yield "recheck", "settled", "recheck" in done
    yield "recheck", "investigated anew", "reinvestigate" in done
    refused = {(step.verb, step.refused_clause) for step in steps if step.refused}
    yield "recheck", "refuses", ("archive", pack.recheck.clause) in refused


def _appeals(penalty: Penalty, played: list[Played]) -> Sides:
    """Where the pack speaks of appeals: one that is taken, and one that its clause refuses."""
    if penalty.appeal is None:
        return
    filed = [
        step
        for each in played
        for step in each.case.steps
        if step.verb == "appeal_file" and named_in([penalty], [step.parameters.get("penalty", "")])
    ]
    if penalty.appeal.allowed:
        yield penalty.label.zh, "appeal taken", any(not step.refused for step in filed)
    if not penalty.appeal.allowed or penalty.appeal.within_days is not None:
        yield penalty.label.zh, "appeal refused", penalty.appeal.clause in {step.refused_clause for step in filed}


def _intake(pack: Pack, played: list[Played]) -> Sides:
    """Guards and gates: a step that they refuse, one that they let pass."""
    steps = [step for each in played for step in each.case.steps]
    refused = {(step.verb, step.refused_clause) for step in steps if step.refused}
    passed = {step.verb for step in steps if not step.refused}
    for guard in pack.guards:
        yield guard.label.zh, "refuses", ("register", guard.clause) in refused
        yield guard.label.zh, "lets pass", "register" in passed
    for gate in pack.gates:
        yield gate.label.zh, "refuses", any((verb, gate.clause) in refused for verb in gate.before)
        yield gate.label.zh, "lets pass", any(verb in passed for verb in gate.before)


def _conditions(part: Any, where: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    """Every row of every condition, wherever it stands, with the words for the place."""
    if isinstance(part, (Row, All, AnyOf)):
        yield from (("/".join(where), row) for row in rows_of(part))
    elif isinstance(part, BaseModel):
        name = getattr(getattr(part, "label", None), "zh", "") or getattr(part, "clause", "")
        for key in type(part).model_fields:
            yield from _conditions(getattr(part, key), (*where, name) if isinstance(name, str) and name else where)
    elif isinstance(part, tuple):
        for item in part:
            yield from _conditions(item, where)


def _row(where: str, row: Row, played: list[Played]) -> Sides:
    facts = [each.found.facts for each in played]
    name = f"{where}: {row.field} {row.operator} {row.value}"
    told = [each.get(row.about.fact) for each in facts]
    if row.about.kind in ("money", "number") and row.operator in _STEP:
        inside, outside = row.operand, row.operand + _STEP[row.operator]
        for value in (inside, outside):
            shown = str(Money(value)) if row.about.kind == "money" else str(value)
            yield name, f"at {shown}", value in told
        return
    yield name, "holds", any(holds(row, each) for each in facts)
    yield name, "doesn't hold", any(not holds(row, each) for each in facts)


_STEP = {"above": 1, "at_most": 1, "at_least": -1, "below": -1}
