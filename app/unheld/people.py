"""Who can't do anything now: those who have left, those away for whom nobody was registered; and whom that leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.absence import Absence, away_now, stand_in
from app.core.clock import local
from app.core.i18n import N_, Text
from app.extensions import db
from app.org.models import Department
from app.org.tree import people_in_charge
from app.security import Person, elevated


@dataclass(frozen=True)
class Missing:
    """As of one moment: who is away with nobody to act, and the departments for which nobody can do anything."""

    now: datetime
    away: dict[int, Absence]
    departments: dict[int, Text]
    vacant: tuple[Department, ...]
    """In use, without a head of their own."""

    def why(self, person: Any | None) -> Text | None:
        """Why this person has nothing in hand; None: they have."""
        if person is None:
            return None
        if not person.active:
            return Text(N_("%(person)s has left"), {"person": person.full_name})
        absence = self.away.get(person.id)
        if absence is None:
            return None
        until = f"{local(absence.ends_at):%Y-%m-%d %H:%M}"
        words = N_("%(person)s is away until %(until)s and nobody acts for them")
        return Text(words, {"person": person.full_name, "until": until})

    def why_all(self, people: list[Any]) -> Text | None:
        """Why none of these can; None: one can, or nobody is named."""
        reasons = [self.why(person) for person in people]
        return reasons[0] if reasons and all(reasons) else None

    def holds_nothing(self, column: Any) -> ColumnElement[bool]:
        """The condition that a column names such a person."""
        left = column.in_(select(Person.id).where(Person.active.is_(False)))
        return or_(left, column.in_(self.away)) if self.away else left


def missing_now(now: datetime) -> Missing:
    """Asked of the whole company: heads of other departments are the house's business."""
    with elevated():
        absent = away_now(now)
        away = {}
        for each in absent:
            found = stand_in(each.person, now, absent)
            if each.person.active and not (found and found.appointed):
                away[each.person_id] = each
        heads = (selectinload(Department.head), selectinload(Department.deputy))
        rows = db.session.scalars(select(Department).order_by(Department.path).options(*heads)).all()
        vacant = tuple(row for row in rows if row.active and (row.head is None or not row.head.active))
        missing = Missing(now, away, {}, vacant)
        for row in rows:
            people = people_in_charge(row)
            reason = Text(N_("nobody is in charge, up to the top")) if not people else missing.why_all(people)
            if reason is not None:
                missing.departments[row.id] = reason
    return missing
