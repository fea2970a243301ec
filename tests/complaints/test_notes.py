"""Writing on a complaint: colleagues mentioned with @, canned replies inserted with /."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import CannedReply, Complaint
from app.complaints.templates import MENTIONED
from app.core import clock
from app.core.errors import Invalid
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.outbox import Message
from tests.complaints.company import Company, told
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person


@pytest.fixture
def at_jianghan(company: Company) -> Complaint:
    """A complaint at 赵强's station. 钱伟 works there and may read complaints, 孙丽 at Hongshan may, too."""
    station, other = company.department("jianghan"), company.department("hongshan")
    rights = [("can_show", "ComplaintView")]
    make_person("qian", last_name="钱", first_name="伟", department=station, reach="tree", permissions=rights)
    make_person("sunli", last_name="孙", first_name="莉", department=other, reach="tree", permissions=rights)
    make_person("blind", last_name="毛", first_name="宁", department=station, reach="tree")
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=clock.now())
        workflow.accept(complaint, actor=company.person("li"), now=clock.now())
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=None, now=clock.now())
    return complaint


def note(company: Company, complaint: Complaint, text: str) -> None:
    with unit_of_work():
        workflow.note(complaint, note=text, actor=company.person("li"), now=clock.now())


def messages() -> list[tuple[str, str]]:
    rows = select(Message).where(Message.template_code == MENTIONED).order_by(Message.id)
    return [(row.to_name, row.body) for row in db.session.scalars(rows)]


def test_the_mentioned_gets_a_message_with_the_note(company: Company, at_jianghan: Complaint) -> None:
    note(company, at_jianghan, "请@钱伟今天回电,@钱伟 收到请回复")
    [(name, body)] = messages()
    assert name == "钱伟"
    assert "今天回电" in body
    assert "李娜" in body
    assert history_of(at_jianghan)[-1].facts["mentioned"] == ["钱伟"]


def test_a_login_works_as_well_and_an_address_is_no_mention(company: Company, at_jianghan: Complaint) -> None:
    note(company, at_jianghan, "客户邮箱 wang@qian.com,参见 @qian")
    assert [name for name, _body in messages()] == ["钱伟"]
    note(company, at_jianghan, "只写给 wang@qian.com 和 @没有这个人")
    assert len(messages()) == 1


@pytest.mark.parametrize(("text", "name"), [("@孙莉 看一下", "孙莉"), ("@毛宁 看一下", "毛宁")])
def test_who_may_not_see_it_can_not_be_mentioned(
    company: Company, at_jianghan: Complaint, text: str, name: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        note(company, at_jianghan, text)
    assert refusal.value.fields["note"].params["person"] == name
    assert messages() == []
    assert history_of(at_jianghan)[-1].verb == "dispatch"


def test_two_of_one_name_are_told_apart_by_their_login(company: Company, at_jianghan: Complaint) -> None:
    station, rights = company.department("jianghan"), [("can_show", "ComplaintView")]
    make_person("qian2", last_name="钱", first_name="伟", department=station, reach="tree", permissions=rights)
    with pytest.raises(Invalid) as refusal:
        note(company, at_jianghan, "@钱伟 看一下")
    assert "@qian2" in refusal.value.fields["note"].params["logins"]
    note(company, at_jianghan, "@qian2 看一下")
    assert len(messages()) == 1


def test_nobody_is_told_what_they_wrote_themselves(company: Company, at_jianghan: Complaint) -> None:
    rights = [("can_show", "ComplaintView")]
    me = make_person("me", last_name="何", first_name="洁", permissions=rights)
    with unit_of_work():
        workflow.note(at_jianghan, note="@何洁 备忘", actor=me, now=clock.now())
    assert messages() == []


def desk_of(app: Flask, company: Company, name: str, department: str, reach: str = "tree") -> Browser:
    rights = every_right(("Complaint", "CannedReply"))
    make_person(name, department=company.department(department), reach=reach, permissions=rights)
    return login(browser(app), name)


def test_only_those_who_may_see_it_are_offered(app: Flask, company: Company, at_jianghan: Complaint) -> None:
    desk = desk_of(app, company, "operator", "calls", "all")
    address = f"/complaint/{at_jianghan.id}/people"
    offered = desk.get(f"{address}?q=钱").json["results"]
    assert [(each["text"], each["insert"]) for each in offered] == [("钱伟", "@钱伟 ")]
    assert desk.get(f"{address}?q=孙").json["results"] == []
    assert desk.get(f"{address}?q=%25").json["results"] == []
    assert desk_of(app, company, "thief", "hongshan").get(f"{address}?q=钱").status_code == 404


def reply(title: str, body: str, department_id: int | None = None) -> None:
    with unit_of_work():
        db.session.add(CannedReply(title=title, body=body, department_id=department_id))


def test_replies_are_filled_in_from_the_case(app: Flask, company: Company, at_jianghan: Complaint) -> None:
    reply("致歉", "{{ complainant }}您好,您的投诉 {{ no }} 由{{ department }}处理。{{ me }}")
    reply("江汉专用", "江汉", company.departments["jianghan"])
    reply("洪山专用", "洪山", company.departments["hongshan"])
    desk = desk_of(app, company, "writer", "jianghan")
    found = desk.get(f"/complaint/{at_jianghan.id}/replies?q=").json["results"]
    assert {each["text"] for each in found} == {"致歉", "江汉专用"}
    [sorry] = [each for each in found if each["text"] == "致歉"]
    assert sorry["insert"] == f"王芳您好,您的投诉 {at_jianghan.no} 由武汉江汉网点处理。writer"
    narrowed = desk.get(f"/complaint/{at_jianghan.id}/replies?q=江汉专").json["results"]
    assert [each["text"] for each in narrowed] == ["江汉专用"]
    assert desk_of(app, company, "thief", "hongshan").get(f"/complaint/{at_jianghan.id}/replies").status_code == 404


def test_a_team_writes_for_itself_and_the_whole_company_only_who_reaches_it(app: Flask, company: Company) -> None:
    team = desk_of(app, company, "team", "jianghan")
    mine = {"title": "回电", "body": "{{ no }}", "department_id": company.departments["jianghan"]}
    assert team.send("/canned-reply/add", mine).status_code == 302
    assert team.send("/canned-reply/add", mine | {"department_id": ""}).status_code == 422
    assert team.send("/canned-reply/add", mine | {"department_id": company.departments["hongshan"]}).status_code == 422
    chief = desk_of(app, company, "chief", "calls", "all")
    assert chief.send("/canned-reply/add", mine | {"title": "全公司", "department_id": ""}).status_code == 302
    shared = db.session.scalars(select(CannedReply).where(CannedReply.title == "全公司")).one()
    assert team.send(f"/canned-reply/edit/{shared.id}", {"title": "改掉", "body": "x"}).status_code == 422
    assert db.session.scalars(select(CannedReply.title).order_by(CannedReply.id)).all() == ["回电", "全公司"]


@pytest.mark.parametrize("body", ["{{ phone }}", "{{ no ", "{% for x in no %}{{ x }}{% endfor %}{{ 1 * 9 }}", ""])
def test_a_text_that_could_not_be_filled_in_is_refused_at_its_field(app: Flask, company: Company, body: str) -> None:
    chief = desk_of(app, company, "chief", "calls", "all")
    answer = chief.send("/canned-reply/add", {"title": "坏", "body": body})
    assert answer.status_code == 422
    assert 'id="body-hint"' in answer.text
    assert db.session.scalars(select(CannedReply)).all() == []
