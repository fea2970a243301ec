"""What happens to penalties: proposed by a verdict, confirmed or cancelled by a person, undone by a reversal."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.complaints.models import Complaint
from app.core.clock import local_day
from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customers.numbering import next_in
from app.db import move_row
from app.events import record
from app.extensions import db
from app.penalties import notices
from app.penalties.appeals.standing import settled_on_appeal
from app.penalties.assessing import VERDICT, Due, dues_of, month_of
from app.penalties.models import CHARGES, STATES, Penalty, PenaltyNotice
from app.penalties.payees import deciders_of
from app.penalties.standing import standing
from app.policy.parts import BRIEF
from app.rulebook import PackVersion
from app.security import elevated, hands_of, require_reach

REASON_LIMIT = 2_000
GONE = Text(N_("Its ground is gone: this undoes %(no)s of %(amount)s"))
_undo_listeners: list[Callable[..., None]] = []


def register_undo_listener(listener: Callable[..., None]) -> None:
    """`listener(penalty, *, actor, now)` runs when a confirmed one is undone because its ground is gone."""
    if listener not in _undo_listeners:
        _undo_listeners.append(listener)


def follow_verdict(complaint: Complaint, *, previous: str, actor: Any | None, now: datetime) -> None:
    """Bring the complaint's penalties in line with its verdict: what is due is proposed, what isn't any more undone.

    Called inside the verdict. Giving the same verdict again changes nothing where payee and amount stay the same.
    """
    due = [each for each in dues_of(complaint, now) if each.payee is not None]
    # What was reduced or revoked on appeal stays so as long as the verdict does.
    settled = settled_on_appeal(complaint.id, VERDICT) if previous == complaint.verdict else set()
    for penalty in standing(complaint.id, VERDICT):
        any_amount = (penalty.rule, penalty.payee_id) in settled
        same = next((each for each in due if _is(penalty, each, any_amount=any_amount)), None)
        if same is None:
            undo(penalty, actor=actor, now=now)
        else:
            due.remove(same)
    for each in due:
        if each.payee is not None and (each.rule.code, each.payee.id) in settled:
            continue
        propose(each, VERDICT, complaint.pack_version_id, complaint=complaint, actor=actor, now=now)


def confirm(penalty: Penalty, *, actor: Any | None, now: datetime) -> None:
    """A person stands for it; whoever pays is told. Raises NotAllowed for the payee, Refused when it was decided."""
    require_reach(penalty)
    _check_separation(penalty, actor)
    _check_decider(penalty, actor)
    with elevated():
        _decide(penalty, "confirm", "confirmed", actor=actor, now=now)
        notices.confirmed(penalty, now=now)


def cancel(penalty: Penalty, *, reason: str, actor: Any | None, now: datetime) -> None:
    """Drop a proposed one. Raises Invalid at `reason`, NotAllowed for the payee, Refused when it was decided."""
    require_reach(penalty)
    _check_separation(penalty, actor)
    _check_decider(penalty, actor)
    checks = Checks()
    reason = checks.text("reason", reason, limit=REASON_LIMIT, required=True)
    checks.done()
    with elevated():
        _decide(penalty, "cancel", "cancelled", actor=actor, now=now, reason=reason)


def acknowledge(version: PackVersion, *, note: str = "", actor: Any | None, now: datetime) -> PenaltyNotice:
    """An administrator has read counsel's notice on this pack's penalty rules. Raises Refused the second time."""
    checks = Checks()
    note = checks.text("note", note, limit=REASON_LIMIT)
    checks.done()
    if acknowledgement_of(version.id) is not None:
        raise Refused(N_("Counsel's notice was acknowledged before."))
    notice = PenaltyNotice(
        pack_version_id=version.id, acknowledged_at=now, acknowledged_by_id=actor.id if actor else None, note=note
    )
    db.session.add(notice)
    record(version, "acknowledge", actor=actor, now=now, facts={"version": version.version}, note=note)
    db.session.flush()
    return notice


def acknowledgement_of(version_id: int) -> PenaltyNotice | None:
    """Who acknowledged counsel's notice on this pack version; None while nobody has."""
    mine = select(PenaltyNotice).where(PenaltyNotice.pack_version_id == version_id)
    return db.session.scalars(mine).one_or_none()


def propose(
    due: Due,
    occasion: str,
    pack_version_id: int,
    *,
    complaint: Complaint | None = None,
    actor: Any | None,
    now: datetime,
) -> Penalty | None:
    """Enter what somebody owes or is owed, to be decided by a person. None where no department is there for it."""
    assert due.payee is not None, "only what somebody pays is proposed"
    department = due.department or due.payee.department
    if department is None:
        return None
    return enter(
        actor,
        now,
        state="proposed",
        kind=due.rule.kind,
        complaint_id=complaint.id if complaint else None,
        occasion=occasion,
        occurred_at=due.at or now,
        approver=due.approver,
        unique_key=_unique(complaint, occasion, due),
        rule=due.rule.code,
        pack_version_id=pack_version_id,
        clause=due.rule.clause,
        payee_id=due.payee.id,
        department_id=department.id,
        month=due.month,
        amount=due.amount,
        lines=due.working,
    )


def _is(penalty: Penalty, due: Due, *, any_amount: bool) -> bool:
    department = due.department or (due.payee.department if due.payee else None)
    if due.payee is None or department is None:
        return False
    amount = penalty.amount if any_amount else due.amount
    there = (penalty.rule, penalty.payee_id, penalty.department_id, penalty.amount)
    return there == (due.rule.code, due.payee.id, department.id, amount)


def _unique(complaint: Complaint | None, occasion: str, due: Due) -> str:
    """Names the case, the rule and the person, and the how manieth time, for a reversed verdict may be reversed."""
    assert due.payee is not None, "only what somebody pays is proposed"
    of = (Penalty.complaint_id == complaint.id) if complaint else Penalty.complaint_id.is_(None)
    same = (of, Penalty.occasion == occasion, Penalty.rule == due.rule.code, Penalty.payee_id == due.payee.id)
    times = db.session.scalars(select(func.count(Penalty.id)).where(*same, Penalty.kind.in_(CHARGES))).one()
    whose = f"{complaint.id if complaint else due.department}:{due.payee.id}"
    return f"{whose}:{occasion}:{due.rule.code}:{times}"


def undo(penalty: Penalty, *, ground: Text = GONE, actor: Any | None, now: datetime) -> None:
    """A proposed one is cancelled; a confirmed one may have been paid, so it stays and gets its opposite, which gives
    the `ground`."""
    db.session.refresh(penalty, with_for_update=True)
    if penalty.state == "proposed":
        _decide(penalty, "cancel", "cancelled", actor=actor, now=now)
        return
    ground = Text(ground.msgid, {**ground.params, "no": penalty.no, "amount": str(penalty.amount)})
    notices.countered(counter(penalty, ground, clause=BRIEF, actor=actor, now=now), now=now)
    for listener in _undo_listeners:
        listener(penalty, actor=actor, now=now)


def counter(penalty: Penalty, ground: Text, *, clause: str, actor: Any | None, now: datetime) -> Penalty:
    """The opposite of a confirmed one, in the month of `now`, for the first may have been paid."""
    month = month_of(now)
    return enter(
        actor,
        now,
        state="confirmed",
        kind="counter",
        complaint_id=penalty.complaint_id,
        occasion=penalty.occasion,
        occurred_at=now,
        rule=penalty.rule,
        pack_version_id=penalty.pack_version_id,
        clause=clause,
        payee_id=penalty.payee_id,
        department_id=penalty.department_id,
        month=month,
        amount=-penalty.amount,
        lines=(ground, Text(N_("Month of the reversal: %(month)s"), {"month": month})),
        counter_of_id=penalty.id,
        decided_at=now,
        decided_by_id=actor.id if actor else None,
    )


def enter(actor: Any | None, now: datetime, *, lines: Iterable[Text], **values: Any) -> Penalty:
    """A row with its number, its working and its event. Flushes."""
    series = f"CF{local_day(now):%Y%m%d}"
    penalty = Penalty(
        no=f"{series}-{next_in(series):04d}",
        working=[line.to_json() for line in lines],
        proposed_at=now,
        created_at=now,
        **values,
    )
    db.session.add(penalty)
    db.session.flush()
    told = {"amount": penalty.amount, "month": penalty.month, "payee": penalty.payee.full_name, "kind": penalty.kind}
    record(penalty, "register", actor=actor, now=now, to_state=penalty.state, facts=told)
    return penalty


def _decide(penalty: Penalty, verb: str, target: str, *, actor: Any | None, now: datetime, reason: str = "") -> None:
    """The conditional UPDATE is the claim: of two who decide at once, the second finds nothing proposed any more."""
    values = {
        "state": target,
        "decided_at": now,
        "decided_by_id": actor.id if actor else None,
        "reason": reason,
        "changed_at": now,
    }
    if not move_row(penalty, Penalty.state == "proposed", **values):
        state = Text(STATES[penalty.state])
        raise Refused(N_("Penalty %(no)s is decided already: “%(state)s”."), no=penalty.no, state=state)
    record(penalty, verb, actor=actor, now=now, from_state="proposed", to_state=target, note=reason)


def _check_separation(penalty: Penalty, actor: Any | None) -> None:
    """Nobody decides what they themselves pay."""
    if penalty.payee_id in hands_of(actor):
        raise NotAllowed(N_("Somebody else decides about a penalty that you would pay."))


def may_decide(penalty: Penalty, actor: Any | None) -> bool:
    """Whether this person, beside the permission, is one to decide about it: never the payee, and where the rule names
    the role that decides, whoever has it. While nobody but the payee has it, whoever may decide penalties does."""
    if penalty.payee_id in hands_of(actor):
        return False
    with elevated():
        deciders = deciders_of(penalty)
    return actor is None or not deciders or actor.id in {person.id for person in deciders}


def _check_decider(penalty: Penalty, actor: Any | None) -> None:
    if may_decide(penalty, actor):
        return
    with elevated():
        deciders = deciders_of(penalty)
    names = "、".join(person.full_name for person in deciders)
    raise NotAllowed(N_("The rule gives this decision to %(names)s."), names=names)
