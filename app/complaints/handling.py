"""Who deals with it: accept, dispatch, transfer, assign, escalate."""

from datetime import datetime
from typing import Any

from app.complaints import notices
from app.complaints.models import Complaint
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.checks import Checks
from app.org.models import Department
from app.org.tree import subtree_ids
from app.security import Person


@verb
def accept(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """Take the complaint on; whoever accepts it handles it from then on, so that each case has one name to it."""
    note = _note(note)
    with taking(complaint, "accept", actor=actor, now=now, note=note):
        if actor is not None:
            complaint.handler_id = actor.id


@verb
def dispatch(complaint: Complaint, *, department_id: int, actor: Any | None, now: datetime, note: str = "") -> None:
    """Give it to the responsible department and tell those in charge there. Raises Invalid."""
    department, note = _department(department_id, note)
    with taking(complaint, "dispatch", actor=actor, now=now, note=note) as facts:
        complaint.department_id = department.id
        facts["department"] = department.name
    notices.dispatched(complaint, note=note, now=now)


@verb
def transfer(complaint: Complaint, *, department_id: int, note: str, actor: Any | None, now: datetime) -> None:
    """转办: another department is responsible after all; the one before sees it no more. `note` says why.

    Raises Invalid.
    """
    department, note = _department(department_id, note, why=True)
    if department.id == complaint.department_id:
        raise Invalid.field("department_id", N_("It is with this department already."))
    with taking(complaint, "transfer", actor=actor, now=now, note=note) as facts:
        facts.update({"from": str(complaint.department), "department": department.name})
        _release_handler(complaint)
        complaint.department_id = department.id
    notices.dispatched(complaint, note=note, now=now)


@verb
def assign(complaint: Complaint, *, handler_id: int, actor: Any | None, now: datetime, note: str = "") -> None:
    """Name the person who handles the complaint. Raises Invalid."""
    checks = Checks()
    handler = checks.row("handler_id", Person, handler_id, required=True)
    if handler is not None and not handler.active:
        checks.refuse("handler_id", N_("This person can't log in any more."))
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "assign", actor=actor, now=now, note=note) as facts:
        complaint.handler_id = handler.id  # type: ignore[union-attr]
        facts["handler"] = handler.full_name  # type: ignore[union-attr]


@verb
def escalate(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """By hand, for urgent or major cases: tell the level above the department and the handler's own manager.

    新邦 (六) 2(1): within five minutes when the department won't manage in twenty. Raises Invalid.
    """
    note = _note(note, required=True)
    with taking(complaint, "escalate", actor=actor, now=now, note=note) as facts:
        facts["told"] = [person.full_name for person in notices.ladder(complaint)]
    notices.escalated(complaint, note=note, now=now)


def _note(note: str, *, required: bool = False) -> str:
    checks = Checks()
    text = checks.text("note", note, limit=NOTE_LIMIT, required=required)
    checks.done()
    return text


def _department(department_id: int, note: str, *, why: bool = False) -> tuple[Department, str]:
    checks = Checks()
    department = checks.row("department_id", Department, department_id, required=True)
    if department is not None and not department.active:
        checks.refuse("department_id", N_("There is no such choice."))
    note = checks.text("note", note, limit=NOTE_LIMIT, required=why)
    checks.done()
    assert department is not None, "checked"
    return department, note


def _release_handler(complaint: Complaint) -> None:
    """A handler out of the department that gives it away would go on seeing it."""
    if complaint.handler is not None and complaint.handler.department_id in subtree_ids(complaint.department_id or 0):
        complaint.handler_id = complaint.registered_by_id
