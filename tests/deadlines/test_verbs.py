"""Clocks started, stopped, moved, paused and handed over by verbs."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid, Refused
from app.deadlines import Responsible, move, of_owner, pause, reassign, resume, running_of, start, stop_all
from app.deadlines.recalendar import shifts
from app.deadlines.workflow import note
from app.extensions import db
from app.rulebook import add_day
from tests.deadlines.cases import ORDINARY, Desk, at_, clocks, do, only, other_pack

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("facts", "started"),
    [
        ({}, {"forward", "satisfaction_call", "resolve"}),
        ({"urgent": True}, {"forward", "escalate", "resolve"}),
        ({"severity": "major"}, {"forward", "escalate", "resolve"}),
        ({"severity": "major", "solvable_at_once": True}, {"forward", "resolve"}),
        ({"kind": "attitude"}, {"forward", "resolve"}),
        ({"origin": "internal"}, {"forward", "resolve"}),
    ],
)
def test_registering_starts_the_clocks_that_the_pack_names_for_such_a_case(
    desk: Desk, facts: dict, started: set
) -> None:
    assert clocks(desk.case(FRIDAY, **facts)) == started


@pytest.mark.parametrize(
    ("received", "severity", "due"),
    [
        ("2026-11-20 10:00", "minor", "2026-11-23 18:00"),
        ("2026-11-20 10:00", "moderate", "2026-11-25 18:00"),
        ("2026-11-20 10:00", "major", "2026-12-01 18:00"),
        ("2026-11-21 10:00", "minor", "2026-11-23 18:00"),  # received on a Saturday
        ("2026-09-30 17:59", "minor", "2026-10-08 18:00"),  # over National Day
        ("2026-10-09 09:00", "minor", "2026-10-10 18:00"),  # the next day is a make-up Saturday
    ],
)
def test_a_clock_in_working_days_ends_at_close_of_business(desk: Desk, received: str, severity: str, due: str) -> None:
    assert only(desk.case(at_(received), severity=severity), "resolve").due_at == at_(due)


def test_what_happens_to_a_deadline_is_noted_without_reading_what_happened_before(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    db.session.commit()
    resolve, asked = only(case, "resolve"), []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", hear)
    try:
        note(resolve, "warn", FRIDAY, None)
        db.session.flush()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", hear)
    assert [statement.split()[0] for statement in asked] == ["INSERT"]
    assert [event.kind for event in resolve.events] == ["start", "warn"]


def test_dispatching_stops_one_clock_and_starts_the_next(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (propose,) = do(case, "dispatch", FRIDAY + 4 * MINUTE)
    assert (propose.clock, propose.due_at) == ("propose", FRIDAY + 24 * MINUTE)
    assert [(each.clock, each.state) for each in of_owner(case) if each.ended_at] == [("forward", "met")]


@pytest.mark.parametrize(
    ("late", "state", "breached"), [(timedelta(), "met", False), (timedelta(microseconds=1), "missed", True)]
)
def test_a_clock_is_met_up_to_its_very_instant(desk: Desk, late: timedelta, state: str, breached: bool) -> None:
    case = desk.case(FRIDAY)
    forward = only(case, "forward")
    do(case, "dispatch", forward.due_at + late)
    assert (forward.state, forward.breached_at) == (state, forward.due_at if breached else None)


def test_a_verb_that_comes_again_does_not_start_a_clock_twice(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    assert do(case, "register", FRIDAY + MINUTE) == []
    with pytest.raises(Refused):
        start(case, "resolve", pack_version_id=desk.version_id, at=FRIDAY, facts={}, now=FRIDAY, actor=None)


def test_a_receipt_entered_later_is_counted_from_the_receipt(desk: Desk) -> None:
    case = desk.case()
    facts = {"kind": "business", "severity": "minor"}
    started = start(
        case,
        "resolve",
        pack_version_id=desk.version_id,
        at=FRIDAY,
        facts=facts,
        now=FRIDAY + timedelta(days=5),
        actor=None,
    )
    assert started.due_at == at_("2026-11-23 18:00")
    assert started.next_at == at_("2026-11-23 16:00"), "the sweep comes by at once and sees that it is late"


def test_reopening_starts_a_new_clock_and_leaves_the_old_one_as_it_ended(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "carry_out", FRIDAY + timedelta(hours=1))
    stop_all(case, "stopped", now=FRIDAY + timedelta(hours=2), actor=None)
    do(case, "reopen", at_("2026-11-30 09:00"))
    first, second = [each for each in of_owner(case) if each.clock == "resolve"]
    assert (first.generation, first.state, first.ended_at) == (1, "met", FRIDAY + timedelta(hours=1))
    assert (second.generation, second.state, second.due_at) == (2, "running", at_("2026-12-01 18:00"))


@pytest.mark.parametrize(
    ("outcome", "forward", "resolve"), [("stopped", "missed", "met"), ("cancelled", "missed", "cancelled")]
)
def test_ending_everything_hides_no_breach(desk: Desk, outcome: str, forward: str, resolve: str) -> None:
    case = desk.case(FRIDAY)
    stop_all(case, outcome, now=FRIDAY + 10 * MINUTE, actor=None, keep=("satisfaction_call",))  # type: ignore[arg-type]
    assert {each.clock: each.state for each in of_owner(case)} == {
        "forward": forward, "resolve": resolve, "satisfaction_call": "running",
    }  # fmt: skip


def test_a_promised_callback_is_due_when_it_was_promised(desk: Desk) -> None:
    case, promised = desk.case(FRIDAY), at_("2026-11-20 20:15")
    (callback,) = do(case, "promise_callback", FRIDAY, promised_at=promised)
    assert (callback.clock, callback.due_at, callback.next_at) == ("callback", promised, promised - 10 * MINUTE)
    do(case, "promise_callback", FRIDAY, promised_at=promised + timedelta(hours=1))
    assert (only(case, "callback").id, callback.due_at) == (callback.id, promised + timedelta(hours=1))
    do(case, "callback_done", promised)
    assert callback.state == "met"


@pytest.mark.parametrize("promised", [None, FRIDAY, FRIDAY - MINUTE])
def test_a_promise_needs_a_time_to_come(desk: Desk, promised: object) -> None:
    with pytest.raises(Invalid) as refusal:
        do(desk.case(FRIDAY), "promise_callback", FRIDAY, promised_at=promised)
    assert set(refusal.value.fields) == {"promised_at"}


def test_administration_gains_time_by_a_promise_made_before_its_clock_is_due(desk: Desk) -> None:
    case, attitude = desk.case(FRIDAY), {"kind": "attitude", "origin": "internal"}
    (verdict,) = do(case, "dispatch", FRIDAY, **attitude)
    do(case, "promise_callback", FRIDAY + MINUTE, promised_at=at_("2026-11-24 12:00"), **attitude)
    assert (verdict.due_at, verdict.clause) == (at_("2026-11-24 12:00"), "4.6.2.2b")
    late = at_("2026-11-24 12:01")
    do(case, "promise_callback", late, promised_at=at_("2026-11-25 12:00"), **attitude)
    assert verdict.due_at == at_("2026-11-24 12:00")
    do(case, "verdict", late, **attitude)
    assert verdict.state == "missed"


def test_what_a_promise_gained_outlives_another_version_and_other_holidays(desk: Desk) -> None:
    case, attitude = desk.case(FRIDAY), {"kind": "attitude", "origin": "internal"}
    (verdict,) = do(case, "dispatch", FRIDAY, **attitude)
    promised, now = at_("2026-11-26 13:30"), at_("2026-11-25 10:00")
    do(case, "promise_callback", FRIDAY + MINUTE, promised_at=promised, **attitude)
    assert shifts([verdict.id], verdict.calendar_edition_id, now) == []
    move(case, version_id=verdict.pack_version_id, facts=ORDINARY | attitude, now=now, actor=None)
    assert (verdict.due_at, verdict.clause) == (promised, "4.6.2.2b")


def test_a_pause_over_national_day_adds_only_the_working_days_that_it_touched(desk: Desk) -> None:
    case = desk.case(at_("2026-09-29 10:00"), severity="moderate")
    resolve = only(case, "resolve")
    assert resolve.due_at == at_("2026-10-09 18:00")
    pause(case, reason="等客户提供发票", now=at_("2026-09-30 17:00"), actor=None, clocks=("resolve",))
    assert (resolve.state, resolve.next_at) == ("paused", None)
    resume(case, now=at_("2026-10-08 08:00"), actor=None)
    # 30 September and 8 October were touched: 9 and 10 (a make-up Saturday) and 12 October count.
    assert (resolve.state, resolve.due_at) == ("running", at_("2026-10-12 18:00"))


def test_a_pause_gives_minutes_back_and_lasts_no_longer_than_the_pack_allows(desk: Desk) -> None:
    other_pack(desk, propose="    pause_limit: {amount: 30, unit: minutes, clause: brief}")
    case = desk.case(FRIDAY)
    (propose,) = do(case, "dispatch", FRIDAY)
    pause(case, reason="客户开会", now=FRIDAY + 10 * MINUTE, actor=None, clocks=("propose",))
    assert (propose.next_at, propose.due_at) == (FRIDAY + 40 * MINUTE, FRIDAY + 50 * MINUTE)
    resume(case, now=FRIDAY + 15 * MINUTE, actor=None)
    assert propose.due_at == FRIDAY + 25 * MINUTE
    pause(case, reason="客户开会", now=FRIDAY + 20 * MINUTE, actor=None, clocks=("propose",))
    do(case, "propose", FRIDAY + timedelta(hours=5))
    assert (propose.state, propose.breached_at) == ("missed", FRIDAY + 55 * MINUTE)


def test_a_pause_needs_a_reason_and_does_not_help_a_clock_whose_time_is_up(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    with pytest.raises(Invalid) as refusal:
        pause(case, reason=" ", now=FRIDAY, actor=None)
    assert set(refusal.value.fields) == {"reason"}
    paused = pause(case, reason="台风", now=FRIDAY + 6 * MINUTE, actor=None)
    assert {each.clock for each in paused} == {"satisfaction_call", "resolve"}


def test_a_clock_that_stands_still_can_be_stopped_and_is_met(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    pause(case, reason="台风", now=FRIDAY + MINUTE, actor=None)
    do(case, "dispatch", FRIDAY + timedelta(days=3))
    assert [each.state for each in of_owner(case) if each.clock == "forward"] == ["met"]


def test_a_transfer_hands_running_clocks_over(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (propose,) = do(case, "dispatch", FRIDAY)
    assert (propose.responsible_department_id, propose.responsible_person_id) == (desk.station.id, None)
    case.department_id = desk.province.id
    reassign(case, now=FRIDAY + MINUTE, actor=desk.wang)
    assert propose.responsible_department_id == desk.province.id
    assert [event.kind for event in propose.events] == ["start", "reassign"]
    reassign(case, now=FRIDAY + MINUTE, actor=desk.wang)
    assert len(propose.events) == 2, "nothing changed, nothing is recorded"


def test_a_clock_started_by_name_can_be_somebody_elses(desk: Desk) -> None:
    case, who = desk.case(FRIDAY), Responsible(person_id=desk.zhou.id)
    same = {"pack_version_id": desk.version_id, "facts": {}, "at": FRIDAY, "now": FRIDAY, "actor": None}
    assert start(case, "rectify", responsible=who, **same).responsible_person_id == desk.zhou.id


def test_a_day_entered_later_moves_nothing_that_runs_but_what_starts_afterwards(desk: Desk) -> None:
    running = only(desk.case(FRIDAY), "resolve")
    add_day(at_("2026-11-23 00:00").date(), "off", "司庆", actor=None, now=FRIDAY)
    assert only(desk.case(FRIDAY), "resolve").due_at == at_("2026-11-24 18:00")
    pause(desk.case(FRIDAY), reason="无关", now=FRIDAY, actor=None)
    db.session.refresh(running)
    assert running.due_at == at_("2026-11-23 18:00")


def test_a_resumed_clock_counts_by_the_calendar_that_it_started_with(desk: Desk) -> None:
    case = desk.case(FRIDAY, severity="moderate")
    pause(case, reason="等客户", now=FRIDAY + MINUTE, actor=None, clocks=("resolve",))
    add_day(at_("2026-11-23 00:00").date(), "off", "司庆", actor=None, now=FRIDAY)
    resume(case, now=FRIDAY + 2 * MINUTE, actor=None)
    # The pause touched the day of receipt, which doesn't count anyway: one day is added to the 25th.
    assert only(case, "resolve").due_at == at_("2026-11-26 18:00")


def test_the_most_pressing_clock_comes_first(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    assert [each.clock for each in running_of(case)] == ["forward", "satisfaction_call", "resolve"]
