"""Verbs for departments."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.org.models import DEPARTMENT_KINDS, Department
from app.org.tree import place


def add_department(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Department | None = None,
    head: Any | None = None,
    deputy: Any | None = None,
    phone: str = "",
    actor: Any | None,
    now: datetime,
) -> Department:
    """A new department in its place in the tree. Raises Invalid."""
    department = Department(
        code=code,
        name=name,
        kind=kind,
        phone=phone,
        parent_id=parent.id if parent else None,
        head_id=head.id if head else None,
        deputy_id=deputy.id if deputy else None,
    )
    _check(department, parent, head, deputy, moved=True)
    db.session.add(department)
    place(department)
    facts = {"code": code, "name": name, "parent": parent, "head": head, "deputy": deputy}
    record(department, "create", actor=actor, now=now, facts=facts)
    return department


def change_department(
    department: Department,
    *,
    code: str,
    name: str,
    kind: str,
    parent: Department | None,
    head: Any | None,
    deputy: Any | None,
    phone: str,
    actor: Any | None,
    now: datetime,
) -> None:
    """Change anything, the place in the tree included. Raises Invalid."""
    before = _facts(department)
    department.code, department.name, department.kind, department.phone = code, name, kind, phone
    moved = (parent.id if parent else None) != department.parent_id
    _check(department, parent, head, deputy, moved=moved)
    department.head_id, department.deputy_id = head.id if head else None, deputy.id if deputy else None
    department.parent_id = parent.id if parent else None
    if moved:
        place(department)
    db.session.flush()
    db.session.refresh(department, ["parent", "head", "deputy"])
    after = _facts(department)
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if changes:
        record(department, "change", actor=actor, now=now, facts={"changes": changes})


def retire_department(department: Department, *, actor: Any | None, now: datetime) -> None:
    """No longer offered in forms; what belongs to it stays. Raises Refused while something below it is active."""
    below = select(func.count()).select_from(Department).where(Department.parent_id == department.id, Department.active)
    if count := db.session.scalar(below):
        raise Refused(N_("%(count)s departments below it are active; retire or move them first."), count=count)
    department.active = False
    db.session.flush()
    record(department, "retire", actor=actor, now=now)


def restore_department(department: Department, *, actor: Any | None, now: datetime) -> None:
    """Offered in forms again. Raises Refused below a retired one."""
    if department.parent is not None and not department.parent.active:
        raise Refused(N_("The department above it is retired; restore that first."))
    department.active = True
    db.session.flush()
    record(department, "restore", actor=actor, now=now)


def _check(
    department: Department, parent: Department | None, head: Any | None, deputy: Any | None, *, moved: bool
) -> None:
    with db.session.no_autoflush:
        same = select(Department.id).where(
            func.lower(Department.code) == department.code.lower(), Department.id != (department.id or 0)
        )
        taken = db.session.execute(same).first() is not None
    faults = {}
    if taken:
        faults["code"] = N_("Another department has this code.")
    if department.kind not in DEPARTMENT_KINDS:
        faults["kind"] = N_("Not a valid choice.")
    if moved and parent is not None and not parent.active:
        faults["parent"] = N_("This department is retired.")
    if head is not None and deputy is not None and head.id == deputy.id:
        faults["deputy"] = N_("Head and deputy can't be the same person.")
    if faults:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)


def _facts(department: Department) -> dict[str, Any]:
    return {
        "code": department.code,
        "name": department.name,
        "kind": department.kind,
        "phone": department.phone,
        "parent": str(department.parent) if department.parent else None,
        "head": str(department.head) if department.head else None,
        "deputy": str(department.deputy) if department.deputy else None,
    }
