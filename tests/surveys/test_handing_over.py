"""A low-score task goes to a colleague who sees the customer, and stands among what nobody has until then."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core.errors import Invalid, Refused
from app.core.i18n import show
from app.db import unit_of_work
from app.deadlines import Deadline
from app.events import Event
from app.extensions import db
from app.outbox import Message
from app.security import Person
from app.surveys import workflow
from app.surveys.answering import answer
from app.surveys.models import SurveyTask
from app.unheld.finding import KINDS
from app.unheld.people import missing_now
from tests.absence.conftest import away
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.surveys.asked import given, invitations, sent, tasks, token, who


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def task(app: Flask, company: Company) -> SurveyTask:
    """鑫源, whom 李娜 looks after, gave 1 of 5."""
    sent(company)
    with unit_of_work():
        invitations()[0].customer.owner_id = company.people["li"]
    with unit_of_work():
        answer(token(), given(score5="1", single="0"), now=MONDAY)
    return tasks()[0]


def person(company: Company, name: str, department: str) -> Person:
    """With every right, within a department."""
    return make_person(name, department=company.department(department), reach="tree", permissions=every_right())


def unheld() -> list[str]:
    """Why nobody has which task."""
    db.session.rollback()
    kind = next(each for each in KINDS if each.code == "survey_task")
    return [show(why, str) for _row, why in kind.find(missing_now(MONDAY))]


def test_whoever_gets_it_is_told_and_has_the_deadline(company: Company, task: SurveyTask) -> None:
    qian = person(company, "qian", "jianghan").id
    with unit_of_work():
        workflow.hand_over(task, owner_id=qian, note="我下周休假", **who(company))
    assert (tasks()[0].state, tasks()[0].assigned_id) == ("open", qian)
    deadline = db.session.scalars(select(Deadline).where(Deadline.owner_kind == "survey_task")).one()
    assert (deadline.state, deadline.responsible_person_id, deadline.due_at) == ("running", qian, task.due_at)
    told = db.session.scalars(select(Message).where(Message.template_code == "survey_task_handed_over")).one()
    assert told.to_person_id == qian
    assert "我下周休假" in told.body
    same = (Event.owner_kind == "survey_task", Event.verb == "hand_over")
    event = db.session.scalars(select(Event).where(*same)).one()
    assert (event.actor_id, event.note) == (company.people["li"], "我下周休假")


def test_not_to_somebody_who_does_not_see_the_customer(company: Company, task: SurveyTask) -> None:
    kong = person(company, "kong", "hongshan").id
    for wrong in (kong, None, 999_999, "x"):
        with pytest.raises(Invalid) as refused, unit_of_work():
            workflow.hand_over(task, owner_id=wrong, **who(company))
        assert set(refused.value.fields) == {"owner_id"}
    assert tasks()[0].assigned_id == company.people["li"]


def test_what_is_settled_is_handed_over_no_more(company: Company, task: SurveyTask) -> None:
    qian = person(company, "qian", "jianghan").id
    with unit_of_work():
        workflow.settle(task, what_was_done="已致电", **who(company))
    with pytest.raises(Refused), unit_of_work():
        workflow.hand_over(task, owner_id=qian, **who(company))


def test_whose_holder_left_or_is_away_without_a_delegate_nobody_has(company: Company, task: SurveyTask) -> None:
    assert unheld() == []
    absence = away(company, "li")
    assert unheld()[0].startswith("李娜 is away until")
    with unit_of_work():
        absence.delegate_id = company.people["chen"]
    assert unheld() == []
    with unit_of_work():
        company.person("li").active = False
    assert unheld() == ["李娜 has left"]


def test_one_that_is_nobodys_by_name_is_the_departments(company: Company, task: SurveyTask) -> None:
    with unit_of_work():
        task.assigned_id = None
    assert unheld() == [], "赵强 heads Jianghan"
    with unit_of_work():
        task.department_id = None
    assert unheld() == ["nobody has taken it on"]
    with unit_of_work():
        task.what_was_done, task.state = "已致电", "done"
    assert unheld() == []


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    make_person("boss", department=company.department("hq"), permissions=every_right())
    return login(browser(app), "boss")


def test_it_is_given_away_from_the_list_of_what_nobody_has(company: Company, task: SurveyTask, boss: Browser) -> None:
    qian = person(company, "qian", "jianghan").id
    task_id = task.id
    with unit_of_work():
        company.person("li").active = False
    page = boss.get("/unheld/").text
    assert "李娜 已离职" in page
    assert f"/unheld/survey_task/{task_id}/hand-over" in page
    sent_form = {"person": str(qian), "person-text": "x", "note": "接手"}
    assert boss.send(f"/unheld/survey_task/{task_id}/give", sent_form).status_code == 302
    assert (tasks()[0].assigned_id, unheld()) == (qian, [])


def test_on_its_page_and_by_a_program(app: Flask, company: Company, task: SurveyTask, boss: Browser) -> None:
    qian, task_id = person(company, "qian", "jianghan").id, task.id
    person(company, "kong", "hongshan")
    other = login(browser(app), "kong")
    form = {"owner": str(qian), "owner-text": "x", "note": ""}
    assert other.send(f"/survey-task/{task_id}/verb/hand_over", form).status_code == 404
    assert boss.send(f"/survey-task/{task_id}/verb/hand_over", form | {"owner": ""}).status_code == 422
    assert boss.send(f"/survey-task/{task_id}/verb/hand_over", form).status_code == 302
    assert tasks()[0].assigned_id == qian

    def call(client: Browser, **body: Any) -> Any:
        headers = {"X-CSRFToken": client.token("/")}
        return client.post(f"/api/v1/surveytask/{task_id}/hand_over", json=body, headers=headers)

    assert call(other, owner=company.people["li"]).status_code == 404
    assert call(boss, owner=company.people["li"]).get_json()["result"]["assigned"]
    assert tasks()[0].assigned_id == company.people["li"]
