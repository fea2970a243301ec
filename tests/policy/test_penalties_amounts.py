"""Truth tables of amounts: increase, steps, hours and days late, factors, caps, rates — each in whole fen."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.money import Money
from app.policy.amounts import Occasion, Past, split, units_late
from app.policy.penalties import Assessment, assess
from tests.policy.charging import pack_with

MONTH = {"of": "payee", "within": "month"}
STEP = {"step": 100, "window": MONTH, "clause": "1"}


def late(**more: Any) -> Occasion:
    return Occasion("breach", "any", timedelta(minutes=45), escalated=True, **more)


def one(
    rule: dict[str, Any], occasion: Occasion | None = None, facts: Any = None, past: Past | None = None
) -> Assessment:
    before = past or Past()
    (found,) = assess(pack_with(rule), facts or {}, occasion or late(), lambda _rule: before)
    return found


def yuan(amount: Money) -> str:
    return str(amount)


def said(found: Assessment) -> str:
    return "\n".join(str(line) for line in found.working)


@pytest.mark.parametrize(("earlier", "amount"), [(0, "¥100.00"), (1, "¥200.00"), (2, "¥300.00"), (11, "¥1,200.00")])
def test_increasing_by_a_step_for_each_earlier_case(earlier: int, amount: str) -> None:
    found = one({"increase": STEP}, past=Past(earlier))
    assert yuan(found.amount) == amount
    assert f"{earlier} earlier cases, calendar month, same payee: ¥100.00 + {earlier} × ¥100.00 = {amount}" in said(
        found
    )


@pytest.mark.parametrize(
    ("earlier", "amount"), [(0, "¥100.00"), (1, "¥200.00"), (2, "¥400.00"), (3, "¥500.00"), (10_000, "¥500.00")]
)
def test_increasing_by_a_factor_up_to_the_cap(earlier: int, amount: str) -> None:
    rule = {"increase": {"factor": 2, "window": MONTH, "clause": "1"}, "cap": {"case": 500, "clause": "1"}}
    assert yuan(one(rule, past=Past(earlier)).amount) == amount


@pytest.mark.parametrize(
    ("earlier", "amount"),
    [(0, None), (1, "¥50.00"), (2, "¥50.00"), (3, "¥200.00"), (9, "¥200.00")],
)
def test_steps_by_the_number_of_cases(earlier: int, amount: str | None) -> None:
    steps = {"window": MONTH, "bands": [{"from_case": 2, "amount": 50}, {"from_case": 4, "amount": 200}]}
    found = one({"amount": None, "steps": steps}, past=Past(earlier))
    assert (yuan(found.amount) if found.owed else None) == amount


@pytest.mark.parametrize(
    ("minutes", "begun", "complete"),
    [(0, 0, 0), (1, 1, 0), (59, 1, 0), (60, 1, 1), (61, 2, 1), (120, 2, 2), (120.01, 3, 2)],
)
def test_hours_late_begun_or_complete(minutes: float, begun: int, complete: int) -> None:
    length = timedelta(minutes=minutes)
    assert (units_late(length, "hour_late", begun=True), units_late(length, "hour_late", begun=False)) == (
        begun,
        complete,
    )


@pytest.mark.parametrize(("hours", "begun", "complete"), [(1, 1, 0), (24, 1, 1), (25, 2, 1), (48, 2, 2)])
def test_days_late_begun_or_complete(hours: int, begun: int, complete: int) -> None:
    for units, count in (("begun", begun), ("complete", complete)):
        rule = {"per": "day_late", "units": units, "amount": "20"}
        found = one(rule | {"amount": 20}, Occasion("breach", "any", timedelta(hours=hours)))
        assert found.amount == Money(2000) * (count or 1)
        assert found.owed is bool(count)


def test_what_is_counted_by_the_hour_waits_until_it_is_done() -> None:
    found = one({"per": "hour_late"}, Occasion("breach", "any", None))
    assert not found.owed
    assert "It is still not done; counted once it is" in said(found)


@pytest.mark.parametrize(("escalated", "owed"), [(True, True), (False, False)])
def test_only_where_it_was_escalated(escalated: bool, owed: bool) -> None:
    assert one({"escalated": True}, Occasion("breach", "any", timedelta(1), escalated=escalated)).owed is owed
    assert one({"escalated": False}, Occasion("breach", "any", timedelta(1), escalated=escalated)).owed


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({}, "¥100.00"),
        ({"same_station_count": 1}, "¥100.00"),
        ({"same_station_count": 2}, "¥200.00"),
        ({"same_station_count": 3, "tier": "gold"}, "¥300.00"),
        ({"tier": "gold"}, "¥150.00"),
    ],
)
def test_factors_hold_each_on_its_own_condition(facts: dict, amount: str) -> None:
    twice = {"factor": 2, "clause": "1", "when": {"field": "same_station_count", "operator": "at_least", "value": 2}}
    tier = {"factor": Decimal("1.5"), "clause": "1", "when": {"field": "tier", "operator": "is", "value": "gold"}}
    rule = {"times": [twice, tier | {"factor": 1.5}]}
    assert yuan(one(rule, facts=facts).amount) == amount


def test_a_factor_that_does_not_hold_says_why() -> None:
    twice = {"factor": 2, "clause": "1", "when": {"field": "same_station_count", "operator": "at_least", "value": 2}}
    found = one({"times": [twice]}, facts={"same_station_count": 1})
    assert "Not multiplied, for this does not hold: complaints about this waybill at this station" in said(found)


@pytest.mark.parametrize(
    ("already", "amount"),
    [(0, "¥100.00"), (150_00, "¥100.00"), (200_00, "¥100.00"), (200_01, "¥99.99"), (300_00, None)],
)
def test_the_cap_of_a_month_leaves_what_is_left(already: int, amount: str | None) -> None:
    found = one({"cap": {"month": 300, "clause": "1"}}, past=Past(0, (Money(already),)))
    assert (yuan(found.amount) if found.owed else None) == amount


RATE = {
    "measure": "per_thousand_waybills",
    "bands": [{"at_least": 2, "up_to": 5, "amount": 200}, {"at_least": 5, "amount": 500}],
}


@pytest.mark.parametrize(
    ("complaints", "waybills", "amount"),
    [
        (1, 1000, None),
        (1999, 1_000_000, None),
        (2, 1000, "¥200.00"),
        (5, 1000, "¥200.00"),
        (5001, 1_000_000, "¥500.00"),
        (1, 0, None),
        (1, None, None),
    ],
)
def test_a_stations_month_by_rate(complaints: int, waybills: int | None, amount: str | None) -> None:
    month = Occasion("month", complaints=complaints, waybills=waybills)
    found = one({"on": "month", "clock": None, "amount": None, "rate": RATE}, month)
    assert (yuan(found.amount) if found.owed else None) == amount


def test_a_month_without_complaints_is_rewarded() -> None:
    bands = [{"at_least": 0, "up_to": 0, "amount": 300}]
    rule = {"kind": "reward", "on": "month", "clock": None, "amount": None}
    rule |= {"rate": {"measure": "complaints", "bands": bands}}
    assert yuan(one(rule, Occasion("month", complaints=0)).amount) == "¥300.00"
    assert not one(rule, Occasion("month", complaints=1)).owed


THREE = [{"to": "department_head", "percent": 33.34}, {"to": "delegate", "percent": 33.33},
         {"to": "superior", "percent": 33.33}]  # fmt: skip


def test_shares_lose_not_a_fen() -> None:
    found = one({"payee": None, "payees": THREE, "amount": 100})
    assert [share.fen for share in found.shares] == [33_34, 33_33, 33_33]
    assert found.amount == Money(100_00)
    assert "33.34 percent for head of the responsible department: ¥33.34" in said(found)


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(1, 10_000), min_size=1, max_size=8).filter(lambda parts: sum(parts) <= 10_000),
)
def test_split_adds_up_and_rounds_each_by_less_than_a_fen(fen: int, parts: list[int]) -> None:
    percents = [Decimal(part) / 100 for part in [*parts, 10_000 - sum(parts)] if part]
    found = split(Money(fen), percents)
    assert sum(share.fen for share in found) == fen
    assert all(abs(share.fen - fen * percent / 100) < 1 for share, percent in zip(found, percents, strict=True))
    assert found == split(Money(fen), percents)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(0, 100_000), st.integers(0, 100_000), st.integers(1, 3))
def test_no_cap_is_ever_passed(earlier: int, first: int, second: int, factor: int) -> None:
    payees = [{"to": "department_head", "percent": 70}, {"to": "delegate", "percent": 30}]
    twice = {"factor": factor, "clause": "1", "when": {"field": "urgent", "operator": "is", "value": True}}
    cap = {"case": 450, "month": 600, "clause": "1"}
    rule = {"payee": None, "payees": payees, "increase": STEP, "times": [twice], "cap": cap}
    found = one(rule, facts={"urgent": True}, past=Past(earlier, (Money(first), Money(second))))
    due = found.shares if found.owed else ()
    assert sum(share.fen for share in due) <= 450_00
    assert all(
        already + share.fen <= 600_00 or share.fen == 0 for already, share in zip((first, second), due, strict=False)
    )
