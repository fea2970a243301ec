"""A complaint from the first call to the archive."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.errors import Invalid, Refused
from app.core.money import Money
from app.customers.models import Contact, Customer
from app.db import unit_of_work
from app.deadlines import of_owner, running_of
from app.events import history_of
from app.extensions import db
from app.outbox import Message
from tests.complaints.company import MONDAY, Company, told


def register(company: Company, **facts: object) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)


def test_registering_numbers_grades_starts_the_clocks_and_acknowledges(company: Company) -> None:
    complaint = register(company)
    assert complaint.no == "TS20261123-0001"
    assert complaint.state == "registered"
    assert (complaint.kind, complaint.origin) == ("business", "external")
    assert (complaint.severity, complaint.severity_clause) == ("minor", "4.4.1A")
    assert complaint.severity_provisional
    assert complaint.severity_working
    assert complaint.complainant == "王芳"
    assert complaint.phone == "+8613800138000"
    assert {deadline.clock for deadline in running_of(complaint)} == {"forward", "satisfaction_call", "resolve"}
    message = db.session.scalars(select(Message)).one()
    assert complaint.no in message.subject
    assert [event.verb for event in history_of(complaint)] == ["register"]


def test_from_registered_to_archived(company: Company) -> None:
    complaint = register(company)
    li, zhao = company.person("li"), company.person("zhao")
    at = iter(MONDAY + timedelta(minutes=minutes) for minutes in range(1, 100))
    jianghan = company.departments["jianghan"]
    with unit_of_work():
        workflow.accept(complaint, actor=li, now=next(at))
        workflow.dispatch(complaint, department_id=jianghan, note="请今天回复", actor=li, now=next(at))
        workflow.investigate(complaint, findings="装车时跌落", cause="堆码过高", actor=zhao, now=next(at))
        workflow.propose(complaint, remedy="compensation", text="照价赔偿", amount="500", actor=zhao, now=next(at))
        workflow.decline(complaint, answer="太少", proposal=1, actor=li, now=next(at))
        assert complaint.state == "investigated"
        workflow.propose(complaint, remedy="compensation", text="照价赔偿", amount="800", actor=zhao, now=next(at))
        workflow.agree(complaint, answer="可以", proposal=2, actor=li, now=next(at))
        workflow.carry_out(complaint, actor=zhao, now=next(at))
        workflow.close(complaint, actor=li, now=next(at))
        assert complaint.state == "closed"
        workflow.archive(complaint, actor=li, now=next(at))
    assert complaint.state == "archived"
    assert [(row.no, row.outcome, row.amount) for row in complaint.proposals] == [
        (1, "declined", Money(50000)),
        (2, "agreed", Money(80000)),
    ]
    assert "装车时跌落" in complaint.closing_notice
    assert [event.verb for event in history_of(complaint)] == [
        "register",
        "accept",
        "dispatch",
        "investigate",
        "propose",
        "decline",
        "propose",
        "agree",
        "carry_out",
        "close",
        "archive",
    ]
    assert {deadline.clock: deadline.state for deadline in of_owner(complaint)} == {
        "forward": "met",
        "propose": "met",
        "resolve": "met",
        "satisfaction_call": "cancelled",
    }
    about_it = select(Message.template_code).where(Message.owner_kind == "complaint")
    codes = db.session.scalars(about_it.order_by(Message.id)).all()
    assert codes == [
        "complaint_received",
        "complaint_dispatched",
        "complaint_proposed",
        "complaint_declined",
        "complaint_proposed",
        "complaint_closed",
    ]


def test_a_step_that_the_state_does_not_allow_is_refused_naming_the_state(company: Company) -> None:
    complaint = register(company)
    with pytest.raises(Refused) as refusal, unit_of_work():
        workflow.close(complaint, actor=company.person("li"), now=MONDAY)
    assert "Registered" in str(refusal.value)
    assert complaint.state == "registered"


def test_an_unknown_caller_becomes_a_walk_in_customer(company: Company) -> None:
    complaint = register(company, customer_id=None, contact_id=None, complainant="刘洋", phone="１３９００１３９０００")
    customer = db.session.get_one(Customer, complaint.customer_id)
    assert (customer.name, customer.kind, customer.department.code) == ("刘洋", "walk_in", "calls")
    assert db.session.get_one(Contact, complaint.contact_id).phone == "+8613900139000"


def test_everything_wrong_is_told_at_once(company: Company) -> None:
    wrong = {
        "channel": "pigeon",
        "category_id": 10**12,
        "customer_id": None,
        "contact_id": None,
        "description": " ",
        "loss": "viel",
        "claim": "-5",
        "phone": "12",
        "occurred_at": MONDAY + timedelta(days=1),
        "title": "a\0b",
        "place": "x" * 100_000,
        "behaviours": ["dances"],
        "complaint_count": "0",
        "station_id": 4711,
        "email": "nobody",
    }
    with pytest.raises(Invalid) as refusal, unit_of_work():
        workflow.register(**told(company, **wrong), actor=company.person("li"), now=MONDAY)
    assert set(refusal.value.fields) == set(wrong) - {"customer_id", "contact_id"} | {"complainant"}


def test_new_facts_grade_again_and_move_the_clocks(company: Company) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.amend(complaint, loss="5000.01", actor=company.person("li"), now=MONDAY + timedelta(minutes=3))
    assert (complaint.severity, complaint.severity_clause) == ("major", "4.4.1C")
    event = history_of(complaint)[-1]
    assert event.facts["severity"] == {"from": "minor", "to": "major"}
    assert event.facts["changed"] == ["loss"]
    assert {deadline.clock for deadline in running_of(complaint)} == {"forward", "escalate", "resolve"}


def test_the_verdict_confirms_the_grade_and_stops_no_clock_of_the_customers(company: Company) -> None:
    complaint = register(company)
    li = company.person("li")
    with unit_of_work():
        workflow.accept(complaint, actor=li, now=MONDAY)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
        clocks = {deadline.clock for deadline in running_of(complaint)}
        workflow.verdict(complaint, verdict="sustained", party="department", reason="装卸不当", actor=li, now=MONDAY)
    assert not complaint.severity_provisional
    assert {deadline.clock for deadline in running_of(complaint)} == clocks
    with pytest.raises(Invalid) as refusal, unit_of_work():
        workflow.verdict(complaint, verdict="sustained", party="carrier", reason="外包", actor=li, now=MONDAY)
    assert set(refusal.value.fields) == {"carrier_id"}


def test_a_second_complaint_about_a_waybill_is_major_once_somebody_confirms_it(company: Company) -> None:
    first = register(company, waybill_id=company.waybill_id)
    second = register(company, waybill_id=company.waybill_id)
    assert (second.severity, second.times) == ("minor", 1)
    with unit_of_work():
        workflow.link(second, other_id=first.id, outcome="repeat", actor=company.person("li"), now=MONDAY)
    assert (first.severity, first.times) == ("minor", 1)
    assert (second.severity, second.severity_clause, second.times) == ("major", "4.4.1C", 2)
