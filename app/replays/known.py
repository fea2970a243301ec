"""What was known of a complaint at each step where its facts were changed on the way.

The history doesn't keep what an amended fact was before, which may be personal data. But a clock keeps the facts that
it was counted with: those of its start, or of the last regrade while it ran.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.deadlines import Deadline
from app.deadlines.models import DeadlineEvent
from app.extensions import db
from app.policy.replay import Moment

CHANGES = ("amend", "link", "regrade")
"""Steps at which facts change that are none of the step's own."""
_OF_STEPS = {"severity", "confirmed", "liable_party", "promised_at", "misconduct", "hotline", "authority"}
"""What the replay finds out by itself, step by step."""
Facts = dict[str, Any]


@dataclass
class Told:
    """Of one complaint: when its facts were changed, and when it was graded otherwise."""

    changed: list[datetime] = field(default_factory=list)
    regraded: list[datetime] = field(default_factory=list)


def snapshots(told: Mapping[int, Told]) -> dict[int, dict[datetime, Facts]]:
    """By complaint and instant, the facts that clocks were counted with; only of those that were changed."""
    ids = [number for number, each in told.items() if each.changed]
    found: dict[int, dict[datetime, Facts]] = defaultdict(dict)
    if not ids:
        return found
    mine = (Deadline.owner_kind == "complaint", Deadline.owner_id.in_(ids))
    # One that began anew says a later start than that of its facts.
    began_anew = select(DeadlineEvent.deadline_id).where(DeadlineEvent.kind == "reset")
    asked = select(Deadline.owner_id, Deadline.started_at, Deadline.ended_at, Deadline.facts)
    for owner, started, ended, facts in db.session.execute(
        asked.where(*mine, Deadline.id.not_in(began_anew)).order_by(Deadline.id)
    ):
        counted = [at for at in told[owner].regraded if started <= at and (ended is None or at <= ended)]
        found[owner][max([started, *counted])] = _plain(facts)
    return found


def as_it_became_known(
    now_known: Facts, moments: Sequence[Moment], told: Told, kept: Mapping[datetime, Facts]
) -> tuple[Facts, list[Moment]]:
    """The facts that the course begins with, and the moments with what each brought. What no clock has kept is as it
    is known now, from the start."""
    if not told.changed or not moments:
        return now_known, list(moments)
    known = {name: fact for name, fact in now_known.items() if name not in _OF_STEPS}
    last = max(told.changed)
    found = [
        replace(moment, facts=_brought(moment, known, known if moment.at == last else kept.get(moment.at, {})))
        for moment in moments
    ]
    return now_known | _brought(moments[0], known, kept.get(moments[0].at, {})), found


def _brought(moment: Moment, known: Iterable[str], facts: Mapping[str, Any]) -> Facts:
    return {name: facts[name] for name in known if name in facts} | dict(moment.facts)


def _plain(facts: Mapping[str, Any]) -> Facts:
    return {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in facts.items()}
