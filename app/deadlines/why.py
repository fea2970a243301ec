"""依据 of a deadline, in the shape that screens, API and print share."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.deadlines.explain import explain
from app.deadlines.models import Deadline
from app.deadlines.reading import of_owner
from app.deadlines.reckoning import facts_of, ladder_of, pack_and_clock
from app.outbox import Message, register_basis
from app.rulebook.why import Why, facts_asked, why
from app.security import may


def why_of(deadline: Deadline) -> Why:
    """Its clause, the facts that its clock and its ladder ask for, how it was counted and what happened since."""
    pack, clock = pack_and_clock(deadline)
    ladder = ladder_of(deadline)
    asked = (clock.when, *(amount.when for amount in clock.amount), ladder.when if ladder else None)
    return why(
        clock.label.text(),
        deadline.pack_version_id,
        deadline.clause,
        facts=facts_asked(pack, asked, facts_of(deadline)),
        working=explain(deadline),
        edition_id=None if clock.unit == "promised" else deadline.calendar_edition_id,
    )


def whys_of(owner: Any) -> list[Why]:
    """Of everything that runs or ran on the owner; what runs first, the most pressing on top."""
    return [why_of(row) for row in in_order(of_owner(owner))]


def in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    """Those that run first, the most pressing on top; then those that ended, the latest first."""
    held = list(rows)
    running = sorted((row for row in held if row.ended_at is None), key=lambda row: row.due_at)
    ended = sorted((row for row in held if row.ended_at is not None), key=_end, reverse=True)
    return [*running, *ended]


@register_basis
def _basis(message: Message) -> str | None:
    """A message about a deadline leads to that deadline's page: its key says which one it was."""
    kind, _colon, rest = message.dedup_key.partition(":")
    number = rest.partition(":")[0]
    if kind not in ("deadline", "escalation") or not number.isdecimal() or not may("can_show", "DeadlineView"):
        return None
    return url_for("DeadlineView.why", pk=int(number))


def _end(row: Deadline) -> Any:
    assert row.ended_at is not None, "asked of ended deadlines only"
    return row.ended_at
