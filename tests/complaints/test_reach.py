"""Whose complaint is it to see? 赵强 heads Jianghan, 孙丽 heads Hongshan, 周明 the province above both."""

from collections.abc import Callable
from typing import Any

import pytest

from app.complaints import workflow
from app.complaints.models import Complaint, Proposal
from app.core.errors import Invalid, NotFound
from app.customers.models import Customer
from app.db import by_id, unit_of_work
from app.deadlines import Deadline
from app.events import Event
from app.extensions import db
from app.org.tree import subtree_ids
from app.outbox import Message
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company, told


def as_(company: Company, name: str, reach: str = "tree") -> Any:
    person = company.person(name)
    return use_scope(Scope(reach, person.id, subtree_ids(person.department_id) if reach == "tree" else frozenset()))


def at_jianghan(company: Company) -> Complaint:
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
        workflow.accept(complaint, actor=company.person("li"), now=MONDAY)
        workflow.dispatch(
            complaint, department_id=company.departments["jianghan"], actor=company.person("li"), now=MONDAY
        )
        workflow.investigate(complaint, findings="属实", actor=company.person("zhao"), now=MONDAY)
        workflow.propose(complaint, remedy="apology", text="致歉", actor=company.person("zhao"), now=MONDAY)
    return complaint


@pytest.mark.parametrize(("name", "sees"), [("zhao", True), ("zhou", True), ("sun", False), ("wu", False)])
def test_the_department_and_those_above_it_see_everything_about_it(company: Company, name: str, sees: bool) -> None:
    complaint = at_jianghan(company)
    with as_(company, name):
        assert (by_id(Complaint, complaint.id) is not None) is sees
        for model in (Proposal, Event, Deadline, Message):
            about = {"owner_kind": "complaint"} if model is not Proposal else {}
            assert bool(db.session.query(model).filter_by(**about).count()) is sees, model


@pytest.mark.parametrize(("name", "sees"), [("li", True), ("chen", False)])
def test_an_agent_with_the_narrow_reach_sees_what_they_registered(company: Company, name: str, sees: bool) -> None:
    complaint = at_jianghan(company)
    with as_(company, name, "own"):
        assert (by_id(Complaint, complaint.id) is not None) is sees


def test_after_a_transfer_the_old_department_sees_it_no_more(company: Company) -> None:
    complaint = at_jianghan(company)
    with unit_of_work():
        workflow.decline(complaint, answer="不接受", actor=company.person("li"), now=MONDAY)
    with as_(company, "zhao"), unit_of_work():
        hongshan = company.departments["hongshan"]
        workflow.transfer(
            complaint, department_id=hongshan, note="破损发生在洪山", actor=company.person("zhao"), now=MONDAY
        )
    complaint_id = complaint.id
    db.session.expunge_all()
    with as_(company, "zhao"):
        assert by_id(Complaint, complaint_id) is None
    with as_(company, "sun"):
        assert by_id(Complaint, complaint_id) is not None


@pytest.mark.parametrize("verb", workflow.STEPS)
def test_an_outsider_can_take_no_step(company: Company, verb: str) -> None:
    complaint = at_jianghan(company)
    step: Callable[..., Any] = workflow.STEPS[verb]
    needed = {
        "department_id": company.departments["hongshan"],
        "handler_id": company.people["sun"],
        "findings": "x",
        "remedy": "apology",
        "text": "x",
        "answer": "x",
        "note": "x",
        "result": "satisfied",
        "verdict": "dismissed",
        "party": "nobody",
        "reason": "x",
        "explanation": "x",
        "at": MONDAY.replace(hour=17),
        "other_id": 1,
        "outcome": "related",
        "code": "x",
        "files": [],
    }
    takes = step.__wrapped__.__kwdefaults__ if hasattr(step, "__wrapped__") else {}
    names = getattr(step, "__wrapped__", step).__annotations__
    facts = {name: value for name, value in needed.items() if name in names and name not in (takes or {})}
    with as_(company, "sun"), pytest.raises(NotFound), unit_of_work():
        step(complaint, **facts, actor=company.person("sun"), now=MONDAY)


def test_a_manager_registers_nothing_in_the_name_of_another_departments_customer(company: Company) -> None:
    with as_(company, "sun"), pytest.raises(Invalid) as refusal, unit_of_work():
        workflow.register(**told(company), actor=company.person("sun"), now=MONDAY)
    assert {"customer_id", "contact_id"} <= set(refusal.value.fields)


def test_whoever_registers_a_complaint_keeps_seeing_it(company: Company) -> None:
    facts = told(company, customer_id=None, contact_id=None, complainant="刘洋", phone="13900139000")
    with as_(company, "sun"), unit_of_work():
        complaint = workflow.register(**facts, actor=company.person("sun"), now=MONDAY)
        customer_id = complaint.customer_id
    with as_(company, "sun"):
        assert by_id(Complaint, complaint.id) is not None
        assert by_id(Customer, customer_id or 0) is not None
