"""Each requirement of the catalogue has a pack, a clause and a test, and the table in docs says so."""

import pytest

from scripts import policy_coverage


def test_nothing_is_missing_and_every_reference_leads_somewhere() -> None:
    assert list(policy_coverage.faults()) == []


def test_the_table_is_fresh() -> None:
    stale = "stale: run python -m scripts.policy_coverage"
    assert policy_coverage.TABLE.read_text(encoding="utf-8") == policy_coverage.table(), stale


@pytest.mark.parametrize(
    ("item", "entry", "fault"),
    [
        ("A1", None, "A1 is missing"),
        ("A1", {"packs": [], "tests": ["policy/test_xinbang.py::test_channels"]}, "A1 names no packs"),
        ("A1", {"packs": ["xinbang:9.9"], "tests": []}, "A1: there is no clause xinbang:9.9"),
        (
            "A1",
            {"packs": ["nowhere:1"], "tests": ["policy/test_xinbang.py::test_nothing"]},
            "A1: there is no clause nowhere:1",
        ),
        ("A1", {"packs": [], "tests": ["policy/test_xinbang.py::test_nothing"]}, "test_xinbang.py::test_nothing"),
        ("A1", {"packs": [], "tests": ["case:xinbang:没有这个案例"]}, "there is no test case:xinbang:没有这个案例"),
        ("Z1", {"packs": [], "tests": []}, "Z1 is no item"),
    ],
)
def test_what_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch, item: str, entry: object, fault: str) -> None:
    chapters = policy_coverage.data()
    chapters["A. Intake"][item] = {"item": "x", **entry} if isinstance(entry, dict) else {}
    if entry is None:
        del chapters["A. Intake"][item]
    monkeypatch.setattr(policy_coverage, "data", lambda: chapters)
    assert fault in "\n".join(policy_coverage.faults())
