"""Who acts for whom. `chosen` is the rule and knows no database; the rest asks it about people and instants."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.absence.models import Absence
from app.core.i18n import N_
from app.extensions import db
from app.org.models import Department
from app.security import Person, elevated

REASONS = {
    "delegate": N_("registered delegate"),
    "deputy": N_("deputy of the department"),
    "head": N_("head of the department"),
    "above": N_("in charge of the level above"),
}
Candidate = tuple[str, Any]
"""A code of `REASONS`, and the person or their id."""


@dataclass(frozen=True)
class StandIn:
    """Who acts for an absent person, as what, until when. `person` None: nobody who is there."""

    person: Person | None
    reason: str
    absence: Absence

    @property
    def appointed(self) -> bool:
        """Whether the absent person's rights go along: somebody was registered, and this is the one or the next."""
        return self.person is not None and self.absence.delegate_id is not None


def chosen(candidates: Iterable[Candidate], away: frozenset[int], person_id: int) -> tuple[str, int] | None:
    """The first of (reason, id) who is there and isn't the absent person: delegate, deputy, head, level above."""
    return next(((why, one) for why, one in candidates if one not in away and one != person_id), None)


def goes_round(person_id: int, delegate_id: int, delegates: dict[int, int]) -> bool:
    """Whether work handed on from delegate to delegate would come back; `delegates`: absent person → delegate."""
    seen, step = {person_id}, delegate_id
    while step not in seen:
        seen.add(step)
        if step not in delegates:
            return False
        step = delegates[step]
    return True


def away_now(now: datetime) -> list[Absence]:
    """Everybody's absences of this moment."""
    present = (Absence.cancelled_at.is_(None), Absence.starts_at <= now, Absence.ends_at > now)
    with elevated():
        return list(db.session.scalars(select(Absence).where(*present).order_by(Absence.id)))


def stand_in(person: Any, now: datetime, away: Sequence[Absence] | None = None) -> StandIn | None:
    """Who acts for the person now; None where the person is there. `away`: `away_now`, when it is at hand."""
    away = away_now(now) if away is None else away
    mine = next((each for each in away if each.person_id == person.id), None)
    if mine is None:
        return None
    with elevated():
        there = [(why, one) for why, one in _candidates(mine, person) if one.active]
        order = [(why, one.id) for why, one in there]
        found = chosen(order, frozenset(each.person_id for each in away), person.id)
    people = {one.id: one for _why, one in there}
    return StandIn(people[found[1]], found[0], mine) if found else StandIn(None, "", mine)


def acts_for(person: Any, now: datetime, away: Sequence[Absence] | None = None) -> list[StandIn]:
    """For whom the person acts now, with those people's rights. `away`: `away_now`, when it is at hand."""
    away = away_now(now) if away is None else away
    if any(each.person_id == person.id for each in away):
        return []
    found = [stand_in(each.person, now, away) for each in away]
    return [each for each in found if each and each.appointed and each.person and each.person.id == person.id]


def is_reachable(person: Any, now: datetime, away: Sequence[Absence] | None = None) -> bool:
    """Whether work of this person reaches anybody: they are there, or away with somebody to act for them."""
    if person is None or not person.active:
        return False
    found = stand_in(person, now, away)
    return found is None or found.appointed


def _candidates(absence: Absence, person: Any) -> Iterator[tuple[str, Person]]:
    if absence.delegate is not None:
        yield "delegate", absence.delegate
    department: Department | None = person.department
    if department is None:
        return
    for why, one in (("deputy", department.deputy), ("head", department.head)):
        if one is not None:
            yield why, one
    above = department.parent
    while above is not None:
        for one in (above.head, above.deputy):
            if one is not None:
                yield "above", one
        above = above.parent
