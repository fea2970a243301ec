"""What the default pack lays on whom, and what it lays on nobody."""

import pytest

from app.core.money import Money
from app.policy.load import load
from app.policy.penalties import assess
from tests.house import ROOT

XINBANG = load((ROOT / "policies" / "xinbang.yaml").read_text())
TRUE_400 = {
    "kind": "business",
    "origin": "external",
    "channel": "hotline_400",
    "hotline": True,
    "confirmed": True,
    "liable_party": "department",
}


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        ({}, True),
        ({"severity": "minor"}, True),
        ({"origin": "internal", "channel": "internal_400"}, True),
        ({"kind": "attitude"}, False),
        ({"hotline": False, "channel": "web_message"}, False),
        ({"hotline": None}, False),
        ({"confirmed": False}, False),
        ({"confirmed": None}, False),
        ({"liable_party": "carrier"}, False),
        ({"liable_party": "customer"}, False),
        ({"liable_party": "nobody"}, False),
        ({"liable_party": None}, False),
    ],
)
def test_fifty_yuan_for_a_business_complaint_through_the_hotline_found_true(facts: dict, owed: bool) -> None:
    (assessment,) = assess(XINBANG, TRUE_400 | facts)
    assert assessment.owed is owed
    assert assessment.amount == Money(5000)
    assert (assessment.rule.payee, assessment.rule.clause, assessment.rule.month_of) == (
        "department_head",
        "5.1",
        "verdict",
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"kind": "attitude"}, "Does not hold: kind of complaint is business (here: attitude)"),
        ({"hotline": False}, "Does not hold: came through the hotline is yes (here: no)"),
        ({"confirmed": None}, "Does not hold: found true is yes (here: not known)"),
        ({"liable_party": "carrier"}, "Does not hold: liable is carrier"),
    ],
)
def test_the_working_says_why_nothing_is_due(facts: dict, line: str) -> None:
    (assessment,) = assess(XINBANG, TRUE_400 | facts)
    lines = [str(each) for each in assessment.working]
    assert line in lines
    assert [each for each in lines if each.startswith("Does not hold")] == [line]
    assert lines[-1] == "So nothing is due"


def test_the_working_of_what_is_due_holds_line_by_line_and_names_the_clause() -> None:
    (assessment,) = assess(XINBANG, TRUE_400)
    first, *held, last = [str(line) for line in assessment.working]
    assert "¥50.00" in first
    assert "五1" in first
    assert len(held) == 4
    assert all(line.startswith("Holds") for line in held)
    assert last == "So ¥50.00 are due"


def test_a_pack_without_penalty_rules_lays_nothing_on_anybody() -> None:
    assert assess(XINBANG.model_copy(update={"penalties": ()}), TRUE_400) == []
