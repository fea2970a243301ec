"""Who is told, when, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.deadlines import regrade, still_wanted, sweep
from app.extensions import db
from app.outbox import Message
from tests.deadlines.cases import ORDINARY, Desk, at_, do, only, other_pack

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


def swept(now: datetime) -> list[Message]:
    """What a pass of the sweep puts into the outbox."""
    known = set(db.session.scalars(select(Message.id)))
    db.session.commit()
    sweep(now)
    return [row for row in db.session.scalars(select(Message).order_by(Message.id)) if row.id not in known]


def test_the_handler_is_told_of_the_handlers_clocks_and_the_station_of_its_own(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (warning,) = swept(FRIDAY + 3 * MINUTE)
    assert (warning.to_person_id, warning.urgent, warning.template_code) == (desk.wang.id, True, "deadline_warn")
    do(case, "dispatch", FRIDAY + 4 * MINUTE)
    (warning,) = swept(FRIDAY + 19 * MINUTE)
    assert warning.to_person_id == desk.li.id
    assert "提出方案并回复客户" in warning.subject
    assert "2026-11-20 10:24" in warning.body
    assert "四(六)2(1)" in warning.body
    assert "http://kesu.example/case/" in warning.body


def test_the_deputy_is_told_too_and_the_level_above_where_nobody_is_in_charge(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "dispatch", FRIDAY)
    desk.station.deputy_id = desk.zhou.id
    assert {each.to_person_id for each in swept(FRIDAY + 15 * MINUTE)} == {desk.li.id, desk.zhou.id}
    desk.station.head_id = desk.station.deputy_id = None
    assert {each.to_person_id for each in swept(FRIDAY + 20 * MINUTE)} == {desk.zhou.id}


def test_an_english_reader_gets_it_in_english(desk: Desk) -> None:
    desk.wang.language = "en"
    desk.case(FRIDAY)
    (warning,) = swept(FRIDAY + 3 * MINUTE)
    assert "Forward to the department" in warning.subject


def test_who_has_left_is_not_reminded(desk: Desk) -> None:
    desk.case(FRIDAY)
    desk.wang.active = False
    assert swept(FRIDAY + 3 * MINUTE) == []


@pytest.mark.parametrize(
    ("overdue", "sent"),
    [
        ("2026-11-24 17:00", "2026-11-24 17:00"),
        ("2026-11-24 18:00", "2026-11-25 09:00"),  # closed for the day
        ("2026-11-27 18:00", "2026-11-30 09:00"),  # closed for the weekend
    ],
)
def test_a_reminder_of_days_waits_for_the_next_working_hour(desk: Desk, overdue: str, sent: str) -> None:
    case = desk.case(FRIDAY)
    do(case, "dispatch", FRIDAY)
    do(case, "propose", FRIDAY)
    do(case, "call_satisfaction", FRIDAY)
    (reminder,) = swept(at_(overdue))
    assert (reminder.urgent, reminder.due_at) == (False, at_(sent).astimezone(UTC))


def test_minutes_and_promises_do_not_wait(desk: Desk) -> None:
    case = desk.case()
    do(case, "promise_callback", FRIDAY, promised_at=at_("2026-11-22 22:00"))
    (reminder,) = swept(at_("2026-11-22 22:00"))
    assert (reminder.urgent, reminder.due_at) == (True, at_("2026-11-22 22:00").astimezone(UTC))


def test_a_warning_is_worth_nothing_once_the_time_is_up(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (warning,) = swept(FRIDAY + 3 * MINUTE)
    assert warning.expires_at == only(case, "forward").due_at


def test_a_pack_without_reminders_leaves_people_alone_but_records_the_breach(desk: Desk) -> None:
    other_pack(desk, forward="")
    forward = only(desk.case(FRIDAY), "forward")
    assert swept(FRIDAY + 5 * MINUTE) == []
    assert forward.breached_at == forward.due_at


def test_a_reminder_is_wanted_while_its_clock_runs_as_it_did(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    (warning,) = swept(FRIDAY + 3 * MINUTE)
    assert still_wanted(warning.dedup_key)
    assert still_wanted("complaint_closed:1"), "other messages are other people's business"
    do(case, "dispatch", FRIDAY + 4 * MINUTE)
    assert not still_wanted(warning.dedup_key)


def test_after_a_regrade_the_old_warning_is_not_wanted_and_a_new_one_comes(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    for verb in ("dispatch", "propose", "call_satisfaction"):
        do(case, verb, FRIDAY)
    (old,) = swept(at_("2026-11-23 16:00"))
    regrade(case, facts=ORDINARY | {"severity": "moderate"}, now=at_("2026-11-23 16:30"), actor=None)
    assert not still_wanted(old.dedup_key)
    (new,) = swept(at_("2026-11-25 16:00"))
    assert (new.template_code, still_wanted(new.dedup_key)) == ("deadline_warn", True)
