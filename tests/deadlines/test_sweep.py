"""The sweep: warn, due, overdue; late, twice, side by side."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import unit_of_work
from app.deadlines import Deadline, DeadlineEvent, owners, pause, register_step_handler, sweep
from app.deadlines.sweep import claim, take_steps
from app.extensions import db
from app.outbox import Message, suppressed
from app.policy.clocks import Step
from app.security import system_scope
from tests.deadlines.cases import KIND, Case, Desk, at_, do, only, other_pack

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


def swept(now: datetime) -> None:
    """Commit what the test has prepared, and let the sweep pass."""
    db.session.commit()
    sweep(now)


def steps(deadline: Deadline) -> list[tuple[str, bool]]:
    """The steps taken: name, and whether people were told."""
    return [(event.facts["step"], event.facts["told"]) for event in deadline.events if "step" in event.facts]


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize(
    ("minutes", "taken"),
    [
        (2, []),
        (3, ["warn"]),
        (4, ["warn"]),
        (5, ["warn", "due"]),
        (10, ["warn", "due", "overdue:1"]),
        (20, ["warn", "due", "overdue:1", "overdue:2"]),
        (60, ["warn", "due", "overdue:1", "overdue:2"]),
    ],
)
def test_each_step_is_taken_in_its_minute(desk: Desk, minutes: int, taken: list[str]) -> None:
    forward = only(desk.case(FRIDAY), "forward")
    for minute in range(minutes + 1):
        swept(FRIDAY + minute * MINUTE)
    assert steps(forward) == [(name, True) for name in taken]
    assert forward.breached_at == (forward.due_at if "due" in taken else None)
    assert len([each for each in messages() if each.dedup_key.startswith(f"deadline:{forward.id}:")]) == len(taken)


def test_after_downtime_only_the_newest_step_is_told_and_the_breach_is_dated_when_it_was_due(desk: Desk) -> None:
    forward = only(desk.case(FRIDAY), "forward")
    swept(FRIDAY + 12 * MINUTE)
    assert steps(forward) == [("warn", False), ("due", False), ("overdue:1", True)]
    assert (forward.breached_at, forward.next_at) == (FRIDAY + 5 * MINUTE, FRIDAY + 20 * MINUTE)
    assert [each.template_code for each in messages()] == ["deadline_overdue"]


def test_passing_twice_in_the_same_instant_does_nothing_more(desk: Desk) -> None:
    forward = only(desk.case(FRIDAY), "forward")
    swept(FRIDAY + 5 * MINUTE)
    swept(FRIDAY + 5 * MINUTE)
    assert steps(forward) == [("warn", False), ("due", True)]


def test_what_was_done_in_time_is_left_in_peace(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "dispatch", FRIDAY + 4 * MINUTE)
    swept(FRIDAY + 6 * MINUTE)
    assert [event.kind for event in db.session.scalars(select(DeadlineEvent)) if event.facts.get("step")] == []


def test_a_clock_that_stands_still_takes_no_step_until_its_pause_has_lasted_long_enough(desk: Desk) -> None:
    other_pack(
        desk, forward="    pause_limit: {amount: 30, unit: minutes, clause: brief}\n    reminders: {clause: brief}"
    )
    case = desk.case(FRIDAY)
    forward = only(case, "forward")
    pause(case, reason="系统故障", now=FRIDAY + MINUTE, actor=None, clocks=("forward",))
    swept(FRIDAY + 30 * MINUTE)
    assert (forward.state, steps(forward)) == ("paused", [])
    swept(FRIDAY + 31 * MINUTE)
    assert (forward.state, forward.due_at, steps(forward)) == ("running", FRIDAY + 35 * MINUTE, [])
    swept(FRIDAY + 35 * MINUTE)
    assert steps(forward) == [("due", True)]


def test_a_sweep_that_comes_late_to_the_end_of_a_pause_does_the_rest_too(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    pause(case, reason="断电", now=FRIDAY + MINUTE, actor=None, until=FRIDAY + 11 * MINUTE, clocks=("forward",))
    forward = only(case, "forward")
    swept(FRIDAY + 16 * MINUTE)
    assert (forward.due_at, steps(forward)) == (FRIDAY + 15 * MINUTE, [("warn", False), ("due", True)])


def test_one_that_fails_does_not_keep_the_others_waiting(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = only(desk.case(FRIDAY), "forward"), only(desk.case(FRIDAY), "forward")

    def handler(deadline: Deadline, owner: Any, step: Step, now: datetime) -> None:
        if deadline.id == broken.id:
            raise RuntimeError("the handler stumbled")

    register_step_handler(KIND, handler)
    try:
        with caplog.at_level(logging.ERROR):
            swept(FRIDAY + 5 * MINUTE)
        assert (steps(broken), steps(sound)) == ([], [("warn", False), ("due", True)])
        assert "could not take its step" in caplog.text
    finally:
        owners._handlers.pop(KIND)
    swept(FRIDAY + 6 * MINUTE)
    assert steps(broken) == [("warn", False), ("due", True)]


def test_a_replayed_past_leaves_its_record_and_sends_nothing(desk: Desk) -> None:
    forward = only(desk.case(FRIDAY), "forward")
    with suppressed():
        swept(FRIDAY + 5 * MINUTE)
    assert (steps(forward)[-1], messages()) == (("due", True), [])


def together(app: Flask, *jobs: Any) -> list[BaseException]:
    """Run the functions at once, each in a thread and session of its own; returns what they raised."""
    raised: list[BaseException] = []

    def run(job: Any) -> None:
        try:
            with app.app_context(), system_scope():
                job()
        except BaseException as error:  # a thread's error must reach the test
            raised.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_sweeps_side_by_side_take_each_step_once(app: Flask, desk: Desk) -> None:
    cases = [desk.case(FRIDAY) for _ in range(15)]
    db.session.commit()
    assert together(app, *[lambda: sweep(FRIDAY + 5 * MINUTE)] * 4) == []
    db.session.expire_all()
    assert [steps(only(case, "forward")) for case in cases] == [[("warn", False), ("due", True)]] * 15
    assert len(messages()) == 15


def test_without_the_claim_two_sweeps_take_a_step_twice(app: Flask, desk: Desk) -> None:
    """The control: it proves that the race is there and that `claim` is what ends it."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the second one gets an error")
    forward = only(desk.case(FRIDAY), "forward")
    db.session.commit()
    forward_id, case_id, both_have_read = forward.id, forward.owner_id, threading.Barrier(2)
    db.session.rollback()

    def careless() -> None:
        deadline = db.session.scalars(select(Deadline).where(Deadline.id == forward_id)).one()
        owner = db.session.scalars(select(Case).where(Case.id == case_id)).one()
        both_have_read.wait(30)
        take_steps(deadline, owner, FRIDAY + 5 * MINUTE)
        db.session.commit()

    assert together(app, careless, careless) == []
    assert steps(forward) == [("warn", False), ("due", True)] * 2


def test_a_deadline_whose_owner_is_in_a_verbs_hands_waits_for_the_next_pass(app: Flask, desk: Desk) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the sweep waits for the verb instead")
    case = desk.case(FRIDAY)
    forward = only(case, "forward")
    db.session.commit()
    with unit_of_work():
        db.session.scalars(select(Case).where(Case.id == case.id).with_for_update()).one()
        assert together(app, lambda: sweep(FRIDAY + 5 * MINUTE)) == []
        db.session.expire_all()
        assert steps(forward) == []
    sweep(FRIDAY + 5 * MINUTE)
    assert steps(forward) == [("warn", False), ("due", True)]


def test_a_claimed_deadline_is_passed_over_by_others(app: Flask, desk: Desk) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the other sweep waits")
    desk.case(FRIDAY)
    db.session.commit()
    seen: list[Deadline | None] = []

    def other() -> None:
        with unit_of_work():
            seen.append(claim(FRIDAY + 5 * MINUTE, set()))

    with unit_of_work():
        assert claim(FRIDAY + 5 * MINUTE, set()) is not None
        assert together(app, other) == []
    assert seen == [None]


def test_stopping_and_sweeping_at_once_never_lose_a_breach(app: Flask, desk: Desk) -> None:
    late, ids = FRIDAY + 6 * MINUTE, []
    for _ in range(10):
        case = desk.case(FRIDAY)
        ids.append(case.id)
    db.session.commit()

    def dispatch_all() -> None:
        for case_id in ids:
            with unit_of_work():
                do(db.session.scalars(select(Case).where(Case.id == case_id).with_for_update()).one(), "dispatch", late)

    assert together(app, dispatch_all, lambda: sweep(late)) == []
    db.session.expire_all()
    ended = list(db.session.scalars(select(Deadline).where(Deadline.clock == "forward")))
    assert {(each.state, each.breached_at, each.next_at) for each in ended} == {("missed", FRIDAY + 5 * MINUTE, None)}
