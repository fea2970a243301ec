"""试算 (what if): a past complaint lived through again under a pack. Facts and recorded instants in, outcome out.

Pure, and the same to the byte for the same input. It does what `app.deadlines` and the complaint's verbs do, by the
same functions of the policy, without writing anything: grade, start and stop clocks, pause, promise, regrade, assess.
Money facts are in fen. The facts are those that the complaint has now; verdict, liable party, promises and the number
of complaints are as of each step.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.errors import Invalid
from app.core.i18n import Text
from app.policy.amounts import Occasion
from app.policy.calendars import Calendar
from app.policy.clocks import clocks_started_by, clocks_stopped_by, levels
from app.policy.course import Running
from app.policy.pack import Pack
from app.policy.penalties import Assessment, assess
from app.policy.severity import UNGRADED, Grade, grade
from app.policy.timing import Clock
from app.policy.worktime import Due

_GRADES = ("register", "amend", "regrade", "link", "verdict")
"""Steps at which a complaint is graded anew."""
_ENDS = ("close", "withdraw", "archive")


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that was taken, and what became known with it."""

    verb: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


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
    """A clock that ran: until when it was to be kept, and whether it was."""

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


def replay(pack: Pack, calendars: Mapping[str, Calendar], course: Course) -> Outcome:
    """What the pack makes of the course."""
    life = _Life(pack, calendars, course)
    try:
        for moment in course.moments:
            life.take(moment)
        clocks = life.clocks(course.until)
        for moments in course.beside:
            clocks += _beside(life, moments, course.until)
    except Invalid as error:
        return Outcome(None, (), (), error.message)
    owed = [*_judged(pack, life.facts), *(each for clocked in clocks for each in _missed(life, clocked, course.until))]
    return Outcome(life.graded, tuple(clocks), tuple(owed))


def _beside(life: "_Life", moments: Iterable[Moment], until: datetime) -> list[Clocked]:
    """The clocks of what belongs to the complaint: each step finds the complaint's facts as they were then."""
    own = _Life(life.pack, life.calendars, None)
    for moment in moments:
        own.facts = life.facts_at(moment.at)
        own.take(moment)
    return own.clocks(until)


def _judged(pack: Pack, facts: Mapping[str, Any]) -> Iterator[Owed]:
    if facts.get("confirmed") is not None:
        yield from _owed(assess(pack, facts))


def _missed(life: "_Life", clocked: Clocked, until: datetime) -> Iterator[Owed]:
    """What a missed clock costs. It led to escalation where its ladder's first level came before it was done."""
    if not clocked.late:
        return
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

    def __init__(self, pack: Pack, calendars: Mapping[str, Calendar], course: Course | None):
        self.pack, self.calendars = pack, calendars
        self.facts: dict[str, Any] = _facts(pack, course.facts) if course is not None else {}
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
        self.facts.update(moment.facts)
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

    def clocks(self, until: datetime) -> list[Clocked]:
        """Every clock that wasn't cancelled, in the order in which they started."""
        for running in self._running.values():
            running.run_on_by_itself(until)
            running.mark_late(until)
        ran = sorted((*self._ended, *self._running.values()), key=lambda each: (each.started_at, each.clock.code))
        return [
            Clocked(each.clock, each.due, each.started_at, each.late, each.ended_at, each.facts)
            for each in ran
            if each.kept
        ]

    def _grade(self, now: datetime) -> None:
        before = self.graded.severity if self.graded is not None else None
        self.graded = grade(self.pack, self.facts)
        self.facts["severity"] = None if self.graded.severity == UNGRADED else self.graded.severity
        if before is not None and before != self.graded.severity:
            self._regrade(now)

    def _regrade(self, now: datetime) -> None:
        """What runs is counted again, what applies no longer is cancelled, what applies only now starts late."""
        full = self.pack.facts(self.facts)
        for code, running in list(self._running.items()):
            if not running.clock.applies(full):
                self._end(code, now, cancelled=True)
            elif not running.promised:
                running.count_again(self.facts, now)
        for clock, since in list(self._missing(full)):
            self._running[clock.code] = Running.started(self.pack, self.calendars, clock, self.facts, since, late=now)

    def _missing(self, full: Mapping[str, Any]) -> Iterator[tuple[Clock, datetime]]:
        ran = [*self._ended, *self._running.values()]
        for clock in self.pack.clocks:
            since = max((self._done[verb] for verb in clock.start if verb in self._done), default=None)
            if since is None or clock.unit == "promised" or clock.code in self._running or not clock.applies(full):
                continue
            stopped = any(self._done[verb] >= since for verb in clock.stop if verb in self._done)
            began = (each.clock is clock and each.started_at >= since and each.kept for each in ran)
            if not stopped and not any(began):
                yield clock, since

    def _clocks(self, verb: str, now: datetime) -> None:
        for clock in clocks_stopped_by(self.pack, verb):
            self._end(clock.code, now)
        for running in self._running.values():
            running.promise(verb, self.facts, now)
        for clock in clocks_started_by(self.pack, verb, self.facts):
            if clock.code not in self._running:
                self._start(clock, now)
        if verb in _ENDS:
            # A customer may still be asked whether all is well after the case is closed.
            asked = {clock.code for clock in self.pack.clocks if "call_satisfaction" in clock.stop}
            for code in [code for code in self._running if verb != "close" or code not in asked]:
                self._end(code, now, cancelled=True)

    def _start(self, clock: Clock, now: datetime) -> None:
        if clock.unit == "promised" and self.facts.get("promised_at") is None:
            return  # the draft asks for a promise where nobody was asked for one
        self._running[clock.code] = Running.started(self.pack, self.calendars, clock, self.facts, now)

    def _end(self, code: str, now: datetime, *, cancelled: bool = False) -> None:
        running = self._running.pop(code, None)
        if running is not None:
            running.end(now, cancelled=cancelled)
            self._ended.append(running)
