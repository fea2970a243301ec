"""The worker plans visits at a tier's interval, reminds of them, notes what was missed and tells the manager."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.customers import merging
from app.customers.models import Contact, Customer, Tier
from app.customers.verbs import register_customer
from app.customers.visits import planning, rules, verbs
from app.customers.visits.models import Visit
from app.db import unit_of_work
from app.deadlines import of_owner, sweep
from app.events import history_of
from app.extensions import db
from app.followups.models import FollowUp
from app.followups.planning import plan_periodic
from app.outbox import Message
from app.outbox.wanted import is_wanted
from tests.complaints.company import MONDAY, Company
from tests.complaints.test_races import at_once

TURN = datetime(2026, 12, 23, 10, 0, tzinfo=SHANGHAI)
"""Thirty days after the customer's file was made on 23 November."""


def after(days: int, hours: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


def visits() -> list[Visit]:
    return list(db.session.scalars(select(Visit).order_by(Visit.id)))


def letters(template: str) -> list[tuple[str, int | None]]:
    rows = db.session.scalars(select(Message).where(Message.template_code == template).order_by(Message.id))
    return [(row.dedup_key, row.to_person_id) for row in rows]


@pytest.fixture
def gold(company: Company) -> Company:
    """Gold customers are visited on site every thirty days; 李娜 looks after the one there is."""
    with unit_of_work():
        tier = db.session.scalars(select(Tier)).one()
        tier.followup_days, tier.visit_way = 30, "onsite"
        db.session.get_one(Customer, company.customer_id).owner_id = company.people["li"]
    return company


def test_planned_a_week_ahead_at_ten_for_who_looks_after_the_customer(gold: Company) -> None:
    planning.plan_visits(after(days=22))
    assert visits() == []
    planning.plan_visits(after(days=23))
    (visit,) = visits()
    assert (visit.planned_at, visit.way, visit.owner_id) == (TURN, "onsite", gold.people["li"])
    assert (visit.contact_id, visit.clause, visit.occasion) == (
        gold.contact_id,
        "brief",
        f"{visit.customer_id}:2026-12-23",
    )


def test_running_the_job_again_changes_nothing_and_one_interval_plans_one_thing(gold: Company) -> None:
    for days in (23, 23, 24, 30, 31):
        planning.plan_visits(after(days))
        plan_periodic(after(days))
    assert len(visits()) == 1
    assert db.session.scalars(select(FollowUp)).all() == []


def test_a_tier_without_a_way_of_visiting_keeps_its_follow_ups(gold: Company) -> None:
    with unit_of_work():
        db.session.scalars(select(Tier)).one().visit_way = None
    planning.plan_visits(after(days=30))
    plan_periodic(after(days=30))
    assert visits() == []
    assert len(db.session.scalars(select(FollowUp)).all()) == 1


def test_two_workers_at_once_plan_once(app: Flask, gold: Company) -> None:
    outcomes = at_once(app, *[lambda: planning.plan_turn(gold.customer_id, TURN.date(), after(days=25))] * 4)
    assert outcomes == {"done": 4}
    assert len(visits()) == 1


def test_the_next_turn_is_counted_from_the_visit_and_waits_while_one_is_open(gold: Company) -> None:
    planning.plan_visits(after(days=23))
    planning.plan_visits(after(days=55))
    (visit,) = visits()
    with unit_of_work():
        verbs.record(visit, said="一切正常", actor=gold.person("li"), now=after(days=56))
    planning.plan_visits(after(days=80))
    assert [row.planned_at.date() for row in visits()] == [date(2026, 12, 23), date(2027, 2, 17)]


def test_a_day_off_moves_to_the_next_working_day(gold: Company) -> None:
    """26 December 2026 is a Saturday."""
    with unit_of_work():
        db.session.get_one(Customer, gold.customer_id).created_at = after(days=3)
    planning.plan_visits(after(days=30))
    assert [row.planned_at.date() for row in visits()] == [date(2026, 12, 28)]


@pytest.mark.parametrize("change", ["dormant", "archived", "inactive tier", "no interval", "left alone"])
def test_who_is_not_visited(gold: Company, change: str) -> None:
    with unit_of_work():
        customer = db.session.get_one(Customer, gold.customer_id)
        if change == "dormant":
            customer.status = "dormant"
        elif change == "archived":
            merging.archive(customer, reason="停业", actor=gold.person("li"), now=MONDAY)
        elif change == "inactive tier":
            customer.tier.active = False
        elif change == "no interval":
            customer.tier.followup_days = None
        else:
            db.session.get_one(Contact, gold.contact_id).do_not_contact = True
    planning.plan_visits(after(days=25))
    assert visits() == []


def test_who_cannot_be_written_to_is_called(gold: Company) -> None:
    with unit_of_work():
        db.session.scalars(select(Tier)).one().visit_way = "email"
        db.session.get_one(Contact, gold.contact_id).email = ""
    planning.plan_visits(after(days=25))
    assert [row.way for row in visits()] == ["phone"]


def test_visits_of_who_is_gone_are_called_off(gold: Company) -> None:
    planning.plan_visits(after(days=23))
    with unit_of_work():
        customer = db.session.get_one(Customer, gold.customer_id)
        merging.archive(customer, reason="停业", actor=gold.person("li"), now=after(days=24))
    planning.plan_visits(after(days=24))
    (visit,) = visits()
    assert (visit.state, of_owner(visit)[-1].state) == ("cancelled", "cancelled")
    assert history_of(visit)[-1].facts["because"]["msgid"].startswith("The customer's file")


def test_of_two_files_that_were_merged_one_visit_stays(gold: Company) -> None:
    with unit_of_work():
        tier_id = db.session.get_one(Customer, gold.customer_id).tier_id
        other = register_customer(name="武汉鑫源集团", tier_id=tier_id, actor=gold.person("zhao"), now=MONDAY)
    planning.plan_visits(after(days=23))
    assert len(visits()) == 2
    with unit_of_work():
        customer = db.session.get_one(Customer, gold.customer_id)
        merging.merge(customer, into=other, actor=gold.person("zhao"), now=after(days=24))
    planning.plan_visits(after(days=24))
    assert [row.state for row in visits()] == ["planned", "cancelled"]


def test_the_owner_is_reminded_in_the_morning_and_at_six_and_the_manager_hears_after_half_a_day(gold: Company) -> None:
    planning.plan_visits(after(days=23))
    li, wu = gold.people["li"], gold.people["wu"]
    sweep(TURN - timedelta(minutes=30))
    assert [person for _key, person in letters("deadline_warn")] == [li]
    sweep(TURN.replace(hour=18))
    assert [person for _key, person in letters("deadline_due")] == [li]
    (visit,) = visits()
    assert visit.state == "missed"
    sweep(TURN.replace(day=24, hour=12))
    assert letters("deadline_escalate") == []
    sweep(TURN.replace(day=24, hour=15))
    assert [person for _key, person in letters("deadline_escalate")] == [wu]
    assert [event.verb for event in history_of(visit)] == ["plan", "miss", "escalate"]


def test_a_manager_who_misses_a_visit_has_the_level_above_told(gold: Company) -> None:
    with unit_of_work():
        db.session.get_one(Customer, gold.customer_id).owner_id = gold.people["zhao"]
    planning.plan_visits(after(days=23))
    sweep(TURN + timedelta(days=3))
    assert [person for _key, person in letters("deadline_escalate")] == [gold.people["zhou"]]


def test_of_what_was_done_in_time_nobody_is_reminded(gold: Company) -> None:
    planning.plan_visits(after(days=23))
    sweep(TURN - timedelta(minutes=30))
    (warning,) = db.session.scalars(select(Message).where(Message.template_code == "deadline_warn"))
    assert is_wanted(warning)
    with unit_of_work():
        verbs.record(visits()[0], said="一切正常", actor=gold.person("li"), now=TURN)
    sweep(TURN + timedelta(days=5))
    assert not is_wanted(warning)
    assert (letters("deadline_due"), letters("deadline_escalate")) == ([], [])
    assert of_owner(visits()[0])[-1].state == "met"


def test_what_was_missed_can_be_made_or_postponed_and_its_clock_begins_anew(gold: Company) -> None:
    planning.plan_visits(after(days=23))
    sweep(TURN + timedelta(days=1))
    later = TURN + timedelta(days=7)
    with unit_of_work():
        verbs.postpone(
            visits()[0], planned_at=later, note="客户出差", actor=gold.person("li"), now=TURN + timedelta(days=1)
        )
    (visit,) = visits()
    assert (visit.state, visit.planned_at) == ("planned", later)
    assert [deadline.state for deadline in of_owner(visit)] == ["missed", "running"]
    sweep(later + timedelta(days=1))
    with unit_of_work():
        verbs.record(visit, said="补访完成", actor=gold.person("li"), now=later + timedelta(days=1))
    assert [deadline.state for deadline in of_owner(visit)] == ["missed", "missed"]
    assert visit.state == "done"


def test_a_visit_by_mail_is_made_when_its_message_has_gone_out(gold: Company) -> None:
    with unit_of_work():
        db.session.scalars(select(Tier)).one().visit_way = "email"
    planning.plan_visits(after(days=23))
    planning.note_sent(TURN)
    assert [row.state for row in visits()] == ["planned"]
    with unit_of_work():
        db.session.scalars(select(Message).where(Message.template_code == "visit_message")).one().state = "sent"
    for minutes in (5, 10):
        planning.note_sent(TURN + timedelta(minutes=minutes))
    (visit,) = visits()
    assert (visit.state, visit.said, of_owner(visit)[-1].state) == ("done", "", "met")
    with unit_of_work():
        verbs.amend(visit, said="客户回信：满意", satisfaction=5, actor=gold.person("li"), now=after(days=40))
    assert (visit.said, visit.satisfaction) == ("客户回信：满意", 5)


@pytest.mark.parametrize(
    ("today", "turn"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 12, 15), None),
        (date(2026, 12, 16), date(2026, 12, 23)),
        (date(2026, 12, 23), date(2026, 12, 23)),
        (date(2026, 12, 24), None),
        (date(2027, 1, 15), date(2027, 1, 22)),
    ],
)
def test_when_a_customer_has_their_turn(today: date, turn: date | None) -> None:
    assert rules.turn_after(MONDAY, 30, today) == turn
