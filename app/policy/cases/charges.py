"""What a verdict, missed clocks and misconduct cost in a case, earlier complaints counted; what appeals leave of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.core.money import Money
from app.policy.amounts import Occasion, Past
from app.policy.cases.found import FoundPenalty
from app.policy.charges import Penalty
from app.policy.pack import Pack
from app.policy.penalties import Assessment, assess
from app.policy.windows import window_start


@dataclass(frozen=True)
class Happened:
    """An occasion and its instant; `keeper` is the role that had to keep the clock, `facts` what was known then, where
    that counts."""

    occasion: Occasion
    at: datetime
    keeper: str = ""
    facts: Mapping[str, Any] | None = None


Story = tuple[Mapping[str, Any], Sequence[Happened]]
"""A complaint's facts in the end, and what happened on it."""


def charged(pack: Pack, stories: Sequence[Story]) -> list[FoundPenalty]:
    """What the last of these complaints costs. All are taken for one department's."""
    before: list[tuple[str, datetime]] = []
    found: list[FoundPenalty] = []
    for facts, happenings in stories:
        found = []
        for happened in happenings:

            def past(rule: Penalty, at: datetime = happened.at) -> Past:
                start = window_start(rule.window, at) if rule.window else at
                return Past(sum(code == rule.code and (start is None or start <= when) for code, when in before))

            for each in assess(pack, happened.facts or facts, happened.occasion, past):
                if each.owed:
                    found += _shares(each, happened)
                if each.owed or each.counts:
                    before.append((each.rule.code, happened.at))
    return found


def of_the_month(pack: Pack, month: str, complaints: int, waybills: int) -> list[FoundPenalty]:
    """What a station's month costs or earns."""
    occasion = Occasion("month", complaints=complaints, waybills=waybills)
    return [
        FoundPenalty(each.rule.code, amount, share.to, each.rule.clause, month)
        for each in assess(pack, {}, occasion)
        if each.owed
        for share, amount in zip(each.rule.payees, each.shares, strict=True)
    ]


def after_appeals(penalties: Sequence[FoundPenalty], granted: Mapping[str, Money | None]) -> list[FoundPenalty]:
    """The penalties with what was granted on appeal, by rule: another amount, or nothing."""
    kept = (each for each in penalties if granted.get(each.rule, each.amount) is not None)
    return [replace(each, amount=granted.get(each.rule) or each.amount) for each in kept]


def _shares(each: Assessment, happened: Happened) -> Iterator[FoundPenalty]:
    for share, amount in zip(each.rule.payees, each.shares, strict=True):
        role = happened.keeper if share.to == "keeper" else share.to
        yield FoundPenalty(each.rule.code, amount, role, each.rule.clause, f"{happened.at:%Y-%m}")
