"""Clocks that a step lets begin anew."""

from datetime import timedelta

from app.deadlines import explain, of_owner, pause
from tests.deadlines.cases import Desk, at_, do, only, other_pack

MONDAY = at_("2026-11-23 09:00")
MINUTE = timedelta(minutes=1)


def anew(desk: Desk) -> None:
    """The satisfaction call is counted anew from each transfer."""
    lines = "    reset: [transfer]\n    reminders: {warn_before: 5, overdue: [10, 30], clause: brief}"
    other_pack(desk, satisfaction_call=lines)


def test_the_count_begins_anew_with_the_step(desk: Desk) -> None:
    anew(desk)
    case = desk.case(MONDAY)
    do(case, "transfer", MONDAY + 20 * MINUTE)
    call = only(case, "satisfaction_call")
    assert (call.started_at, call.due_at) == (MONDAY + 20 * MINUTE, MONDAY + 50 * MINUTE)
    assert call.next_at == MONDAY + 45 * MINUTE
    assert call.breached_at is None
    line = "Counted anew from 2026-11-23 09:20: due 2026-11-23 09:50 instead of 2026-11-23 09:30"
    assert line in map(str, explain(call))


def test_what_was_missed_before_stays_missed(desk: Desk) -> None:
    anew(desk)
    case = desk.case(MONDAY)
    do(case, "transfer", MONDAY + 31 * MINUTE)
    call = only(case, "satisfaction_call")
    assert (call.due_at, call.breached_at) == (MONDAY + 61 * MINUTE, MONDAY + 30 * MINUTE)


def test_a_clock_that_stands_still_runs_again_and_its_old_pause_counts_no_more(desk: Desk) -> None:
    anew(desk)
    case = desk.case(MONDAY)
    pause(case, reason="等客户寄照片", now=MONDAY + 5 * MINUTE, actor=None)
    do(case, "transfer", MONDAY + 15 * MINUTE)
    call = only(case, "satisfaction_call")
    assert (call.state, call.due_at) == ("running", MONDAY + 45 * MINUTE)


def test_a_clock_that_does_not_run_is_not_started_by_it(desk: Desk) -> None:
    anew(desk)
    case = desk.case(MONDAY)
    do(case, "call_satisfaction", MONDAY + MINUTE)
    do(case, "transfer", MONDAY + 2 * MINUTE)
    (call,) = [row for row in of_owner(case) if row.clock == "satisfaction_call"]
    assert (call.state, call.due_at) == ("met", MONDAY + 30 * MINUTE)
