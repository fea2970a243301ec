"""Everything that can happen to a follow-up: planned, called, answered by link, in vain, not needed.

Each is called inside a unit of work, flushes and never commits; actor None is the system, or the customer with a link.
The complaint is locked before the follow-up, as the complaint's own verbs do it: the other way round two would wait
for each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.complaints import workflow as complaints
from app.complaints.models import Complaint
from app.complaints.states import allows
from app.core.errors import NotFound, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.db import move_row
from app.events import record
from app.extensions import db
from app.followups import notices, rules
from app.followups.links import hash_of, open_link
from app.followups.models import OPEN, FollowUp, SurveyLink
from app.followups.words import BAD, GOOD, SCORES, STATES
from app.outbox import Recipient
from app.policy.asking import FollowUp as Rule
from app.rulebook import pack_of
from app.security import elevated, require_reach
from app.security.tokens import new_token

WORDS_LIMIT = 1_000
SOURCES = {
    "record_call": OPEN,
    "not_reached": ("due",),
    "cancel": OPEN,
    "answer": ("sent",),
    "expire": ("sent",),
}
"""The states in which each verb is possible."""
_TARGETS = {
    "record_call": "called",
    "not_reached": "missed",
    "cancel": "cancelled",
    "answer": "answered",
    "expire": "missed",
}


@dataclass(frozen=True)
class Plan:
    """What a follow-up is to be. `key` names the occasion: planned once, however often somebody tries."""

    reason: str
    allowed: tuple[str, ...]
    key: str
    pack_version_id: int
    clause: str
    to: Recipient
    call_by: datetime
    link_at: datetime
    rule: str = ""
    order: tuple[str, ...] = rules.ORDER
    link_life: timedelta = rules.LINK_LIFE
    complaint_id: int | None = None
    customer_id: int | None = None
    assigned_id: int | None = None


def plan(wanted: Plan, *, actor: Any | None, now: datetime) -> FollowUp | None:
    """Plan to call, or queue the message with the customer's link. None where the occasion has its follow-up already,
    and where the message is switched off: then nobody is asked."""
    means = rules.means_for(
        wanted.allowed, email=bool(wanted.to.email), phone=bool(wanted.to.phone), order=wanted.order
    )
    by_phone = means == "phone"
    followup = FollowUp(
        complaint_id=wanted.complaint_id,
        customer_id=wanted.customer_id,
        reason=wanted.reason,
        means=means,
        state="due" if by_phone else "sent",
        due_at=wanted.call_by if by_phone else wanted.link_at,
        rule=wanted.rule,
        clause=wanted.clause,
        pack_version_id=wanted.pack_version_id,
        unique_key=wanted.key,
        language=wanted.to.language,
        assigned_id=wanted.assigned_id,
    )
    if not _inserted(followup) or (not by_phone and not _queued(followup, wanted, now)):
        return None
    record(followup, "plan", actor=actor, now=now, to_state=followup.state, facts={"due_at": followup.due_at})
    db.session.flush()
    return followup


def record_call(
    followup: FollowUp,
    *,
    score: Any,
    good: Iterable[str] = (),
    bad: Iterable[str] = (),
    note: str = "",
    actor: Any | None,
    now: datetime,
) -> None:
    """The customer was called and gave a score from 1 to 5. Counts as the complaint's satisfaction call; a score of
    the rule's limit or less reopens a closed complaint. Raises Invalid, NotFound, Refused."""
    require_reach(followup)
    said = _checked(score, good, bad, note)
    with elevated():
        said["result"] = _result(followup, said["score"])
        complaint = _taken(followup, "record_call", actor=actor, now=now, answered_at=now, **said)
        if complaint is not None and allows("call_satisfaction", complaint.state):
            result, words = followup.result or "", notices.in_words(followup)
            complaints.call_satisfaction(complaint, result=result, note=words, actor=actor, now=now)
        _heed(followup, complaint, now)


def not_reached(followup: FollowUp, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """The customer could not be reached; called again as often as the rule says. Raises Invalid, NotFound, Refused."""
    require_reach(followup)
    note = _words("note", note)
    with elevated():
        complaint = _taken(followup, "not_reached", actor=actor, now=now, result="unreachable", note=note)
        if complaint is not None and allows("call_satisfaction", complaint.state):
            complaints.call_satisfaction(complaint, result="unreachable", note=note, actor=actor, now=now)
        call_again(followup, actor=actor, now=now)


def cancel(followup: FollowUp, *, note: str, actor: Any | None, now: datetime) -> None:
    """It needn't be done; `note` says why. A link that is under way can't be answered any more. Raises Invalid,
    NotFound, Refused."""
    require_reach(followup)
    note = _words("note", note, required=True)
    with elevated():
        _taken(followup, "cancel", actor=actor, now=now, note=note)


def answer(
    token: str, *, score: Any, good: Iterable[str] = (), bad: Iterable[str] = (), note: str = "", now: datetime
) -> None:
    """The customer answers by their link, once. Raises Invalid; NotFound for a token that can't be used (any more), of
    two answers at once for the second too. Nothing but this one follow-up is in reach of the token."""
    said = _checked(score, good, bad, note)
    with elevated():
        link = open_link(token, now)
        if link is None:
            raise _closed()
        said["result"] = _result(link.followup, said["score"])
        try:
            complaint = _taken(link.followup, "answer", actor=None, now=now, answered_at=now, **said)
        except Refused as error:
            raise _closed() from error
        link.answered_at = now
        _heed(link.followup, complaint, now)


def expire(followup: FollowUp, *, now: datetime) -> None:
    """Nobody answered while the link was good. Raises Refused."""
    with elevated():
        _taken(followup, "expire", actor=None, now=now)


def rule_of(followup: FollowUp) -> Rule | None:
    """The pack's rule that it was planned by; None where it was none, as for periodic ones."""
    return next((rule for rule in pack_of(followup.pack_version_id).follow_ups if rule.code == followup.rule), None)


def _result(followup: FollowUp, score: int) -> str:
    rule = rule_of(followup)
    return rules.result_of(score, rule.dissatisfied.up_to if rule else rules.DISSATISFIED_UP_TO)


def call_again(followup: FollowUp, *, actor: Any | None, now: datetime) -> None:
    """Plan the next call of the same occasion, while the rule has one left."""
    rule = rule_of(followup)
    first, _, number = followup.unique_key.partition("#")
    times = int(number or 1) + 1
    if rule is None or rule.again is None or times > rule.again.times:
        return
    again = Plan(
        reason=followup.reason,
        allowed=("phone",),
        key=f"{first}#{times}",
        pack_version_id=followup.pack_version_id,
        clause=rule.again.clause,
        to=Recipient(name="", language=followup.language),
        call_by=now + timedelta(hours=rule.again.after_hours),
        link_at=now,
        rule=followup.rule,
        complaint_id=followup.complaint_id,
        customer_id=followup.customer_id,
        assigned_id=followup.assigned_id,
    )
    plan(again, actor=actor, now=now)


def settle_by_complaint(
    followup: FollowUp, verb: str, *, note: str, actor: Any | None, now: datetime, **values: Any
) -> None:
    """`record_call`, `not_reached` or `cancel` by a step of the complaint itself, inside that step."""
    if followup.state in SOURCES[verb]:
        _claim(followup, verb, actor=actor, now=now, note=note, **values)


def _inserted(followup: FollowUp) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(followup)
    except IntegrityError as error:
        if "unique_key" not in str(error.orig):
            raise
        return False
    return True


def _queued(followup: FollowUp, wanted: Plan, now: datetime) -> bool:
    """Queue the link; where the message has nowhere to go after all, somebody has to call."""
    token, expires_at = new_token(), wanted.link_at + wanted.link_life
    followup.links.append(SurveyLink(token_hash=hash_of(token), expires_at=expires_at))
    db.session.flush()
    message = notices.survey(followup, token, to=wanted.to, expires_at=expires_at, now=now)
    if message is None:
        db.session.delete(followup)
        db.session.flush()
        return False
    if message.state == "failed":
        followup.links.clear()
        followup.means, followup.state, followup.due_at = "phone", "due", wanted.call_by
    return True


def _taken(followup: FollowUp, verb: str, *, actor: Any | None, now: datetime, **values: Any) -> Complaint | None:
    """Lock the complaint, claim the follow-up, record it. Returns the complaint. Raises Refused."""
    complaint = None
    if followup.complaint_id is not None:
        held = select(Complaint).where(Complaint.id == followup.complaint_id).with_for_update(of=Complaint)
        complaint = db.session.scalars(held.execution_options(populate_existing=True)).one()
    _claim(followup, verb, actor=actor, now=now, **values)
    return complaint


def _claim(followup: FollowUp, verb: str, *, actor: Any | None, now: datetime, **values: Any) -> None:
    """The conditional UPDATE is the claim: of two at once, the second matches no row."""
    values = {"changed_at": now, "state": _TARGETS[verb], **values}
    before = followup.state
    if not move_row(followup, FollowUp.state.in_(SOURCES[verb]), **values):
        raise Refused(
            N_("This follow-up is settled: %(state)s. Somebody else was faster."), state=Text(STATES[followup.state])
        )
    facts = {"score": followup.score} if followup.score else {}
    record(followup, verb, actor=actor, now=now, from_state=before, to_state=followup.state, facts=facts)
    db.session.flush()


def _heed(followup: FollowUp, complaint: Complaint | None, now: datetime) -> None:
    """A dissatisfied customer's closed complaint is opened again, by the system; who looks after them is told."""
    if followup.result != "dissatisfied":
        return
    words = notices.in_words(followup)
    reopened = complaint is not None and complaint.state == "closed"
    if complaint is not None and reopened:
        complaints.reopen(complaint, note=words, actor=None, now=now)
    notices.dissatisfied(followup, words=words, reopened=reopened, now=now)


def _checked(score: Any, good: Iterable[str], bad: Iterable[str], note: str) -> dict[str, Any]:
    checks = Checks()
    number = int(score) if str(score) in map(str, SCORES) else None
    if number is None:
        checks.refuse("score", N_("Please choose."))
    chosen = {"good": sorted(set(good or ())), "bad": sorted(set(bad or ()))}
    for name, known in (("good", GOOD), ("bad", BAD)):
        if not set(chosen[name]) <= known.keys():
            checks.refuse(name, N_("There is no such choice."))
    text = checks.text("note", note, limit=WORDS_LIMIT)
    checks.done()
    assert number is not None, "refused above"
    return {"score": number, "note": text, **chosen}


def _words(name: str, value: str, *, required: bool = False) -> str:
    checks = Checks()
    text = checks.text(name, value, limit=WORDS_LIMIT, required=required)
    checks.done()
    return text


def _closed() -> NotFound:
    return NotFound(N_("This link can't be used, or not any more."))
