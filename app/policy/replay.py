"""试算 (what if): a past complaint lived through again under a pack. Facts and recorded instants in, outcome out.

Pure, and the same to the byte for the same input. It does what `app.deadlines` and the complaint's verbs do, by the
same functions of the policy, without writing anything: grade, start and stop clocks, pause, promise, regrade, assess.
Money facts are in fen. The facts are those that the course begins with, and each moment brings what became known with
it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.errors import Invalid
from app.core.i18n import Text
from app.policy.amounts import Occasion
from app.policy.calendars import Calendar
from app.policy.clocks import clocks_reset_by, clocks_started_by, clocks_stopped_by, levels
from app.policy.course import Running
from app.policy.pack import Pack
from app.policy.penalties import Assessment, assess
from app.policy.severity import UNGRADED, Grade, grade
from app.policy.timing import Clock
from app.policy.worktime import Due

_GRADES = ("register", "amend", "regrade", "link", "verdict")
"""Steps at which a complaint is graded anew."""
_ENDS = ("close", "withdraw", "archive")
OF_REPEATS = ("repeat", "complaint_count", "same_station_count")
"""Facts that comparing two complaints changes."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that was taken, and what became known with it."""

    verb: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    record: tuple[str, str] | None = None
    """Of `misconduct` and `misconduct_drop`: which record, and its code."""


@dataclass(frozen=True, slots=True)
class Course:
    """A complaint's past. `moments` are its own steps; `beside` those of each 整改表 and measure, clocks of their own.

    `until`: what hadn't ended by then is looked at as it stood at that instant.
    """

    no: str
    facts: Mapping[str, Any]
    moments: tuple[Moment, ...]
    until: datetime
    beside: tuple[tuple[Moment, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Clocked:
    """A clock that ran: until when it was to be kept, and whether it was; `pack` is its own, which may be laid over."""

    pack: Pack
    clock: Clock
    due: Due
    started_at: datetime
    late: bool
    ended_at: datetime | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Owed:
    """A penalty that a verdict or a missed clock brings, in fen; a reward is below zero."""

    rule: str
    clause: str
    fen: int
    working: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pack makes of a course. `refused` says why it can't be told: a fact that the pack doesn't know."""

    grade: Grade | None
    clocks: tuple[Clocked, ...]
    owed: tuple[Owed, ...]
    refused: Text | None = None

    @property
    def severity(self) -> str:
        """The last grade; empty where there is none."""
        return self.grade.severity if self.grade is not None else ""

    @property
    def late(self) -> int:
        """How many clocks were missed."""
        return sum(clocked.late for clocked in self.clocks)

    @property
    def fen(self) -> int:
        """What is owed in all."""
        return sum(owed.fen for owed in self.owed)


Calendars = Mapping[str, Calendar]
Over = Sequence[tuple[Pack, Calendars]]
"""The packs that are laid over the company's, each with its calendars."""


def replay(pack: Pack, calendars: Calendars, course: Course, over: Over = ()) -> Outcome:
    """What the pack makes of the course, with those that are laid over it."""
    life = _Life([(pack, calendars), *over], course)
    try:
        for moment in course.moments:
            life.take(moment)
        clocks = life.clocks(course.until)
        for moments in course.beside:
            clocks += _beside(life, moments, course.until)
    except Invalid as error:
        return Outcome(None, (), (), error.message)
    owed = [
        *_judged(life),
        *(each for clocked in clocks for each in _missed(life, clocked, course.until)),
        *_misbehaved(life),
    ]
    return Outcome(life.graded, tuple(clocks), tuple(owed))


def _beside(life: "_Life", moments: Iterable[Moment], until: datetime) -> list[Clocked]:
    """The clocks of what belongs to the complaint: each step finds the complaint's facts as they were then."""
    own = _Life(life.rules[:1], None)
    for moment in moments:
        own.facts = life.facts_at(moment.at)
        own.take(moment)
    return own.clocks(until)


def _judged(life: "_Life") -> Iterator[Owed]:
    """The last verdict, by what was known then."""
    if life.facts.get("confirmed") is not None:
        yield from _owed(assess(life.pack, life.facts_then(life.judged_at())))


def _misbehaved(life: "_Life") -> Iterator[Owed]:
    """What is recorded and not taken back, each by what was known then."""
    for at, code in life.recorded.values():
        occasion = Occasion("misconduct", misconduct=code)
        yield from _owed(assess(life.pack, life.facts_then(at), occasion))


def _missed(life: "_Life", clocked: Clocked, until: datetime) -> Iterator[Owed]:
    """What a missed clock costs. It led to escalation where its ladder's first level came before it was done."""
    if not clocked.late or clocked.pack is not life.pack:
        return  # a company's penalties don't speak of the clocks that are laid over its own
    ladder = life.pack.ladder_for(clocked.clock, clocked.facts)
    climbed = levels(ladder, clocked.clock, clocked.due.at, life.calendars) if ladder is not None else ()
    occasion = Occasion(
        on="breach",
        clock=clocked.clock.code,
        late=clocked.ended_at - clocked.due.at if clocked.ended_at is not None else None,
        escalated=bool(climbed) and climbed[0].at <= (clocked.ended_at or until),
    )
    yield from _owed(assess(life.pack, life.facts, occasion))


def _owed(assessed: Iterable[Assessment]) -> Iterator[Owed]:
    for each in assessed:
        if each.owed:
            fen = -each.amount.fen if each.rule.kind == "reward" else each.amount.fen
            yield Owed(each.rule.code, each.rule.clause, fen, each.working)


def _facts(pack: Pack, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a channel is the service line is for this pack to say."""
    hotline = any(channel.code == facts.get("channel") and channel.hotline for channel in pack.channels)
    return {**facts, "hotline": hotline}


class _Life:
    """One thing with clocks, as it goes through its steps."""

    def __init__(self, rules: Over, course: Course | None):
        self.rules = rules
        self.pack, self.calendars = rules[0]
        self.facts: dict[str, Any] = _facts(self.pack, course.facts) if course is not None else {}
        self.recorded: dict[str, tuple[datetime, str]] = {}
        self._compared_at: datetime | None = None
        self.graded: Grade | None = None
        self._grades = course is not None
        self._running: dict[str, Running] = {}
        self._ended: list[Running] = []
        self._done: dict[str, datetime] = {}
        self._known: list[tuple[datetime, dict[str, Any]]] = []

    def take(self, moment: Moment) -> None:
        """One step: what is known changes the grade, then the clocks stop, move and start."""
        now = moment.at
        for running in self._running.values():
            running.run_on_by_itself(now)
        before = [self.facts.get(name) for name in OF_REPEATS]
        self.facts.update(moment.facts)
        if before != [self.facts.get(name) for name in OF_REPEATS]:
            self._compared_at = now
        if moment.record is not None:
            self._misconduct(moment, *moment.record)
        if self._grades and moment.verb in _GRADES:
            self._grade(now)
        if moment.verb == "pause":
            for running in self._running.values():
                running.pause(now)
        elif moment.verb == "resume":
            for running in self._running.values():
                running.resume(now)
        self._clocks(moment.verb, now)
        self._done[moment.verb] = now
        self._known.append((now, dict(self.facts)))

    def facts_at(self, instant: datetime) -> dict[str, Any]:
        """What was known then; before the first step, what it brought."""
        known = [facts for at, facts in self._known if at <= instant]
        return dict(known[-1]) if known else dict(self._known[0][1]) if self._known else dict(self.facts)

    def judged_at(self) -> datetime | None:
        """When the last verdict was given."""
        return self._done.get("verdict")

    def facts_then(self, instant: datetime | None) -> dict[str, Any]:
        """What was known then. Comparing two complaints later reckons what was due anew, by what was known by then."""
        if instant is None:
            return self.facts
        return self.facts_at(max(instant, self._compared_at or instant))

    def clocks(self, until: datetime) -> list[Clocked]:
        """Every clock that wasn't cancelled, in the order in which they started."""
        for running in self._running.values():
            running.run_on_by_itself(until)
            running.mark_late(until)
        ran = sorted((*self._ended, *self._running.values()), key=lambda each: (each.started_at, each.clock.code))
        return [
            Clocked(each.pack, each.clock, each.due, each.started_at, each.late, each.ended_at, each.facts)
            for each in ran
            if each.kept
        ]

    def _grade(self, now: datetime) -> None:
        before = self.graded.severity if self.graded is not None else None
        self.graded = grade(self.pack, self.facts)
        self.facts["severity"] = None if self.graded.severity == UNGRADED else self.graded.severity
        if before is not None and before != self.graded.severity:
            self._regrade(now)

    def _misconduct(self, moment: Moment, record: str, code: str) -> None:
        if moment.verb == "misconduct":
            self.recorded[record] = (moment.at, code)
        else:
            self.recorded.pop(record, None)
        self.facts["misconduct"] = tuple(dict.fromkeys(code for _at, code in self.recorded.values()))

    def _regrade(self, now: datetime) -> None:
        """What runs is counted again, what applies no longer is cancelled, what applies only now starts late."""
        for code, running in list(self._running.items()):
            if not running.clock.applies(running.pack.facts(self.facts)):
                self._end(code, now, cancelled=True)
            elif not running.promised:
                running.count_again(self.facts, now)
        for pack, calendars in self.rules:
            for clock, since in list(self._missing(pack)):
                self._running[clock.code] = Running.started(pack, calendars, clock, self.facts, since, late=now)

    def _missing(self, pack: Pack) -> Iterator[tuple[Clock, datetime]]:
        ran, full = [*self._ended, *self._running.values()], pack.facts(self.facts)
        for clock in pack.clocks:
            since = max((self._done[verb] for verb in clock.start if verb in self._done), default=None)
            if since is None or clock.unit == "promised" or clock.code in self._running or not clock.applies(full):
                continue
            stopped = any(self._done[verb] >= since for verb in clock.stop if verb in self._done)
            began = (each.clock is clock and each.started_at >= since and each.kept for each in ran)
            if not stopped and not any(began):
                yield clock, since

    def _clocks(self, verb: str, now: datetime) -> None:
        for pack, calendars in self.rules:
            self._touch(pack, verb, now)
            for clock in clocks_started_by(pack, verb, self.facts):
                if clock.code not in self._running:
                    self._start(pack, calendars, clock, now)
        if verb in _ENDS:
            # A customer may still be asked whether all is well after the case is closed.
            asked = {clock.code for clock in self.pack.clocks if "call_satisfaction" in clock.stop}
            for code in [code for code in self._running if verb != "close" or code not in asked]:
                self._end(code, now, cancelled=True)

    def _touch(self, pack: Pack, verb: str, now: datetime) -> None:
        for clock in clocks_stopped_by(pack, verb):
            self._end(clock.code, now)
        for clock in clocks_reset_by(pack, verb):
            if clock.code in self._running:
                self._running[clock.code].begin_anew(now)
        for running in self._running.values():
            if running.pack is pack:
                running.promise(verb, self.facts, now)

    def _start(self, pack: Pack, calendars: Calendars, clock: Clock, now: datetime) -> None:
        if clock.unit == "promised" and self.facts.get("promised_at") is None:
            return  # the draft asks for a promise where nobody was asked for one
        self._running[clock.code] = Running.started(pack, calendars, clock, self.facts, now)

    def _end(self, code: str, now: datetime, *, cancelled: bool = False) -> None:
        running = self._running.pop(code, None)
        if running is not None:
            running.end(now, cancelled=cancelled)
            self._ended.append(running)
