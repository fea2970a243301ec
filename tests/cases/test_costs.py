"""What missed clocks and misconduct cost in a case: which complaints before it count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from app.policy.amounts import Occasion
from app.policy.cases.charges import Happened, charged
from app.policy.cases.found import FoundPenalty
from tests.policy.build import at
from tests.policy.charging import pack_with

LATE = Occasion("breach", "any", timedelta(minutes=1))
RUDE = Occasion("misconduct", misconduct="rude")
ABSENT = Occasion("misconduct", misconduct="absent")


def increasing(**window: Any) -> dict[str, Any]:
    return {"step": 100, "window": {"of": "department", **window}, "clause": "1"}


def missed(*times: str, occasion: Occasion = LATE) -> tuple[dict[str, Any], list[Happened]]:
    """A complaint on which that happened at these times."""
    return {}, [Happened(occasion, at(time), "handler") for time in times]


def yuan(found: Sequence[FoundPenalty]) -> list[str]:
    return [str(each.amount) for each in found]


@pytest.mark.parametrize(
    ("window", "earlier", "amount"),
    [
        ({"within": "month"}, "2026-11-01 00:00", "¥200.00"),
        ({"within": "month"}, "2026-10-31 23:59", "¥100.00"),
        ({"within": "days", "days": 2}, "2026-11-22 00:00", "¥200.00"),
        ({"within": "days", "days": 2}, "2026-11-21 23:59", "¥100.00"),
        ({"within": "ever"}, "2020-01-01 00:00", "¥200.00"),
    ],
)
def test_earlier_cases_count_from_midnight_of_the_windows_first_day(
    window: dict[str, Any], earlier: str, amount: str
) -> None:
    pack = pack_with({"increase": increasing(**window)})
    assert yuan(charged(pack, [missed(earlier), missed("2026-11-23 10:00")])) == [amount]


def test_only_what_the_same_rule_charged_counts() -> None:
    plain = {"on": "misconduct", "clock": None, "increase": increasing(within="month")}
    pack = pack_with({"code": "r", **plain, "misconduct": ["rude"]}, {"code": "a", **plain, "misconduct": ["absent"]})
    before = [
        missed("2026-11-03 10:00", "2026-11-04 10:00", occasion=ABSENT),
        missed("2026-11-05 10:00", occasion=RUDE),
    ]
    assert yuan(charged(pack, [*before, missed("2026-11-23 10:00", occasion=RUDE)])) == ["¥200.00"]
    assert yuan(charged(pack, [*before, missed("2026-11-23 10:00", occasion=ABSENT)])) == ["¥300.00"]


def test_what_happens_twice_on_one_complaint_counts_too_and_only_the_last_complaint_is_told() -> None:
    pack = pack_with({"increase": increasing(within="month")})
    assert yuan(charged(pack, [missed("2026-11-20 10:00"), missed("2026-11-23 10:00", "2026-11-23 11:00")])) == [
        "¥200.00",
        "¥300.00",
    ]
    assert charged(pack, []) == []
    assert charged(pack, [missed("2026-11-20 10:00"), missed()]) == []


def test_what_came_to_nothing_does_not_count() -> None:
    climbed = {"code": "up", "escalated": True, "increase": increasing(within="month")}
    up = Occasion("breach", "any", timedelta(minutes=1), escalated=True)
    pack = pack_with(climbed)
    found = charged(pack, [missed("2026-11-20 10:00"), missed("2026-11-23 10:00", occasion=up)])
    assert yuan(found) == ["¥100.00"]


def test_a_rule_without_a_window_costs_the_same_each_time() -> None:
    assert yuan(charged(pack_with({}), [missed("2026-11-20 10:00"), missed("2026-11-23 10:00")])) == ["¥100.00"]


def test_shares_fall_on_their_roles_and_the_keepers_on_whoever_had_to_keep_the_clock() -> None:
    payees = [{"to": "department_head", "percent": 70}, {"to": "keeper", "percent": 30}]
    found = charged(pack_with({"payee": None, "payees": payees}), [missed("2026-11-23 10:00")])
    assert [(each.rule, str(each.amount), each.payee, each.clause, each.month) for each in found] == [
        ("late", "¥70.00", "department_head", "1", "2026-11"),
        ("late", "¥30.00", "handler", "1", "2026-11"),
    ]
