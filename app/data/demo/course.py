"""The course of one case: which verb is done when, and by whom."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.complaints.states import after, allows
from app.core.clock import local
from app.core.money import Money
from app.data.demo.company import VACANT, Company
from app.data.demo.hours import at_work, later
from app.data.demo.plots import ADMINISTRATION, Plot
from app.data.demo.sources import source
from app.data.demo.tales import Offer, Round, Tale

DAY = 24 * 60
_SOLVING = ((60, 480), (600, 3 * DAY), (2 * DAY, 8 * DAY))
"""Minutes from the customer's consent until it is carried out, by grade."""
_QUICK = 60
_MARGIN = timedelta(seconds=100)
_JUDGED_AFTER = timedelta(minutes=20)


@dataclass(frozen=True)
class Step:
    """A verb to be done at an instant by the person of that user name. Facts name rows by code or by id."""

    at: datetime
    verb: str
    by: str
    facts: dict[str, Any]


def course(rng: random.Random, plot: Plot, words: Tale, company: Company, end: datetime) -> list[Step]:
    """The steps after the registration, in order of time, those after `end` left out."""
    steps = _Course(rng, plot, words, company).steps
    steps.sort(key=lambda step: step.at)
    if plot.halt:
        steps = _squeeze(_until(steps, plot.halt), plot.received, end)
        steps += _still_waiting(rng, plot, steps, end)
    return [step for step in _possible(steps) if step.at <= end]


def operator_on_duty(at: datetime) -> str:
    """Who answers the hotline at that hour."""
    hour = local(at).hour
    return "operator" if 7 <= hour < 15 else "operator2" if 15 <= hour < 23 else "operator3"


class _Course:
    """Writes the steps down; `at` is how far the case has come."""

    def __init__(self, rng: random.Random, plot: Plot, words: Tale, company: Company) -> None:
        self.rng, self.plot, self.words, self.company = rng, plot, words, company
        self.steps: list[Step] = []
        self.at = plot.received
        self.operator, self.department, self.judged = operator_on_duty(plot.received), plot.department, False
        self._take_on()
        if plot.fate == "withdrawn":
            self._withdraw()
            return
        self._solve()
        self._finish(words.first)
        if plot.fate == "reopened":
            self._again()
        self._archive()

    def _take_on(self) -> None:
        self._do("accept", self.operator, later(self.rng, self.at, 0.5, 2.5))
        slow = self.rng.random() < 0.12
        note = self._say("instructions")
        if self.plot.fate == "transferred":
            ends = (self.plot.parcel.origin, self.plot.parcel.destination)
            mistaken = ends[0] if self.department != ends[0] else ends[1]
            self._do("dispatch", self.operator, later(self.rng, self.at, 0.5, 2), department=mistaken, note=note)
            self._do(
                "transfer",
                self._manager(mistaken),
                self._desk(5, 60),
                department=self.department,
                note=self._say("transfers"),
            )
        else:
            wait = (6, 40) if slow else (0.5, 2)
            self._do("dispatch", self.operator, later(self.rng, self.at, *wait), department=self.department, note=note)
        grave = self.plot.urgent or (self.plot.grade == 2 and not self.plot.attitude)
        if grave and not self.plot.internal and self.rng.random() < 0.85:
            self._aside("escalate", self.operator, self.at, (0.1, 1.2), note=self._say("escalations"))
        if self.rng.random() < 0.2:
            self._callback()

    def _withdraw(self) -> None:
        self._do("withdraw", self.operator, self._desk(25, 1.5 * DAY), note=self._say("withdrawn"))
        if self.rng.random() < 0.5:
            self._archive()

    def _solve(self) -> None:
        told = self.words.first
        self._investigate(told)
        self.judged = self.rng.random() < 0.7
        if self.judged:
            self._judge(later(self.rng, self.at, 2, 30))
        *refused, last = told.offers
        for offer in refused:
            self._offer(offer)
            self._do("decline", self.operator, later(self.rng, self.at, 4, 40), answer=self._say("declined"))
            self._do("note", self.operator, self._desk(20, 240), note=self._say("notes"))
        self._offer(last)
        self._do("agree", self.operator, later(self.rng, self.at, 3, 45), answer=self._say("agreed"))
        self._satisfaction()

    def _investigate(self, told: Round) -> None:
        if self.plot.attitude:
            wait = (60, 400) if self.rng.random() < 0.85 else (DAY, 2 * DAY)
        else:
            wait = ((4, 11), (5, 13), (20, 400))[self.plot.grade] if self.rng.random() < 0.8 else (25, 420)
        self._do("investigate", self._manager(), self._desk(*wait), findings=told.found, cause=told.cause)

    def _judge(self, at: datetime) -> None:
        """Beside the case: it stops no clock of the customer's."""
        words, plot = source("course")["verdicts"], self.plot
        carrier = plot.parcel.carrier if plot.sustained and plot.category in ("lost_road", "lost_air") else ""
        facts: dict[str, Any] = {"verdict": "sustained" if plot.sustained else "dismissed"}
        if carrier:
            facts |= {"party": "carrier", "carrier": carrier, "reason": words["carrier"]}
        else:
            not_ours = "customer" if plot.category.startswith("damage") else "nobody"
            party = "department" if plot.sustained else not_ours
            facts |= {"party": party, "reason": self.rng.choice(words["sustained" if plot.sustained else "dismissed"])}
        if not plot.sustained:
            facts["dismissal"] = dict(zip(words["dismissed"], words["dismissal"], strict=True))[facts["reason"]]
            facts["explanation"] = self.rng.choice(words["explained"])
        judge = "manager.adm" if self.department == ADMINISTRATION else "quality"
        self.steps.append(Step(at, "verdict", judge, facts))

    def _offer(self, offer: Offer) -> None:
        facts = {
            "remedy": offer.remedy,
            "text": offer.text,
            "amount": Money.from_yuan(offer.pay) if offer.pay else None,
        }
        self._do("propose", self._manager(), later(self.rng, self.at, 2, 7), **facts)

    def _satisfaction(self) -> None:
        if self.plot.attitude or self.plot.internal or self.rng.random() < 0.12:
            return
        received, words = self.plot.received, source("course")["satisfaction"]
        when = later(self.rng, received, 18, 29) if self.rng.random() < 0.8 else later(self.rng, received, 31, 120)
        if self.at < when:
            results = ("satisfied", "satisfied", "partly", "unreachable")
        else:
            results = ("partly", "dissatisfied", "unreachable", "partly")
        result = self.rng.choice(results)
        self.steps.append(
            Step(when, "call_satisfaction", self.operator, {"result": result, "note": self.rng.choice(words[result])})
        )

    def _finish(self, told: Round) -> None:
        slack = 1 if self.rng.random() < 0.85 else 2.2
        least, most = _SOLVING[self.plot.grade]
        if self.plot.grade and self.plot.loss and self.rng.random() < 0.25:
            self._wait_for_papers()
        if not self.judged:
            self._judge(later(self.rng, self.at, 5, 25))
            self.judged = True
        by = self.operator if self.department == ADMINISTRATION else self._manager()
        self._do("carry_out", by, self._desk(least * slack, most * slack), note=told.done)
        closer = self.rng.choice((self.operator, "agent", "agent", "agent2"))
        self._do("close", closer, self._desk(20, 600), notice=self.words.notice if told is self.words.first else "")

    def _wait_for_papers(self) -> None:
        words = source("course")
        self._do("pause", self.operator, later(self.rng, self.at, 5, 60), note=words["waiting"])
        self._do("resume", self.operator, self._desk(200, DAY), note=words["papers_in"])

    def _again(self) -> None:
        """Reopened once: the same department sees to it properly."""
        told, note = self.words.again, self._say("instructions")
        self._do("reopen", "supervisor", self._desk(2 * DAY, 6 * DAY), note=self._say("reopened"))
        self._do("dispatch", "agent", later(self.rng, self.at, 1, 4), department=self.department, note=note)
        self._do("investigate", self._manager(), self._desk(10, 300), findings=told.found, cause=told.cause)
        self._offer(told.offers[-1])
        self._do("agree", "agent", later(self.rng, self.at, 3, 30), answer=self._say("agreed"))
        self._finish(told)

    def _archive(self) -> None:
        if self.rng.random() < 0.75:
            self._do("archive", "supervisor", self._desk(9 * DAY, 25 * DAY), note=self._say("lessons"))

    def _callback(self) -> None:
        promised = later(self.rng, self.at, 60, 240)
        self._aside("promise_callback", self.operator, self.at, (0.1, 0.5), at=promised, note=self._say("promises"))
        done = later(self.rng, promised, -30, -2) if self.rng.random() < 0.8 else later(self.rng, promised, 5, 60)
        self.steps.append(Step(done, "callback_done", self.operator, {"note": self._say("called_back")}))

    def _manager(self, department: str = "") -> str:
        """Who acts for a department: mostly its manager, at times the deputy; the level above where it has no head."""
        code = department or self.department
        entry = next(entry for entry in source("company")["departments"] if entry["code"] == code)
        if entry.get("head") == VACANT:
            return self._manager(entry["parent"])
        deputy = entry.get("deputy")
        return deputy if deputy and deputy != "payroll" and self.rng.random() < 0.3 else f"manager.{code}"

    def _desk(self, least: float, most: float) -> datetime:
        """The next instant of one who works by day; at night, somebody on duty often does what is quickly done."""
        if most <= _QUICK and self.rng.random() < 0.6:
            return later(self.rng, self.at, least, most)
        return at_work(self.rng, self.at, least, most)

    def _do(self, verb: str, by: str, at: datetime, **facts: Any) -> None:
        self.at = at
        self.steps.append(Step(at, verb, by, facts))

    def _aside(self, verb: str, by: str, since: datetime, span: tuple[float, float], **facts: Any) -> None:
        """Something that doesn't hold up the case."""
        self.steps.append(Step(later(self.rng, since, *span), verb, by, facts))

    def _say(self, key: str) -> str:
        return self.rng.choice(source("course")[key])


def _possible(steps: list[Step]) -> list[Step]:
    """Without what came too late: a call promised to a customer who has withdrawn meanwhile."""
    state, kept = "registered", []
    for step in steps:
        if allows(step.verb, state):
            state = after(step.verb, state)
            kept.append(step)
    return kept


def _until(steps: list[Step], halt: str) -> list[Step]:
    """The steps up to the first `halt`, and a verdict that was to follow it, which is beside the case; without the
    promises, which would lie in the past."""
    kept = [step for step in steps if step.verb not in ("promise_callback", "callback_done", "pause", "resume")]
    places = [number for number, step in enumerate(kept) if step.verb == halt]
    if not places:
        return []
    known = kept[: places[0] + 1]
    investigated = any(step.verb == "investigate" for step in known)
    judged = [step for step in kept[places[0] + 1 :] if step.verb == "verdict" and investigated]
    return known + [replace(step, at=known[-1].at + _JUDGED_AFTER) for step in judged]


def _squeeze(steps: list[Step], begin: datetime, end: datetime) -> list[Step]:
    """Bring the last step before the end where it would come too late; people were quick."""
    if not steps or steps[-1].at <= end - _MARGIN:
        return steps
    share = (end - _MARGIN - begin) / (steps[-1].at - begin)
    seconds = [int((step.at - begin).total_seconds() * share) for step in steps]
    return [replace(step, at=begin + timedelta(seconds=each)) for step, each in zip(steps, seconds, strict=True)]


def _still_waiting(rng: random.Random, plot: Plot, steps: list[Step], end: datetime) -> list[Step]:
    """What an open case has besides at the end: a promise that runs, or clocks that stand still."""
    halted = next((step.verb for step in reversed(steps) if step.verb != "verdict"), "")
    if halted not in ("dispatch", "investigate", "propose"):
        return []
    words, by, at = source("course"), operator_on_duty(plot.received), steps[-1].at + timedelta(seconds=40)
    if halted == "investigate":
        return [Step(at, "pause", by, {"note": words["waiting"]})] if plot.grade else []
    promised = later(rng, end, 15, 300)
    return [Step(at, "promise_callback", by, {"at": promised, "note": rng.choice(words["promises"])})]
