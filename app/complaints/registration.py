"""A complaint comes in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack

from app.complaints import clocks, notices
from app.complaints.admission import require_admission
from app.complaints.grading import grade_by_pack
from app.complaints.intake import Intake, check_intake
from app.complaints.models import Complaint
from app.complaints.numbering import next_number
from app.complaints.repeats import suspects_of
from app.complaints.step import tell_listeners
from app.customers.verbs import add_contact, register_customer
from app.customfields.verbs import put
from app.events import record
from app.extensions import db
from app.rulebook import current_pack_version, overlays_in_force, pack_of
from app.security import elevated


def register(
    *, actor: Any | None, now: datetime, own: Mapping[str, Any] | None = None, **facts: Unpack[Intake]
) -> Complaint:
    """Register a complaint: provisionally graded, numbered, its clocks started. Raises Invalid with all faults;
    NotAllowed where the policy has one window and the actor isn't there.

    A caller who isn't in the books yet becomes a walk-in customer. The customer, contact and waybill must be within
    the actor's scope. `own`: custom fields by column, known when it is graded and its first message is written.
    """
    version = current_pack_version(now)
    values = check_intake(facts, pack_of(version.id), now)
    with elevated():
        if values["customer_id"] is None and values["origin"] == "external":
            values |= _walk_in(values, actor, now)
        complaint = drawn_up(values, version_id=version.id, actor=actor, now=now, own=own)
        require_admission(complaint, actor)
        complaint.no = next_number(now)
        db.session.add(complaint)
        db.session.flush()
        told: dict[str, Any] = {"severity": complaint.severity, "clause": complaint.severity_clause}
        if suspects := suspects_of(complaint):
            told["suspects"] = [suspect.earlier.no for suspect in suspects]
        record(complaint, "register", actor=actor, now=now, to_state=complaint.state, facts=told)
        clocks.after_verb(complaint, "register", actor=actor, now=now)
        tell_listeners(complaint, "register", facts=told, actor=actor, now=now)
        notices.received(complaint, now=now)
        db.session.flush()
    return complaint


def drawn_up(
    values: dict[str, Any],
    *,
    version_id: int,
    actor: Any | None,
    now: datetime,
    own: Mapping[str, Any] | None = None,
) -> Complaint:
    """The complaint that these columns make, graded and not stored: what is registered, and what is shown before."""
    actor_id = actor.id if actor else None
    complaint = Complaint(
        state="registered",
        pack_version_id=version_id,
        overlay_ids=[overlay.id for overlay in overlays_in_force(now)],
        registered_by_id=actor_id,
        handler_id=actor_id,
        received_at=now,
        created_at=now,
        verdict="pending",
        repeat_count=0,
        **values,
    )
    put(complaint, own or {})
    grade_by_pack(complaint)
    return complaint


def _walk_in(values: dict[str, Any], actor: Any | None, now: datetime) -> dict[str, Any]:
    """A file for an unknown caller, at the station that they complain of or else at the actor's department."""
    department_id = values["station_id"] or getattr(actor, "department_id", None)
    name = values["complainant"]
    customer = register_customer(name=name, kind="walk_in", department_id=department_id, actor=actor, now=now)
    reached = {key: values[key] for key in ("phone", "email", "language")}
    contact = add_contact(customer, name=name, preferred=True, **reached, actor=actor, now=now)
    return {"customer_id": customer.id, "contact_id": contact.id}
