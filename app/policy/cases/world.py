"""A case played against the pack alone: no database, no messages, only facts, clocks and rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.money import Money
from app.policy.amounts import Occasion
from app.policy.calendars import Calendar
from app.policy.cases.book import Case, Earlier, Step, instant
from app.policy.cases.charges import Happened, after_appeals, charged, of_the_month
from app.policy.cases.found import Found, FoundClock, FoundFollowUp, Told
from app.policy.cases.naming import behaviours_of, called, category_of, channel_of, grade_label, switched
from app.policy.clocks import levels, steps
from app.policy.conditions import FIELDS, field_named, holds, rows
from app.policy.holidays import COVERED, statutory_days
from app.policy.own_fields import OWN_FIELD
from app.policy.pack import Pack
from app.policy.penalties import assess
from app.policy.severity import UNGRADED, grade
from app.policy.timing import Clock
from app.policy.worktime import Due, Pause, due, regraded

STARTS = {"rectification_approve": "measure_open"}
"""Verbs of a report, and what they are to the clocks."""
LAST_DAY = "2026-11-27"
"""Of a measure for which the case names no day."""
NAMED = ("channel", "category", "behaviours", "origin")
"""Facts that are told by the pack's labels."""
ENDING = ("close", "withdraw", "archive")


@dataclass
class Run:
    """A clock that was started, under its pack, and how it went on."""

    pack: Pack
    clock: Clock
    start: datetime
    facts: Mapping[str, Any]
    counted: Due
    ended: datetime | None = None
    cancelled: bool = False
    paused_at: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)


def play(pack: Pack, case: Case, overlays: Sequence[Pack] = ()) -> Found:
    """What the pack, and those laid over it, make of the case. Raises NotFound for a name that they don't have.

    Steps that are to be refused are left out: only the real verbs refuse.
    """
    pack, until = switched(pack, case), case.until or case.steps[-1].at
    before = [_lived(pack, overlays, each, Case(name=case.name, facts=each.facts, steps=each.steps), until)
              for each in case.earlier]  # fmt: skip
    world = _lived(pack, overlays, case, case, until)
    found = world.found(until)
    found.penalties = charged(pack, [(each.facts, list(each.happened(until))) for each in (*before, world)])
    if case.station is not None:
        found.penalties += of_the_month(pack, **case.station.model_dump())
    found.penalties = after_appeals(found.penalties, world.granted)
    return found


def _lived(pack: Pack, overlays: Sequence[Pack], told: "Case | Earlier", case: Case, until: datetime) -> "World":
    world = World(pack, overlays)
    for step in told.steps:
        if not step.refused and step.at <= until:
            world.take(step, case)
        elif step.verb == "register":
            world.learn(case.facts)
    return world


def _times_before(case: Case) -> int:
    """How often its waybill was complained of before."""
    waybill = case.facts.get("waybill")
    return sum(waybill is not None and each.facts.get("waybill") == waybill for each in case.earlier)


class World:
    """One complaint under one pack and those laid over it, which have clocks only."""

    def __init__(self, pack: Pack, overlays: Sequence[Pack]):
        self.pack, self.packs = pack, (pack, *overlays)
        self.calendars: dict[str, dict[str, Calendar]] = {
            each.id: each.build_calendars(statutory_days(), COVERED) for each in self.packs
        }
        self.facts: dict[str, Any] = {"confirmed": None, "complaint_count": 1}
        self.runs: list[Run] = []
        self.done: dict[str, datetime] = {}
        self.last_day = LAST_DAY
        self.misconduct: list[tuple[str, datetime]] = []
        self.judged: Happened | None = None
        self.granted: dict[str, Money | None] = {}
        self.result = Found()

    def take(self, step: Step, case: Case) -> None:
        """One step: facts and grade, then clocks, then what a verdict brings."""
        if step.verb == "register":
            self.learn(case.facts)
        elif step.verb == "amend":
            self.learn(step.parameters)
        elif step.verb == "verdict":
            self.facts["confirmed"] = {"sustained": True, "dismissed": False}[step.parameters["verdict"]]
            self.facts["liable_party"] = step.parameters.get("party", "department")
        elif step.verb == "misconduct":
            code = called(self.pack.misconduct, step.parameters["code"]).code
            self.facts["misconduct"] = (*self.facts.get("misconduct", ()), code)
            self.misconduct.append((code, step.at))
        elif step.verb == "link":
            self.facts["repeat"] = True
            self.facts["complaint_count"] = max(self.facts["complaint_count"], 1 + _times_before(case))
        elif step.verb == "appeal_answer":
            self._answer(step.parameters)
        elif step.verb == "rectification_submit":
            self.last_day = step.parameters.get("due_on", LAST_DAY)
        self._grade()
        self._move_clocks(step.model_copy(update={"verb": STARTS.get(step.verb, step.verb)}))
        if step.verb in ("amend", "verdict", "link"):
            self._count_again(step.at)
        if step.verb == "verdict":
            self._judged(step.at)
        self._plan(step)

    def learn(self, told: Mapping[str, Any]) -> None:
        """Facts by the product's names, as the intake form has them."""
        facts, pack = dict(told), self.pack
        if "channel" in facts:
            channel = channel_of(pack, facts)
            self.facts |= {
                "channel": channel.code,
                "origin": channel.origin,
                "hotline": channel.hotline,
                "authority": channel.authority,
            }
        if "category" in facts:
            category = category_of(pack, facts)
            self.facts |= {"category": category.code, "kind": category.kind}
        if "behaviours" in facts:
            self.facts["behaviours"] = tuple(behaviours_of(pack, facts))
        for name, value in facts.items():
            about = FIELDS.get(name) or (field_named(name) if OWN_FIELD.fullmatch(name) else None)
            if about is not None and name not in NAMED:
                self.facts[about.fact] = Money.from_yuan(value).fen if about.kind == "money" else value

    def _answer(self, told: Mapping[str, Any]) -> None:
        """Of the rule that the step names, what is left of its penalty: nothing where it is revoked."""
        if told["outcome"] in ("reduced", "revoked"):
            rule = called(self.pack.penalties, told["penalty"]).code
            self.granted[rule] = Money.from_yuan(told["amount"]) if told["outcome"] == "reduced" else None

    def _grade(self) -> None:
        found = grade(self.pack, self.facts)
        self.facts["severity"] = found.severity if found.severity != UNGRADED else None
        self.result.severity = grade_label(self.pack, found.severity)
        self.result.severity_clause = found.clause

    def _move_clocks(self, step: Step) -> None:
        """As `deadlines.verbs.on_verb`: stop, move to a promise, start; an ending cancels the rest."""
        verb, now = step.verb, step.at
        for run in self._running():
            self._touch(run, step)
        running = {run.clock.code for run in self._running()}
        for pack, clock in self._clocks():
            if verb in clock.start and clock.applies(pack.facts(self.facts)) and clock.code not in running:
                self._start(pack, clock, now, step)
        if verb in ENDING:
            for run in self._running():
                if verb != "close" or "call_satisfaction" not in run.clock.stop:
                    run.ended, run.cancelled = now, True
        self.done[verb] = now

    def _touch(self, run: Run, step: Step) -> None:
        """Stop a running clock, let it stand still or run on, or move it to a promise."""
        verb, now, clock = step.verb, step.at, run.clock
        if verb in clock.stop:
            run.ended = now
        elif verb in clock.reset:
            run.start, run.paused_at, run.pauses = now, None, []
            run.counted = due(run.pack, clock, self.calendars[run.pack.id], now, run.facts)
        elif verb == "pause" and run.counted.at > now and clock.unit != "promised" and not run.pack.overlay:
            run.paused_at = now
        elif verb == "resume" and run.paused_at is not None:
            run.pauses.append(Pause(run.paused_at, now))
            run.paused_at = None
            run.counted = due(run.pack, clock, self.calendars[run.pack.id], run.start, run.facts, run.pauses)
        elif clock.extension and clock.extension.by == verb and run.counted.at >= now:
            run.counted = self._promised(clock, step, clock.extension.clause)

    def _clocks(self) -> Iterator[tuple[Pack, Clock]]:
        return ((pack, clock) for pack in self.packs for clock in pack.clocks)

    def _start(self, pack: Pack, clock: Clock, now: datetime, step: Step) -> None:
        full = pack.facts(self.facts)
        if clock.unit == "promised":
            counted = self._promised(clock, step, clock.clause)
        else:
            counted = due(pack, clock, self.calendars[pack.id], now, full)
        self.runs.append(Run(pack, clock, now, full, counted))

    def _promised(self, clock: Clock, step: Step, clause: str) -> Due:
        said = step.parameters.get("at") or f"{self.last_day} 18:00"
        return Due(instant(said), clause, None, clock.unit, ())

    def _count_again(self, now: datetime) -> None:
        """As `deadlines.regrade`: what no longer applies is cancelled, what is still to come counted anew."""
        for run in self._running():
            full = run.pack.facts(self.facts)
            if not run.clock.applies(full):
                run.ended, run.cancelled = now, True
            elif run.clock.unit != "promised":
                self._recount(run, full, now)
        ran = {run.clock.code for run in self.runs if not run.cancelled}
        for pack, clock in self._clocks():
            full = pack.facts(self.facts)
            since = max((self.done[verb] for verb in clock.start if verb in self.done), default=None)
            stopped = since and any(self.done[verb] >= since for verb in clock.stop if verb in self.done)
            if since and not stopped and clock.unit != "promised" and clock.code not in ran and clock.applies(full):
                counted = regraded(pack, clock, self.calendars[pack.id], since, full, now=now)
                self.runs.append(Run(pack, clock, since, full, counted))

    def _recount(self, run: Run, full: Mapping[str, Any], now: datetime) -> None:
        amount = run.clock.amount_for(full)
        run.facts = full
        if amount is None or (amount.value, amount.clause) == (run.counted.amount, run.counted.clause):
            return
        calendars = self.calendars[run.pack.id]
        counted = regraded(run.pack, run.clock, calendars, run.start, full, run.pauses, now=now)
        if counted.segments[0].kind != "regraded" or run.counted.at >= now:
            run.counted = counted

    def _judged(self, now: datetime) -> None:
        """The report, and what penalties are reckoned from, once the complaint is found true or not."""
        self.judged = Happened(Occasion(), now, facts=dict(self.facts))
        unmet = [each.rule for each in assess(self.pack, self.facts) if not each.owed and not each.counts]
        self.result.broken = {rule.code: self._broken(rule) for rule in unmet}
        rule, ours = self.pack.rectification, self.facts.get("liable_party") == "department"
        owed = rule is not None and ours and holds(rule.when, self.pack.facts(self.facts))
        if rule is not None and owed and self.result.rectification is None:
            self.result.rectification = rule.clause
            self._move_clocks(Step.model_construct(at=now, verb="rectification_open", parameters={}))
        elif not owed:
            self.result.rectification = None

    def _broken(self, rule: Any) -> list[str]:
        full = self.pack.facts(self.facts)
        broken = [row.field for row in rows(rule.when) if not holds(row, full)]
        return broken + (["liable_party"] if self.facts.get("liable_party") != "department" else [])

    def _plan(self, step: Step) -> None:
        """Follow-ups: with their clock where they have one, else after their verb."""
        full = self.pack.facts(self.facts)
        planned = {each.rule for each in self.result.follow_ups}
        for rule in self.pack.follow_ups:
            run = next((run for run in self._running() if run.clock.code == rule.clock), None)
            after = rule.clock is None and rule.after == step.verb and holds(rule.when, full)
            if rule.code not in planned and (run or after):
                self.result.follow_ups.append(FoundFollowUp(rule.code, run.counted.at if run else None, rule.clause))

    def _running(self) -> list[Run]:
        return [run for run in self.runs if run.ended is None]

    def found(self, until: datetime) -> Found:
        """What is to be seen at that instant."""
        self.result.facts = self.pack.facts(self.facts)
        self.result.clocks = {run.clock.code: self._clock(run, until) for run in self.runs}
        return self.result

    def happened(self, until: datetime) -> Iterator[Happened]:
        """What penalties may hang on: the last verdict, missed clocks, recorded misconduct."""
        if self.judged is not None:
            yield self.judged
        for run in self.runs:
            clock = self._clock(run, until)
            if clock.outcome == "missed":
                late = run.ended - clock.due if run.ended else None
                occasion = Occasion("breach", clock.code, late, escalated=bool(clock.escalations))
                yield Happened(occasion, clock.due, clock.owner)
        for code, at in self.misconduct:
            yield Happened(Occasion("misconduct", misconduct=code), at)

    def _clock(self, run: Run, until: datetime) -> FoundClock:
        ended, at = run.ended, run.counted.at
        late = at < (ended or until) and run.paused_at is None
        outcome = "missed" if late else "running" if ended is None else "cancelled" if run.cancelled else "met"
        if run.paused_at is not None and ended is None:
            outcome = "paused"

        def seen(instant: datetime) -> bool:
            return instant < ended if ended else instant <= until

        clock, ladder = run.clock, run.pack.ladder_for(run.clock, run.facts)
        told = steps(clock, run.start, at) if clock.reminders else ()
        reminders = tuple(Told(step.at, step.kind, (clock.owner,)) for step in told if seen(step.at))
        ours = not any(verb.startswith(("rectification", "measure", "appeal")) for verb in clock.start)
        climbed = levels(ladder, clock, at, self.calendars[run.pack.id]) if ladder and ours else ()
        escalations = tuple(
            Told(step.at, "escalate", ladder.steps[step.number - 1].to) for step in climbed if ladder and seen(step.at)
        )
        said = (clock.code, at, run.counted.clause, outcome, clock.owner, reminders, escalations)
        return FoundClock(*said, until=ended or until)
