"""Lets the demo's past happen: verbs in order of time, deadlines moved as a punctual worker would have moved them."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.attaching import attach
from app.complaints.models import Complaint
from app.complaints.repeats import suspects_of
from app.data.demo.appealing import add_appeals
from app.data.demo.calling import call, calls_after
from app.data.demo.clients import Client, add_traffic, ship
from app.data.demo.company import Company
from app.data.demo.course import Step, course, operator_on_duty
from app.data.demo.hours import later, open_count, receipts
from app.data.demo.intakes import intake
from app.data.demo.plots import HALTS, Plot, plot
from app.data.demo.rectifying import Rectifying
from app.data.demo.samples import photo, recording
from app.data.demo.stamps import Stamps
from app.data.demo.tales import tale
from app.deadlines import Deadline, running_of
from app.deadlines.sweep import claim, take_steps
from app.extensions import db
from app.org.models import Department
from app.penalties.models import Penalty
from app.penalties.workflow import confirm
from app.rulebook import Category, PackVersion
from app.security.scope import owner_model

Progress = Callable[[int, int], None]
"""Told how many complaints of how many are registered."""

_STEPS = workflow.STEPS | {"attach": attach}
WAYBILLS = 400
_FILES = 16
_UNDECIDED = timedelta(days=4)
_AT_ONCE = 150
"""Moments after which complaints are let go, so that memory doesn't grow with the history."""


@dataclass(frozen=True, order=True)
class _Coming:
    """A step that waits for its time; `order` keeps those of one instant apart."""

    at: datetime
    order: int
    complaint_id: int
    step: Step
    about: str = "complaint"
    """What the step is one of: the complaint, its report, its follow-ups."""


class Replay:
    """`complaints` cases of the year before `end`, in order of time.

    `kept` are rows that nearly every verb asks for: the session forgets what nobody holds on to.
    """

    def __init__(self, seed: int, company: Company, clients: list[Client], complaints: int, end: datetime) -> None:
        self.seed, self.company, self.clients, self.end = seed, company, clients, end
        self.receipts = receipts(random.Random(f"{seed}/receipts"), complaints, end)
        self.waybills = max(WAYBILLS, 2 * complaints)
        self.kept = [row for model in (PackVersion, Category, Department) for row in db.session.scalars(select(model))]
        self.categories = {row.code: row.id for row in self.kept if isinstance(row, Category)}
        self.coming: list[_Coming] = []
        self.earlier: deque[Plot] = deque(maxlen=12)
        self.registered = self.ordered = 0
        self.held: dict[int, Complaint] = {}
        self.rectifying = Rectifying(seed, dict(company.people), end)

    def run(self, stamps: Stamps, progress: Progress | None) -> None:
        """Let it all happen, in the caller's transaction."""
        while self.registered < len(self.receipts) or self.coming:
            for _ in range(_AT_ONCE):
                self._next_moment(stamps)
            self.held.clear()
            if progress:
                progress(self.registered, len(self.receipts))
        self._sweep(self.end, stamps)
        self._confirm_penalties(stamps)
        add_appeals(random.Random(f"{self.seed}/appeals"), stamps, self.end)

    def _confirm_penalties(self, stamps: Stamps) -> None:
        """The day after each was proposed, but for the latest, which wait for whoever tries the demo."""
        quality = self.company.people["quality"]
        due = (Penalty.state == "proposed", Penalty.proposed_at < self.end - _UNDECIDED)
        for penalty in db.session.scalars(select(Penalty).where(*due).order_by(Penalty.id)):
            at = penalty.proposed_at + timedelta(hours=20)
            stamps.turn(at, quality)
            confirm(penalty, actor=quality, now=at)

    def _next_moment(self, stamps: Stamps) -> None:
        """Register the next complaint or take the next step, whichever comes first."""
        received = self.receipts[self.registered] if self.registered < len(self.receipts) else None
        if self.coming and (received is None or self.coming[0].at <= received):
            coming = heappop(self.coming)
            self._sweep(coming.at, stamps)
            self._take(coming, stamps)
        elif received is not None:
            self._sweep(received, stamps)
            self._register(received, stamps)

    def _sweep(self, until: datetime, stamps: Stamps) -> None:
        """Each step of a deadline at its own instant, in the replay's transaction instead of one for each."""
        while (deadline := claim(until, set())) is not None:
            assert deadline.next_at is not None, "claimed because of it"
            stamps.turn(deadline.next_at, None)
            take_steps(deadline, self._owner(deadline), deadline.next_at)

    def _owner(self, deadline: Deadline) -> Any:
        """A complaint is read once; what comes of it, a rectification report, seldom has a step."""
        if deadline.owner_kind == "complaint":
            return self._known(deadline.owner_id)
        model: Any = owner_model(deadline.owner_kind)
        return db.session.get_one(model, deadline.owner_id)

    def _known(self, complaint_id: int) -> Complaint:
        """The complaint, read once as long as it is held on to."""
        complaint = db.session.get_one(Complaint, complaint_id)
        self.held[complaint_id] = complaint
        return complaint

    def _register(self, received: datetime, stamps: Stamps) -> None:
        number, rng = self.registered, random.Random(f"{self.seed}/{self.registered}")
        self.registered += 1
        operator = self.company.people[operator_on_duty(received)]
        stamps.turn(received, operator)
        story = self._plot(rng, number, received)
        words = tale(rng, story, self.company)
        facts = intake(rng, story, words, self.company, self.categories[story.category])
        complaint = workflow.register(actor=operator, now=received, **facts)
        steps = [*course(rng, story, words, self.company, self.end), *self._files(rng, number, received)]
        for step in [*steps, *self._compared(rng, complaint, received)]:
            self._await(complaint.id, step)

    def _await(self, complaint_id: int, step: Step, about: str = "complaint") -> None:
        self.ordered += 1
        if step.at <= self.end:
            heappush(self.coming, _Coming(step.at, self.ordered, complaint_id, step, about))

    def _plot(self, rng: random.Random, number: int, received: datetime) -> Plot:
        """The plot, with its waybill and a share of those that nobody ever complains of."""
        total = len(self.receipts)
        waybill_no, after = (each * self.waybills // total for each in (number, number + 1))
        sent = received - timedelta(days=rng.randint(2, 5), hours=rng.randint(0, 12))
        known = {"rng": rng, "company": self.company, "end": self.end}
        send = partial(ship, number=waybill_no, at=sent, **known)
        from_end = total - 1 - number
        halt = HALTS[from_end % len(HALTS)] if from_end < open_count(total) else None
        before = rng.choice(self.earlier) if self.earlier else None
        story = plot(rng, self.company, self.clients, number, received=received, halt=halt, before=before, send=send)
        if story.cites_waybill and story.fate != "withdrawn":
            self.earlier.append(story)
        for other in range(waybill_no + (not story.again), after):
            at = received - timedelta(hours=rng.randint(1, 300))
            add_traffic(rng.choice(self.clients), number=other, at=at, **known)
        return story

    def _files(self, rng: random.Random, number: int, received: datetime) -> list[Step]:
        every = max(1, len(self.receipts) // _FILES)
        if number % every:
            return []
        make = recording if number // every % 3 == 2 else photo
        at = min(later(rng, received, 3, 9), self.end)
        return [Step(at, "attach", operator_on_duty(received), {"files": [make(rng)]})]

    def _compared(self, rng: random.Random, complaint: Complaint, received: datetime) -> list[Step]:
        """The operator asks whether it is the same matter again; the latest wait for whoever tries the demo."""
        suspects = [each for each in suspects_of(complaint) if each.rule.code == "same_waybill"]
        at = later(rng, received, 1, 3)
        if not suspects or at > self.end - _UNDECIDED:
            return []
        facts = {"other_id": suspects[0].earlier.id, "outcome": "repeat", "note": "客户确认为同一票货。"}
        return [Step(at, "link", operator_on_duty(received), facts)]

    def _take(self, coming: _Coming, stamps: Stamps) -> None:
        step, complaint = coming.step, self._known(coming.complaint_id)
        if coming.about == "report":
            self.rectifying.take(complaint, step, stamps)
            return
        facts, actor = dict(step.facts), self.company.people[step.by]
        if coming.about == "followup":
            stamps.turn(step.at, actor)
            call(self.seed, complaint, actor=actor, now=step.at)
            return
        if not _makes_sense(step, complaint):
            return
        if "department" in facts:
            facts["department_id"] = self.company.departments[facts.pop("department")].id
        if "carrier" in facts:
            facts["carrier_id"] = self.company.carriers[facts.pop("carrier")].id
        stamps.turn(step.at, actor)
        _STEPS[step.verb](complaint, actor=actor, now=step.at, **facts)
        self._await_what_follows(complaint, step)

    def _await_what_follows(self, complaint: Complaint, step: Step) -> None:
        """A verdict opens a report, an ended case makes calls due: both have people who see to them."""
        reports = self.rectifying.plan(complaint, step.at) if step.verb == "verdict" else []
        for each in reports:
            self._await(complaint.id, each, "report")
        for each in calls_after(self.seed, complaint, step.verb, step.at):
            self._await(complaint.id, each, "followup")


def _makes_sense(step: Step, complaint: Complaint) -> bool:
    """Clocks can stand still only while one has time left, and run on only after that."""
    states = (
        {deadline.state for deadline in running_of(complaint) if deadline.due_at > step.at}
        if (step.verb in ("pause", "resume"))
        else set()
    )
    return {"pause": "running" in states, "resume": "paused" in states}.get(step.verb, True)
