"""A past complaint lived through again: where exactly a pause, a regrade and a report begin and end to count.

23 Nov 2026 is a Monday.
"""

import pytest

from app.policy.load import load
from app.policy.replay import Course, Moment, Outcome, replay
from tests.policy.build import at
from tests.policy.test_replay import KNOWN, PACK, TEXT, due_of, lived, missed, moment


def known(*steps: Moment, **facts: object) -> Outcome:
    return replay(PACK, {}, Course("TS1", KNOWN | facts, steps, at("2026-11-23 18:00")))


def regrade(time: str, fen: int) -> Moment:
    return Moment("regrade", at(f"2026-11-23 {time}"), {"loss_fen": fen})


def codes(outcome: Outcome) -> list[str]:
    return [clocked.clock.code for clocked in outcome.clocks]


def test_a_promise_stands_still_for_nobody() -> None:
    steps = ["register 10:00", "close 10:01", "accept 10:02", "promise_callback 10:20 12:00", "pause 10:30",
             "resume 11:30"]  # fmt: skip
    found = lived(*steps, "agree 12:01", "callback_done 12:01")
    assert due_of(found, "promise") == due_of(found, "answer") == at("2026-11-23 12:00")
    assert {"promise", "answer"} <= set(missed(found))


@pytest.mark.parametrize(("paused", "due"), [("10:04", "10:26"), ("10:05", "10:05")])
def test_a_pause_in_the_very_minute_in_which_it_is_due_helps_no_more(paused: str, due: str) -> None:
    found = lived("register 10:00", f"pause {paused}", "resume 10:25", "close 10:25")
    assert due_of(found, "any") == at(f"2026-11-23 {due}")


def test_to_pause_what_stands_still_changes_nothing() -> None:
    steps = ["register 10:00", "close 10:01", "dispatch 10:02", "pause 10:10", "pause 10:13", "resume 10:15"]
    assert due_of(lived(*steps, "agree 10:20"), "limited") == at("2026-11-23 10:27")


def test_a_longer_time_by_a_regrade_forgives_no_breach() -> None:
    found = known(moment("register 10:00"), regrade("11:30", 0), moment("close 11:45"), loss_fen=600)
    assert due_of(found, "graded") == at("2026-11-23 12:00")
    assert "graded" in missed(found), "it had been due at 11:00"
    early = known(moment("register 10:00"), regrade("10:30", 0), moment("close 11:45"), loss_fen=600)
    assert "graded" not in missed(early)


def test_a_clock_that_applies_no_longer_leaves_no_trace_unless_it_was_missed() -> None:
    assert "graded" not in codes(known(moment("register 10:00"), regrade("10:30", 1100), moment("close 10:40")))
    assert "graded" in missed(known(moment("register 10:00"), regrade("12:01", 1100), moment("close 12:02")))


def test_a_clock_whose_case_is_closed_is_not_started_by_a_regrade() -> None:
    closed = known(moment("register 10:00"), moment("close 10:04"), regrade("10:30", 1100))
    assert "major_only" not in codes(closed)
    at_once = known(moment("register 10:00"), moment("close 10:00"), regrade("10:30", 1100))
    assert "major_only" not in codes(at_once)
    again = known(moment("register 10:00"), regrade("10:10", 1100), regrade("10:20", 0), regrade("10:30", 1100))
    assert codes(again).count("major_only") == 1


@pytest.mark.parametrize(("opened", "runs"), [("09:30", False), ("11:59", False), ("12:00", True), ("12:01", True)])
def test_a_report_knows_what_was_known_when_it_was_opened(opened: str, runs: bool) -> None:
    costly = 'owner: department_head, when: {field: loss, operator: above, value: 5}, clause: "1"}'
    text = TEXT.replace('owner: department_head, clause: "1"}', costly)
    assert text != TEXT
    steps, beside = (moment("register 10:00"), regrade("12:00", 600)), ((moment(f"rectification_open {opened}"),),)
    found = replay(load(text), {}, Course("TS1", KNOWN, steps, at("2026-11-23 18:00"), beside))
    assert ("report" in codes(found)) == runs
