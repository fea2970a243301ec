"""Grading under the default pack: each boundary of business severity, each of the sixteen behaviours."""

from typing import Any

import pytest

from app.core.errors import Invalid
from app.policy.load import PACKS, load, shipped
from app.policy.severity import Grade, grade
from tests.policy.build import PACK

XINBANG = shipped("xinbang")


def business(**facts: Any) -> Grade:
    return grade(XINBANG, {"kind": "business", **facts})


def lines(found: Grade) -> list[str]:
    return [str(line) for line in found.working]


@pytest.mark.parametrize(
    ("facts", "severity", "clause"),
    [
        ({}, "minor", "4.4.1A"),
        ({"loss_fen": 0}, "minor", "4.4.1A"),
        ({"loss_fen": 99_999}, "minor", "4.4.1A"),
        ({"loss_fen": 100_000}, "minor", "4.4.1A"),
        ({"loss_fen": 100_001}, "moderate", "4.4.1B"),
        ({"loss_fen": 500_000}, "moderate", "4.4.1B"),
        ({"loss_fen": 500_001}, "major", "4.4.1C"),
        ({"claim_fen": 99_999}, "minor", "4.4.1A"),
        ({"claim_fen": 100_000}, "minor", "4.4.1A"),
        ({"claim_fen": 100_001}, "moderate", "4.4.1B"),
        ({"claim_fen": 500_000}, "moderate", "4.4.1B"),
        ({"claim_fen": 500_001}, "major", "4.4.1C"),
        ({"loss_fen": 1, "claim_fen": 500_001}, "major", "4.4.1C"),
        ({"loss_fen": 100_001, "claim_fen": 1}, "moderate", "4.4.1B"),
        ({"complaint_count": 1}, "minor", "4.4.1A"),
        ({"complaint_count": 2}, "major", "4.4.1C"),
        ({"complaint_count": 3, "loss_fen": 0}, "major", "4.4.1C"),
        ({"severe_dissatisfaction": False}, "minor", "4.4.1A"),
        ({"severe_dissatisfaction": True}, "major", "4.4.1C"),
    ],
)
def test_business(facts: dict[str, Any], severity: str, clause: str) -> None:
    found = business(**facts)
    assert (found.kind, found.severity, found.clause) == ("business", severity, clause)


@pytest.mark.parametrize("amount", ["loss_fen", "claim_fen"])
@pytest.mark.parametrize(("fen", "severity"), [(99_999, "minor"), (100_000, "moderate"), (100_001, "moderate")])
def test_exactly_1000_with_the_switch_off(amount: str, fen: int, severity: str) -> None:
    source = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")
    assert source.count("on: true") == 1
    strict = load(source.replace("on: true", "on: false"))
    assert grade(strict, {"kind": "business", amount: fen}).severity == severity


def test_a_grade_is_provisional_until_found_true() -> None:
    assert business().provisional
    assert business(confirmed=False).provisional
    assert lines(business(confirmed=None))[-1] == "Provisional: the complaint has not been found true yet"
    confirmed = business(confirmed=True)
    assert not confirmed.provisional
    assert "Provisional" not in lines(confirmed)[-1]


def test_a_major_grade_shows_each_reason() -> None:
    found = business(complaint_count=2, loss_fen=500_001, claim_fen=500_000, confirmed=True)
    assert lines(found) == [
        "number of complaints is at least 2 (here: 2)",
        "loss is above ¥5,000.00 (here: ¥5,000.01)",
        "So it is Major (“物流公司客户投诉管理制度(新邦)” 四(四)1C)",
    ]


def test_a_moderate_grade_says_why_it_is_not_higher() -> None:
    assert lines(business(loss_fen=150_000, confirmed=True)) == [
        "Not Major: its conditions don't hold",
        "loss is above ¥1,000.00 (here: ¥1,500.00)",
        "So it is Moderate (“物流公司客户投诉管理制度(新邦)” 四(四)1B)",
    ]


def test_a_minor_grade_shows_the_facts_it_was_held_against() -> None:
    assert lines(business(loss_fen=100_000, severe_dissatisfaction=False, complaint_count=1, confirmed=True)) == [
        "Not Major: its conditions don't hold",
        "Not Moderate: its conditions don't hold",
        "number of complaints: 1",
        "severe dissatisfaction: no",
        "loss: ¥1,000.00",
        "claim: not known",
        "Exactly ¥1000 is minor: yes",
        "So it is Minor (“物流公司客户投诉管理制度(新邦)” 四(四)1A)",
    ]


BEHAVIOURS = [
    ("phone_manners", "minor", "4.4.2.1a"),
    ("counter_manners", "minor", "4.4.2.1b"),
    ("query_refused", "minor", "4.4.2.1c"),
    ("brushed_off", "minor", "4.4.2.1d"),
    ("shifting_tone", "minor", "4.4.2.1e"),
    ("passed_around", "minor", "4.4.2.1f"),
    ("no_guidance", "minor", "4.4.2.1g"),
    ("hung_up", "moderate", "4.4.2.2a"),
    ("false_information", "moderate", "4.4.2.2b"),
    ("rude", "moderate", "4.4.2.2c"),
    ("harsh_tone", "moderate", "4.4.2.2d"),
    ("arrogant", "moderate", "4.4.2.2e"),
    ("criticised_customer", "moderate", "4.4.2.2f"),
    ("quarrel", "major", "4.4.2.3a"),
    ("threat", "major", "4.4.2.3b"),
    ("physical_conflict", "major", "4.4.2.3c"),
]


def attitude(*behaviours: str, **facts: Any) -> Grade:
    return grade(XINBANG, {"kind": "attitude", "behaviours": behaviours, "confirmed": True, **facts})


@pytest.mark.parametrize(("behaviour", "severity", "clause"), BEHAVIOURS)
def test_each_behaviour(behaviour: str, severity: str, clause: str) -> None:
    found = attitude(behaviour)
    assert (found.kind, found.severity, found.clause) == ("attitude", severity, clause)
    assert len(found.working) == 2


def test_the_sixteen_behaviours_are_all_there_are() -> None:
    assert [(each.code, each.severity, each.clause) for each in XINBANG.severity.behaviours] == BEHAVIOURS


@pytest.mark.parametrize(
    ("behaviours", "severity", "clause"),
    [
        (("rude", "no_guidance"), "moderate", "4.4.2.2c"),
        (("threat", "rude", "phone_manners"), "major", "4.4.2.3b"),
        (("physical_conflict", "quarrel"), "major", "4.4.2.3a"),
        (("rude", "rude"), "moderate", "4.4.2.2c"),
    ],
)
def test_the_worst_behaviour_decides(behaviours: tuple[str, ...], severity: str, clause: str) -> None:
    found = attitude(*behaviours)
    assert (found.severity, found.clause) == (severity, clause)


def test_every_behaviour_is_explained() -> None:
    assert lines(attitude("quarrel", "rude")) == [
        "Rude to customer or colleague: Moderate (“物流公司客户投诉管理制度(新邦)” 四(四)2(2)c)",
        "Quarrel with the customer: Major (“物流公司客户投诉管理制度(新邦)” 四(四)2(3)a)",
        "The worst behaviour decides",
        "So it is Major (“物流公司客户投诉管理制度(新邦)” 四(四)2(3)a)",
    ]


@pytest.mark.parametrize("behaviours", [(), None, []])
def test_attitude_without_a_behaviour(behaviours: Any) -> None:
    found = grade(XINBANG, {"kind": "attitude", "behaviours": behaviours})
    assert (found.severity, found.clause, found.provisional) == ("minor", "4.4.2", True)
    assert lines(found)[0] == "No behaviour is recorded"


def test_money_does_not_grade_attitude_nor_behaviour_business() -> None:
    assert attitude("brushed_off", loss_fen=900_000, complaint_count=5).severity == "minor"
    assert business(behaviours=["quarrel"]).severity == "minor"


def test_an_unknown_behaviour_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        attitude("rude", "winked", "blinked")
    assert str(refusal.value.fields["behaviours"]) == "The policy pack has no behaviour blinked, winked."


@pytest.mark.parametrize("kind", [None, "", "other"])
def test_an_unknown_kind_is_refused(kind: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(XINBANG, {"kind": kind})
    assert "kind" in refusal.value.fields


def test_another_pack_grades_otherwise() -> None:
    assert [grade(PACK, {"kind": "business", "loss_fen": fen}).severity for fen in (500, 501, 1000, 1001)] == [
        "minor",
        "moderate",
        "moderate",
        "major",
    ]
