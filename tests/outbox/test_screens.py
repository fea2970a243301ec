"""Messages and templates in the browser."""

import re

import pytest
from sqlalchemy import select

from app.db import unit_of_work
from app.events import Event
from app.extensions import db
from app.outbox import Message, MessageTemplate, Recipient, seed_templates
from app.outbox.deliver import deliver_due
from tests.outbox import test_templates
from tests.outbox.conftest import NOW
from tests.people import browser, login, make_department, make_person
from tests.security import business

MESSAGES = [(name, "MessageView") for name in ("can_list", "can_show", "can_requeue", "can_cancel")]
TEMPLATES = [(name, "MessageTemplateView") for name in ("can_list", "can_show", "can_edit")]


@pytest.fixture
def admin(app):
    make_person("admin", permissions=MESSAGES + TEMPLATES)
    return login(browser(app), "admin")


@pytest.fixture
def template_id(app) -> int:
    with unit_of_work():
        seed_templates()
    return db.session.scalars(select(MessageTemplate.id).filter_by(code="test.list", language="zh")).one()


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_list_masks_the_recipient_and_names_the_state(tell, admin):
    tell()
    deliver_due(NOW)
    page = admin.get("/message/list/").text
    assert "l***@example.com" in page
    assert "li.na@" not in page
    assert "Console — not sent outside" in page or "未对外发送" in page


def test_a_message_shows_its_tries_and_the_servers_answer_and_goes_again_on_demand(tell, server, admin):
    tell(context={"number": "TS1", "name": "李娜", "due": "13800138000"})
    server.rcpt_replies += ["550 no such mailbox"]
    deliver_due(NOW)
    url = f"/message/show/{message().id}"
    page = admin.get(url).text
    assert page.count("550 no such mailbox") == 2
    assert "138****8000" in page
    assert "13800138000" not in page
    assert admin.send(f"/message/{message().id}/verb/requeue").status_code == 302
    deliver_due(message().due_at)
    assert message().state == "sent"
    assert admin.send(f"/message/{message().id}/verb/requeue").status_code == 422
    assert [event.verb for event in db.session.scalars(select(Event))] == ["requeue"]


LINK = "https://kesu.example.cn/s/kq3vYw0cN8pT5rXb2mJdHf1A"


def test_a_personal_link_reaches_its_recipient_whole_and_is_masked_for_everybody_else(tell, server, admin):
    tell(context={"number": LINK, "name": "李娜", "due": "https://kesu.example.cn/complaint/show/17"})
    deliver_due(NOW)
    assert LINK in server.received[0].get_content()
    for path in ("/message/list/", f"/message/show/{message().id}"):
        page = admin.get(path).text
        assert "kq3vYw0c" not in page
        assert "https://kesu.example.cn/s/******" in page
    assert "https://kesu.example.cn/complaint/show/17" in page, "the address of a page is no secret"
    assert str(message()) == message().shown_subject


def test_a_waiting_message_is_withdrawn(tell, admin):
    tell()
    assert admin.send(f"/message/{message().id}/verb/cancel").status_code == 302
    assert message().state == "cancelled"


def test_a_message_to_nobody_shows_why(tell, admin):
    tell(to=Recipient("王先生"))
    assert admin.send(f"/message/{message().id}/verb/requeue").status_code == 422
    page = admin.get(f"/message/show/{message().id}").text
    assert "e-mail address" in page or "电子邮箱" in page


def test_another_station_sees_no_message_about_what_is_not_its_own(tell, admin, app):
    business.prepare()
    try:
        ours, theirs = make_department("A", "站点甲"), make_department("B", "站点乙")
        with unit_of_work():
            order = business.Order(name="运单", from_id=ours.id)
            db.session.add(order)
        tell(owner=order)
        for name, department, status, count in (("anna", ours, 200, 1), ("ben", theirs, 404, 0)):
            make_person(name, department=department, reach="tree", permissions=MESSAGES)
            person = login(browser(app), name)
            assert person.get(f"/message/show/{message().id}").status_code == status
            seen = re.findall(r"/message/show/[0-9]+", person.get("/message/list/").text)
            assert len(set(seen)) == count
            assert person.send(f"/message/{message().id}/verb/cancel").status_code == (302 if count else 404)
    finally:
        business.forget()


def test_nobody_adds_or_changes_a_message_by_hand(tell, admin):
    tell()
    for path in ("/message/add", f"/message/edit/{message().id}", f"/message/delete/{message().id}"):
        assert admin.get(path).status_code == 404


def test_a_template_is_shown_filled_in_with_the_sample_or_a_real_case(admin, template_id):
    url = f"/message-template/show/{template_id}"
    assert "2. 乙" in plain(admin.get(url).text)
    assert f"1. TS1 2. {test_templates.WITH_LIST.code}" in plain(admin.get(f"{url}?number=TS1").text)
    unknown = admin.get(f"{url}?number=TS%002")
    assert unknown.status_code == 200
    assert 'role="alert"' in unknown.text


def test_a_wrong_template_comes_back_with_the_fault_at_its_field_and_what_was_typed(admin, template_id):
    url = f"/message-template/edit/{template_id}"
    seen = re.search(r'name="seen_version"[^>]*value="([^"]*)"', admin.get(url).text)[1]
    wrong = {"subject": "共{{ names|length }}件", "body": "第一行\n{{ nmaes }}", "active": "y", "seen_version": seen}
    answer = admin.send(url, wrong)
    assert answer.status_code == 422
    assert "nmaes" in re.search(r'<p class="error">([^<]*)</p>', answer.text)[1]
    assert "共{{ names|length }}件" in answer.text
    row = db.session.get(MessageTemplate, template_id)
    assert row.subject == test_templates.WITH_LIST.subject_zh
    assert admin.send(url, wrong | {"body": "{{ names|join('、') }}"}).status_code == 302
    db.session.refresh(row)
    assert row.body == "{{ names|join('、') }}"
