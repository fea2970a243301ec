"""What happens to appeals: filed by whoever pays, answered by somebody else, withdrawn, overtaken by a reversal.

Each is called `verb(row, *, actor, now, …)` inside a unit of work; they flush, never commit, and raise what users read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app import deadlines
from app.complaints.facts import facts_of
from app.core.clock import local, local_day
from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_, Text
from app.core.money import Money
from app.customers.checks import Checks
from app.customers.numbering import next_in
from app.db import move_row
from app.events import record
from app.extensions import db
from app.files import store
from app.penalties.appeals import notices, owner
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of, appeal_against, chance, involved, may_answer, may_file
from app.penalties.appeals.words import OUTCOMES, STATES
from app.penalties.assessing import month_of
from app.penalties.models import Penalty
from app.penalties.workflow import counter, enter
from app.rulebook import pack_of
from app.security import hands_of, verb

__all__ = ["answer", "end_with_penalty", "file", "owner", "withdraw"]

REASON_LIMIT = 4_000


@verb
def file(
    penalty: Penalty, *, reason: str, files: Sequence[FileStorage] = (), actor: Any | None, now: datetime
) -> Appeal:
    """Ask for a confirmed penalty to be looked at again, once. Raises Invalid at `reason` or `files`; NotAllowed for
    anybody but its payee and those who lead the department; Refused, with the clause, where the pack bars it or the
    time is up."""
    if not may_file(penalty, actor):
        raise NotAllowed(N_("An appeal is filed by whoever pays the penalty, or whoever leads the department."))
    checks = Checks()
    reason = checks.text("reason", reason, limit=REASON_LIMIT, required=True)
    checks.done()
    # Two who file at once would both find no appeal.
    db.session.refresh(penalty, with_for_update=True)
    _check_chance(penalty, now)
    series = f"FY{local_day(now):%Y%m%d}"
    appeal = Appeal(
        no=f"{series}-{next_in(series):04d}",
        penalty_id=penalty.id,
        payee_id=penalty.payee_id,
        department_id=penalty.department_id,
        pack_version_id=penalty.pack_version_id,
        clause=chance(penalty, now).said.clause,
        reason=reason,
        filed_at=now,
        filed_by_id=actor.id if actor else None,
        created_at=now,
    )
    db.session.add(appeal)
    db.session.flush()
    told = {"penalty": penalty.no, "files": [store(upload, appeal, actor, now, field="files").name for upload in files]}
    record(appeal, "file", actor=actor, now=now, to_state="open", facts=told, note=reason)
    deadlines.on_verb(appeal, "appeal_file", facts=_facts(appeal), now=now, actor=actor)
    notices.filed(appeal, now=now)
    return appeal


@verb
def answer(appeal: Appeal, *, outcome: str, amount: Any = None, answer: str, actor: Any | None, now: datetime) -> None:
    """Uphold the penalty, reduce it to `amount`, or revoke it: what is taken back gets a counter-entry in this month.

    Raises Invalid; NotAllowed for whoever pays, confirmed it or filed the appeal, and where the rule gives it to
    somebody else; Refused when it was answered before.
    """
    _check_answerer(appeal, actor)
    checks = Checks()
    checks.choice("outcome", outcome, OUTCOMES)
    answer = checks.text("answer", answer, limit=REASON_LIMIT, required=True)
    lowered, whole = checks.money("amount", amount), appeal.penalty.amount
    if outcome == "reduced" and (lowered is None or not Money() < lowered < whole):
        checks.refuse("amount", N_("More than nothing, and less than %(amount)s."), amount=str(whole))
    elif outcome != "reduced" and lowered is not None:
        checks.refuse("amount", N_("Only where it is reduced."))
    checks.done()
    _move(appeal, outcome, answered_at=now, answered_by_id=actor.id if actor else None, answer=answer, amount=lowered)
    _settle(appeal, lowered, actor, now)
    told = {"outcome": Text(STATES[outcome]), "amount": lowered, "penalty": appeal.penalty.no}
    record(appeal, "answer", actor=actor, now=now, from_state="open", to_state=outcome, facts=told, note=answer)
    deadlines.on_verb(appeal, "appeal_answer", facts=_facts(appeal), now=now, actor=actor)
    notices.answered(appeal, now=now)


@verb
def withdraw(appeal: Appeal, *, actor: Any | None, now: datetime) -> None:
    """Whoever filed it lets it go; it can't be filed again. Raises NotAllowed for others, Refused once answered."""
    if actor is None or actor.id != appeal.filed_by_id:
        raise NotAllowed(N_("Only whoever filed the appeal withdraws it."))
    _end(appeal, "withdraw", "withdrawn", actor, now)


def end_with_penalty(penalty: Penalty, *, actor: Any | None, now: datetime) -> None:
    """The penalty was undone for another reason: there is nothing left to answer."""
    appeal = appeal_against(penalty)
    if appeal is not None and appeal.state == "open":
        _end(appeal, "moot", "moot", actor, now)


def _check_chance(penalty: Penalty, now: datetime) -> None:
    found, pack = chance(penalty, now), pack_of(penalty.pack_version_id)
    if penalty.kind != "penalty" or penalty.state != "confirmed":
        raise Refused(N_("Only a confirmed penalty can be appealed against."))
    if db.session.scalar(select(Penalty.id).where(Penalty.counter_of_id == penalty.id)) is not None:
        raise Refused(N_("Penalty %(no)s was undone already."), no=penalty.no)
    before = appeal_against(penalty)
    if before is not None:
        raise Refused(N_("An appeal against this penalty was filed before: %(no)s."), no=before.no)
    cite = pack.cite(found.said.clause)
    if found.barred:
        raise Refused(N_("No appeal is allowed against this penalty: %(cite)s."), cite=cite)
    if found.until is not None and found.too_late(now):
        until = f"{local(found.until):%Y-%m-%d %H:%M}"
        raise Refused(N_("The time for an appeal ran out at %(until)s: %(cite)s."), until=until, cite=cite)


def _check_answerer(appeal: Appeal, actor: Any | None) -> None:
    if actor is None or may_answer(appeal, actor):
        return
    if hands_of(actor) & involved(appeal):
        raise NotAllowed(N_("Whoever pays a penalty, confirmed it or filed the appeal doesn't answer the appeal."))
    names = "、".join(person.full_name for person in answerers_of(appeal))
    raise NotAllowed(N_("The rule gives this decision to %(names)s."), names=names)


def _settle(appeal: Appeal, lowered: Money | None, actor: Any | None, now: datetime) -> None:
    """Nothing where it is upheld; else the counter-entry, and what a reduced penalty still comes to."""
    penalty = appeal.penalty
    if appeal.state == "upheld":
        return
    said = {"appeal": appeal.no, "no": penalty.no, "amount": str(penalty.amount)}
    counter(penalty, Text(N_("Granted on appeal %(appeal)s: this undoes %(no)s of %(amount)s"), said),
            clause=appeal.clause, actor=actor, now=now)  # fmt: skip
    if lowered is None:
        return
    line = Text(N_("Reduced on appeal %(appeal)s from %(amount)s to %(lowered)s"), said | {"lowered": str(lowered)})
    entry = enter(
        actor,
        now,
        state="confirmed",
        kind="penalty",
        complaint_id=penalty.complaint_id,
        occasion=penalty.occasion,
        occurred_at=penalty.occurred_at,
        unique_key=f"appeal:{appeal.id}",
        rule=penalty.rule,
        pack_version_id=penalty.pack_version_id,
        clause=penalty.clause,
        payee_id=penalty.payee_id,
        department_id=penalty.department_id,
        month=month_of(now),
        amount=lowered,
        lines=(*(Text.from_json(each) for each in penalty.working), line),
        decided_at=now,
        decided_by_id=actor.id if actor else None,
    )
    appeal.outcome_id = entry.id
    db.session.flush()


def _end(appeal: Appeal, code: str, state: str, actor: Any | None, now: datetime) -> None:
    _move(appeal, state)
    record(appeal, code, actor=actor, now=now, from_state="open", to_state=state)
    deadlines.stop_all(appeal, "cancelled", now=now, actor=actor)


def _move(appeal: Appeal, state: str, **values: Any) -> None:
    """Of two who answer at once, the second finds it answered."""
    if not move_row(appeal, Appeal.state == "open", state=state, **values):
        there = Text(STATES[appeal.state])
        raise Refused(N_("Appeal %(no)s is settled already: “%(state)s”."), no=appeal.no, state=there)


def _facts(appeal: Appeal) -> dict[str, Any]:
    return facts_of(appeal.complaint) if appeal.complaint is not None else {}
