"""What deadlines and messages ask about a visit."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from app.customers.visits import verbs
from app.customers.visits.models import Visit
from app.customers.visits.notices import is_wanted
from app.deadlines import Deadline, Responsible, register_breach_listener, register_ladder, register_owner_kind
from app.extensions import db
from app.org.tree import level_above, people_in_charge
from app.outbox import register_wanted
from app.policy.timing import Clock
from app.security import Person


class VisitOwner:
    """The `DeadlineOwner` of visits: who makes the visit keeps the clock."""

    along = ("customer",)

    def pack_version_id(self, owner: Any) -> int:
        return owner.pack_version_id

    def responsible(self, owner: Any, clock: Clock) -> Responsible:
        """Whose visit it is; the department that serves the customer where it is nobody's."""
        if owner.owner_id is not None:
            return Responsible(person_id=owner.owner_id, department_id=owner.customer.department_id)
        return Responsible(department_id=owner.customer.department_id)

    def title(self, owner: Any) -> str:
        """Number and the customer's number: names go into no message."""
        return f"{owner.no} ({owner.customer.no})"

    def url(self, owner: Any) -> str:
        return f"{current_app.config['SETTINGS'].site()}/visit/show/{owner.id}"


def people_of(visit: Visit, role: str) -> list[Person]:
    """Who has this role of the policy: departments are the visitor's own, else the one that serves the customer."""
    visitor = visit.owner
    if role == "handler":
        return [visitor] if visitor is not None and visitor.active else []
    department = (visitor.department if visitor else None) or visit.customer.department
    if department is None:
        return []
    above = level_above(department)
    if role == "superior" and above is not None:
        return people_in_charge(above)
    people = people_in_charge(department)
    # Whoever leads the department and makes the visit has the level above for a manager.
    own = visitor is not None and any(person.id == visitor.id for person in people)
    return people_in_charge(above) if own and above is not None else people


def note_missed(deadline: Deadline, *, now: Any) -> None:
    """The clock of a visit ran out: it counts as missed from then on."""
    if deadline.owner_kind == "visit":
        visit = db.session.scalars(select(Visit).where(Visit.id == deadline.owner_id)).one_or_none()
        if visit is not None:
            verbs.miss(visit, now=now)


register_owner_kind("visit", VisitOwner())
register_ladder("visit", people_of)
register_breach_listener(note_missed)
register_wanted("visit", is_wanted)
