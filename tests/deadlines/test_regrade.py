"""New facts: what is still to come moves, what has happened stays."""

from datetime import timedelta

from app.deadlines import explain, of_owner, regrade
from tests.deadlines.cases import ORDINARY, Case, Desk, at_, clocks, do, only

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


def grade(case: Case, now: object, **facts: object) -> None:
    regrade(case, facts=ORDINARY | facts, now=now, actor=None)  # type: ignore[arg-type]


def test_a_worse_grade_gives_more_days_from_the_original_start(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    grade(case, at_("2026-11-23 09:00"), severity="moderate")
    resolve = only(case, "resolve")
    assert (resolve.due_at, resolve.clause, resolve.reckoning) == (at_("2026-11-25 18:00"), "4.5.1b", 2)
    assert resolve.next_at == at_("2026-11-25 16:00")


def test_a_milder_grade_whose_time_is_past_is_due_after_the_grace_and_says_so(desk: Desk) -> None:
    case = desk.case(FRIDAY, severity="major")
    now = at_("2026-11-26 10:00")
    grade(case, now, severity="minor")
    resolve = only(case, "resolve")
    assert (resolve.due_at, resolve.breached_at) == (now + timedelta(hours=1), None)
    assert any("grace" in str(line) for line in explain(resolve))
    do(case, "carry_out", now + timedelta(hours=1))
    assert resolve.state == "met"


def test_a_breach_stays_whatever_the_grade(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    resolve = only(case, "resolve")
    grade(case, at_("2026-11-24 09:00"), severity="major")  # late since the evening before; no sweep has come by
    assert (resolve.due_at, resolve.breached_at) == (at_("2026-12-01 18:00"), at_("2026-11-23 18:00"))
    do(case, "carry_out", at_("2026-11-24 10:00"))
    assert resolve.state == "missed"


def test_what_is_late_by_either_grade_gets_no_grace(desk: Desk) -> None:
    case = desk.case(FRIDAY, severity="moderate")
    grade(case, at_("2026-12-10 10:00"), severity="minor")
    resolve = only(case, "resolve")
    assert (resolve.due_at, resolve.reckoning) == (at_("2026-11-25 18:00"), 1)


def test_the_same_number_moves_nothing(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    grade(case, FRIDAY + MINUTE, severity="minor", loss_fen=50_00)
    assert only(case, "resolve").reckoning == 1


def test_a_clock_that_no_longer_applies_is_cancelled_and_one_that_does_starts_as_of_the_receipt(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    grade(case, FRIDAY + 3 * MINUTE, severity="major")
    assert clocks(case) == {"forward", "escalate", "resolve"}
    escalate = only(case, "escalate")
    assert (escalate.started_at, escalate.due_at) == (FRIDAY, FRIDAY + 5 * MINUTE)
    assert [each.state for each in of_owner(case) if each.clock == "satisfaction_call"] == ["cancelled"]


def test_a_clock_that_should_have_been_over_starts_with_the_grace(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    grade(case, FRIDAY + 30 * MINUTE, severity="major")
    escalate = only(case, "escalate")
    assert (escalate.due_at, escalate.breached_at) == (FRIDAY + 90 * MINUTE, None)


def test_a_clock_that_ended_does_not_start_again_by_a_regrade(desk: Desk) -> None:
    case = desk.case(FRIDAY, severity="major")
    do(case, "escalate", FRIDAY + MINUTE, severity="major")
    grade(case, FRIDAY + 2 * MINUTE, severity="minor")
    grade(case, FRIDAY + 3 * MINUTE, severity="major")
    assert "escalate" not in clocks(case)
