"""Rounds: prepared, scheduled, sent by the worker, stopped. Tasks: opened by a low score, handed over, seen to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app import deadlines
from app.core.clock import local
from app.core.errors import Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.customers.lists import INDUSTRIES, REGIONS
from app.customers.models import Customer, Tier
from app.customers.visits.facts import successor_facts
from app.db import move_row
from app.deadlines import Responsible
from app.events import record
from app.extensions import db
from app.policy.counting import Length, after
from app.policy.own import SURVEY_TASK
from app.rulebook import calendar, current_pack_version
from app.security import Person, elevated, require_reach, verb
from app.surveys import notices
from app.surveys.group import MOST, Preview
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyRound, SurveyTask
from app.surveys.words import CHANNELS, ROUND_STATES, TASK_STATES

ROUND_FIELDS = (
    "name", "set_id", "channel", "tiers", "regions", "industries", "owner_id", "complained_days", "view_id",
    "view_name", "view_filters", "pause_days", "send_at", "life_days",
)  # fmt: skip
WORDS_LIMIT = 2_000


def prepare(*, actor: Any | None, now: datetime, **facts: Any) -> SurveyRound:
    """A round, not sent yet: `ROUND_FIELDS`. Raises Invalid."""
    row = SurveyRound(created_at=now, state="draft", **_facts(facts))
    db.session.add(row)
    db.session.flush()
    record(row, "prepare", actor=actor, now=now, to_state="draft", facts={"name": row.name})
    return row


def change_round(row: SurveyRound, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given, before it is scheduled. Raises Refused, Invalid."""
    if row.state != "draft":
        raise _refusal(row)
    present = {name: getattr(row, name) for name in ROUND_FIELDS}
    values = _facts(present | facts)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    db.session.flush()
    if changed:
        record(row, "change", actor=actor, now=now, facts={"changed": changed})


def schedule(row: SurveyRound, found: Preview, *, actor: Any | None, now: datetime) -> None:
    """Write down who is asked; the worker sends from `send_at` on, or now. Raises Refused."""
    if row.question_set.state != "published":
        raise Refused(N_("The question set is not published."))
    if found.too_many:
        raise Refused(N_("That is more than %(most)s customers. Please choose a smaller group."), most=MOST)
    if not found.asked:
        raise Refused(N_("Nobody would be asked. Please choose another group."))
    send_at = max(row.send_at or now, now)
    left_out = dict(found.left_out)
    if not move_row(
        row, SurveyRound.state == "draft", state="scheduled", send_at=send_at, left_out=left_out, changed_at=now
    ):
        raise _refusal(row)
    with elevated():
        for customer_id, contact_id in found.asked:
            asked = SurveyInvitation(round_id=row.id, customer_id=customer_id, contact_id=contact_id, created_at=now)
            db.session.add(asked)
        db.session.flush()
    facts = {"asked": len(found.asked), "left_out": left_out, "send_at": send_at}
    record(row, "schedule", actor=actor, now=now, from_state="draft", to_state="scheduled", facts=facts)


def stop(row: SurveyRound, *, actor: Any | None, now: datetime) -> None:
    """Nobody else is asked, and no link can be answered any more. Raises Refused."""
    before = row.state
    if not move_row(row, SurveyRound.state.in_(("scheduled", "sent")), state="stopped", finished_at=now):
        raise _refusal(row)
    with elevated():
        waiting = (SurveyInvitation.round_id == row.id, SurveyInvitation.state.in_(("planned", "sent")))
        db.session.execute(update(SurveyInvitation).where(*waiting).values(state="stopped", changed_at=now))
    db.session.expire_all()
    record(row, "stop", actor=actor, now=now, from_state=before, to_state="stopped")


def finish(row: SurveyRound, *, now: datetime) -> None:
    """Everybody was asked. Of two workers, one says so."""
    if move_row(row, SurveyRound.state == "scheduled", state="sent", finished_at=now):
        record(row, "finish", actor=None, now=now, from_state="scheduled", to_state="sent")


def mark_sent(row: SurveyInvitation, *, now: datetime, **values: Any) -> bool:
    """The customer is being asked. False: the round was stopped, or another worker was faster."""
    return move_row(row, SurveyInvitation.state == "planned", state="sent", sent_at=now, changed_at=now, **values)


def leave_out(row: SurveyInvitation, reason: str, *, now: datetime) -> None:
    """Not asked after all; where somebody has stopped the round meanwhile, it stays as that left it."""
    empty = dict.fromkeys(("sent_at", "token_hash", "unique_key", "expires_at"))
    waiting = SurveyInvitation.state.in_(("planned", "sent"))
    move_row(row, waiting, state="left_out", reason=reason, changed_at=now, **empty)


def mark_answered(row: SurveyInvitation, *, now: datetime) -> bool:
    """False: answered in this very moment, stopped, or too late."""
    answerable = (SurveyInvitation.state == "sent", SurveyInvitation.expires_at > now)
    return move_row(row, *answerable, state="answered", answered_at=now, changed_at=now)


def open_task(invitation: SurveyInvitation, *, question: str, score: int, highest: int, now: datetime) -> SurveyTask:
    """A low score: the customer's owner sees to it, else those in charge of the department."""
    customer: Customer = invitation.customer
    owner = customer.owner if customer.owner is not None and customer.owner.active else None
    days = Length(invitation.round.question_set.task_days, "working_days", calendar("default"))
    task = SurveyTask(
        invitation_id=invitation.id,
        customer_id=customer.id,
        question=question,
        score=score,
        highest=highest,
        state="open",
        department_id=customer.department_id,
        assigned_id=owner.id if owner else None,
        pack_version_id=current_pack_version(now).id,
        due_at=after(local(now), days)[0],
        created_at=now,
    )
    db.session.add(task)
    db.session.flush()
    deadlines.start(
        task,
        SURVEY_TASK,
        pack_version_id=task.pack_version_id,
        at=now,
        facts={"promised_at": task.due_at},
        now=now,
        actor=None,
        responsible=Responsible(task.department_id, task.assigned_id),
    )
    record(task, "open", actor=None, now=now, to_state="open", facts={"score": score})
    notices.low_score(task, now=now)
    return task


@verb
def settle(task: SurveyTask, *, what_was_done: str, actor: Any | None, now: datetime) -> None:
    """Seen to, and this is what was done. Raises NotFound, Invalid, Refused."""
    checks = Checks()
    said = checks.text("what_was_done", what_was_done, limit=WORDS_LIMIT, required=True)
    checks.done()
    done = {"state": "done", "done_at": now, "done_by_id": getattr(actor, "id", None), "what_was_done": said}
    if not move_row(task, SurveyTask.state == "open", **done, changed_at=now):
        raise _settled(task)
    deadlines.stop_all(task, "stopped", now=now, actor=actor)
    record(task, "settle", actor=actor, now=now, from_state="open", to_state="done", note=said)


def hand_over(task: SurveyTask, *, owner_id: Any, note: str = "", actor: Any | None, now: datetime) -> None:
    """Somebody else who sees the customer sees to it, and is told. Raises NotFound, Invalid, Refused."""
    require_reach(task)
    person, why = successor_facts(task.customer, owner_id, note, actor)
    with elevated():
        if not move_row(task, SurveyTask.state == "open", assigned_id=person.id, changed_at=now):
            raise _settled(task)
        told = {"to": person.full_name}
        record(task, "hand_over", actor=actor, now=now, from_state="open", to_state="open", facts=told, note=why)
        db.session.flush()
        deadlines.reassign(task, now=now, actor=actor)
        notices.handed_over(task, note=why, now=now)


def _settled(task: SurveyTask) -> Refused:
    return Refused(N_("This task is settled already: %(state)s."), state=Text(TASK_STATES[task.state]))


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {name: facts.get(name) for name in ROUND_FIELDS}
    values["name"] = checks.text("name", facts.get("name"), limit=100, required=True)
    values["channel"] = checks.choice("channel", facts.get("channel"), CHANNELS)
    values["pause_days"] = 90 if values["pause_days"] is None else values["pause_days"]
    values["life_days"] = values["life_days"] or 14
    for name, model in (("set_id", QuestionSet), ("owner_id", Person)):
        row = checks.row(name, model, facts.get(name), required=name == "set_id")
        values[name] = row.id if row else None
        if isinstance(row, QuestionSet) and row.state != "published":
            checks.refuse(name, N_("The question set is not published."))
    tiers = set(map(str, db.session.scalars(select(Tier.id))))
    for name, known in (("tiers", tiers), ("regions", REGIONS), ("industries", INDUSTRIES)):
        values[name] = _codes(checks, name, values[name], known)
    values["view_name"], values["view_filters"] = values["view_name"] or "", values["view_filters"] or []
    checks.done()
    return values


def _codes(checks: Checks, name: str, given: Any, known: Any) -> list[str]:
    codes = list(dict.fromkeys(map(str, given or ())))
    if any(code not in known for code in codes):
        checks.refuse(name, N_("There is no such choice."))
    return codes


def _refusal(row: SurveyRound) -> Refused:
    return Refused(N_("This survey is in the state “%(state)s”."), state=Text(ROUND_STATES[row.state]))
