"""Surveys in the browser and over REST: composed, sent, read; a station sees its own customers' answers only."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.listviews.models import SavedView
from app.security import Person
from app.surveys.answering import answer
from app.surveys.models import QuestionSet, SurveyRound
from app.surveys.sending import send_due
from tests.complaints.company import Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.surveys.asked import PHONE, composed, customer, given, invitations, prepared, sent, tasks, token
from tests.web.test_export import sheet


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    make_person("boss", permissions=every_right())
    return login(browser(app), "boss")


def station(app: Flask, company: Company, code: str) -> Browser:
    """The manager of a station, with every right but only the station's rows."""
    make_person(code, department=company.department(code), reach="tree", permissions=every_right())
    return login(browser(app), code)


def answered(company: Company) -> SurveyRound:
    """鑫源 of Jianghan gives 1 of 5."""
    row = sent(company)
    with unit_of_work():
        told = given(score5="1", score10="9", single="1", multi=["0"], text="=箱子总是破")
        answer(token(), told, now=clock.now())
    return row


def test_a_set_is_composed_published_and_sent_in_the_browser(boss: Browser, company: Company) -> None:
    sent_set = {"title": "理赔体验", "intro": "谢谢", "low_of_5": "2", "low_of_10": "", "task_days": "1"}
    assert boss.send("/question-set/add", sent_set).status_code == 302
    row = db.session.scalars(select(QuestionSet)).one()
    question = {"text": "满意吗？", "kind": "score5", "required": "y", "no": "", "options_text": ""}
    assert boss.send(f"/survey-question/add?question_set={row.id}", question).status_code == 302
    second = question | {"text": "哪一步不便？", "kind": "single", "options_text": "申请\n审核"}
    assert boss.send(f"/survey-question/add?question_set={row.id}", second).status_code == 302
    page = boss.get(f"/question-set/preview/{row.id}").text
    assert "哪一步不便？" in page
    assert "审核" in page
    assert boss.send(f"/question-set/{row.id}/verb/publish").status_code == 302
    assert boss.send(f"/survey-question/add?question_set={row.id}", question).status_code == 422
    told = {"name": "十一月", "set_id": str(row.id), "channel": "sms", "pause_days": "30", "life_days": "7"}
    assert boss.send("/survey-round/add", told).status_code == 302
    survey = db.session.scalars(select(SurveyRound)).one()
    page = boss.get(f"/survey-round/show/{survey.id}").text
    assert "当前调查对象预览" in page
    assert boss.send(f"/survey-round/{survey.id}/verb/send").status_code == 302
    send_due(clock.now())
    assert [each.state for each in invitations()] == ["sent"]
    assert "回收率" in boss.get(f"/survey-round/show/{survey.id}").text


def test_a_saved_view_is_a_group_and_stays_as_it_was(app: Flask, boss: Browser, company: Company) -> None:
    customer(company, "食品厂", phone=PHONE, industry="food")
    boss_id = db.session.scalars(select(Person.id).where(Person.username == "boss")).one()
    asked = composed(company)
    with unit_of_work():
        view = SavedView(
            screen="CustomerView", name="食品客户", owner_id=boss_id, arguments=[["_flt_0_industry", "food"]]
        )
        db.session.add(view)
    told = {"name": "食品", "set_id": str(asked.id), "channel": "sms", "pause_days": "0", "life_days": "7"}
    assert boss.send("/survey-round/add", told | {"view_id": str(view.id)}).status_code == 302
    assert boss.send("/survey-round/add", told | {"view_id": "999"}).status_code == 422
    with unit_of_work():
        db.session.delete(db.session.get_one(SavedView, view.id))
    row = db.session.scalars(select(SurveyRound)).one()
    assert boss.send(f"/survey-round/{row.id}/verb/send").status_code == 302
    assert [each.customer.name for each in invitations()] == ["食品厂"]


def test_results_are_charts_and_a_file_and_only_of_customers_within_reach(
    app: Flask, boss: Browser, company: Company
) -> None:
    row = answered(company)
    page = boss.get(f"/survey-round/show/{row.id}").text
    for words in ("100%", "平均 1.0 / 5", "=箱子总是破", 'class="bar-fill" width="100.0"'):
        assert words in page, words
    rows = sheet(boss.get(f"/survey-round/answers/{row.id}/xlsx"))
    assert rows[0][-5:] == ["总体满意吗？", "愿意推荐我们吗？", "最常用的产品", "哪些需要改进？", "您的建议"]
    assert rows[1][-5:] == ["1", "9", "整车", "时效", "=箱子总是破"]
    assert "'=箱子总是破" in boss.get(f"/survey-round/answers/{row.id}/csv").text, "no formula"
    other = station(app, company, "hongshan")
    assert "=箱子总是破" not in other.get(f"/survey-round/show/{row.id}").text
    assert "鑫源" not in other.get(f"/survey-round/answers/{row.id}/csv").text
    assert boss.get(f"/survey-round/answers/{row.id}/exe").status_code == 404


def test_another_station_reaches_neither_answer_nor_task(app: Flask, company: Company) -> None:
    answered(company)
    (invitation,), (task,) = invitations(), tasks()
    other, own = station(app, company, "hongshan"), station(app, company, "jianghan")
    for path in (f"/survey-invitation/show/{invitation.id}", f"/survey-task/show/{task.id}"):
        assert own.get(path).status_code == 200, path
        assert other.get(path).status_code == 404, path
    assert other.send(f"/survey-task/{task.id}/verb/settle", {"what_was_done": "打过电话"}).status_code == 404
    assert "鑫源" not in other.get("/survey-task/list/").text
    assert own.send(f"/survey-task/{task.id}/verb/settle", {"what_was_done": ""}).status_code == 422
    assert own.send(f"/survey-task/{task.id}/verb/settle", {"what_was_done": "已道歉"}).status_code == 302
    assert tasks()[0].what_was_done == "已道歉"
    page = own.get(f"/customer/show/{company.customer_id}").text
    assert "四季度调查" in page
    assert "已道歉" in page


def test_the_first_page_has_what_waits(app: Flask, boss: Browser, company: Company) -> None:
    assert "低分待办" not in boss.get("/").text.split("<main", 1)[-1]
    answered(company)
    page = boss.get("/").text
    assert 'id="survey-tasks"' in page or "总体满意吗？" in page


def test_programs_send_and_settle_too(boss: Browser, company: Company) -> None:
    row = prepared(company, composed(company))
    headers = {"X-CSRFToken": boss.token("/")}
    done: Any = boss.post(f"/api/v1/survey/{row.id}/send", json={}, headers=headers)
    assert done.status_code == 200, done.text
    assert done.json["result"]["state"] == "scheduled"
    assert boss.post(f"/api/v1/survey/{row.id}/send", json={}, headers=headers).status_code == 409
    listed: Any = boss.get("/api/v1/surveyanswer/").json
    assert (listed["count"], listed["result"][0]["state"]) == (1, "planned")
    told = {
        "name": "又一次",
        "set_id": row.set_id,
        "channel": "sms",
        "regions": ["42"],
        "pause_days": 1,
        "life_days": 2,
    }
    made = boss.post("/api/v1/survey/", json=told, headers=headers)
    assert made.status_code == 201, made.text


def test_an_outsider_is_sent_away(app: Flask, company: Company) -> None:
    row = prepared(company, composed(company))
    make_person("guest", permissions=[])
    guest = login(browser(app), "guest")
    for path in (
        f"/survey-round/show/{row.id}",
        "/question-set/list/",
        "/survey-task/list/",
        "/survey-invitation/list/",
    ):
        assert guest.get(path).status_code in (302, 403), path
    assert guest.get("/api/v1/survey/").status_code == 403
