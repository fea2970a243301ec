"""Where the window of earlier cases begins: a truth table at the borders of days, months, quarters and years."""

from datetime import date

import pytest

from app.policy.charges import Window
from app.policy.windows import month_before, window_start
from tests.policy.build import at
from tests.policy.charging import pack_with


@pytest.mark.parametrize(
    ("within", "days", "case", "start"),
    [
        ("month", None, "2026-11-23 10:00", "2026-11-01"),
        ("month", None, "2026-11-01 00:00", "2026-11-01"),
        ("month", None, "2026-10-31 23:59", "2026-10-01"),
        ("quarter", None, "2026-01-01 00:00", "2026-01-01"),
        ("quarter", None, "2026-03-31 23:59", "2026-01-01"),
        ("quarter", None, "2026-04-01 00:00", "2026-04-01"),
        ("quarter", None, "2026-08-15 12:00", "2026-07-01"),
        ("quarter", None, "2026-12-31 23:59", "2026-10-01"),
        ("year", None, "2026-11-23 10:00", "2026-01-01"),
        ("year", None, "2026-01-01 00:00", "2026-01-01"),
        ("days", 1, "2026-11-23 10:00", "2026-11-23"),
        ("days", 30, "2026-11-30 10:00", "2026-11-01"),
    ],
)
def test_a_window_begins_at_midnight_of_its_first_day(within: str, days: int | None, case: str, start: str) -> None:
    window = Window.model_validate({"within": within, "days": days})
    assert window_start(window, at(case)) == at(f"{start} 00:00")


def test_all_time_has_no_first_day() -> None:
    assert window_start(Window(within="ever"), at("2026-11-23 10:00")) is None


def test_the_day_is_that_of_shanghai() -> None:
    """16:00 in London on the last of the month is midnight of the first in Shanghai."""
    assert window_start(Window(), at("2026-11-01 00:00").astimezone()) == at("2026-11-01 00:00")


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [
        (date(2026, 11, 23), "2026-10-01", "2026-11-01"),
        (date(2026, 11, 1), "2026-10-01", "2026-11-01"),
        (date(2026, 3, 31), "2026-02-01", "2026-03-01"),
        (date(2026, 1, 5), "2025-12-01", "2026-01-01"),
    ],
)
def test_the_month_before_runs_from_its_first_midnight_to_the_next(day: date, begin: str, end: str) -> None:
    assert month_before(day) == (at(f"{begin} 00:00"), at(f"{end} 00:00"))


@pytest.mark.parametrize(
    ("rule", "within"),
    [
        ({"increase": {"step": 1, "window": {"within": "year"}, "clause": "1"}}, "year"),
        (
            {"amount": None, "steps": {"window": {"within": "quarter"}, "bands": [{"from_case": 1, "amount": 1}]}},
            "quarter",
        ),
        ({}, None),
    ],
)
def test_a_rules_window_is_that_of_its_increase_or_of_its_steps(rule: dict[str, object], within: str | None) -> None:
    window = pack_with(rule).penalties[0].window
    assert (window.within if window else None) == within
