"""An owner falls under another version of the policy: what is still to come moves, what has happened stays.

Design rule 3: as for a regrade, a clock is counted from its original start, with the new pack's grace where that is
past, and no breach is ever dated back.
"""

from datetime import datetime
from typing import Any

from app.deadlines.models import Deadline
from app.deadlines.reckoning import PROMISED, count_with_grace, frozen_facts, settle
from app.deadlines.regrade import missing_clocks
from app.deadlines.verbs import house_business
from app.deadlines.workflow import begin, end, hold, mark_breach, recount
from app.policy.conditions import Facts
from app.policy.pack import Pack
from app.policy.timing import Clock
from app.rulebook import pack_of


@house_business
def move(owner: Any, *, version_id: int, facts: Facts, now: datetime, actor: Any | None) -> None:
    """Count by that version, under these facts, what runs on the owner.

    A clock that the version doesn't have or doesn't apply is cancelled; one that only it has starts as of the verb that
    would have started it. What is late by both versions stays with the one by which it is late.
    """
    pack, kept = pack_of(version_id), set[str]()
    for deadline in hold(owner):
        if pack_of(deadline.pack_version_id).overlay:
            continue  # what is laid over the company's policy doesn't change with it
        clock = _clock(pack, deadline, facts)
        if clock is None:
            end(deadline, now=now, actor=actor, cancelled=True)
        else:
            kept.add(clock.code)
            _count_by(deadline, clock, version_id, facts=facts, now=now, actor=actor)
    for clock, since in missing_clocks(owner, version_id, facts, kept):
        same = {"pack_version_id": version_id, "facts": facts, "now": now, "actor": actor}
        begin(owner, clock, at=since, late=True, **same)


def _clock(pack: Pack, deadline: Deadline, facts: Facts) -> Clock | None:
    """The same clock of that pack, where it applies and is counted at all as the running one is."""
    found = next((clock for clock in pack.clocks if clock.code == deadline.clock), None)
    if found is None or not found.applies(pack.facts(facts)):
        return None
    promised = pack_of(deadline.pack_version_id).clock(deadline.clock).unit == "promised"
    return found if promised == (found.unit == "promised") else None


def _count_by(
    deadline: Deadline, clock: Clock, version_id: int, *, facts: Facts, now: datetime, actor: Any | None
) -> None:
    mark_breach(deadline, now)  # under the version by which it was due, whether the sweep has seen it or not
    before, promise = (deadline.pack_version_id, deadline.facts), deadline.facts.get(PROMISED)
    was = deadline.due_at, deadline.clause
    keeps_promise = promise is not None and (clock.unit == "promised" or clock.extension is not None)
    deadline.pack_version_id = version_id
    deadline.facts = frozen_facts(facts, clock) | ({PROMISED: promise} if keeps_promise else {})
    if deadline.state == "paused":  # a paused clock is counted when it runs on
        return
    counted = count_with_grace(deadline, now)
    if counted.segments[0].kind == "regraded" and deadline.due_at < now:  # late by the old count and by the new one
        deadline.pack_version_id, deadline.facts = before
    elif (counted.at, counted.clause) == was:
        settle(deadline, counted, since=now)
    else:
        recount(deadline, counted, "move", now=now, actor=actor)
