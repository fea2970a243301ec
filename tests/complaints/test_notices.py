"""Who hears of what, and what is no longer sent because things have moved on."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message
from app.outbox.wanted import is_wanted
from tests.complaints.company import MONDAY, Company, told


def registered(company: Company, **facts: Any) -> Complaint:
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)
        workflow.accept(complaint, actor=company.person("li"), now=MONDAY)
    return complaint


def dispatched(company: Company, **facts: Any) -> Complaint:
    complaint = registered(company, **facts)
    with unit_of_work():
        department_id = company.departments["jianghan"]
        workflow.dispatch(complaint, department_id=department_id, actor=company.person("li"), now=MONDAY)
    return complaint


def messages(template: str) -> list[Message]:
    found = select(Message).where(Message.template_code == f"complaint_{template}").order_by(Message.id)
    return list(db.session.scalars(found))


def receivers(template: str) -> list[str]:
    return [message.to_name for message in messages(template)]


def test_the_head_of_the_department_hears_of_it(company: Company) -> None:
    complaint = dispatched(company)
    [message] = messages("dispatched")
    assert (message.to_name, message.address) == ("赵强", "zhao@example.com")
    assert complaint.no in message.subject
    assert f"/complaint/show/{complaint.id}" in message.body
    assert "13800138000" not in message.body


def test_the_deputy_hears_of_it_too(company: Company) -> None:
    with unit_of_work():
        company.department("jianghan").deputy_id = company.people["chen"]
    dispatched(company)
    assert receivers("dispatched") == ["赵强", "陈静"]


def test_a_vacant_department_is_answered_for_by_the_level_above(company: Company) -> None:
    with unit_of_work():
        company.department("jianghan").head_id = None
    dispatched(company)
    assert receivers("dispatched") == ["周明"]


def test_the_handler_is_asked_to_put_the_proposal_to_the_customer(company: Company) -> None:
    complaint = dispatched(company)
    with unit_of_work():
        workflow.investigate(complaint, findings="属实", actor=company.person("zhao"), now=MONDAY)
        workflow.propose(
            complaint, remedy="compensation", text="赔偿", amount="500", actor=company.person("zhao"), now=MONDAY
        )
    [message] = messages("proposed")
    assert message.to_name == "李娜"
    assert "¥500.00" in message.body


def test_escalating_tells_the_level_above_and_the_handlers_own_manager(company: Company) -> None:
    complaint = dispatched(company)
    with unit_of_work():
        workflow.escalate(complaint, note="客户要投诉到媒体", actor=company.person("li"), now=MONDAY)
    assert receivers("escalated") == ["周明", "吴敏"]
    assert all(message.urgent for message in messages("escalated"))


def test_a_customer_without_an_address_gets_no_mail_but_a_notice_to_be_read_out(company: Company) -> None:
    complaint = registered(company, customer_id=None, contact_id=None, complainant="刘洋", phone="13900139000")
    li = company.person("li")
    with unit_of_work():
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
        workflow.investigate(complaint, findings="属实", actor=li, now=MONDAY)
        workflow.propose(complaint, remedy="apology", text="上门致歉", actor=li, now=MONDAY)
        workflow.agree(complaint, actor=li, now=MONDAY)
        workflow.carry_out(complaint, actor=li, now=MONDAY)
        workflow.close(complaint, actor=li, now=MONDAY)
    assert messages("received") == messages("closed") == []
    assert "上门致歉" in complaint.closing_notice
    assert complaint.no in complaint.closing_notice


def test_a_foreign_customer_is_written_to_in_english(company: Company) -> None:
    registered(company, language="en", email="smith@example.com")
    [message] = messages("received")
    assert (message.language, message.address) == ("en", "smith@example.com")
    assert message.subject.startswith("We have your complaint")


def test_a_message_that_waited_goes_out_only_while_it_is_still_true(company: Company) -> None:
    complaint = dispatched(company)
    [received] = messages("received")
    [handed_over] = messages("dispatched")
    assert is_wanted(received)
    assert is_wanted(handed_over)
    with unit_of_work():
        later = MONDAY + timedelta(minutes=5)
        workflow.investigate(complaint, findings="属实", actor=company.person("zhao"), now=later)
    assert is_wanted(received)
    assert not is_wanted(handed_over)


def test_a_department_that_has_lost_the_complaint_is_not_written_to_any_more(company: Company) -> None:
    complaint = dispatched(company)
    with unit_of_work():
        hongshan = company.departments["hongshan"]
        workflow.transfer(complaint, department_id=hongshan, note="洪山的货", actor=company.person("li"), now=MONDAY)
    assert [(message.to_name, is_wanted(message)) for message in messages("dispatched")] == [
        ("赵强", False),
        ("孙丽", True),
    ]
