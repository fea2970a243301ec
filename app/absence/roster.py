"""值班表: a department's shifts week by week, and who is on duty."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.absence.acting import away_now
from app.absence.models import Shift
from app.core.clock import SHANGHAI
from app.core.errors import Invalid, NotAllowed, Refused
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.org.models import Department
from app.security import Person, elevated
from app.security.rights import is_administrator

WEEK = timedelta(days=7)


def on_duty(department_id: int | None, now: datetime) -> list[Person]:
    """Who is on the roster of the department now (None: of any), and isn't away."""
    here = [person for key, person in on_duty_by_department(now) if department_id in (None, key)]
    return list({person.id: person for person in here}.values())


def on_duty_by_department(now: datetime) -> list[tuple[int, Person]]:
    """(department's id, person) of every shift of this moment whose person isn't away."""
    away = {absence.person_id for absence in away_now(now)}
    found = select(Shift).where(Shift.starts_at <= now, Shift.ends_at > now).order_by(Shift.starts_at, Shift.id)
    with elevated():
        people = [(shift.department_id, shift.person) for shift in db.session.scalars(found)]
    return [(key, person) for key, person in people if person.active and person.id not in away]


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def shifts_of(department_id: int, monday: date) -> Sequence[Shift]:
    """The shifts of a week that begin in it, in order."""
    begin = datetime.combine(monday, time(), SHANGHAI)
    mine = (Shift.department_id == department_id, Shift.starts_at >= begin, Shift.starts_at < begin + WEEK)
    return db.session.scalars(select(Shift).where(*mine).order_by(Shift.starts_at, Shift.id)).all()


def may_plan(department: Department, actor: Any | None) -> bool:
    """Whoever leads the department or a level above it, and administrators."""
    step: Department | None = department
    while step is not None and actor is not None:
        if actor.id in (step.head_id, step.deputy_id):
            return True
        step = step.parent
    return actor is None or is_administrator(actor)


def add_shifts(
    department: Department,
    *,
    person: Person | None,
    days: Iterable[date],
    begin: time | None,
    end: time | None,
    actor: Any | None,
    now: datetime,
) -> int:
    """A shift on each of the days; one that ends before it begins goes past midnight. How many. Raises Invalid."""
    _require_planner(department, actor)
    days, faults = sorted(set(days)), {}
    if person is None or not person.active:
        faults["person"] = N_("This field is required.")
    if not days:
        faults["days"] = N_("Please choose at least one day.")
    wrong = {name for name, at in (("begin", begin), ("end", end)) if at is None}
    for name in wrong or ({"end"} if begin == end else ()):
        faults[name] = N_("Give begin and end, like 08:30 and 17:30.")
    if faults or person is None or begin is None or end is None:
        raise Invalid(N_("Please correct the marked fields."), fields=faults)
    with elevated():
        for day in days:
            starts = datetime.combine(day, begin, SHANGHAI)
            ends = datetime.combine(day if end > begin else day + timedelta(days=1), end, SHANGHAI)
            if _taken(person.id, starts, ends):
                raise Invalid.field(
                    "days",
                    N_("%(person)s has a shift at that time already: %(day)s."),
                    person=person.full_name,
                    day=f"{day:%Y-%m-%d}",
                )
            db.session.add(Shift(department_id=department.id, person_id=person.id, starts_at=starts, ends_at=ends))
            db.session.flush()
        record(department, "roster", actor=actor, now=now, facts={"person": person, "days": [str(day) for day in days]})
    return len(days)


def drop_shift(shift: Shift, *, actor: Any | None, now: datetime) -> None:
    """Take a shift off the roster. Raises NotAllowed."""
    _require_planner(shift.department, actor)
    with elevated():
        told = {"person": shift.person, "dropped": shift.starts_at}
        record(shift.department, "roster", actor=actor, now=now, facts=told)
        db.session.delete(shift)


def copy_week(department: Department, monday: date, *, actor: Any | None, now: datetime) -> int:
    """The week before once more, but for people who can't log in any more and times that are taken. How many.
    Raises Refused where there is nothing to copy."""
    _require_planner(department, actor)
    with elevated():
        before = shifts_of(department.id, monday - WEEK)
        if not before:
            raise Refused(N_("Last week has no shifts to copy."))
        made = 0
        for shift in before:
            starts, ends = shift.starts_at + WEEK, shift.ends_at + WEEK
            if shift.person.active and not _taken(shift.person_id, starts, ends):
                db.session.add(
                    Shift(department_id=department.id, person_id=shift.person_id, starts_at=starts, ends_at=ends)
                )
                db.session.flush()
                made += 1
        record(department, "roster", actor=actor, now=now, facts={"copied": made, "week": str(monday)})
    return made


def _taken(person_id: int, starts: datetime, ends: datetime) -> bool:
    same = (Shift.person_id == person_id, Shift.starts_at < ends, Shift.ends_at > starts)
    return db.session.scalar(select(Shift.id).where(*same).limit(1)) is not None


def _require_planner(department: Department, actor: Any | None) -> None:
    if not may_plan(department, actor):
        raise NotAllowed(N_("The roster of %(department)s is planned by whoever leads it."), department=department.name)
