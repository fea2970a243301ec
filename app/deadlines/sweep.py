"""The sweep: takes each deadline whose next step has come, one by one, and takes the step.

Late or not, a deadline takes all the steps that have passed at once: each is recorded, only the newest reminder and the
newest level of the ladder are told to people. Any number of sweeps may run side by side; a deadline that somebody else
holds is left to them or to the next pass.
"""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.db import unit_of_work
from app.deadlines.escalation import escalate, level_facts
from app.deadlines.models import Deadline
from app.deadlines.owners import step_handler, tell_of_lateness
from app.deadlines.reckoning import steps_of
from app.deadlines.reminders import remind, step_name
from app.deadlines.workflow import breach, note, run_on
from app.extensions import db
from app.policy.clocks import Step
from app.security import system_scope
from app.security.scope import owner_model

logger = logging.getLogger(__name__)


def sweep(now: datetime) -> None:
    """The job: one deadline a transaction, until nothing is due. What fails is logged and tried again next time."""
    left_alone: set[int] = set()
    with system_scope():
        while _take_next(now, left_alone):
            pass


def _take_next(now: datetime, left_alone: set[int]) -> bool:
    """False when there is nothing left to take."""
    claimed: int | None = None
    try:
        with unit_of_work():
            deadline = claim(now, left_alone)
            if deadline is None:
                return False
            claimed = deadline.id
            owner = _hold_owner(deadline)
            if owner is None:
                left_alone.add(claimed)
            else:
                take_steps(deadline, owner, now)
    except Exception:
        if claimed is None:
            raise
        left_alone.add(claimed)
        logger.exception("deadline %s could not take its step", claimed)
    return True


def claim(now: datetime, left_alone: set[int]) -> Deadline | None:
    """The deadline that has waited longest, locked. On SQLite the unit of work is the only writer."""
    waiting = select(Deadline).where(Deadline.next_at <= now).order_by(Deadline.next_at).limit(1)
    if left_alone:
        waiting = waiting.where(Deadline.id.not_in(left_alone))
    waiting = waiting.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalars(waiting).one_or_none()


def _hold_owner(deadline: Deadline) -> Any | None:
    """The owner, locked; None while a verb has it. Verbs lock the owner first and then its deadlines; waiting for the
    owner with the deadline in hand would be the other way round, and the two would wait for each other."""
    model: Any = owner_model(deadline.owner_kind)
    if model is None:
        raise LookupError(f"nobody registered the owner kind {deadline.owner_kind}")
    free = select(model).where(model.id == deadline.owner_id).with_for_update(skip_locked=True, of=model)
    return db.session.scalars(free.execution_options(populate_existing=True)).unique().one_or_none()


def take_steps(deadline: Deadline, owner: Any, now: datetime) -> None:
    """Take the steps whose time has come. A pause that has reached its end is a step too."""
    assert deadline.next_at is not None, "only deadlines with a next step are claimed"
    if deadline.state == "paused":
        run_on(deadline, at=deadline.next_at, actor=None)
        return
    steps = steps_of(deadline)
    passed = [step for step in steps if deadline.next_at <= step.at <= now]
    newest = _newest(passed)
    for step in passed:
        facts = {"step": step_name(step), "planned": step.at, "told": step in newest}
        if step.kind == "escalate" and step in newest:
            facts |= level_facts(deadline, owner, step)
        note(deadline, step.kind, now, None, facts=facts)
        if step.kind == "due":
            breach(deadline, now)
    deadline.next_at = next((step.at for step in steps if step.at > now), None)
    db.session.flush()
    if any(step.kind == "escalate" for step in passed):
        tell_of_lateness(deadline, now)
    for step in newest:
        tell = escalate if step.kind == "escalate" else step_handler(deadline.owner_kind, remind)
        tell(deadline, owner, step, now)


def _newest(passed: list[Step]) -> list[Step]:
    """The newest reminder and the newest level of the ladder: the one doesn't stand for the other, since those who have
    to keep the deadline hear of the first and those above them of the second."""
    return list({step.kind == "escalate": step for step in passed}.values())
