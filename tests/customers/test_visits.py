"""拜访: planned by hand, recorded, postponed, handed over, cancelled; each step where the table says so."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.core.errors import Invalid, NotFound, Refused
from app.customers import merging
from app.customers.models import Contact, Customer
from app.customers.verbs import add_contact, register_customer
from app.customers.visits import verbs
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN, SOURCES, STATES
from app.db import by_id, unit_of_work
from app.deadlines import Deadline, of_owner
from app.events import history_of
from app.extensions import db
from app.org.tree import subtree_ids
from app.outbox import Message
from app.outbox.wanted import is_wanted
from app.security import Person, Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right, manager
from tests.complaints.test_races import at_once
from tests.people import browser, login, make_person

WEDNESDAY = MONDAY + timedelta(days=2, hours=1)
STEPS: dict[str, dict[str, Any]] = {
    "record": {"said": "对时效满意，希望加开晚班车"},
    "amend": {"said": "补充：十二月起走量翻倍"},
    "postpone": {"planned_at": WEDNESDAY + timedelta(days=1), "note": "客户出差"},
    "cancel": {"note": "客户已停产"},
    "hand_over": {"note": "我下周休假"},
    "miss": {},
    "sent": {},
}


def planned(company: Company, **facts: Any) -> Visit:
    """赵强 plans to see 王芳 on Wednesday at ten."""
    usual = {"customer_id": company.customer_id, "contact_id": company.contact_id, "way": "onsite"}
    usual |= {"planned_at": WEDNESDAY, "purpose": "年度续约"}
    with unit_of_work():
        return verbs.plan(**(usual | facts), actor=company.person("zhao"), now=MONDAY)


def take(company: Company, visit: Visit, step: str, now: datetime = WEDNESDAY, **facts: Any) -> None:
    by_system = step in ("miss", "sent")
    who = {} if by_system else {"actor": company.person("zhao")}
    with unit_of_work():
        getattr(verbs, step)(visit, **(STEPS[step] | facts), **who, now=now)


def clock_of(visit: Visit) -> Deadline:
    return of_owner(visit)[-1]


def letters() -> list[Message]:
    wanted = select(Message).where(Message.template_code == "visit_message").order_by(Message.id)
    return list(db.session.scalars(wanted))


def test_it_has_a_number_an_owner_and_a_clock_to_the_close_of_its_day(company: Company) -> None:
    visit = planned(company)
    assert (visit.no, visit.state, visit.owner_id) == ("BF20261123-0001", "planned", company.people["zhao"])
    deadline = clock_of(visit)
    assert deadline.due_at == datetime(2026, 11, 25, 18, 0, tzinfo=SHANGHAI)
    assert (deadline.clock, deadline.clause, deadline.state) == ("visit", "brief", "running")
    assert deadline.responsible_person_id == company.people["zhao"]


def test_what_was_said_is_kept_and_the_next_visit_is_planned_for_the_day_that_was_agreed(company: Company) -> None:
    visit = planned(company)
    take(company, visit, "record", satisfaction=4, needs="晚班车", next_on=date(2026, 12, 23))
    assert (visit.state, visit.spoke_with, visit.satisfaction, visit.needs) == ("done", "王芳", 4, "晚班车")
    assert (clock_of(visit).state, visit.done_by_id) == ("met", company.people["zhao"])
    following = db.session.scalars(select(Visit).where(Visit.state == "planned")).one()
    assert following.planned_at == datetime(2026, 12, 23, 10, 0, tzinfo=SHANGHAI)
    assert (following.way, following.contact_id, following.owner_id) == ("onsite", company.contact_id, visit.owner_id)


def test_its_whole_life_is_told(company: Company) -> None:
    visit = planned(company)
    with unit_of_work():
        verbs.change(visit, purpose="年度续约与晚班车", actor=company.person("zhao"), now=MONDAY)
    for step in ("postpone", "record", "amend"):
        take(company, visit, step, now=WEDNESDAY + timedelta(hours=1))
    assert [event.verb for event in history_of(visit)] == ["plan", "change", "postpone", "record", "amend"]
    assert (visit.postponed, visit.said) == (1, "补充：十二月起走量翻倍")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", SOURCES)
def test_each_step_is_possible_where_the_table_says_so(company: Company, step: str, state: str) -> None:
    visit = planned(company, way="email")
    with unit_of_work():
        visit.state = state
    facts = {"owner_id": company.people["zhao"]} if step == "hand_over" else {}
    now = WEDNESDAY + timedelta(hours=9)
    if step == "miss":  # nobody presses it: where it doesn't fit, nothing happens
        take(company, visit, step, now)
        assert visit.state == ("missed" if state == "planned" else state)
    elif state in SOURCES[step]:
        take(company, visit, step, now, **facts)
    else:
        with pytest.raises(Refused):
            take(company, visit, step, now, **facts)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"customer_id": None}, "customer_id"),
        ({"customer_id": 4711}, "customer_id"),
        ({"way": "pigeon"}, "way"),
        ({"planned_at": None}, "planned_at"),
        ({"planned_at": "soon"}, "planned_at"),
        ({"planned_at": MONDAY - timedelta(days=1)}, "planned_at"),
        ({"contact_id": 4711}, "contact_id"),
        ({"owner_id": 4711}, "owner_id"),
        ({"purpose": "x" * 2001}, "purpose"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(company: Company, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        planned(company, **facts)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"said": " "}, "said"),
        ({"satisfaction": 6}, "satisfaction"),
        ({"next_on": date(2026, 11, 20)}, "next_on"),
        ({"next_on": "soon"}, "next_on"),
        ({"spoke_with": "x" * 101}, "spoke_with"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_at_the_field(company: Company, facts: dict[str, Any], field: str) -> None:
    visit = planned(company)
    with pytest.raises(Invalid) as refusal:
        take(company, visit, "record", **facts)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("step", ["postpone", "cancel"])
def test_postponing_and_cancelling_want_a_reason(company: Company, step: str) -> None:
    with pytest.raises(Invalid) as refusal:
        take(company, planned(company), step, note=" ")
    assert set(refusal.value.fields) == {"note"}


def test_nobody_is_visited_twice_on_a_day(company: Company) -> None:
    visit = planned(company)
    with pytest.raises(Invalid) as refusal:
        planned(company, planned_at=WEDNESDAY + timedelta(hours=3))
    assert set(refusal.value.fields) == {"planned_at"}
    take(company, visit, "cancel")
    planned(company, planned_at=WEDNESDAY + timedelta(hours=3))


def test_who_wants_to_be_left_alone_is_left_alone(company: Company) -> None:
    with unit_of_work():
        customer = db.session.get_one(Customer, company.customer_id)
        again = add_contact(customer, name="王芳", phone="13800138000", do_not_contact=True, actor=None, now=MONDAY)
    for contact_id in (again.id, company.contact_id):  # the same number: nobody knows who picks up
        with pytest.raises(Invalid) as refusal:
            planned(company, contact_id=contact_id, way="phone")
        assert set(refusal.value.fields) == {"contact_id"}


def test_without_a_contact_it_is_the_preferred_one_who_can_be_reached_so(company: Company) -> None:
    assert planned(company, contact_id=None).contact_id == company.contact_id
    with unit_of_work():
        db.session.get_one(Contact, company.contact_id).email = ""
    with pytest.raises(Invalid) as refusal:
        planned(company, contact_id=None, way="email", planned_at=WEDNESDAY + timedelta(days=1))
    assert set(refusal.value.fields) == {"contact_id"}


def test_a_contact_of_somebody_else_and_one_without_an_address_are_refused(company: Company) -> None:
    with unit_of_work():
        other = register_customer(name="宜昌长江食品厂", actor=company.person("zhao"), now=MONDAY)
        stranger = add_contact(other, name="张伟", phone="13900139000", actor=None, now=MONDAY)
        ours = db.session.get_one(Customer, company.customer_id)
        silent = add_contact(ours, name="刘洋", actor=None, now=MONDAY)
    for contact_id, way in ((stranger.id, "phone"), (silent.id, "phone"), (silent.id, "email")):
        with pytest.raises(Invalid):
            planned(company, contact_id=contact_id, way=way)


def test_nothing_is_planned_for_a_file_that_is_archived(company: Company) -> None:
    with unit_of_work():
        customer = db.session.get_one(Customer, company.customer_id)
        merging.archive(customer, reason="停业", actor=company.person("zhao"), now=MONDAY)
    with pytest.raises(Invalid) as refusal:
        planned(company)
    assert set(refusal.value.fields) == {"customer_id"}


def test_a_merged_customers_visits_go_along(company: Company) -> None:
    visit = planned(company)
    with unit_of_work():
        other = register_customer(name="武汉鑫源集团", actor=company.person("zhao"), now=MONDAY)
        customer = db.session.get_one(Customer, company.customer_id)
        merging.merge(customer, into=other, actor=company.person("zhao"), now=MONDAY)
    assert by_id(Visit, visit.id).customer_id == other.id  # type: ignore[union-attr]


def test_a_visit_by_mail_writes_at_its_time_and_once_though_it_is_postponed(company: Company) -> None:
    visit = planned(company, way="email", words="双十二加开武汉专线")
    (letter,) = letters()
    assert (letter.channel, letter.to_name, letter.due_at) == ("email", "王芳", WEDNESDAY)
    assert "双十二加开武汉专线" in letter.body
    assert "年度续约" not in letter.body
    assert is_wanted(letter)
    take(company, visit, "postpone")
    first, second = letters()
    assert [is_wanted(each) for each in (first, second)] == [False, True]
    take(company, visit, "cancel")
    assert [is_wanted(each) for each in letters()] == [False, False]


def test_a_text_message_keeps_to_quiet_hours(company: Company) -> None:
    with unit_of_work():
        contact = db.session.get_one(Contact, company.contact_id)
        contact.quiet_from, contact.quiet_until = "09:00", "14:00"
    planned(company, way="sms")
    (letter,) = letters()
    assert (letter.channel, letter.due_at) == ("sms", WEDNESDAY.replace(hour=14))


def test_handed_over_to_a_colleague_who_sees_the_customer(app: Flask, company: Company) -> None:
    rights = every_right()
    make_person("qian", department=company.department("jianghan"), reach="tree", permissions=rights)
    make_person("kong", department=company.department("hongshan"), reach="tree", permissions=rights)
    ids = {row.username: row.id for row in db.session.scalars(select(Person))}
    visit = planned(company)
    with pytest.raises(Invalid) as refusal:
        take(company, visit, "hand_over", owner_id=ids["kong"])
    assert set(refusal.value.fields) == {"owner_id"}
    take(company, visit, "hand_over", owner_id=ids["qian"])
    assert (visit.owner_id, clock_of(visit).responsible_person_id) == (ids["qian"], ids["qian"])
    told = db.session.scalars(select(Message).where(Message.template_code == "visit_handed_over")).one()
    assert told.to_person_id == ids["qian"]


def test_of_two_who_record_at_once_one_wins(app: Flask, company: Company) -> None:
    visit_id = planned(company).id

    def press() -> None:
        verbs.record(db.session.get_one(Visit, visit_id), said="一切正常", actor=None, now=WEDNESDAY)

    outcomes = at_once(app, press, press)
    assert outcomes == {"done": 1, "Refused": 1}


def test_who_has_nothing_to_do_with_the_customer_does_not_reach_it(company: Company) -> None:
    visit = planned(company)
    hongshan = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    with use_scope(hongshan):
        assert db.session.scalars(select(Visit)).all() == []
        with pytest.raises(NotFound), unit_of_work():
            verbs.record(visit, said="x", actor=company.person("sun"), now=WEDNESDAY)


def test_a_confidential_customers_visits_are_as_secret(company: Company) -> None:
    planned(company)
    with unit_of_work():
        db.session.get_one(Customer, company.customer_id).confidential = True
    with use_scope(Scope("all", company.people["li"])):
        assert db.session.scalars(select(Visit)).all() == []


def test_an_outsider_gets_nothing_on_any_page(app: Flask, company: Company) -> None:
    visit_id = planned(company).id
    sun = manager(app, company, "hongshan", everywhere=True)
    assert sun.get(f"/visit/show/{visit_id}").status_code == 404
    assert sun.get(f"/visit/{visit_id}/verb/record").status_code == 404
    assert sun.get(f"/api/v1/visit/{visit_id}").status_code == 404
    for page in ("/visit/list/", "/visit-calendar/?span=month&day=2026-11-25&whose=all", "/"):
        assert "武汉鑫源商贸有限公司" not in sun.get(page).text, page


def test_on_screen_and_over_rest(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    facts = {"customer": company.customer_id, "contact": company.contact_id, "way": "phone", "purpose": "新年问候"}
    assert boss.send("/visit/add", facts | {"planned_at": "2099-01-05T10:00"}).status_code == 302
    assert "新年问候" in boss.get("/visit/show/1").text
    token = {"X-CSRFToken": boss.token("/")}
    assert boss.put("/api/v1/visit/1", json={"purpose": "新年问候与续约"}, headers=token).status_code == 200
    assert "新年问候与续约" in boss.get("/visit/show/1").text
    postponed = boss.post(
        "/api/v1/visit/1/postpone", json={"planned_at": "2099-01-06T10:00", "note": "出差"}, headers=token
    )
    assert postponed.json["result"]["planned_at"].startswith("2099-01-06")
    recorded = boss.post("/api/v1/visit/1/record", json={"said": "满意", "satisfaction": 5}, headers=token)
    assert (recorded.status_code, recorded.json["result"]["state"]) == (200, "done")
    late = boss.post("/api/v1/visit/1/record", json={"said": "满意"}, headers=token)
    assert late.status_code == 409
    customer = boss.get(f"/customer/show/{company.customer_id}").text
    assert f"/visit/add?customer={company.customer_id}" in customer
    assert "完成拜访" in customer
    assert "满意度变化" in customer


def test_contacts_are_offered_with_their_customer_and_found_by_it(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    for asked in ("王芳", "鑫源"):
        offered = boss.get(f"/contact/choices?q={asked}").json
        assert [each["text"] for each in offered["results"]] == ["王芳 (武汉鑫源商贸有限公司)"]
    with unit_of_work():
        customer = db.session.get_one(Customer, company.customer_id)
        merging.archive(customer, reason="停业", actor=company.person("zhao"), now=MONDAY)
    assert boss.get("/contact/choices?q=王芳").json["results"] == []


def test_the_table_of_steps_knows_every_state(company: Company) -> None:
    assert {state for states in SOURCES.values() for state in states} | {"cancelled"} == STATES.keys()
    assert set(OPEN) < STATES.keys()
