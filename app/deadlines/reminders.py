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
from app.rulebook import calendar
from app.security import Person

WORKING_HOURS = "default"
"""The calendar outside which nobody is reminded of what can wait."""


def remind(deadline: Deadline, owner: Any, step: Step, now: datetime) -> None:
    """Queue the step's message for those who have to keep the deadline; nothing where the pack asks for no reminders.

    What isn't urgent (`is_urgent`) waits for the next working hour.
    """
    if pack_and_clock(deadline)[1].reminders is None:
        return
    for person in keepers(deadline):
        enqueue(
            f"deadline_{step.kind}",
            to=person,
            owner=owner,
            context=context_of(deadline, owner, now),
            dedup_key=f"deadline:{deadline.id}:{deadline.reckoning}:{step_name(step)}:{person.id}",
            now=now,
            urgent=is_urgent(deadline),
            expires_at=deadline.due_at if step.kind == "warn" else None,
            send_after=sending_time(deadline, now),
        )


def keepers(deadline: Deadline) -> list[Person]:
    """The responsible person; without one who is active, those in charge of the department."""
    person = db.session.get(Person, deadline.responsible_person_id) if deadline.responsible_person_id else None
    if person is not None and person.active:
        return [person]
    department = deadline.responsible_department_id and db.session.get(Department, deadline.responsible_department_id)
    return people_in_charge(department) if department else []


def step_name(step: Step) -> str:
    """Tells the steps of one reckoning apart: warn, due, overdue:1, overdue:2, escalate:1."""
    return f"{step.kind}:{step.number}" if step.number else step.kind


def is_urgent(deadline: Deadline) -> bool:
    """Whether people are told at night too: of clocks in minutes, of promises to a customer, of urgent cases."""
    clock = pack_and_clock(deadline)[1]
    return clock.unit in ("minutes", "promised") or deadline.facts.get("urgent") is True


def sending_time(deadline: Deadline, now: datetime) -> datetime | None:
    """The next working hour for what can wait; None: at once."""
    return None if is_urgent(deadline) else calendar(WORKING_HOURS).next_open(local(now))


def context_of(deadline: Deadline, owner: Any, now: datetime) -> dict[str, Any]:
    """What every message about a deadline may say."""
    about = owner_protocol(deadline.owner_kind)
    pack, clock = pack_and_clock(deadline)
    return {
        "no": number if isinstance(number := getattr(owner, "no", None), str) else str(owner),
        "title": about.title(owner),
        "url": about.url(owner),
        "clock": clock.label.text(),
        "clause": pack.cite(deadline.clause),
        "due": deadline.due_at,
        "now": now,
    }
