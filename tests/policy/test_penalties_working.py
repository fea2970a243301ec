"""Every yuan is explained: the lines of the working, word for word, and none where nothing changed the amount."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.money import Money
from app.policy.amounts import Occasion, Past, split
from app.policy.penalties import Assessment, assess, duration_in_words
from tests.policy.charging import pack_with

CLAUSE = "(“小制度” 第一条)"
HEAD, TAIL = f"迟到: ¥100.00 per case {CLAUSE}", "So %s are due"


def late(rule: dict[str, Any], facts: Any = None, past: Past | None = None) -> Assessment:
    """The rule held against a clock that was missed by two hours and five minutes."""
    occasion, before = Occasion("breach", "any", timedelta(hours=2, minutes=5)), past or Past()
    (found,) = assess(pack_with(rule), facts or {}, occasion, lambda _rule: before)
    return found


def lines(found: Assessment) -> list[str]:
    return [str(line) for line in found.working]


def between(found: Assessment) -> list[str]:
    """What is said between the rule with its occasion and the result."""
    said = lines(found)
    assert said[1] == "Done 2 h 05 min late"
    nothing = "So nothing is due yet; it counts as a case" if found.counts else "So nothing is due"
    assert said[-1] == (f"So {found.amount} are due" if found.owed else nothing)
    return said[2:-1]


def test_a_plain_amount_needs_no_more_words_than_its_rule_and_occasion() -> None:
    assert lines(late({})) == [HEAD, "Done 2 h 05 min late", "So ¥100.00 are due"]


@pytest.mark.parametrize(
    ("already", "shares", "said"),
    [
        ((), ["¥100.00"], []),
        ((Money(200_00),), ["¥100.00"], []),
        (
            (Money(200_01),),
            ["¥99.99"],
            [f"At most ¥300.00 a month {CLAUSE}, of which ¥200.01 are taken: ¥99.99 are left"],
        ),
    ],
)
def test_the_months_cap_is_told_only_where_it_takes_something_away(
    already: tuple[Money, ...], shares: list[str], said: list[str]
) -> None:
    found = late({"cap": {"month": 300, "clause": "1"}}, past=Past(0, already))
    assert (list(map(str, found.shares)), between(found)) == (shares, said)


@pytest.mark.parametrize(
    ("most", "said"),
    [(100, []), (99.99, [f"At most ¥99.99 per case {CLAUSE}"]), (100.01, [])],
)
def test_a_cap_per_case_is_told_only_where_it_takes_something_away(most: float, said: list[str]) -> None:
    found = late({"cap": {"case": most, "clause": "1"}})
    assert (found.amount, between(found)) == (min(Money.from_yuan(str(most)), Money(10_000)), said)


@pytest.mark.parametrize(
    ("earlier", "total"), [(0, "¥100.00"), (2, "¥400.00"), (3, "¥800.00"), (4, "¥800.00"), (10_000, "¥800.00")]
)
def test_what_multiplies_stops_once_it_is_beyond_the_cap(earlier: int, total: str) -> None:
    """At exactly the cap, ¥400, the next case still doubles; the cap then says what is due."""
    increase = {"factor": 2, "window": {"of": "payee", "within": "month"}, "clause": "1"}
    found = late({"increase": increase, "cap": {"case": 400, "clause": "1"}}, past=Past(earlier))
    told = f"{earlier} earlier cases, calendar month, same payee: each makes it 2 times as much, {total} {CLAUSE}"
    capped = [f"At most ¥400.00 per case {CLAUSE}"] if earlier > 2 else []
    assert between(found) == [told, *capped]


TWICE = {
    "factor": 2,
    "clause": "1",
    "when": {
        "all": [
            {"field": "urgent", "operator": "is", "value": True},
            {"any": [{"field": "tier", "operator": "is", "value": each} for each in ("gold", "vip")]},
        ]
    },
}


def test_a_factor_that_holds_names_the_rows_that_hold_and_what_it_comes_to() -> None:
    assert between(late({"times": [TWICE]}, {"urgent": True, "tier": "vip"})) == [
        "Holds: urgent is yes (here: yes)",
        "Holds: customer tier is vip (here: vip)",
        f"2 times as much: ¥200.00 {CLAUSE}",
    ]


def test_a_factor_that_does_not_hold_names_only_the_rows_that_fail() -> None:
    assert between(late({"times": [TWICE]}, {"urgent": False, "tier": "vip"})) == [
        "Not multiplied, for this does not hold: urgent is yes (here: no)",
        "Not multiplied, for this does not hold: customer tier is gold (here: vip)",
    ]


@pytest.mark.parametrize(("factor", "amount"), [(Decimal("1.01"), "¥0.51"), (Decimal("1.02"), "¥0.51")])
def test_a_factor_rounds_half_a_fen_up(factor: Decimal, amount: str) -> None:
    """¥0.50 × 1.01 is 50.5 fen, × 1.02 is 51."""
    urgent = {"field": "urgent", "operator": "is", "value": True}
    rule = {"amount": 0.5, "times": [{"factor": float(factor), "clause": "1", "when": urgent}]}
    assert str(late(rule, {"urgent": True}).amount) == amount


RATE = {
    "measure": "per_thousand_waybills",
    "bands": [{"at_least": 2, "up_to": 5, "amount": 200}, {"at_least": 5, "amount": 500}],
}


@pytest.mark.parametrize(
    ("complaints", "waybills", "said"),
    [
        (5, 1000, ["5 complaints, 1000 waybills: 5.00 per 1000", f"from 2 up to 5: ¥200.00 {CLAUSE}"]),
        (2005, 400_000, ["2005 complaints, 400000 waybills: 5.01 per 1000", f"from 5 up: ¥500.00 {CLAUSE}"]),
        (1, 1000, ["1 complaints, 1000 waybills: 1.00 per 1000", "No amount is laid down for that"]),
        (1, None, ["No waybill of the month is known, so there is no rate"]),
        (1, 0, ["No waybill of the month is known, so there is no rate"]),
    ],
)
def test_a_stations_month_tells_its_rate_and_the_range_that_it_falls_into(
    complaints: int, waybills: int | None, said: list[str]
) -> None:
    month = Occasion("month", complaints=complaints, waybills=waybills)
    (found,) = assess(pack_with({"on": "month", "clock": None, "amount": None, "rate": RATE}), {}, month)
    assert lines(found)[:-1] == [f"迟到: by the month's figures {CLAUSE}", *said]


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (0, "Case 1 of last 30 days, same department: nothing yet"),
        (1, f"Case 2 of last 30 days, same department: ¥50.00 {CLAUSE}"),
    ],
)
def test_steps_tell_which_case_of_which_window_it_is(earlier: int, said: str) -> None:
    window = {"of": "department", "within": "days", "days": 30}
    found = late({"amount": None, "steps": {"window": window, "bands": [{"from_case": 2, "amount": 50}]}}, None,
                 Past(earlier))  # fmt: skip
    assert lines(found)[0] == f"迟到: by the number of cases {CLAUSE}"
    assert between(found) == [said]
    assert (found.owed, found.counts) == (earlier == 1, earlier == 0)


@pytest.mark.parametrize(
    ("per", "units", "said"),
    [
        ("hour_late", "begun", f"3 hours late or begun: 3 × ¥100.00 = ¥300.00 {CLAUSE}"),
        ("hour_late", "complete", f"2 complete hours late: 2 × ¥100.00 = ¥200.00 {CLAUSE}"),
        ("day_late", "begun", f"1 days late or begun: 1 × ¥100.00 = ¥100.00 {CLAUSE}"),
        ("day_late", "complete", f"0 complete days late: 0 × ¥100.00 = ¥0.00 {CLAUSE}"),
    ],
)
def test_units_late_are_told_with_their_product(per: str, units: str, said: str) -> None:
    found = late({"per": per, "units": units})
    assert lines(found)[0] == f"迟到: ¥100.00 per {per.replace('_', ' ')} {CLAUSE}"
    assert between(found) == [said]


def test_shares_are_told_with_their_percentage_and_none_where_one_pays_all() -> None:
    payees = [{"to": "department_head", "percent": 70}, {"to": "delegate", "percent": 30}]
    assert between(late({"payee": None, "payees": payees})) == [
        "70 percent for head of the responsible department: ¥70.00",
        "30 percent for deputy of the responsible department: ¥30.00",
    ]


def test_the_fen_that_is_left_goes_to_the_share_that_lost_most() -> None:
    def fen(amount: int, *percents: int) -> list[int]:
        return [each.fen for each in split(Money(amount), [Decimal(percent) for percent in percents])]

    assert fen(10, 12, 88) == [1, 9], "1.2 and 8.8"
    assert fen(10, 88, 12) == [9, 1]
    assert fen(1, 50, 50) == [1, 0], "the earlier one among equals"
    assert fen(100, 100) == [100]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "0 h 01 min"),
        (3599, "0 h 59 min"),
        (3600, "1 h 00 min"),
        (90_061, "25 h 01 min"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert str(duration_in_words(timedelta(seconds=seconds))) == words
