"""Importance × urgency: what a pack's matrix makes of a complaint. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.i18n import N_, Text
from app.policy.conditions import RATINGS, Facts, explain, holds
from app.policy.handling import PriorityCell, Rating
from app.policy.pack import Pack


@dataclass(frozen=True)
class Rated:
    """A complaint's place in the matrix, and why."""

    cell: PriorityCell
    working: tuple[Text, ...]


def rate(pack: Pack, facts: Facts) -> Rated | None:
    """The cell of the matrix; None where the pack has none."""
    rules = pack.priority
    if rules is None:
        return None
    full = pack.facts(facts)
    importance, urgency = _first(rules.importance, full), _first(rules.urgency, full)
    cell = next(cell for cell in rules.matrix if (cell.importance, cell.urgency) == (importance.value, urgency.value))
    lines = [
        _line(pack, N_("Importance: %(rating)s (%(cite)s)"), importance),
        *explain(importance.when, full, pack.switch_names),
        _line(pack, N_("Urgency: %(rating)s (%(cite)s)"), urgency),
        *explain(urgency.when, full, pack.switch_names),
    ]
    return Rated(cell, tuple(lines))


def rated_facts(pack: Pack, facts: Facts) -> Mapping[str, Any]:
    """The facts that conditions ask for: importance, urgency, priority; nothing without a matrix."""
    found = rate(pack, facts)
    if found is None:
        return {}
    return {"importance": found.cell.importance, "urgency": found.cell.urgency, "priority": found.cell.code}


def _first(ratings: tuple[Rating, ...], facts: Facts) -> Rating:
    return next(rating for rating in ratings if holds(rating.when, facts))


def _line(pack: Pack, msgid: str, rating: Rating) -> Text:
    return Text(msgid, {"rating": Text(RATINGS[rating.value]), "cite": pack.cite(rating.clause)})
