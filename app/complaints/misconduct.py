"""违规行为: what staff did wrong in handling a complaint, by the codes of its pack. Penalties may hang on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.facts import pack_for
from app.complaints.models import Complaint, Misconduct
from app.complaints.step import NOTE_LIMIT, require_reach, taking, verb
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.extensions import db
from app.org.models import Department
from app.security import Person


def misconduct(
    complaint: Complaint,
    *,
    code: str,
    note: str,
    department_id: int | None = None,
    person_id: int | None = None,
    actor: Any | None,
    now: datetime,
) -> None:
    """Record what was done, by a code of the complaint's pack, in which department and by whom, if that is known.

    Without a department it is the responsible one. Raises Invalid.
    """
    require_reach(complaint)
    pack, checks = pack_for(complaint), Checks()
    checks.choice("code", code, {each.code for each in pack.misconduct})
    department = checks.row("department_id", Department, department_id)
    person = checks.row("person_id", Person, person_id)
    department_id = department.id if department else complaint.department_id
    if person is not None and department is not None and person.department_id != department.id:
        checks.refuse("person_id", N_("This person works in another department."))
    note = checks.text("note", note, limit=NOTE_LIMIT, required=True)
    checks.done()
    values = {"code": code, "department_id": department_id, "person_id": person.id if person else None, "note": note}
    _record(complaint, values=values, actor=actor, now=now)


@verb
def _record(complaint: Complaint, *, values: dict[str, Any], actor: Any | None, now: datetime) -> None:
    label = pack_for(complaint).misconduct_of(values["code"]).label.text()
    with taking(complaint, "misconduct", actor=actor, now=now, note=values["note"]) as facts:
        row = Misconduct(
            complaint_id=complaint.id, recorded_at=now, recorded_by_id=actor.id if actor else None, **values
        )
        db.session.add(row)
        db.session.flush()
        facts.update({"misconduct": label, "code": row.code, "record": row.id, "department": _name(row.department_id)})


@verb
def misconduct_drop(complaint: Complaint, *, record_id: int, note: str, actor: Any | None, now: datetime) -> None:
    """It was an error: the record stays, crossed out, and no longer counts. Raises Invalid, Refused."""
    checks = Checks()
    mine = {row.id: row for row in records_of(complaint)}
    number = int(record_id) if str(record_id).isdecimal() else 0
    if number not in mine:
        checks.refuse("record_id", N_("There is no such choice."))
    note = checks.text("note", note, limit=NOTE_LIMIT, required=True)
    checks.done()
    row = mine[number]
    with taking(complaint, "misconduct_drop", actor=actor, now=now, note=note) as facts:
        db.session.refresh(row, with_for_update=True)
        if row.withdrawn_at is not None:
            raise Refused(N_("This record is withdrawn already."))
        row.withdrawn_at = now
        label = pack_for(complaint).misconduct_of(row.code).label.text()
        facts.update({"misconduct": label, "code": row.code, "record": row.id})


def records_of(complaint: Complaint) -> list[Misconduct]:
    """All records, oldest first."""
    mine = select(Misconduct).where(Misconduct.complaint_id == complaint.id).order_by(Misconduct.id)
    return list(db.session.scalars(mine))


def _name(department_id: int | None) -> str:
    return db.session.get_one(Department, department_id).name if department_id else ""
