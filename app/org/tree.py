"""Questions asked of the department tree."""

from sqlalchemy import select

from app.core.errors import Invalid
from app.core.i18n import N_
from app.db import by_id
from app.extensions import db
from app.org.models import Department


def place(department: Department) -> None:
    """Set `path` from the parent, for the department and all below it. Flushes.

    Raises Invalid at `parent` when the new parent lies below the department itself.
    """
    db.session.flush()
    parent = by_id(Department, department.parent_id) if department.parent_id else None
    if parent is not None and f"/{department.id}/" in parent.path:
        raise Invalid.field("parent", N_("A department can't lie below itself."))
    old, new = department.path, f"{parent.path if parent else '/'}{department.id}/"
    below = db.session.scalars(select(Department).where(Department.path.startswith(old))).all() if old else []
    department.path = new
    for other in below:
        if other is not department:
            other.path = new + other.path[len(old) :]
    db.session.flush()


def subtree_ids(department_id: int) -> frozenset[int]:
    """Ids of the department and of all below it."""
    department = by_id(Department, department_id)
    if department is None:
        return frozenset()
    return frozenset(db.session.scalars(select(Department.id).where(Department.path.startswith(department.path))))


def people_in_charge(department: Department) -> list:
    """Head and deputy, those that are there and active; of the level above where both are vacant.

    Empty only where nobody up to the root is in charge.
    """
    step: Department | None = department
    while step is not None:
        people = [person for person in (step.head, step.deputy) if person is not None and person.active]
        if people:
            return people
        step = step.parent
    return []


def level_above(department: Department) -> Department | None:
    """The next department upwards that has somebody in charge; None at the root."""
    step = department.parent
    while step is not None and not any(p is not None and p.active for p in (step.head, step.deputy)):
        step = step.parent
    return step
