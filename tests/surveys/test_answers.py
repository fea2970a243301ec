"""What customers answer by their link: kept once, nothing lost, a low score becomes somebody's task."""

import re
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core.clock import local
from app.core.errors import Refused
from app.db import unit_of_work
from app.deadlines import Deadline
from app.extensions import db
from app.outbox import Message
from app.surveys import workflow
from tests.complaints.company import MONDAY, Company
from tests.people import Browser, browser
from tests.surveys.asked import days, given, invitations, sent, tasks, token, who

pytestmark = pytest.mark.usefixtures("company")


def csrf(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def send(who: Browser, link: str, **answers: Any) -> Any:
    return who.post(link, data={"csrf_token": csrf(who.get(link).text)} | given(**answers))


@pytest.fixture
def link(company: Company) -> str:
    """The address in the customer's text message."""
    sent(company, MONDAY)
    return f"/q/{token()}"


@time_machine.travel(MONDAY, tick=False)
def test_a_customer_answers_once_without_a_login(app: Flask, link: str) -> None:
    customer = browser(app)
    page = customer.get(link).text
    assert "总体满意吗？" in page
    assert "四季度满意度" in page
    answer = send(customer, link, score5="5", score10="0", single="1", multi=["0", "2"], text="很好😀")
    assert (answer.status_code, answer.location) == (302, "/q/thanks?lang=zh")
    (invitation,) = invitations()
    assert (invitation.state, invitation.low) == ("answered", True), "0 of 10 is low"
    said = {each.question.kind: (each.score, each.choices, each.text) for each in invitation.answers}
    assert said == {
        "score5": (5, [], ""),
        "score10": (0, [], ""),
        "single": (None, [1], ""),
        "multi": (None, [0, 2], ""),
        "text": (None, [], "很好😀"),
    }
    assert customer.get(link).status_code == 404
    assert customer.get("/q/thanks").status_code == 200


@time_machine.travel(MONDAY, tick=False)
def test_what_is_missing_is_told_at_the_question_and_nothing_is_lost(app: Flask, link: str) -> None:
    customer = browser(app)
    answer = send(customer, link, score10="7", multi=["1"], text="请改进")
    assert answer.status_code == 422
    assert answer.text.count("请回答此题") == 2, "the score and the choice"
    assert "请改进" in answer.text
    assert len(re.findall(r"\bchecked\b", answer.text)) == 2
    for wrong in ({"score5": "6"}, {"score5": "3", "single": "9"}, {"score5": "3", "single": "0", "text": "长" * 1001}):
        assert send(customer, link, **wrong).status_code == 422
    assert invitations()[0].state == "sent"
    english = customer.get(f"{link}?lang=en").text
    assert "Send my answer" in english


@time_machine.travel(MONDAY, tick=False)
def test_the_page_reveals_nothing_and_loads_nothing(app: Flask, link: str) -> None:
    answer = browser(app).get(link)
    for secret in ("鑫源", "王芳", "138", "江汉", "<script", "sidebar"):
        assert secret not in answer.text, secret
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert browser(app).post(link, data=given(score5="1")).status_code == 400, "another site's form"


def test_wrong_used_and_expired_links_get_one_page(app: Flask, link: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        assert send(browser(app), link, score5="4", single="0").status_code == 302
        used, wrong = browser(app).get(link), browser(app).get(f"/q/{'x' * 24}")
    assert (used.status_code, wrong.status_code) == (404, 404)
    assert used.text == wrong.text
    assert not tasks(), "4 of 5 is fine"


def test_an_expired_link_gets_it_too(app: Flask, link: str) -> None:
    with time_machine.travel(MONDAY + days(15), tick=False):
        assert browser(app).get(link).status_code == 404
    assert invitations()[0].state == "sent"


@time_machine.travel(MONDAY, tick=False)
def test_a_low_score_is_the_stations_task_with_a_deadline(app: Flask, company: Company, link: str) -> None:
    send(browser(app), link, score5="1", score10="4", single="0", text="箱子总是破")
    (task,) = tasks()
    assert (task.question, task.score, task.highest) == ("总体满意吗？", 1, 5), "lower by its scale than 4 of 10"
    assert (task.department_id, task.assigned_id) == (company.departments["jianghan"], None)
    assert local(task.due_at).strftime("%m-%d %H:%M") == "11-25 18:00"
    deadline = db.session.scalars(select(Deadline).where(Deadline.owner_kind == "survey_task")).one()
    assert (deadline.due_at, deadline.state) == (task.due_at, "running")
    told = db.session.scalars(select(Message).where(Message.template_code == "survey_low_score")).one()
    assert told.to_person_id == company.people["zhao"], "who heads the station"
    with unit_of_work():
        workflow.settle(task, what_was_done="已致电道歉，改用木箱", **who(company))
    assert (task.state, task.done_by_id) == ("done", company.people["li"])
    db.session.refresh(deadline)
    assert (deadline.state, deadline.next_at) == ("met", None)
    with pytest.raises(Refused), unit_of_work():
        workflow.settle(task, what_was_done="又一次", **who(company))


@time_machine.travel(MONDAY, tick=False)
def test_the_owner_of_the_customer_gets_the_task(app: Flask, company: Company, link: str) -> None:
    with unit_of_work():
        invitations()[0].customer.owner_id = company.people["li"]
    send(browser(app), link, score5="2", single="0")
    assert tasks()[0].assigned_id == company.people["li"]
