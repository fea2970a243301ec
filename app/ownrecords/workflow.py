"""A function for each step of one's own records: registered, changed, submitted, decided, archived, restored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customers.models import Customer
from app.db import move_row
from app.events import hands_in, record
from app.extensions import db
from app.org.models import Department
from app.ownrecords import notices
from app.ownrecords.models import STATES, OwnRecord, RecordType
from app.ownrecords.numbering import next_number
from app.security import elevated, hands_of, verb
from app.security.scope import current_scope

CHANGEABLE = ("recorded", "returned")
"""What waits for a decision, or was approved, says what was decided on."""


@dataclass(frozen=True)
class Step:
    """A step from one of some states to another."""

    label: str
    sources: tuple[str, ...]
    target: str


STEPS = {
    "submit": Step(N_("Submit again"), ("returned",), "waiting"),
    "approve": Step(N_("Approve"), ("waiting",), "approved"),
    "send_back": Step(N_("Return"), ("waiting",), "returned"),
    "archive": Step(N_("Archive"), ("recorded", "approved", "returned"), "archived"),
    "restore": Step(N_("Restore"), ("archived",), "recorded"),
}


def register(kind: RecordType, *, actor: Any | None, now: datetime, **facts: Any) -> OwnRecord:
    """A new record: subject, department_id (default: the actor's), customer. Raises Invalid."""
    values = _settled(kind, {"department_id": getattr(actor, "department_id", None), **facts})
    with elevated():
        row = OwnRecord(
            type=kind,
            no=next_number(kind.id, kind.pattern, now),
            state="waiting" if kind.approval else "recorded",
            owner_id=getattr(actor, "id", None),
            created_at=now,
            **values,
        )
        db.session.add(row)
        db.session.flush()
        record(row, "register", actor=actor, now=now, to_state=row.state)
        if kind.approval:
            notices.waiting(row, now=now)
    return row


@verb
def change(row: OwnRecord, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change subject, department_id, customer. Raises Refused where it waits or was decided, Invalid."""
    if row.state not in CHANGEABLE:
        raise _refusal(row, N_("Change"))
    present = {"subject": row.subject, "department_id": row.department_id, "customer": row.customer}
    values = _settled(row.type, present | facts)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
    changed = [name for name, old in before.items() if old != values[name]]
    if changed:
        record(row, "change", actor=actor, now=now, facts={"changed": changed})


@verb
def submit(row: OwnRecord, *, actor: Any | None, now: datetime) -> None:
    """Put a returned record before those who approve it once more. Raises Refused."""
    _move(row, "submit", actor=actor, now=now)
    notices.waiting(row, now=now)


@verb
def approve(row: OwnRecord, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """Raises NotAllowed for one's own record, Refused where it doesn't wait."""
    _decide(row, "approve", note, actor=actor, now=now)


@verb
def send_back(row: OwnRecord, *, note: str, actor: Any | None, now: datetime) -> None:
    """Back to whoever wrote it, with a reason. Raises as `approve`, and Invalid."""
    checks = Checks()
    checks.text("note", note, limit=2_000, required=True)
    checks.done()
    _decide(row, "send_back", note, actor=actor, now=now)


@verb
def archive(row: OwnRecord, *, actor: Any | None, now: datetime) -> None:
    """Out of the way; it can be read and restored. Raises Refused."""
    _move(row, "archive", actor=actor, now=now, remind_at=None)


@verb
def restore(row: OwnRecord, *, actor: Any | None, now: datetime) -> None:
    """Back from the archive, as it was last decided on. Raises Refused."""
    approved = row.decided_at is not None and row.type.approval
    _move(row, "restore", actor=actor, now=now, **({"state": "approved"} if approved else {}))


def _decide(row: OwnRecord, code: str, note: str, *, actor: Any | None, now: datetime) -> None:
    if hands_of(actor) & ({row.owner_id} | hands_in(row, "register", "submit")):
        raise NotAllowed(N_("This is your own record: somebody else has to decide on it."))
    decision = (note or "").strip()
    values = {"decided_by_id": getattr(actor, "id", None), "decided_at": now, "decision": decision}
    _move(row, code, actor=actor, now=now, note=decision, **values)
    notices.decided(row, now=now)


def _move(row: OwnRecord, code: str, *, actor: Any | None, now: datetime, note: str = "", **values: Any) -> None:
    before, step = row.state, STEPS[code]
    values = {"state": step.target, "changed_at": now} | values
    if before not in step.sources or not move_row(row, OwnRecord.state == before, **values):
        raise _refusal(row, step.label)
    record(row, code, actor=actor, now=now, from_state=before, to_state=row.state, note=note)


def _refusal(row: OwnRecord, label: str) -> Refused:
    return Refused(
        N_("“%(verb)s” is not possible: %(no)s is in the state “%(state)s”."),
        verb=Text(label),
        no=row.no,
        state=Text(STATES[row.state]),
    )


def _settled(kind: RecordType, facts: dict[str, Any]) -> dict[str, Any]:
    checks = Checks()
    subject = checks.text("subject", facts.get("subject"), limit=120, required=True)
    department = checks.row("department_id", Department, facts.get("department_id"))
    scope = current_scope()
    if department is not None and not scope.unlimited and department.id not in scope.departments:
        checks.refuse("department_id", N_("There is no such record, or it is not yours to see."))
    customer = facts.get("customer") if kind.about_customer else None
    if customer is not None and not isinstance(customer, Customer):
        customer = checks.row("customer", Customer, customer)
    checks.done()
    return {
        "subject": subject,
        "department_id": department.id if department else None,
        "customer_id": customer.id if customer else None,
    }
