"""咨询: noted, passed on, answered, “anything else?”, closed; or made a complaint of, with nothing retyped."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.models import Complaint
from app.complaints.of_inquiry import to_complaint
from app.core.errors import Invalid, NotFound, Refused
from app.customers.inquiries import verbs
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import SOURCES, STATES
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.org.tree import subtree_ids
from app.outbox import Message
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.people import browser, login, make_person

STEPS: dict[str, dict[str, Any]] = {
    "answer": {"answer": "明天送达"},
    "transfer": {"department_id": 4},
    "close": {"anything_else": "没有了"},
    "ask_again": {"note": "几点到？"},
    "turn": {"complaint_no": "TS20261123-0001"},
}


def asked(company: Company, **facts: Any) -> Inquiry:
    """王芳 asks when her goods come."""
    usual = {"caller": "王芳", "phone": "13800138000", "customer_id": company.customer_id, "question": "货什么时候到？"}
    with unit_of_work():
        return verbs.register(**(usual | facts), actor=company.person("li"), now=MONDAY)


def take(company: Company, inquiry: Inquiry, step: str, **facts: Any) -> None:
    with unit_of_work():
        getattr(verbs, step)(inquiry, **(STEPS[step] | facts), actor=company.person("li"), now=MONDAY)


def test_it_has_a_number_and_the_callers_details(company: Company) -> None:
    inquiry = asked(company, caller="", phone="", contact_id=company.contact_id)
    assert (inquiry.no, inquiry.state, inquiry.caller, inquiry.phone) == (
        "ZX20261123-0001", "open", "王芳", "+8613800138000",
    )  # fmt: skip


def test_its_whole_life_is_told(company: Company) -> None:
    inquiry = asked(company)
    take(company, inquiry, "transfer", department_id=company.departments["jianghan"])
    for step in ("answer", "close", "ask_again", "answer"):
        take(company, inquiry, step)
    told = [event.verb for event in history_of(inquiry)]
    assert told == ["register", "transfer", "answer", "close", "ask_again", "answer"]
    messages = db.session.scalars(select(Message).where(Message.template_code == "inquiry_passed_on")).all()
    assert [message.to_name for message in messages] == ["赵强"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", SOURCES)
def test_each_step_is_possible_where_the_table_says_so(company: Company, step: str, state: str) -> None:
    inquiry = asked(company)
    with unit_of_work():
        inquiry.state = state
    facts = {"department_id": company.departments["jianghan"]} if step == "transfer" else {}
    if state in SOURCES[step]:
        take(company, inquiry, step, **facts)
        return
    with pytest.raises(Refused):
        take(company, inquiry, step, **facts)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "x" * 4001}, "question"),
        ({"kind": "tracking"}, "waybill_id"),
        ({"kind": "alien"}, "kind"),
        ({"phone": "abc"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"customer_id": 4711}, "customer_id"),
        ({"due_at": "soon"}, "due_at"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(company: Company, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        asked(company, **facts)
    assert set(refusal.value.fields) == {field}


def test_the_answer_is_written_to_who_left_an_address(company: Company) -> None:
    inquiry = asked(company, email="wang.fang@example.com")
    take(company, inquiry, "answer")
    message = db.session.scalars(select(Message).where(Message.template_code == "inquiry_answered")).one()
    assert "明天送达" in message.body


def test_who_has_nothing_to_do_with_it_does_not_reach_it(company: Company) -> None:
    inquiry = asked(company)
    hongshan = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    with use_scope(hongshan):
        assert db.session.scalars(select(Inquiry)).all() == []
        with pytest.raises(NotFound), unit_of_work():
            verbs.answer(inquiry, answer="x", actor=company.person("sun"), now=MONDAY)


def test_one_step_makes_a_complaint_of_it_with_all_that_was_noted(company: Company) -> None:
    inquiry = asked(company, contact_id=company.contact_id, waybill_id=company.waybill_id)
    more = {"channel": "hotline_400", "category_id": company.damage_id, "description": inquiry.question}
    with unit_of_work():
        to_complaint(inquiry, **more, actor=company.person("li"), now=MONDAY + timedelta(minutes=5))
    complaint = db.session.scalars(select(Complaint)).one()
    assert (inquiry.state, inquiry.complaint_no) == ("turned", complaint.no)
    same = ("customer_id", "contact_id", "waybill_id", "phone")
    assert [getattr(complaint, name) for name in same] == [getattr(inquiry, name) for name in same]
    assert complaint.complainant == "王芳"
    with pytest.raises(Refused), unit_of_work():
        to_complaint(inquiry, **more, actor=company.person("li"), now=MONDAY)
    assert len(db.session.scalars(select(Complaint)).all()) == 1


def test_on_screen_and_over_rest(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    facts = {"kind": "consult", "channel": "hotline", "caller": "张伟", "question": "周末送货吗？"}
    assert boss.send("/inquiry/add", facts).status_code == 302
    page = boss.get("/inquiry/show/1").text
    assert "周末送货吗？" in page
    assert "转为投诉" in page
    form = boss.get("/inquiry/1/verb/to_complaint").text
    assert "周末送货吗？" in form
    token = {"X-CSRFToken": boss.token("/")}
    answer = boss.post("/api/v1/inquiry/1/answer", json={"answer": "送的"}, headers=token)
    assert (answer.status_code, answer.json["result"]["state"]) == (200, "answered")
    assert "周末" not in boss.get("/inquiry/list/?only=waiting").text
    make_person("clerk", permissions=[("can_list", "InquiryView"), ("can_show", "InquiryView")])
    clerk = login(browser(app), "clerk")
    assert [clerk.send(f"/inquiry/1/verb/{step}").status_code for step in ("answer", "transfer", "close")] == [403] * 3
