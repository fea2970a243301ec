"""Who writes a report, and who decides on it: the level above, never who wrote it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.db import by_id
from app.events import Event
from app.extensions import db
from app.org.models import Department
from app.org.tree import level_above, people_in_charge
from app.policy.parts import Rectification
from app.rectifications.models import RectificationReport
from app.rectifications.states import allows
from app.rulebook import pack_of
from app.security import Person, hands_of

_KINDS = {"quality": "quality_centre", "administration": "administration", "call_centre": "call_centre"}
MOST_WAITING = 200


def rule_of(report: RectificationReport) -> Rectification:
    """What the report's pack says of 整改表."""
    rule = pack_of(report.pack_version_id).rectification
    assert rule is not None, "a report is opened by this rule only"
    return rule


def approver_level(report: RectificationReport) -> tuple[Department | None, list[Person]]:
    """The level that decides, with its people: head and deputy of the department that the pack names (the level above),
    of its stand-in (quality) where nobody is there, else of the next level up. Who wrote it is never among them.
    """
    wrote = writers(report)
    rule = rule_of(report)
    candidates = [_in_role(rule.approver, report.department), _in_role(rule.approver_when_vacant, report.department)]
    above = level_above(report.department)
    while above is not None:
        candidates.append(above)
        above = level_above(above)
    for department in filter(None, candidates):
        people = [person for person in _present(department) if person.id not in wrote]
        if people:
            return department, people
    return None, []


def writers(report: RectificationReport) -> set[int]:
    """Ids of all who had a hand in the text, and of who is named to write it."""
    wrote = select(Event.actor_id).where(
        Event.owner_kind == report.__tablename__, Event.owner_id == report.id, Event.verb.in_(("save", "submit"))
    )
    found = {*db.session.scalars(wrote), report.author_id, report.submitted_by_id}
    return {person_id for person_id in found if person_id is not None}


def may_decide(report: RectificationReport, actor: Any | None) -> bool:
    """Whether the person is one of those asked to decide."""
    if actor is None or hands_of(actor) & writers(report):
        return False
    return actor.id in {person.id for person in approver_level(report)[1]}


def may_write(report: RectificationReport, actor: Any | None) -> bool:
    """The responsible department's people, and whoever stands in for its vacant head."""
    if actor is None:
        return False
    own = actor.department
    if actor.id == report.author_id or (own is not None and own.path.startswith(report.department.path)):
        return True
    return actor.id in {person.id for person in people_in_charge(report.department)}


def require_decider(report: RectificationReport, actor: Any | None) -> None:
    """Raises NotAllowed for anybody else, and for the author first of all."""
    if hands_of(actor) & writers(report):
        raise NotAllowed(N_("Nobody decides on a report of their own."))
    if not may_decide(report, actor):
        raise NotAllowed(
            N_("Report %(no)s is decided by the level above %(department)s."),
            no=report.no,
            department=report.department.name,
        )


def require_writer(report: RectificationReport, actor: Any | None) -> None:
    """Raises NotAllowed."""
    if not may_write(report, actor):
        raise NotAllowed(N_("This report is written by people of %(department)s."), department=report.department.name)


def waiting_for(person: Person) -> list[RectificationReport]:
    """Submitted reports that wait for this person's decision, oldest first; at most `MOST_WAITING` are looked at."""
    asked = select(RectificationReport).where(RectificationReport.state == "submitted")
    led = select(Department.id).where(or_(Department.head_id == person.id, Department.deputy_id == person.id))
    kinds = set(db.session.scalars(select(Department.kind).where(Department.id.in_(led))))
    if not kinds:
        return []
    if kinds.isdisjoint(_KINDS.values()):
        below = select(Department.id).where(or_(*(Department.path.contains(f"/{own}/") for own in _ids(led))))
        asked = asked.where(RectificationReport.department_id.in_(below))
    oldest = asked.order_by(RectificationReport.submitted_at, RectificationReport.id).limit(MOST_WAITING)
    return [report for report in db.session.scalars(oldest) if may_decide(report, person)]


def _ids(rows: Any) -> Iterable[int]:
    return db.session.scalars(rows).all()


def _in_role(role: str, department: Department) -> Department | None:
    if role in _KINDS:
        of_kind = select(Department.id).where(Department.kind == _KINDS[role], Department.active)
        first = db.session.scalars(of_kind.order_by(Department.id).limit(1)).one_or_none()
        return by_id(Department, first) if first else None
    return department.parent if role in ("superior", "own_manager") else department


def _present(department: Department) -> list[Person]:
    return [person for person in (department.head, department.deputy) if person is not None and person.active]


def open_to_decision(report: RectificationReport, actor: Any | None) -> bool:
    """Whether the buttons to decide make sense for this person now."""
    return allows("approve", report.state) and may_decide(report, actor)
