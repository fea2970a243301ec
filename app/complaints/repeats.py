"""重复投诉: which earlier complaints look like the same matter, and which ones a person has confirmed to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.complaints.facts import pack_for
from app.complaints.models import Complaint, ComplaintLink
from app.core.clock import local_day
from app.core.i18n import N_, Text
from app.extensions import db
from app.policy.handling import ALIKE, RepeatRule
from app.rulebook import Category
from app.rulebook.wording import joined
from app.security import elevated

_MOST = 10


@dataclass(frozen=True)
class Suspect:
    """An earlier complaint that a rule of the pack proposes as the same matter, and why."""

    earlier: Complaint
    rule: RepeatRule
    reason: Text


def suspects_of(complaint: Complaint) -> list[Suspect]:
    """What nobody has compared yet, within the actor's reach; the latest first, each once."""
    pack, found = pack_for(complaint), dict[int, Suspect]()
    compared = _compared_with(complaint) if pack.repeats else set()
    for rule in pack.repeats:
        wanted = _criteria(complaint, rule)
        if wanted is None:
            continue
        earlier = select(Complaint).where(*wanted, Complaint.id.not_in(compared))
        for row in db.session.scalars(earlier.order_by(Complaint.id.desc()).limit(_MOST)):
            found.setdefault(row.id, Suspect(row, rule, _reason(row, rule, pack.cite(rule.clause))))
    return sorted(found.values(), key=lambda suspect: suspect.earlier.id, reverse=True)


def rule_between(later: Complaint, earlier: Complaint) -> str:
    """The code of the rule by which the two look alike; empty where none does."""
    for rule in pack_for(later).repeats:
        wanted = _criteria(later, rule)
        if wanted is not None and db.session.scalar(select(Complaint.id).where(*wanted, Complaint.id == earlier.id)):
            return rule.code
    return ""


def links_of(complaint: Complaint) -> list[ComplaintLink]:
    """What was decided about it and other complaints, in either direction, the latest first."""
    mine = or_(ComplaintLink.earlier_id == complaint.id, ComplaintLink.later_id == complaint.id)
    with elevated():
        return list(db.session.scalars(select(ComplaintLink).where(mine).order_by(ComplaintLink.id.desc())))


def _criteria(complaint: Complaint, rule: RepeatRule) -> list[ColumnElement[bool]] | None:
    """What an earlier complaint must be like; None where this one lacks what is to be compared."""
    wanted: list[ColumnElement[bool]] = [Complaint.state != "withdrawn"]
    if complaint.id is not None:  # one that is being told of comes after all that are there
        wanted.append(Complaint.id < complaint.id)
    for alike in rule.alike:
        column, value = _compared(complaint, alike)
        if not value:
            return None
        wanted.append(column.in_(value) if isinstance(value, set) else column == value)
    if rule.within_days is not None:
        wanted.append(Complaint.received_at >= complaint.received_at - timedelta(days=rule.within_days))
    return wanted


def _compared(complaint: Complaint, alike: str) -> tuple[Any, Any]:
    match alike:
        case "waybill":
            return Complaint.waybill_id, complaint.waybill_id
        case "station":
            # Where nobody has named the station complained of, the responsible department is the one.
            place = func.coalesce(Complaint.station_id, Complaint.department_id)
            return place, complaint.station_id or complaint.department_id
        case "phone":
            return Complaint.phone_index, complaint.phone_index
        case "customer":
            return Complaint.customer_id, complaint.customer_id
        case _:
            return Complaint.category_id, _similar(complaint.category_id)


def _similar(category_id: int) -> set[int]:
    """The categories of the same branch of the tree."""
    rows = db.session.execute(select(Category.id, Category.parent_id))
    parents: dict[int, int | None] = {row[0]: row[1] for row in rows}
    root = _root(category_id, parents)
    return {each for each in parents if _root(each, parents) == root}


def _root(category_id: int, parents: dict[int, int | None]) -> int:
    while (above := parents.get(category_id)) is not None:
        category_id = above
    return category_id


def _compared_with(complaint: Complaint) -> set[int]:
    with elevated():
        done = select(ComplaintLink.earlier_id).where(ComplaintLink.later_id == complaint.id)
        return set(db.session.scalars(done))


def _reason(earlier: Complaint, rule: RepeatRule, cite: Text) -> Text:
    alike: Iterable[Text] = [Text(ALIKE[each]) for each in rule.alike]
    params = {
        "alike": joined(N_("%(first)s, %(rest)s"), list(alike)),
        "day": local_day(earlier.received_at).isoformat(),
        "rule": rule.label.text(),
        "cite": cite,
    }
    return Text(N_("%(alike)s; received on %(day)s. %(rule)s (%(cite)s)"), params)
