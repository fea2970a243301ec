"""What there is of appeals: of a penalty, of a case; who may file one, and who answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.owner import people_in, people_of
from app.events import hands_in
from app.extensions import db
from app.org.tree import people_in_charge
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.words import GRANTED
from app.penalties.models import Penalty
from app.policy.appeals import Chance, chance_of, said_of
from app.policy.charges import Penalty as Rule
from app.rulebook import current_edition_id, edition_of, pack_of
from app.security import Person, elevated, hands_of


def rule_of(penalty: Penalty) -> Rule | None:
    """The rule that it comes from, in the pack version that it comes from."""
    return next((each for each in pack_of(penalty.pack_version_id).penalties if each.code == penalty.rule), None)


def chance(penalty: Penalty, now: datetime) -> Chance:
    """Whether and until when it may be appealed against; `now` stands for a confirmation that is still to come."""
    pack = pack_of(penalty.pack_version_id)
    calendar = edition_of(current_edition_id()).for_pack(pack)["default"]
    return chance_of(rule_of(penalty), penalty.decided_at or now, calendar)


def appeal_against(penalty: Penalty) -> Appeal | None:
    """The appeal against it."""
    return db.session.scalars(select(Appeal).where(Appeal.penalty_id == penalty.id)).one_or_none()


def appeals_against(penalty_ids: list[int]) -> dict[int, Appeal]:
    """The appeals against these penalties, by the penalty."""
    mine = select(Appeal).where(Appeal.penalty_id.in_(penalty_ids))
    return {appeal.penalty_id: appeal for appeal in db.session.scalars(mine)}


def may_file(penalty: Penalty, actor: Any | None) -> bool:
    """Whoever pays it, and whoever leads the department that it fell on."""
    if actor is None:
        return False
    with elevated():
        leads = {person.id for person in people_in_charge(penalty.department)}
    return actor.id == penalty.payee_id or actor.id in leads


def answerers_of(appeal: Appeal) -> list[Person]:
    """Those who have the role that the pack names; none: whoever may answer appeals. Never those who are in it."""
    role, penalty = said_of(rule_of(appeal.penalty)).by, appeal.penalty
    with elevated():
        people = people_in(penalty.department, role)
        if not people and penalty.complaint is not None:
            people = people_of(penalty.complaint, role)
    return [person for person in people if person.id not in involved(appeal)]


def involved(appeal: Appeal) -> set[int | None]:
    """Who pays it, who confirmed it, who filed the appeal: none of them answers it."""
    hands = hands_in(appeal, "file") | hands_in(appeal.penalty, "confirm")
    return {appeal.payee_id, appeal.filed_by_id, appeal.penalty.decided_by_id, *hands}


def may_answer(appeal: Appeal, actor: Any | None) -> bool:
    """Whether this person, beside the permission, is one to answer it."""
    if actor is None or hands_of(actor) & involved(appeal):
        return False
    people = answerers_of(appeal)
    return not people or actor.id in {person.id for person in people}


def settled_on_appeal(complaint_id: int, occasion: str) -> set[tuple[str, int]]:
    """(rule, payee) of what was reduced or revoked on appeal: the same ground doesn't bring it back in full."""
    mine = select(Penalty.rule, Penalty.payee_id).join(Appeal, Appeal.penalty_id == Penalty.id)
    here = (Penalty.complaint_id == complaint_id, Penalty.occasion == occasion, Appeal.state.in_(GRANTED))
    return {(rule, payee) for rule, payee in db.session.execute(mine.where(*here))}
