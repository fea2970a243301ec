"""升级: the ladder of the pack, climbed by what is late. Each level is told once."""

from datetime import datetime
from typing import Any

from app.core.i18n import N_, Text
from app.deadlines.models import Deadline
from app.deadlines.owners import people_on_ladder
from app.deadlines.reckoning import ladder_of, pack_and_clock
from app.deadlines.reminders import context_of, is_urgent, keepers, sending_time
from app.events import record
from app.outbox import enqueue
from app.policy.clocks import Step
from app.security import Person

_BECAUSE = N_("Level %(level)s of “%(ladder)s”: “%(clock)s” is overdue. %(cite)s")


def escalate(deadline: Deadline, owner: Any, step: Step, now: datetime) -> None:
    """Record on the owner that it went up to this level, and queue the message for each person there."""
    people, ladder = people_at(deadline, owner, step.number), ladder_of(deadline)
    if not people or ladder is None:
        return
    pack, clock = pack_and_clock(deadline)
    clause = ladder.steps[step.number - 1].clause
    words = {"ladder": ladder.label.text(), "clock": clock.label.text(), "cite": pack.cite(clause)}
    facts = {"level": step.number, "clause": clause, "clock": clock.code, "deadline": deadline.id}
    told = {"told": [person.full_name for person in people]}
    record(
        owner,
        "escalate",
        actor=None,
        now=now,
        facts=facts | told | {"because": Text(_BECAUSE, words | {"level": step.number})},
    )
    keeper = "、".join(person.full_name for person in keepers(deadline))
    for person in people:
        enqueue(
            "deadline_escalate",
            to=person,
            owner=owner,
            context=context_of(deadline, owner, now) | words | {"level": step.number, "keeper": keeper},
            dedup_key=f"escalation:{deadline.id}:{step.number}:{person.id}",
            now=now,
            urgent=is_urgent(deadline),
            send_after=sending_time(deadline, now),
        )


def level_facts(deadline: Deadline, owner: Any, step: Step) -> dict[str, Any]:
    """What the deadline's own history keeps of a level: its number, its clause, who was told."""
    ladder = ladder_of(deadline)
    assert ladder is not None, "a step of the ladder has one"
    names = [person.full_name for person in people_at(deadline, owner, step.number)]
    return {"level": step.number, "clause": ladder.steps[step.number - 1].clause, "people": names}


def people_at(deadline: Deadline, owner: Any, level: int) -> list[Person]:
    """Who is told at this level, each once; those who have to keep the deadline are reminded anyway."""
    ladder, people_of = ladder_of(deadline), people_on_ladder(deadline.owner_kind)
    if ladder is None or people_of is None or level > len(ladder.steps):
        return []
    reminded = {person.id for person in keepers(deadline)}
    found = {person.id: person for role in ladder.steps[level - 1].to for person in people_of(owner, role)}
    return [person for person in found.values() if person.id not in reminded]
