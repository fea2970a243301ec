"""Custom fields in messages: offered in the editor, checked when a text is saved, filled in when one is made."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import notices, workflow
from app.complaints.models import CannedReply, Complaint
from app.complaints.replies import check_reply, replies_for
from app.core.errors import Invalid
from app.core.money import Money
from app.customers.models import Customer
from app.customfields import CustomField, fill
from app.customfields.definitions import all_fields
from app.customfields.verbs import redefine, retire
from app.db import by_id, unit_of_work
from app.extensions import db
from app.outbox import Message, MessageTemplate
from app.outbox.templates import check_template, compose, preview, seed_templates
from tests.complaints.company import MONDAY, Company, found, told
from tests.customfields.conftest import field
from tests.kept import kept
from tests.people import browser, login, make_person

TEXT = "{{ no }} 仓库 {{ x_warehouse }}，授信 {{ customer_x_credit }}"


@pytest.fixture
def company(app: Flask) -> Company:
    """Its complaints know the warehouse, its customers' files the credit."""
    made = kept(found)
    field("choice", "仓库", "complaint", code="warehouse", options="一号仓\n二号仓")
    field("money", "授信额度", "customer", code="credit")
    with unit_of_work():
        seed_templates()
        text_of("complaint_received").body = TEXT
    return made


def text_of(code: str) -> MessageTemplate:
    rows = select(MessageTemplate).where(MessageTemplate.code == code, MessageTemplate.language == "zh")
    return db.session.scalars(rows.where(MessageTemplate.channel == "email")).one()


def the_field(entity: str, code: str) -> CustomField:
    return next(each for each in all_fields(entity) if each.code == code)


def received(company: Company) -> str:
    """What a customer with ¥5,000 credit is told when their complaint about the second warehouse is registered."""
    with unit_of_work():
        fill(by_id(Customer, company.customer_id), {"x_credit": Money.from_yuan(5000)}, actor=None, now=MONDAY)
        facts = told(company) | {"email": "wang@example.com"}
        own = {"x_warehouse": "o2"}
        complaint = workflow.register(**facts, own=own, actor=company.person("li"), now=MONDAY)
    mine = select(Message.body).where(Message.owner_id == complaint.id, Message.template_code == "complaint_received")
    return db.session.scalars(mine).one()


def test_the_first_message_says_what_was_told_at_registration(company: Company) -> None:
    assert received(company).endswith("仓库 二号仓，授信 ¥5,000.00")


def test_a_field_that_was_retired_goes_on_and_one_that_is_for_few_is_silent(company: Company) -> None:
    received(company)
    few = make_person("few").roles[0].id
    with unit_of_work():
        retire(the_field("complaint", "warehouse"), actor=None, now=MONDAY)
        redefine(the_field("customer", "credit"), see_roles=[few], actor=None, now=MONDAY)
    complaint = db.session.scalars(select(Complaint)).one()
    context = notices.context_of(complaint)
    words = compose("complaint_received", "zh", context, owner=complaint)
    assert words is not None
    assert words.body.endswith("仓库 二号仓，授信")
    with pytest.raises(Invalid) as caught:
        check_template(text_of("complaint_received"))
    assert "x_warehouse" in str(caught.value.fields["body"]), "nobody writes it anew"


def test_an_unknown_one_is_told_with_its_line(company: Company) -> None:
    row = text_of("complaint_received")
    row.body = "您好\n{{ x_warehose }}"
    with pytest.raises(Invalid) as caught:
        check_template(row)
    reason = str(caught.value.fields["body"])
    assert ("Line 2" in reason, "x_warehose" in reason, "x_warehouse" in reason) == (True, True, True)


def test_a_text_message_names_none(company: Company) -> None:
    """A telephone lies about; nobody can say what administrators keep in a field."""
    texts = select(MessageTemplate).where(
        MessageTemplate.code == "complaint_received", MessageTemplate.channel == "sms"
    )
    row = db.session.scalars(texts.where(MessageTemplate.language == "zh")).one()
    row.body = "{{ x_warehouse }}"
    with pytest.raises(Invalid):
        check_template(row)


def test_the_preview_has_a_real_case_and_canned_replies_name_them_too(company: Company) -> None:
    received(company)
    row = text_of("complaint_received")
    assert preview(row).body.endswith("仓库 一号仓，授信 ¥1,200.00")
    complaint = db.session.scalars(select(Complaint)).one()
    assert preview(row, complaint.no).body.endswith("仓库 二号仓，授信 ¥5,000.00")
    reply = CannedReply(title="仓库", body="货在{{ x_warehouse }}", active=True)
    check_reply(reply, None)
    with unit_of_work():
        db.session.add(reply)
    assert replies_for(complaint, "仓库", company.person("li")) == [("仓库", "货在二号仓")]


def test_the_editor_offers_them_by_name(app: Flask, company: Company) -> None:
    make_person("admin", permissions=[(f"can_{name}", "MessageTemplateView") for name in ("list", "show", "edit")])
    admin = login(browser(app), "admin")
    assert admin.get("/message-template/list/").status_code == 200
    page = admin.get(f"/message-template/edit/{text_of('complaint_received').id}").text
    assert all(words in page for words in ("{{ x_warehouse }}", "{{ customer_x_credit }}", "仓库", "授信额度"))
