"""Conditions: rows of field, operator and value, decided in Python, explained in words, checked as they are read."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core.i18n import N_, Text
from app.policy.conditions import FIELDS, OPERATOR_LABELS, OPERATORS, Condition, Row, explain, holds, rows

READ: TypeAdapter[Any] = TypeAdapter(Condition)


def row(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("field", "operator", "value", "fact", "expected"),
    [
        ("loss", "is", 10, 1000, True),
        ("loss", "is", 10, 1001, False),
        ("loss", "is_not", 10, 1001, True),
        ("loss", "is_not", 10, 1000, False),
        ("loss", "above", 10, 1000, False),
        ("loss", "above", 10, 1001, True),
        ("loss", "at_least", 10, 999, False),
        ("loss", "at_least", 10, 1000, True),
        ("loss", "below", 10, 1000, False),
        ("loss", "below", 10, 999, True),
        ("loss", "at_most", 10, 1000, True),
        ("loss", "at_most", 10, 1001, False),
        ("loss", "above", Decimal("10.01"), 1001, False),
        ("loss", "above", Decimal("10.01"), 1002, True),
        ("loss", "known", None, 0, True),
        ("loss", "unknown", None, 0, False),
        ("complaint_count", "at_least", 2, 2, True),
        ("severity", "one_of", ["minor", "major"], "major", True),
        ("severity", "one_of", ["minor", "major"], "moderate", False),
        ("severity", "none_of", ["minor", "major"], "moderate", True),
        ("severity", "none_of", ["minor", "major"], "minor", False),
        ("urgent", "is", True, True, True),
        ("urgent", "is", True, False, False),
        ("urgent", "is", False, False, True),
        ("behaviours", "contains", "rude", ["rude", "quarrel"], True),
        ("behaviours", "contains", "rude", ["quarrel"], False),
        ("behaviours", "lacks", "rude", ["quarrel"], True),
        ("behaviours", "lacks", "rude", ["rude"], False),
        ("channel", "is", "fax", "fax", True),
    ],
)
def test_a_row(field: str, operator: str, value: Any, fact: Any, expected: bool) -> None:
    assert holds(READ.validate_python(row(field, operator, value)), {FIELDS[field].fact: fact}) is expected


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("loss", "is", 0, False),
        ("loss", "above", 0, False),
        ("loss", "at_least", 0, False),
        ("loss", "below", 1, False),
        ("loss", "at_most", 1, False),
        ("loss", "known", None, False),
        ("loss", "unknown", None, True),
        ("loss", "is_not", 0, True),
        ("severity", "one_of", ["minor"], False),
        ("severity", "none_of", ["minor"], True),
        ("urgent", "is", False, False),
        ("urgent", "is_not", True, True),
        ("behaviours", "contains", "rude", False),
        ("behaviours", "lacks", "rude", True),
    ],
)
@pytest.mark.parametrize("facts", [{}, {"loss_fen": None, "severity": None, "urgent": None, "behaviours": None}])
def test_a_fact_that_is_not_known(field: str, operator: str, value: Any, expected: bool, facts: dict[str, Any]) -> None:
    assert holds(READ.validate_python(row(field, operator, value)), facts) is expected


URGENT, MAJOR = row("urgent", "is", True), row("severity", "is", "major")


@pytest.mark.parametrize(
    ("urgent", "severity", "both", "either"),
    [(True, "major", True, True), (True, "minor", False, True), (False, "major", False, True),
     (False, "minor", False, False)],
)  # fmt: skip
def test_rows_joined(urgent: bool, severity: str, both: bool, either: bool) -> None:
    facts = {"urgent": urgent, "severity": severity}
    assert holds(READ.validate_python({"all": [URGENT, MAJOR]}), facts) is both
    assert holds(READ.validate_python({"any": [URGENT, MAJOR]}), facts) is either
    assert holds(READ.validate_python({"all": [{"any": [URGENT, MAJOR]}, URGENT]}), facts) is urgent


def test_no_condition_always_holds() -> None:
    assert holds(None, {})
    assert list(rows(None)) == []
    assert explain(None, {}) == []


def test_rows_in_reading_order() -> None:
    condition = READ.validate_python({"any": [URGENT, {"all": [MAJOR, row("loss", "known")]}]})
    assert [each.field for each in rows(condition)] == ["urgent", "severity", "loss"]


def test_explains_only_what_makes_it_true() -> None:
    condition = READ.validate_python(
        {"any": [{"all": [URGENT, MAJOR]}, row("loss", "above", 10), row("claim", "known")]}
    )
    told = explain(condition, {"urgent": True, "severity": "minor", "loss_fen": 2000})
    assert [str(line) for line in told] == ["loss is above ¥10.00 (here: ¥20.00)"]
    assert explain(condition, {}) == []


@pytest.mark.parametrize(
    ("asked", "fact", "told"),
    [
        (row("severity", "one_of", ["minor", "major"]), "major", "severity is one of minor, major (here: major)"),
        (row("urgent", "is_not", True), None, "urgent is not yes (here: not known)"),
        (row("loss", "unknown"), None, "loss is not known"),
        (row("kind", "is", "attitude"), "attitude", "kind of complaint is attitude (here: attitude)"),
        (row("channel", "is", "fax"), "fax", "channel is fax (here: fax)"),
        (row("behaviours", "contains", "rude"), ["rude"], "observed behaviours contains rude (here: rude)"),
        (row("behaviours", "lacks", "x"), ("y", "z"), "observed behaviours does not contain x (here: y, z)"),
        (row("complaint_count", "at_least", 2), 3, "number of complaints is at least 2 (here: 3)"),
    ],
)  # fmt: skip
def test_a_row_in_words(asked: dict[str, Any], fact: Any, told: str) -> None:
    condition = READ.validate_python(asked)
    assert [str(line) for line in explain(condition, {condition.about.fact: fact})] == [told]


def test_a_switch_is_called_by_its_name() -> None:
    condition = READ.validate_python(row("switch.strict", "is", True))
    told = explain(condition, {"switch.strict": True}, {"switch.strict": Text(N_("Strict"))})
    assert [str(line) for line in told] == ["Strict is yes (here: yes)"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row("weight", "is", 1), "there is no field “weight”"),
        (row("loss", "contains", 1), "“contains” can't be asked of “loss”; possible are is, is_not"),
        (row("urgent", "above", True), "“above” can't be asked of “urgent”"),
        (row("loss", "above", "10"), "expected is an amount of yuan with at most two decimals"),
        (row("loss", "above", True), "“True” doesn't fit “loss”"),
        (row("loss", "above", Decimal("1.001")), "“1.001” doesn't fit “loss”"),
        (row("loss", "above"), "“None” doesn't fit “loss”"),
        (row("complaint_count", "is", Decimal("1.5")), "a whole number"),
        (row("complaint_count", "is", True), "a whole number"),
        (row("severity", "is", "grave"), "“grave” doesn't fit “severity”; expected is minor, moderate, major"),
        (row("severity", "is", ["minor"]), "doesn't fit “severity”"),
        (row("severity", "one_of", "minor"), "“one_of” takes a list of values"),
        (row("severity", "none_of", []), "“none_of” takes a list of values"),
        (row("severity", "one_of", ["minor", "grave"]), "“grave” doesn't fit"),
        (row("urgent", "is", "yes"), "true or false"),
        (row("channel", "is", 3), "a text"),
        (row("behaviours", "contains", ["rude"]), "one entry of the list"),
        (row("loss", "known", 1), "“known” takes no value"),
        (row("loss", "unknown", False), "“unknown” takes no value"),
    ],
)  # fmt: skip
def test_a_wrong_row_says_what_is_wrong(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        READ.validate_python(wrong)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("wrong", [None, 3, "urgent", [], {"all": URGENT}, {"all": [], "any": []}, {}, {"none": []}])
def test_what_is_no_condition(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(wrong)


def test_a_field_of_every_kind_and_words_for_every_operator() -> None:
    assert {field.kind for field in FIELDS.values()} | {"date"} == set(OPERATORS), "dates are kinds of own fields only"
    assert {operator for known in OPERATORS.values() for operator in known} == set(OPERATOR_LABELS)


def test_money_is_compared_in_fen() -> None:
    assert Row(field="loss", operator="is", value=Decimal("999.99")).operand == 99_999
    assert Row(field="loss", operator="known").operand is None
    assert Row(field="severity", operator="one_of", value=["minor"]).operand == ("minor",)
