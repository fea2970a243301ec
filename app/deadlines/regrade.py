"""New facts about a case: what is still to come moves, what has happened stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.deadlines.models import Deadline
from app.deadlines.owners import version_ids
from app.deadlines.reckoning import PROMISED, count_with_grace, frozen_facts, pack_and_clock
from app.deadlines.verbs import house_business
from app.deadlines.workflow import begin, end, hold, recount
from app.events import history_of
from app.extensions import db
from app.policy.conditions import Facts
from app.policy.timing import Clock
from app.rulebook import pack_of


@house_business
def regrade(owner: Any, *, facts: Facts, now: datetime, actor: Any | None) -> None:
    """Count again, under new facts and from its original start, what runs on the owner.

    Where that is past, the pack's grace runs from now; a breach that has happened stays. A clock that no longer applies
    is cancelled; one that applies only now starts as of the verb (an Event of the owner) that would have started it.
    """
    running = hold(owner)
    for deadline in running:
        pack, clock = pack_and_clock(deadline)
        if not clock.applies(pack.facts(facts)):
            end(deadline, now=now, actor=actor, cancelled=True)
        elif clock.unit != "promised" and PROMISED not in deadline.facts:
            _count_again(deadline, clock, facts, now, actor)
    for version_id in version_ids(owner):
        same = {"pack_version_id": version_id, "facts": facts, "now": now, "actor": actor}
        for clock, since in missing_clocks(owner, version_id, facts, {deadline.clock for deadline in running}):
            begin(owner, clock, at=since, late=True, **same)


def _count_again(deadline: Deadline, clock: Clock, facts: Facts, now: datetime, actor: Any | None) -> None:
    amount = clock.amount_for(pack_of(deadline.pack_version_id).facts(facts))
    deadline.facts = frozen_facts(facts, clock)
    same = amount is not None and (amount.value, amount.clause) == (deadline.working["amount"], deadline.clause)
    if same or deadline.state == "paused":  # a paused clock is counted when it runs on
        return
    counted = count_with_grace(deadline, now)
    gets_grace = counted.segments[0].kind == "regraded"
    if gets_grace and deadline.due_at < now:  # late by the old count and by the new one
        return
    recount(deadline, counted, "regrade", now=now, actor=actor)


def missing_clocks(owner: Any, version_id: int, facts: Facts, running: set[str]) -> list[tuple[Clock, datetime]]:
    """Clocks that would be running had these facts been known, each with the instant of the verb that starts it."""
    mine = (Deadline.owner_kind == owner.__tablename__, Deadline.owner_id == owner.id, Deadline.state != "cancelled")
    ran = list(db.session.scalars(select(Deadline).where(*mine)))
    # What the ladder did by itself is no verb of a person, and starts and stops no clock.
    done = {event.verb: event.at for event in history_of(owner) if "deadline" not in event.facts}
    pack, found = pack_of(version_id), []
    for clock in pack.clocks:
        since = max((done[verb] for verb in clock.start if verb in done), default=None)
        if since is None or clock.unit == "promised" or clock.code in running or not clock.applies(pack.facts(facts)):
            continue
        stopped = any(done[verb] >= since for verb in clock.stop if verb in done)
        if not stopped and not any(each.clock == clock.code and each.started_at >= since for each in ran):
            found.append((clock, since))
    return found
