"""What people are told of a deadline: a message in the outbox for each of those who have to keep it."""

from datetime import datetime
from typing import Any

from app.core.clock import local
from app.deadlines.models import Deadline
from app.deadlines.owners import owner_protocol
from app.deadlines.reckoning import pack_and_clock
from app.extensions import db
from app.org.models import Department
from app.org.tree import people_in_charge
from app.outbox import enqueue
from app.policy.clocks import Step
from app.policy.timing import Clock
from app.rulebook import calendar
from app.security import Person

WORKING_HOURS = "default"
"""The calendar outside which nobody is reminded of what can wait."""


def remind(deadline: Deadline, owner: Any, step: Step, now: datetime) -> None:
    """Queue the step's message for those who have to keep the deadline; nothing where the pack asks for no reminders.

    Clocks in minutes, and times promised to a customer, are urgent; other reminders wait for the next working hour.
    """
    _pack, clock = pack_and_clock(deadline)
    if clock.reminders is None:
        return
    urgent = clock.unit in ("minutes", "promised")
    for person in keepers(deadline):
        enqueue(
            f"deadline_{step.kind}",
            to=person,
            owner=owner,
            context=_context(deadline, owner, clock, now),
            dedup_key=f"deadline:{deadline.id}:{deadline.reckoning}:{step_name(step)}:{person.id}",
            now=now,
            urgent=urgent,
            expires_at=deadline.due_at if step.kind == "warn" else None,
            send_after=None if urgent else calendar(WORKING_HOURS).next_open(local(now)),
        )


def keepers(deadline: Deadline) -> list[Person]:
    """The responsible person; without one who is active, those in charge of the department."""
    person = db.session.get(Person, deadline.responsible_person_id) if deadline.responsible_person_id else None
    if person is not None and person.active:
        return [person]
    department = deadline.responsible_department_id and db.session.get(Department, deadline.responsible_department_id)
    return people_in_charge(department) if department else []


def step_name(step: Step) -> str:
    """Tells the steps of one reckoning apart: warn, due, overdue:1, overdue:2."""
    return f"{step.kind}:{step.number}" if step.number else step.kind


def still_wanted(dedup_key: str) -> bool:
    """Whether a reminder that waits in the outbox still has something to say: its clock runs as it did when queued.

    True for keys of other messages; owner kinds ask this in what they register with `outbox.register_wanted`.
    """
    kind, _, rest = dedup_key.partition(":")
    if kind != "deadline":
        return True
    deadline_id, reckoning, _step = rest.split(":", 2)
    deadline = db.session.get(Deadline, int(deadline_id))
    return deadline is not None and deadline.state == "running" and deadline.reckoning == int(reckoning)


def _context(deadline: Deadline, owner: Any, clock: Clock, now: datetime) -> dict[str, Any]:
    about = owner_protocol(deadline.owner_kind)
    return {
        "title": about.title(owner),
        "url": about.url(owner),
        "clock": clock.label.text(),
        "clause": pack_and_clock(deadline)[0].cite(deadline.clause),
        "due": deadline.due_at,
        "now": now,
    }
