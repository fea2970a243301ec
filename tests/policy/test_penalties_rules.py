"""Which rule speaks of which occasion, who agrees, and what the checker finds wrong in a rule."""

from datetime import timedelta
from typing import Any

import pytest

from app.policy.amounts import Occasion
from app.policy.penalties import assess
from tests.policy.charging import faults_of, pack_with

BREACH = Occasion("breach", "any", timedelta(minutes=1))
VERDICT_RULE = {"on": "verdict", "clock": None}


@pytest.mark.parametrize(
    ("occasion", "codes"),
    [
        (Occasion(), ["judged"]),
        (BREACH, ["late"]),
        (Occasion("breach", "another", timedelta(1)), []),
        (Occasion("misconduct", misconduct="rude"), ["any_misconduct", "rude"]),
        (Occasion("misconduct", misconduct="absent"), ["any_misconduct"]),
        (Occasion("month", complaints=9), ["monthly"]),
    ],
)
def test_each_rule_speaks_of_its_own_occasion(occasion: Occasion, codes: list[str]) -> None:
    misconduct = {"on": "misconduct", "clock": None}
    rate = {"measure": "complaints", "bands": [{"at_least": 1, "amount": 5}]}
    pack = pack_with(
        {"code": "judged", **VERDICT_RULE},
        {"code": "late"},
        {"code": "any_misconduct", **misconduct},
        {"code": "rude", **misconduct, "misconduct": ["rude"]},
        {"code": "monthly", "on": "month", "clock": None, "amount": None, "rate": rate},
    )
    assert [found.rule.code for found in assess(pack, {}, occasion)] == codes


@pytest.mark.parametrize(
    ("liable", "party", "owed"),
    [
        ("department", "department", True),
        ("department", "carrier", False),
        ("department", None, False),
        ("anyone", "carrier", True),
        ("anyone", None, True),
    ],
)
def test_a_verdict_asks_who_is_liable_unless_the_rule_says_anyone(liable: str, party: str | None, owed: bool) -> None:
    (found,) = assess(pack_with({**VERDICT_RULE, "liable": liable}), {"liable_party": party})
    assert found.owed is owed


def test_a_breach_asks_for_nobodys_liability() -> None:
    (found,) = assess(pack_with({}), {"liable_party": "carrier"}, BREACH)
    assert found.owed


APPROVERS = [
    {
        "by": "quality",
        "up_to": 100,
        "clause": "1",
        "when": {"field": "severity", "operator": "is_not", "value": "major"},
    },
    {"by": "superior", "up_to": 500, "clause": "1"},
]


@pytest.mark.parametrize(
    ("amount", "severity", "by"),
    [
        (100, "minor", "quality"),
        (100.01, "minor", "superior"),
        (100, "major", "superior"),
        (500, "minor", "superior"),
        (500.01, "minor", None),
    ],
)
def test_who_agrees_goes_by_severity_and_amount(amount: float, severity: str, by: str | None) -> None:
    (found,) = assess(pack_with({"amount": amount, "approvers": APPROVERS}), {"severity": severity}, BREACH)
    assert (found.approver.by if found.approver else None) == by


RATE = {"measure": "complaints", "bands": [{"amount": 5}]}
WINDOW = {"within": "month"}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"amount": None}, "exactly one of “amount”, “steps” and “rate”"),
        ({"amount": 0}, "is not a number above zero with at most two decimals"),
        ({"amount": True}, "is not a number above zero"),
        ({"amount": 1.001}, "at most two decimals"),
        ({"amount": "100"}, "is not a number above zero"),
        ({"clock": None}, "a breach names its clock"),
        ({"on": "verdict"}, "a breach names its clock"),
        ({"clock": "nothing"}, "there is no clock “nothing”"),
        ({**VERDICT_RULE, "per": "hour_late"}, "only a breach is escalated or late"),
        ({**VERDICT_RULE, "escalated": True}, "only a breach is escalated or late"),
        ({"misconduct": ["rude"]}, "belong to “on: misconduct”"),
        ({"rate": RATE}, "exactly one of"),
        ({"amount": None, "rate": RATE}, "a monthly rule has a “rate”"),
        ({"on": "month", "clock": None}, "a monthly rule has a “rate”"),
        ({"month_of": "verdict"}, "only a verdict falls into the month of the verdict"),
        ({"payee": "nobody_known"}, "is not possible here"),
        ({"payee": None, "payees": [{"to": "superior", "percent": 99}]}, "don't make 100 percent"),
        ({"payee": None, "payees": [{"to": "superior", "percent": 50}] * 2}, "a payee is named twice"),
        ({**VERDICT_RULE, "payee": "keeper"}, "only a time limit has a keeper"),
        ({**VERDICT_RULE, "payee": "offender"}, "only recorded misconduct has somebody who did it"),
        ({"increase": {"window": WINDOW, "clause": "1"}}, "either by a step or by a factor"),
        ({"increase": {"factor": 2, "window": WINDOW, "clause": "1"}}, "needs a cap per case"),
        ({"increase": {"step": 1, "window": {"within": "days"}, "clause": "1"}}, "a number of days belongs"),
        (
            {"increase": {"step": 1, "window": {"within": "month", "days": 3}, "clause": "1"}},
            "a number of days belongs",
        ),
        ({"increase": {"step": 1, "window": WINDOW}}, "a rule without a clause"),
        ({"increase": {"step": 1, "window": WINDOW, "clause": "9"}}, "there is no clause “9”"),
        ({"cap": {"clause": "1"}}, "a cap names an amount"),
        (
            {"amount": None, "steps": {"window": WINDOW, "bands": [{"from_case": n, "amount": 1} for n in (2, 2)]}},
            "rising order",
        ),
    ],
)
def test_a_fault_in_a_rule(rule: dict[str, Any], reason: str) -> None:
    assert any(reason in str(fault.reason) for fault in faults_of(rule)), [str(fault) for fault in faults_of(rule)]


def test_what_is_escalated_needs_a_way_up() -> None:
    assert faults_of({"escalated": True}) == []
    (fault,) = faults_of({"escalated": True}, ladders=[])
    assert "no ladder leads up from that clock" in str(fault.reason)
    assert fault.path == "penalties.0.escalated"


def test_a_penalty_hangs_on_misconduct_that_the_pack_knows() -> None:
    rule = {"on": "misconduct", "clock": None, "misconduct": ["rude", "sleeping"]}
    (fault,) = faults_of(rule)
    assert str(fault.reason) == "there is no misconduct “sleeping”"
    assert fault.path == "penalties.0.misconduct.1"
