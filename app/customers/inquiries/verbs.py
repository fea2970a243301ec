"""What is done with an inquiry; each step is recorded. A verb checks, moves, records and tells in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.clock import local
from app.core.errors import Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customers.inquiries import notices, promises
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import CHANNELS, KINDS, SOURCES, STATES, WAITING
from app.customers.models import Contact, Customer, Waybill
from app.customers.numbering import next_in
from app.db import move_row
from app.events import record
from app.extensions import db
from app.org.models import Department
from app.security import Person, elevated, require_reach

FIELDS = (
    "kind", "channel", "customer_id", "contact_id", "waybill_id", "caller", "phone", "email", "question", "due_at",
)  # fmt: skip
_ANSWER = 4000


def register(*, actor: Any | None, now: datetime, **facts: Any) -> Inquiry:
    """Note a question: `FIELDS`. Customer, contact and waybill must be within the actor's scope. Raises Invalid."""
    values = _facts(facts)
    promises.check_promise(values["due_at"], now)
    with elevated():
        day = local(now).strftime("%Y%m%d")
        inquiry = Inquiry(state="open", received_at=now, created_at=now, **values)
        inquiry.registered_by_id = inquiry.handler_id = actor.id if actor else None
        inquiry.no = f"ZX{day}-{next_in(f'ZX{day}'):04d}"
        db.session.add(inquiry)
        db.session.flush()
        record(inquiry, "register", actor=actor, now=now, to_state="open")
        db.session.flush()
        if inquiry.due_at is not None:
            promises.promised(inquiry, actor=actor, now=now)
    return inquiry


def change(inquiry: Inquiry, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Correct what was noted. Raises NotFound, Invalid; Refused once it is a complaint."""
    require_reach(inquiry)
    if inquiry.state == "turned":
        raise Refused(N_("It has become a complaint; please go on there."))
    present = {name: getattr(inquiry, name) for name in FIELDS}
    values = _facts(present | facts)
    changed = [name for name, value in values.items() if (getattr(inquiry, name) or "") != (value or "")]
    again = "due_at" in changed and inquiry.state in WAITING
    if again:
        promises.check_promise(values["due_at"], now)
    with elevated():
        for name in changed:
            setattr(inquiry, name, values[name])
        if changed:
            record(inquiry, "change", actor=actor, now=now, facts={"changed": changed})
        db.session.flush()
        if again:
            promises.promised(inquiry, actor=actor, now=now)


def answer(inquiry: Inquiry, *, answer: str, actor: Any | None, now: datetime) -> None:
    """What the caller was told. Raises NotFound, Invalid, Refused."""
    require_reach(inquiry)
    said = _said("answer", answer)
    with elevated():
        _step(inquiry, "answer", "answered", actor=actor, now=now, answer=said, answered_at=now)
        promises.answered(inquiry, actor=actor, now=now)
        notices.answered(inquiry, actor=actor, now=now)


def transfer(
    inquiry: Inquiry,
    *,
    department_id: Any = None,
    handler_id: Any = None,
    note: str = "",
    actor: Any | None,
    now: datetime,
) -> None:
    """Pass on to a department, or to a person of it, who are told. Raises NotFound, Invalid, Refused."""
    require_reach(inquiry)
    checks = Checks()
    department = checks.row("department_id", Department, department_id)
    person = checks.row("handler_id", Person, handler_id)
    if department is None and person is None:
        checks.refuse("department_id", N_("Please choose a department or a person."))
    checks.done()
    department = department or (person.department if person else None)
    to = person.full_name if person else str(department)
    with elevated():
        values = {"department_id": department.id if department else None, "handler_id": person.id if person else None}
        _step(inquiry, "transfer", "transferred", actor=actor, now=now, told={"to": to}, note=note, **values)
        promises.passed_on(inquiry, actor=actor, now=now)
        notices.passed_on(inquiry, note=note, now=now)


def close(inquiry: Inquiry, *, anything_else: str = "", actor: Any | None, now: datetime) -> None:
    """The caller was asked whether there is anything else (text f). Raises NotFound, Refused, Invalid."""
    require_reach(inquiry)
    said = _said("anything_else", anything_else)
    with elevated():
        told = {"anything_else": said}
        _step(inquiry, "close", "closed", actor=actor, now=now, told=told, anything_else=said, closed_at=now)


def ask_again(inquiry: Inquiry, *, note: str, actor: Any | None, now: datetime) -> None:
    """The caller wants to know more. Raises NotFound, Refused, Invalid."""
    require_reach(inquiry)
    said = _said("note", note)
    with elevated():
        _step(inquiry, "ask_again", "open", actor=actor, now=now, note=said, closed_at=None, due_at=None)


def turn(inquiry: Inquiry, *, complaint_no: str, actor: Any | None, now: datetime) -> None:
    """It has become this complaint. Raises NotFound, Refused."""
    require_reach(inquiry)
    with elevated():
        told = {"complaint": complaint_no}
        _step(inquiry, "turn", "turned", actor=actor, now=now, told=told, complaint_no=complaint_no, closed_at=now)
        promises.ended(inquiry, actor=actor, now=now)


def _step(
    inquiry: Inquiry,
    step: str,
    to_state: str,
    *,
    actor: Any | None,
    now: datetime,
    told: Mapping[str, Any] | None = None,
    note: str = "",
    **values: Any,
) -> None:
    before = inquiry.state
    if not move_row(inquiry, Inquiry.state.in_(SOURCES[step]), state=to_state, changed_at=now, **values):
        state = Text(STATES[inquiry.state])
        raise Refused(N_("This inquiry is in the state “%(state)s”: the step is not possible."), state=state)
    record(inquiry, step, actor=actor, now=now, from_state=before, to_state=to_state, facts=told, note=note)
    db.session.flush()


def _said(name: str, text: str | None) -> str:
    checks = Checks()
    said = checks.text(name, text, limit=_ANSWER, required=True)
    checks.done()
    return said


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as columns; the caller's name and number from the contact's file where nothing else was said."""
    checks = Checks()
    customer = checks.row("customer_id", Customer, facts.get("customer_id"))
    waybill = checks.row("waybill_id", Waybill, facts.get("waybill_id"))
    contact = checks.row("contact_id", Contact, facts.get("contact_id"))
    if customer is None and waybill is not None:
        customer = waybill.customer
    caller = facts.get("caller") or (contact or customer or "")
    values = {
        "kind": checks.choice("kind", facts.get("kind"), KINDS, "consult"),
        "channel": checks.choice("channel", facts.get("channel"), CHANNELS, "hotline"),
        "customer_id": customer.id if customer else None,
        "contact_id": contact.id if contact else None,
        "waybill_id": waybill.id if waybill else None,
        "caller": checks.text("caller", str(caller), limit=100, required=True),
        "phone": checks.phone("phone", facts.get("phone") or (contact.phone if contact else "")),
        "email": checks.email("email", facts.get("email") or (contact.email if contact else "")),
        "question": checks.text("question", facts.get("question"), limit=_ANSWER, required=True),
        "due_at": checks.instant("due_at", facts.get("due_at")),
    }
    if values["kind"] == "tracking" and waybill is None:
        checks.refuse("waybill_id", N_("Which waybill is it about?"))
    checks.done()
    return values
