"""What deadlines and messages ask about a complaint."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from app.complaints.models import Complaint
from app.deadlines import Responsible, register_owner_kind
from app.extensions import db
from app.org.models import Department
from app.policy.pack import Clock

_BY_KIND = {"administration": "administration", "quality": "quality_centre", "call_centre": "call_centre"}


class ComplaintOwner:
    """The `DeadlineOwner` of complaints."""

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


def complaint_url(complaint: Complaint) -> str:
    """The complaint's page, absolute."""
    return f"{current_app.config['SETTINGS'].site()}/complaint/show/{complaint.id}"


def _of_kind(kind: str) -> int | None:
    first = select(Department.id).where(Department.kind == kind, Department.active).order_by(Department.id).limit(1)
    return db.session.scalars(first).one_or_none()


register_owner_kind("complaint", ComplaintOwner())
