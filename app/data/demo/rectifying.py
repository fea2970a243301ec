"""How the demo's departments answer for sustained complaints: reports written, decided, carried out and closed."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.complaints.models import Complaint
from app.core.clock import local_day
from app.data.demo.course import DAY, Step
from app.data.demo.hours import at_work
from app.data.demo.samples import photo
from app.data.demo.sources import source
from app.data.demo.stamps import Stamps
from app.deadlines import running_of
from app.org.tree import people_in_charge, subtree_ids
from app.rectifications import measuring, verbs
from app.rectifications.approval import approver_level
from app.rectifications.drafting import Planned, sections_asked
from app.rectifications.models import RectificationReport
from app.rectifications.opening import report_of
from app.rectifications.states import allows
from app.security import Person

_FRESH = timedelta(days=5)
_FATES = ("close", "return", "submit", "save")
"""At which step the reports of the last days stand, oldest first, unless the end comes before; repeated for more."""
_EVERY_EIGHTH, _RETURNED = 8, 3
_MEASURES = 2


@dataclass(frozen=True)
class _Call:
    """A step on a report on its way: who does it is known only then."""

    report: RectificationReport
    actor: Person
    now: datetime
    rng: random.Random


class Rectifying:
    """Plans what becomes of each report when it is opened, and does it when its time has come."""

    def __init__(self, seed: int, people: dict[str, Person], end: datetime) -> None:
        self.seed, self.end = seed, end
        self.people: dict[int, list[Person]] = {}
        for person in people.values():
            self.people.setdefault(person.department_id or 0, []).append(person)
        self.opened = self.fresh = 0

    def plan(self, complaint: Complaint, now: datetime) -> list[Step]:
        """The steps of the report that the verdict of this instant has opened; none where it hasn't."""
        report = report_of(complaint)
        if report is None or report.opened_at != now:
            return []
        self.opened += 1
        rng = random.Random(f"{self.seed}/report/{self.opened}")
        last = "close"
        if now > self.end - _FRESH:
            last = _FATES[self.fresh % len(_FATES)]
            self.fresh += 1
        returned = last == "return" or (last == "close" and self.opened % _EVERY_EIGHTH == _RETURNED)
        steps = _written(rng, report, now, returned=returned)
        steps += _carried_out(rng, steps[-1].at)
        places = [number for number, step in enumerate(steps) if step.verb == last]
        return [step for step in steps[: places[0] + 1] if step.at <= self.end] if last != "save" else []

    def take(self, complaint: Complaint, step: Step, stamps: Stamps) -> None:
        """Do it, unless the report was taken back meanwhile."""
        report = report_of(complaint)
        if report is None or not allows(step.verb, report.state):
            return
        writes = step.verb in ("save", "submit", "tick")
        actor = _writer(report, self.seed) if writes else approver_level(report)[1][0]
        stamps.turn(step.at, actor)
        rng = random.Random(f"{self.seed}/{report.no}/{step.verb}/{report.version}")
        call = _Call(report, actor, step.at, rng)
        if step.verb == "save":
            self._save(call, **step.facts)
        else:
            _STEPS[step.verb](call, **step.facts)

    def _save(self, call: _Call, days: tuple[int, ...], again: bool) -> None:
        report, words = call.report, source("rectification")
        asked = sections_asked(report)
        if again:
            sections = {**report.sections, "root_cause": report.sections.get("root_cause", "") + words["amended"]}
            planned = [Planned(row.text, row.owner_id, row.due_on) for row in report.measures]
        else:
            sections = _sections(call)
            below = subtree_ids(report.department_id)
            owners = [each for number in sorted(below) for each in self.people.get(number, [])] or [call.actor]
            texts = call.rng.sample(_family(report)["measures"], len(days))
            today = local_day(call.now)
            planned = [
                Planned(text, call.rng.choice(owners).id, today + timedelta(days=ahead))
                for text, ahead in zip(texts, days, strict=True)
            ]
        kept = {code: text for code, text in sections.items() if code in asked}
        cause = None if again else call.rng.choice(_family(report)["cause"])
        verbs.save(report, sections=kept, measures=planned, cause=cause, actor=call.actor, now=call.now)


def _written(rng: random.Random, report: RectificationReport, now: datetime, *, returned: bool) -> list[Step]:
    """Drafts, submissions and decisions, up to the approval."""
    due = min((deadline.due_at for deadline in running_of(report)), default=now + timedelta(days=1))
    submitted = min(at_work(rng, now, 60, 420), (now + 0.9 * (due - now)).replace(microsecond=0))
    if rng.random() < 0.1:
        submitted = at_work(rng, due, 60, DAY)
    days = (rng.randint(4, 9), rng.randint(10, 24))
    steps = _handed_in(rng, now, submitted, {"days": days, "again": False})
    decided = at_work(rng, submitted, 45, 360)
    if returned:
        steps.append(Step(decided, "return", "", {}))
        submitted = at_work(rng, decided, 60, 300)
        steps += _handed_in(rng, decided, submitted, {"days": days, "again": True})
        decided = at_work(rng, submitted, 45, 600)
    return [*steps, Step(decided, "approve", "", {})]


def _handed_in(rng: random.Random, since: datetime, at: datetime, facts: dict[str, Any]) -> list[Step]:
    drafted = since + (at - since) * rng.uniform(0.5, 0.9)
    return [Step(drafted.replace(microsecond=0), "save", "", facts), Step(at.replace(microsecond=0), "submit", "", {})]


def _carried_out(rng: random.Random, approved: datetime) -> list[Step]:
    """Each measure done and verified, a few of them late; then the report is put away."""
    steps, last = [], approved
    for number in range(1, _MEASURES + 1):
        span = (2 * DAY, 4 * DAY) if number == 1 else (6 * DAY, 10 * DAY)
        if rng.random() < 0.08:
            span = (25 * DAY, 28 * DAY)
        done = at_work(rng, approved, *span)
        verified = at_work(rng, done, 120, 2 * DAY)
        steps += [Step(done, "tick", "", {"number": number}), Step(verified, "verify", "", {"number": number})]
        last = max(last, verified)
    steps.sort(key=lambda step: step.at)
    return [*steps, Step(at_work(rng, last, 30, DAY), "close", "", {})]


def _writer(report: RectificationReport, seed: int) -> Person:
    """Mostly the head of the department, at times the deputy; where it has neither, of the level above."""
    people = [person for person in people_in_charge(report.department) if person.username != "payroll"]
    rng = random.Random(f"{seed}/writer/{report.no}")
    return people[1] if len(people) > 1 and rng.random() < 0.3 else people[0]


def _family(report: RectificationReport) -> dict[str, Any]:
    words, code = source("rectification"), report.complaint.category.code
    return words.get(code.partition("_")[0], words["other"])


def _sections(call: _Call) -> dict[str, str]:
    words, complaint = source("rectification"), call.report.complaint
    return {
        "problem": words["problem"].format(title=complaint.title),
        "verified_facts": complaint.findings + call.rng.choice(words["checked"]),
        "root_cause": complaint.cause or call.rng.choice(source("course")["causes"]),
        "immediate_correction": call.rng.choice(_family(call.report)["corrected"]),
    }


def _say(call: _Call, key: str) -> str:
    return call.rng.choice(source("rectification")[key])


def _submit(call: _Call) -> None:
    verbs.submit(call.report, actor=call.actor, now=call.now)


def _return(call: _Call) -> None:
    section, texts = call.rng.choice(list(source("rectification")["returned"].items()))
    reasons = {section: call.rng.choice(texts)}
    report = call.report
    verbs.return_(report, submission=report.submission, reasons=reasons, actor=call.actor, now=call.now)


def _approve(call: _Call) -> None:
    report, note = call.report, _say(call, "approved")
    verbs.approve(report, submission=report.submission, actor=call.actor, now=call.now, note=note)


def _tick(call: _Call, number: int) -> None:
    evidence = photo(call.rng)
    evidence.filename = source("rectification")["evidence"]
    measure = call.report.measures[number - 1]
    measuring.tick(measure, files=[evidence], note=_say(call, "done"), actor=call.actor, now=call.now)
    measure.changed_at = call.now  # the claim's UPDATE asks the real clock


def _verify(call: _Call, number: int) -> None:
    measure = call.report.measures[number - 1]
    measuring.verify(measure, note=_say(call, "verified"), actor=call.actor, now=call.now)
    measure.changed_at = call.now


def _close(call: _Call) -> None:
    verbs.close(call.report, note=source("rectification")["closed"], actor=call.actor, now=call.now)


_STEPS: dict[str, Callable[..., None]] = {
    "submit": _submit,
    "return": _return,
    "approve": _approve,
    "tick": _tick,
    "verify": _verify,
    "close": _close,
}
