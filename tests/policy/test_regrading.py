"""A clock of a past complaint under new facts: what is past gets the grace, what was missed stays missed.

The clock runs two hours for a minor complaint, one for a moderate one; the grace is an hour.
"""

from datetime import datetime
from typing import Any

import pytest

from app.policy.replay import Course, Moment, Outcome, replay
from tests.policy.build import at
from tests.policy.test_replay import KNOWN, PACK, due_of, missed


def lived(*steps: tuple[str, str] | tuple[str, str, dict[str, Any]], until: str = "18:00") -> Outcome:
    moments = [Moment(step[0], monday(step[1]), step[2] if len(step) > 2 else {}) for step in steps]
    return replay(PACK, {}, Course("TS1", KNOWN, tuple(moments), monday(until)))


def monday(time: str) -> datetime:
    return at(f"2026-11-23 {time}")


DEARER = {"loss_fen": 600}


@pytest.mark.parametrize(
    ("regraded", "due"),
    [
        ("10:59", "11:00"),
        ("11:00", "11:00"),
        ("11:01", "12:01"),
        ("12:00", "13:00"),
        ("12:01", "12:00"),
    ],
)
def test_what_is_past_under_the_new_grade_is_due_an_hour_from_now_unless_it_was_missed(regraded: str, due: str) -> None:
    found = lived(("register", "10:00"), ("regrade", regraded, DEARER), ("close", "12:30"))
    assert (found.severity, due_of(found, "graded")) == ("moderate", monday(due))
    assert ("graded" in missed(found)) is (monday(due) < monday("12:30"))


def test_a_clock_that_was_missed_before_the_regrade_stays_missed() -> None:
    found = lived(("register", "10:00"), ("regrade", "12:01", DEARER), ("close", "12:02"))
    assert "graded" in missed(found)


def test_the_grace_begins_anew_where_a_pause_ends() -> None:
    found = lived(("register", "10:00"), ("regrade", "11:30", DEARER), ("pause", "11:40"), ("resume", "12:10"))
    assert due_of(found, "graded") == monday("13:10")


def test_a_pause_adds_to_a_clock_that_was_counted_again_without_the_grace() -> None:
    found = lived(("register", "10:00"), ("regrade", "10:10", DEARER), ("pause", "10:20"), ("resume", "10:50"))
    assert due_of(found, "graded") == monday("11:30")


def test_facts_that_change_no_number_move_nothing() -> None:
    found = lived(("register", "10:00"), ("regrade", "10:30", {"loss_fen": 100}))
    assert due_of(found, "graded") == monday("12:00")


def test_a_clock_that_stands_still_is_not_counted_again() -> None:
    found = lived(("register", "10:00"), ("pause", "10:30"), ("regrade", "10:40", DEARER), until="11:00")
    assert due_of(found, "graded") == monday("12:00")
    assert "graded" not in missed(found)
