"""What deadlines and messages ask about a complaint."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from app.complaints.models import Complaint
from app.deadlines import Responsible, register_ladder, register_overlays, register_owner_kind
from app.extensions import db
from app.org.models import Department
from app.org.tree import level_above, people_in_charge
from app.policy.pack import Clock
from app.security import Person

_BY_KIND = {"administration": "administration", "quality": "quality_centre", "call_centre": "call_centre"}


class ComplaintOwner:
    """The `DeadlineOwner` of complaints."""

    along = ("category",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        """The role as a person or a department; the handler stands in while there is no department yet.

        新邦 (六) 2(2)a: the superior of somebody complained of is the head of that person's department.
        """
        department_id = None
        if clock.owner in _BY_KIND:
            department_id = _of_kind(_BY_KIND[clock.owner])
        elif clock.owner == "own_manager":
            department_id = owner.handler.department_id if owner.handler else None
        elif clock.owner != "handler":
            department_id = owner.department_id
        if department_id is not None:
            return Responsible(department_id=department_id)
        return Responsible(person_id=owner.handler_id or owner.registered_by_id)

    def title(self, owner: Any) -> str:
        """Number and category: what was typed may name people."""
        return f"{owner.no} {owner.category.label}"

    def url(self, owner: Any) -> str:
        return complaint_url(owner)


def people_of(complaint: Complaint, role: str) -> list[Person]:
    """Who has this role of the policy now. Until a department is responsible, the handler's own stands for it."""
    handler = complaint.handler
    own = handler.department if handler else None
    department = complaint.department or own
    if role in _BY_KIND:
        office = _of_kind(_BY_KIND[role])
        return people_in_charge(db.session.get_one(Department, office)) if office else []
    if role == "handler":
        return _active(handler)
    if role == "own_manager":
        return people_in_charge(own) if own else []
    return _in_department(department, role) if department else []


def people_in(department: Department, role: str) -> list[Person]:
    """Who has this role for a department; nobody where it is a role of a case."""
    if role in _BY_KIND:
        office = _of_kind(_BY_KIND[role])
        return people_in_charge(db.session.get_one(Department, office)) if office else []
    return [] if role in ("handler", "own_manager") else _in_department(department, role)


def department_of_role(role: str) -> int | None:
    """The office that the role is, such as the quality centre; None for roles within a department or a case."""
    return _of_kind(_BY_KIND[role]) if role in _BY_KIND else None


def _in_department(department: Department, role: str) -> list[Person]:
    if role == "superior":
        return people_in_charge(level_above(department) or department)
    if role == "delegate":
        return _active(department.deputy)
    head = _active(department.head) if role == "department_head" else []
    return head or people_in_charge(department)


def _active(person: Person | None) -> list[Person]:
    return [person] if person is not None and person.active else []


def complaint_url(complaint: Complaint) -> str:
    """The complaint's page, absolute."""
    return f"{current_app.config['SETTINGS'].site()}/complaint/show/{complaint.id}"


def _of_kind(kind: str) -> int | None:
    first = select(Department.id).where(Department.kind == kind, Department.active).order_by(Department.id).limit(1)
    return db.session.scalars(first).one_or_none()


register_owner_kind("complaint", ComplaintOwner())
register_ladder("complaint", people_of)
register_overlays("complaint", lambda complaint: complaint.overlay_ids)
