"""“Why?” has an answer for each deadline."""

from datetime import timedelta

import pytest

from app.core.i18n import Text
from app.deadlines import Deadline, explain, pause, regrade, resume, sweep
from app.extensions import db
from tests.deadlines.cases import ORDINARY, Desk, at_, do, only

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


def lines(deadline: Deadline) -> list[str]:
    return [str(text) for text in explain(deadline)]


def test_a_deadline_names_clock_clause_start_days_and_end(desk: Desk) -> None:
    told = lines(only(desk.case(FRIDAY), "resolve"))
    assert told == [
        "Resolve: 1 working days. “物流公司客户投诉管理制度(新邦)” 四(五)1a, version 1.2. Started 2026-11-20 10:00",
        "Received 2026-11-20 10:00; the day of receipt is not counted",
        "2026-11-21: off (weekly day off), not counted",
        "2026-11-22: off (weekly day off), not counted",
        "2026-11-23: day 1 of 1",
        "Due 2026-11-23 18:00",
    ]


def test_what_happened_since_is_told_in_order(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    resolve = only(case, "resolve")
    pause(case, reason="等客户提供照片", now=FRIDAY + MINUTE, actor=desk.wang, clocks=("resolve",))
    resume(case, now=FRIDAY + 2 * MINUTE, actor=desk.wang)
    regrade(case, facts=ORDINARY | {"severity": "moderate"}, now=FRIDAY + 3 * MINUTE, actor=desk.wang)
    do(case, "carry_out", FRIDAY + 4 * MINUTE)
    assert lines(resolve)[-5:] == [
        "Paused 2026-11-20 10:01 by 王芳: 等客户提供照片",
        "Runs again from 2026-11-20 10:02",
        "Counted again 2026-11-20 10:03 under new facts: due 2026-11-26 18:00 instead of 2026-11-24 18:00",
        "Done 2026-11-20 10:04",
        "Met",
    ]


def test_steps_passed_over_and_a_miss_are_told(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    forward = only(case, "forward")
    db.session.commit()
    sweep(FRIDAY + 6 * MINUTE)
    assert lines(forward)[-3:] == [
        "Step of 2026-11-20 10:03 passed over, a newer one being due",
        "Recorded as overdue 2026-11-20 10:06",
        "Overdue since 2026-11-20 10:05",
    ]
    do(case, "dispatch", FRIDAY + 7 * MINUTE)
    assert lines(forward)[-1] == "Missed: it was due 2026-11-20 10:05"


def test_a_promise_has_no_number(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (callback,) = do(case, "promise_callback", FRIDAY, promised_at=at_("2026-11-20 15:00"))
    assert lines(callback)[0].startswith("Call back as promised: as promised.")


@pytest.mark.parametrize(("received", "warned"), [("2026-12-30 10:00", False), ("2026-12-31 10:00", True)])
def test_past_the_last_covered_year_the_plain_week_is_used_and_said(desk: Desk, received: str, warned: bool) -> None:
    resolve = only(desk.case(at_(received)), "resolve")
    assert any("2027" in line and "holidays" in line for line in lines(resolve)) is warned
    if warned:
        assert resolve.due_at == at_("2027-01-01 18:00"), "nobody has said yet that New Year's Day is off"


def test_every_line_survives_storage(desk: Desk) -> None:
    for text in explain(only(desk.case(FRIDAY), "resolve")):
        assert str(Text.from_json(text.to_json())) == str(text)
