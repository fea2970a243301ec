"""A missed time limit, followed: proposed in the transaction that records the breach, and undone when it falls away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from app.complaints.facts import pack_for
from app.complaints.models import Complaint, Misconduct
from app.db import by_id
from app.deadlines import Deadline, escalated_since
from app.extensions import db
from app.penalties.appeals.standing import settled_on_appeal
from app.penalties.assessing import (
    Due,
    Happened,
    breach_dues,
    breach_key,
    misconduct_dues,
    misconduct_key,
    missed,
)
from app.penalties.models import CHARGES, Penalty
from app.penalties.standing import standing
from app.penalties.workflow import propose, undo
from app.policy.amounts import Occasion
from app.rulebook import pack_of
from app.security.scope import owner_model

T = TypeVar("T", Penalty, Due)


def follow_lateness(deadline: Deadline, *, now: datetime) -> None:
    """Bring the penalties for a missed deadline in line with what is known of it.

    Called at the breach, whenever it goes up the ladder, when it ends. What is due is proposed once for each rule and
    payee; where the clock was found not to apply, or the complaint was withdrawn, it is undone.
    """
    complaint = _complaint_of(deadline)
    if complaint is None or not _has_rules(complaint, deadline):
        return
    due = [] if _void(complaint, deadline) else breach_dues(complaint, deadline, _occasion(deadline, now))
    key = breach_key(deadline)
    owed = _by_rule(each for each in due if each.payee is not None)
    stand = _by_rule(standing(complaint.id, key))
    dropped = dropped_rules(complaint, key) | {rule for rule, _ in settled_on_appeal(complaint.id, key)}
    for code, rows in stand.items():
        if code in owed and not _reckoned_anew(rows, owed[code]):
            del owed[code]
            continue
        for row in rows:
            undo(row, actor=None, now=now)
    for code, mine in owed.items():
        for each in mine if code not in dropped else ():
            propose(each, key, complaint.pack_version_id, complaint=complaint, actor=None, now=now)


def after_step(
    complaint: Complaint, verb: str, *, facts: dict[str, Any], note: str, actor: Any | None, now: datetime
) -> None:
    """A step was taken on the complaint; inside its transaction."""
    triggers = {rule.on for rule in pack_for(complaint).penalties}
    if "misconduct" in triggers and verb == "misconduct":
        follow_misconduct(complaint, facts["record"], actor=actor, now=now)
    if "misconduct" in triggers and verb == "misconduct_drop":
        forget_misconduct(complaint, facts["record"], actor=actor, now=now)
    if "breach" in triggers:
        follow_conditions(complaint, now=now)


def follow_conditions(complaint: Complaint, *, now: datetime) -> None:
    """After a verdict or new facts: what rules on missed deadlines ask for may hold now, or no longer."""
    for deadline in _missed(complaint):
        follow_lateness(deadline, now=now)


def lateness_dues(complaint: Complaint, now: datetime) -> list[tuple[str, Due]]:
    """What each rule on a deadline that the complaint has missed comes to, with its occasion."""
    return [
        (breach_key(deadline), due)
        for deadline in _counting(complaint)
        for due in breach_dues(complaint, deadline, _occasion(deadline, now))
    ]


def late_occasions(complaint: Complaint, now: datetime) -> list[Happened]:
    """Each deadline that the complaint has missed and a rule speaks of, as what the rules are held against."""
    return [missed(complaint, deadline, _occasion(deadline, now)) for deadline in _counting(complaint)]


def _counting(complaint: Complaint) -> list[Deadline]:
    """Missed, with rules about it, and not found void since."""
    return [each for each in _missed(complaint) if _has_rules(complaint, each) and not _void(complaint, each)]


def _missed(complaint: Complaint) -> list[Deadline]:
    mine = (Deadline.owner_kind == "complaint", Deadline.owner_id == complaint.id, Deadline.breached_at.is_not(None))
    return list(db.session.scalars(select(Deadline).where(*mine).order_by(Deadline.id)))


def follow_misconduct(complaint: Complaint, record_id: int, *, actor: Any | None, now: datetime) -> None:
    """Misconduct was recorded on the complaint: what that costs is proposed, once for each record."""
    record, key = by_id(Misconduct, record_id), misconduct_key(record_id)
    if record is None or standing(complaint.id, key):
        return
    for each in misconduct_dues(complaint, record):
        if each.payee is not None:
            propose(each, key, complaint.pack_version_id, complaint=complaint, actor=actor, now=now)


def forget_misconduct(complaint: Complaint, record_id: int, *, actor: Any | None, now: datetime) -> None:
    """The record was taken back: what it cost is undone."""
    for penalty in standing(complaint.id, misconduct_key(record_id)):
        undo(penalty, actor=actor, now=now)


def _occasion(deadline: Deadline, now: datetime) -> Occasion:
    late = deadline.ended_at - deadline.due_at if deadline.ended_at is not None else None
    up = escalated_since(deadline)
    return Occasion("breach", deadline.clock, late, escalated=up is not None and up <= (deadline.ended_at or now))


def _void(complaint: Complaint, deadline: Deadline) -> bool:
    """Whether it needn't have been kept after all. What is cut short by closing the case is forgiven nothing."""
    if complaint.state == "withdrawn":
        return True
    last = deadline.events[-1] if deadline.events else None
    return last is not None and last.kind == "cancel" and last.at != complaint.closed_at


def dropped_rules(complaint: Complaint, occasion: str) -> set[str]:
    """Rules whose entry a person dropped, with a reason; nothing proposes that again."""
    mine = (Penalty.complaint_id == complaint.id, Penalty.occasion == occasion, Penalty.kind.in_(CHARGES))
    return set(
        db.session.scalars(select(Penalty.rule).where(*mine, Penalty.state == "cancelled", Penalty.reason != ""))
    )


def _reckoned_anew(rows: list[Penalty], due: list[Due]) -> bool:
    """Whether the same people, of whom nobody has decided yet, owe another amount now: a repeat was confirmed, say."""
    before = {row.payee_id: row.amount for row in rows}
    after = {each.payee.id: each.amount for each in due if each.payee is not None}
    undecided = all(row.state == "proposed" for row in rows)
    return undecided and before.keys() == after.keys() and before != after


def _by_rule(items: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for each in items:
        rule: Any = each.rule
        found.setdefault(rule if isinstance(rule, str) else rule.code, []).append(each)
    return found


def _has_rules(complaint: Complaint, deadline: Deadline) -> bool:
    pack = pack_for(complaint)
    # A clock laid over the company's own may have the same code; the company's penalties don't speak of it.
    return pack_of(deadline.pack_version_id).id == pack.id and any(
        rule.on == "breach" and rule.clock == deadline.clock for rule in pack.penalties
    )


def _complaint_of(deadline: Deadline) -> Complaint | None:
    """The complaint; that of the rectification report or measure whose deadline it is."""
    if deadline.owner_kind == "complaint":
        return by_id(Complaint, deadline.owner_id)
    model: Any = owner_model(deadline.owner_kind)
    owner = by_id(model, deadline.owner_id) if model is not None else None
    owner = getattr(owner, "report", owner)
    found = getattr(owner, "complaint", None)
    return found if isinstance(found, Complaint) else None
