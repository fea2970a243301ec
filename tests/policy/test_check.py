"""The checker: every fault with its line and a reason in plain words, none hiding another, whatever the file holds."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.policy.load import PackFaults, check, load
from tests.policy.build import SMALL


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def told(text: str) -> list[str]:
    return [str(fault) for fault in check(text)]


def test_a_whole_pack_has_no_fault() -> None:
    assert check(SMALL) == []
    assert load(SMALL).id == "small"


FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["reason"][:40])
def test_a_fault(case: dict[str, str]) -> None:
    assert case["replace"] in SMALL
    text = SMALL.replace(case["replace"], case["by"], 1)
    found = check(text)
    fitting = [each for each in found if each.path == case["path"] and case["reason"] in str(each.reason)]
    assert fitting, [str(fault) for fault in found]
    assert fitting[0].line == (line_of(text, case["line_of"]) if case["path"] else 1)


def test_all_faults_are_told_in_order_of_line() -> None:
    text = SMALL.replace("origin: external", "origin: outside").replace("ref: 第一条, ", "")
    text = text.replace("amount: 5", "amount: none").replace(
        'severity: minor, clause: "1"}\n  beh', 'clause: "7"}\n  beh'
    )
    found = check(text)
    assert [fault.path for fault in found] == [
        "clauses.0",
        "channels.0.origin",
        "severity.business",
        "severity.business.2",
        "severity.business.2.clause",
        "clocks.0.amount",
    ]
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_load_raises_with_every_fault() -> None:
    with pytest.raises(PackFaults) as refusal:
        load(SMALL.replace("origin: external", "origin: outside").replace("id: small", "id: S"))
    assert [fault.path for fault in refusal.value.faults] == ["id", "channels.0.origin"]
    assert "channels.0.origin" in str(refusal.value)


def test_a_fault_is_told_once() -> None:
    assert len(told(SMALL.replace("amount: 5", "amount: 0"))) == 1


def test_a_long_value_is_told_shortened() -> None:
    (whole,) = check(SMALL.replace("origin: external", f"origin: {'a' * 40}"))
    (cut,) = check(SMALL.replace("origin: external", f"origin: {'a' * 41}"))
    assert f"“{'a' * 40}”" in str(whole.reason)
    assert f"“{'a' * 39}…”" in str(cut.reason)


def test_the_line_of_the_whole_is_where_it_begins() -> None:
    assert [fault.line for fault in check("# a remark\n\n" + SMALL.replace("id: small\n", ""))] == [3]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("# nothing but a remark", 1, "the file is empty"),
        ("a: [1, 2", 1, "not readable as YAML"),
        ("a: 1\nb: c: d", 2, "not readable as YAML"),
        ("a: 1\n---\nb: 2", 1, "the file holds another document"),
        ("a: 1\x00", 1, "not readable as YAML"),
        ("a: &x 1\nb: *x", 2, "anchors and aliases aren't allowed"),
        ("[" * 5000 + "]" * 5000, 1, "nested too deeply"),
        ("a" * 300_001, 1, "the file is too long"),
        ("- 1\n- 2", 1, "keys and values are expected"),
        ("just words", 1, "keys and values are expected"),
        ("17", 1, "keys and values are expected"),
    ],
)
def test_a_file_that_is_no_pack(text: str, line: int, reason: str) -> None:
    found = check(text)
    assert [fault.line for fault in found][:1] == [line]
    assert any(reason in str(fault.reason) for fault in found), told(text)


def test_plain_words_and_numbers_stay_what_people_wrote() -> None:
    named = SMALL.replace("zh: 小制度", "zh: 13:30").replace("source: 小制度", "source: yes")
    assert load(named).title.zh == "13:30"
    assert load(named).source == "yes"
    assert load(SMALL.replace('version: "1"', "version: 2026-01-01")).version == "2026-01-01"


def _trees(value: Any) -> Any:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["brief", "1", "loss", "is"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(value), inner, max_size=3),
        max_leaves=6,
    )


KEYS = ["code", "id", "clause", "when", "field", "operator", "value", "all", "any", "children", "kind", "amount", "on"]


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in below for place in _places(value, (*path, key)))]


PLACES = _places(yaml.safe_load(SMALL))[1:]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), _trees(KEYS))
@example(("clauses", 0, "id"), ["1"])
@example(("calendars", 0, "code"), {"id": []})
@example(("categories", 0, "kind"), [])
@example(("severity",), 3)
def test_whatever_stands_anywhere_it_answers_with_faults(place: tuple[Any, ...], value: Any) -> None:
    data = yaml.safe_load(SMALL)
    spot = data
    for key in place[:-1]:
        spot = spot[key]
    spot[place[-1]] = value
    text = yaml.safe_dump(data, allow_unicode=True)
    found = check(text)
    assert all(fault.line >= 1 and str(fault.reason) for fault in found)
    assert found or load(text)
