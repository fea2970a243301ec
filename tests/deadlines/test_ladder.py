"""The ladder: who above is told of what is late, when, once; and who is told of the breach itself."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from app.core.i18n import show
from app.core.money import Money
from app.deadlines import (
    Deadline,
    explain,
    owners,
    reassign,
    register_breach_listener,
    register_ladder,
    regrade,
    still_wanted,
    sweep,
)
from app.events import history_of
from app.extensions import db
from app.outbox import Message
from app.rulebook import publish
from app.security import Person
from tests.deadlines.cases import KIND, ORDINARY, Case, Desk, at_, do, only

FRIDAY = at_("2026-11-20 10:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """李强 heads the station, 周敏 the level above; the handler's own manager is 周敏 too."""
    roles = {"department_head": desk.li.id, "superior": desk.zhou.id, "own_manager": desk.zhou.id}

    def people_of(owner: Case, role: str) -> list[Person]:
        return [db.session.get_one(Person, roles[role])] if role in roles else []

    register_ladder(KIND, people_of)
    return desk


def pass_by(now: datetime) -> None:
    """Commit what the test has prepared, and let the sweep pass."""
    db.session.commit()
    sweep(now)


def escalations() -> list[tuple[int, int]]:
    """Level and person of each message of the ladder."""
    found = select(Message).where(Message.template_code == "deadline_escalate").order_by(Message.id)
    return [(int(row.dedup_key.split(":")[2]), row.to_person_id or 0) for row in db.session.scalars(found)]


def quiet_but_resolve(desk: Desk, received: datetime = FRIDAY, **facts: Any) -> Case:
    """A case on which only the clock of working days goes on."""
    case = desk.case(received, **facts)
    for verb in ("dispatch", "propose", "call_satisfaction", "escalate"):
        do(case, verb, received)
    return case


@pytest.mark.parametrize(("minutes", "levels"), [(14, []), (15, [1]), (34, [1]), (35, [1, 2]), (300, [1, 2])])
def test_each_level_is_told_once_in_its_minute(desk: Desk, minutes: int, levels: list[int]) -> None:
    case = desk.case(FRIDAY)
    do(case, "call_satisfaction", FRIDAY)
    for minute in (*range(5, min(minutes, 40)), minutes):
        pass_by(FRIDAY + minute * MINUTE)
    people = {1: desk.li.id, 2: desk.zhou.id}
    assert escalations() == [(level, people[level]) for level in levels]


def test_what_was_done_in_time_goes_up_to_nobody(desk: Desk) -> None:
    case = quiet_but_resolve(desk)
    do(case, "carry_out", at_("2026-11-23 17:59"))
    pass_by(at_("2026-11-30 12:00"))
    assert escalations() == []
    assert db.session.scalars(select(Message)).all() == []


def test_after_a_downtime_only_the_newest_level_is_told_and_the_handler_gets_the_newest_reminder(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "call_satisfaction", FRIDAY)
    forward = only(case, "forward")
    pass_by(FRIDAY + 120 * MINUTE)
    assert escalations() == [(2, desk.zhou.id)]
    told = Counter(row.template_code for row in db.session.scalars(select(Message)))
    assert told == {"deadline_escalate": 1, "deadline_overdue": 1}
    steps = {event.facts["step"]: event.facts["told"] for event in forward.events if "step" in event.facts}
    assert steps == {
        "warn": False,
        "due": False,
        "overdue:1": False,
        "escalate:1": False,
        "overdue:2": True,
        "escalate:2": True,
    }


def test_it_is_recorded_on_the_case_with_level_and_clause_and_explained(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "call_satisfaction", FRIDAY)
    forward = only(case, "forward")
    with force_locale("en"):
        ahead = [show(line, str) for line in explain(forward)]
    assert any("If not done by 2026-11-20 10:15: level 1" in line for line in ahead)
    pass_by(FRIDAY + 15 * MINUTE)
    [event] = [event for event in history_of(case) if event.verb == "escalate"]
    assert (event.actor_id, event.facts["level"], event.facts["clause"]) == (None, 1, "4.6.2.1-ordinary")
    assert event.facts["told"] == [desk.li.full_name]
    lines = [show(line, str) for line in explain(forward)]
    assert any(line.startswith("Escalated 2026-11-20 10:15, level 1, to ") for line in lines)
    assert any("If not done by 2026-11-20 10:35: level 2" in line for line in lines)


def test_what_the_ladder_did_stops_no_clock_when_the_case_is_graded_anew(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    pass_by(FRIDAY + 15 * MINUTE)
    regrade(case, facts=ORDINARY | {"severity": "major"}, now=FRIDAY + 20 * MINUTE, actor=None)
    assert only(case, "escalate").state == "running"


@pytest.mark.parametrize(("urgent", "sent"), [(False, "2026-11-30 09:00"), (True, "2026-11-27 18:00")])
def test_people_above_are_told_outside_working_hours_only_of_what_is_urgent(
    desk: Desk, urgent: bool, sent: str
) -> None:
    case = quiet_but_resolve(desk, at_("2026-11-25 10:00"), urgent=urgent)
    assert only(case, "resolve").due_at == at_("2026-11-26 18:00")
    pass_by(at_("2026-11-27 10:00"))
    pass_by(at_("2026-11-27 18:00"))
    second = db.session.scalars(select(Message).where(Message.dedup_key.like("escalation:%:2:%"))).one()
    assert (second.urgent, second.due_at) == (urgent, at_(sent).astimezone(UTC))


def test_it_is_not_sent_any_more_once_the_case_is_done_or_the_time_was_moved(desk: Desk) -> None:
    case = quiet_but_resolve(desk)
    resolve = only(case, "resolve")
    pass_by(at_("2026-11-24 10:00"))
    [message] = db.session.scalars(select(Message).where(Message.template_code == "deadline_escalate"))
    assert still_wanted(message.dedup_key)
    regrade(case, facts=ORDINARY | {"severity": "major"}, now=at_("2026-11-24 10:01"), actor=None)
    assert resolve.due_at > at_("2026-11-24 10:01")
    assert not still_wanted(message.dedup_key)


def test_a_reminder_is_not_sent_to_somebody_whose_case_it_no_longer_is(desk: Desk) -> None:
    case = quiet_but_resolve(desk)
    pass_by(at_("2026-11-23 18:00"))
    [reminder] = db.session.scalars(select(Message).where(Message.template_code == "deadline_due"))
    assert still_wanted(reminder.dedup_key)
    case.handler_id = desk.zhou.id
    reassign(case, now=at_("2026-11-23 18:30"), actor=None)
    assert not still_wanted(reminder.dedup_key)


def test_who_has_to_keep_it_is_reminded_and_not_told_a_second_time(desk: Desk) -> None:
    case = desk.case(FRIDAY)
    do(case, "dispatch", FRIDAY)
    do(case, "call_satisfaction", FRIDAY)
    pass_by(FRIDAY + 31 * MINUTE)
    assert escalations() == [], "the head of the station is the one who is late"
    pass_by(FRIDAY + 50 * MINUTE)
    assert escalations() == [(2, desk.zhou.id)]


def test_under_a_pack_with_lateness_penalties_each_breach_costs_a_hundred_more(desk: Desk) -> None:
    """Text i § 6 (4): a reply later than 30 minutes, so that it goes up, ¥100 a case, increasing."""
    text = (Path(__file__).parent.parent / "policy" / "kuaiyun.yaml").read_text(encoding="utf-8")
    desk.version_id = publish(text, actor=None, now=at_("2026-01-02 00:00")).id
    fines: list[tuple[int, Money]] = []

    def fine(deadline: Deadline, *, now: datetime) -> None:
        if deadline.clock == "reply":
            fines.append((deadline.owner_id, Money.parse("100") * (len(fines) + 1)))

    register_breach_listener(fine)
    try:
        late, kept, seen_late = (desk.case(FRIDAY) for _ in range(3))
        do(kept, "propose", FRIDAY + 29 * MINUTE)
        do(seen_late, "propose", FRIDAY + 40 * MINUTE)  # before the sweep could see it
        for minute in (20, 31, 32, 90):
            pass_by(FRIDAY + minute * MINUTE)
    finally:
        owners._listeners.remove(fine)
    assert [(owner, str(amount)) for owner, amount in fines] == [(seen_late.id, "¥100.00"), (late.id, "¥200.00")]
    assert escalations() == [(1, desk.zhou.id)]


def test_a_listener_that_fails_undoes_the_step_and_it_comes_again(desk: Desk) -> None:
    def stumble(deadline: Deadline, *, now: datetime) -> None:
        raise RuntimeError("no payee")

    forward = only(desk.case(FRIDAY), "forward")
    register_breach_listener(stumble)
    try:
        pass_by(FRIDAY + 6 * MINUTE)
    finally:
        owners._listeners.remove(stumble)
    db.session.refresh(forward)
    assert (forward.breached_at, db.session.scalars(select(Message)).all()) == (None, [])
    pass_by(FRIDAY + 7 * MINUTE)
    assert forward.breached_at == forward.due_at
