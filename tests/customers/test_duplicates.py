"""Two files of one customer: noticed on entry, merged, taken apart again; archived; looked through."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.errors import Invalid, NotFound, Refused
from app.customers import merging
from app.customers.duplicates import lookalikes, name_key, require_unlike
from app.customers.models import Contact, Customer, Waybill
from app.customers.reviews import ask_for_review
from app.customers.search import find_callers
from app.customers.verbs import add_contact, register_customer
from app.db import unit_of_work
from app.extensions import db
from app.org.tree import subtree_ids
from app.outbox import Message
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import every_right
from tests.people import browser, login, make_person

CODE = "91110000600037341L"


def file_of(company: Company) -> Customer:
    return db.session.get_one(Customer, company.customer_id)


def second_file(company: Company, **facts: object) -> Customer:
    """鑫源 once more, with 赵会计 as its preferred contact."""
    with unit_of_work():
        customer = register_customer(name="武汉 鑫源商贸", **facts, actor=company.person("li"), now=MONDAY)
        add_contact(customer, name="赵会计", phone="13900139001", preferred=True, actor=None, now=MONDAY)
    return customer


@pytest.mark.parametrize(
    "name", ["武汉鑫源商贸有限公司", "武汉鑫源商贸", "武汉 鑫源（商贸）", "武汉鑫源商贸股份有限公司"]
)
def test_a_name_is_known_however_it_is_written(company: Company, name: str) -> None:
    assert [each.reasons for each in lookalikes(name=name)] == [("name",)]


def test_a_name_that_is_nothing_but_a_legal_form_is_kept_whole() -> None:
    assert name_key("有限公司") == "有限公司"
    assert lookalikes(name="") == []


def test_a_telephone_number_and_a_code_are_known_too(company: Company) -> None:
    second_file(company, credit_code=CODE)
    assert [each.reasons for each in lookalikes(phone="138 0013 8000")] == [("phone",)]
    assert [each.reasons for each in lookalikes(code=CODE.lower())] == [("code",)]
    first = lookalikes(code=CODE, name="武汉鑫源商贸", phone="13900139001")[0]
    assert first.reasons == ("code", "name", "phone")


def test_beyond_ones_reach_nobody_looks_alike(company: Company) -> None:
    with use_scope(Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))):
        assert lookalikes(name="武汉鑫源商贸") == []


def test_it_is_refused_until_somebody_says_nevertheless(company: Company) -> None:
    found = lookalikes(name="武汉鑫源商贸")
    with pytest.raises(Invalid) as refusal:
        require_unlike(found, nevertheless=False)
    assert set(refusal.value.fields) == {"nevertheless"}
    require_unlike(found, nevertheless=True)


def test_merged_everything_goes_along_and_comes_back(company: Company) -> None:
    first, second = file_of(company), second_file(company)
    with unit_of_work():
        workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
    with unit_of_work():
        merging.merge(first, into=second, actor=company.person("li"), now=MONDAY)
    for model in (Complaint, Waybill, Contact):
        assert set(db.session.scalars(select(model.customer_id))) == {second.id}
    assert [row.name for row in db.session.scalars(select(Contact).where(Contact.preferred))] == ["赵会计"]
    assert [caller.customer.id for caller in find_callers("13800138000")] == [second.id]
    with unit_of_work():
        later = add_contact(second, name="后来的人", actor=None, now=MONDAY)
    with unit_of_work():
        merging.unmerge(first, actor=company.person("li"), now=MONDAY)
    assert set(db.session.scalars(select(Complaint.customer_id))) == {first.id}
    assert {row.name for row in first.contacts} == {"王芳"}
    assert [row.preferred for row in first.contacts] == [True]
    assert {row.name for row in second.contacts} == {"赵会计", later.name}


def test_files_merged_twice_come_apart_in_order(company: Company) -> None:
    first, second = file_of(company), second_file(company)
    with unit_of_work():
        third = register_customer(name="鑫源集团", actor=None, now=MONDAY)
    with unit_of_work():
        merging.merge(first, into=second, actor=None, now=MONDAY)
    with unit_of_work():
        merging.merge(second, into=third, actor=None, now=MONDAY)
    with pytest.raises(Refused), unit_of_work():
        merging.unmerge(first, actor=None, now=MONDAY)
    for each in (second, first):
        with unit_of_work():
            merging.unmerge(each, actor=None, now=MONDAY)
    assert {row.name for row in first.contacts} == {"王芳"}


@pytest.mark.parametrize("what", ["itself", "nothing", "twice", "out of reach"])
def test_a_merge_that_makes_no_sense_is_refused(company: Company, what: str) -> None:
    first, second = file_of(company), second_file(company)
    into = {"itself": first, "nothing": None}.get(what, second)
    if what == "twice":
        with unit_of_work():
            merging.merge(first, into=second, actor=None, now=MONDAY)
    hongshan = Scope("tree", company.people["sun"], subtree_ids(company.departments["hongshan"]))
    scope = hongshan if what == "out of reach" else Scope("all", secrets=True)
    with use_scope(scope), pytest.raises((Invalid, Refused, NotFound)), unit_of_work():
        merging.merge(first, into=into, actor=None, now=MONDAY)


def test_a_file_is_put_away_only_when_nothing_is_under_way(company: Company) -> None:
    with unit_of_work():
        workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
    with pytest.raises(Refused), unit_of_work():
        merging.archive(file_of(company), reason="停业", actor=None, now=MONDAY)
    second = second_file(company)
    with pytest.raises(Invalid), unit_of_work():
        merging.archive(second, reason=" ", actor=None, now=MONDAY)
    with unit_of_work():
        merging.archive(second, reason="停业", actor=None, now=MONDAY)
    assert find_callers("13900139001") == []
    with unit_of_work():
        merging.restore(second, actor=None, now=MONDAY)
    assert len(find_callers("13900139001")) == 1


def test_an_old_file_asks_its_owner_once_a_month_until_it_is_confirmed(company: Company) -> None:
    customer = file_of(company)
    with unit_of_work():
        customer.owner_id = company.people["li"]
    asked = lambda: db.session.query(Message).filter_by(template_code="customer_review").count()  # noqa: E731
    ask_for_review(MONDAY + timedelta(days=300))
    assert asked() == 0
    for days in (365, 366):
        ask_for_review(MONDAY + timedelta(days=days))
    assert asked() == 1
    with unit_of_work():
        merging.confirm_file(customer, actor=company.person("li"), now=MONDAY + timedelta(days=366))
    ask_for_review(MONDAY + timedelta(days=400))
    assert asked() == 1


def test_on_screen_a_lookalike_is_shown_while_typing_and_on_saving(app: Flask, company: Company) -> None:
    make_person("boss", permissions=every_right())
    boss = login(browser(app), "boss")
    assert "KH000001" in boss.get("/customer/duplicates?name=武汉鑫源商贸").text
    assert "KH000001" not in boss.get("/customer/duplicates?name=%00").text
    facts = {"name": "武汉鑫源商贸", "kind": "contract", "status": "active"}
    refused = boss.send("/customer/add", facts)
    assert (refused.status_code, "KH000001" in refused.text) == (422, True)
    assert boss.send("/customer/add", facts | {"nevertheless": "y"}).status_code == 302
    assert "疑似重复" in boss.get(f"/customer/show/{company.customer_id}").text


def test_whoever_may_not_merge_cannot(app: Flask, company: Company) -> None:
    make_person("clerk", permissions=[("can_show", "CustomerView"), ("can_list", "CustomerView")])
    clerk = login(browser(app), "clerk")
    for step in ("merge", "archive", "confirm_file", "unmerge"):
        assert clerk.send(f"/customer/{company.customer_id}/verb/{step}").status_code == 403
    assert clerk.get("/customer/duplicates?name=x").status_code in (302, 403)
