"""Defining fields: codes, choices, who may; what is stored stays readable whatever is changed later."""

import pytest
from flask import Flask

from app.core.errors import Invalid, Refused
from app.customers.models import Customer
from app.customers.verbs import register_customer
from app.customfields import fill
from app.customfields.verbs import MOST_FIELDS, option_lines, redefine, restore, retire
from app.db import unit_of_work
from app.events import history_of
from tests.admin.conftest import NOW, Company
from tests.customfields.conftest import field


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({"kind": "colour"}, "kind"),
        ({"entity": "moon"}, "entity"),
        ({"name": "  "}, "name_zh"),
        ({"code": "Grösse"}, "code"),
        ({"code": "1st"}, "code"),
        ({"kind": "choice"}, "options"),
        ({"kind": "choice", "options": "红\n红"}, "options"),
        ({"kind": "choices", "options": "a = 红\na = 蓝"}, "options"),
        ({"kind": "choice", "options": "\n".join(f"第{n}项" for n in range(201))}, "options"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(company: Company, facts: dict[str, str], at: str) -> None:
    with pytest.raises(Invalid) as refusal:
        field(**{"kind": "text", "name": "编号", **facts})
    assert at in refusal.value.fields


def test_a_code_is_given_where_none_is_named_and_no_code_twice(company: Company) -> None:
    first = field("text", "仓库编号")
    assert first.code == "f1"
    field("text", "合同编号", code="contract")
    with pytest.raises(Invalid):
        field("number", "合同金额", code="contract")
    assert field("text", "合同编号", entity="waybill", code="contract").column == "x_contract"


def test_there_is_an_end_to_fields(company: Company) -> None:
    for number in range(MOST_FIELDS):
        field("text", f"字段{number}", code=f"n{number}")
    with pytest.raises(Invalid):
        field("text", "多了一个")


def test_a_choice_keeps_its_code_when_it_is_renamed_or_moved(company: Company) -> None:
    grade = field("choice", "等级", options="金\n银")
    assert option_lines(grade) == "o1 = 金\no2 = 银"
    with unit_of_work():
        redefine(grade, options="铜\n银\no1 = 黄金", actor=None, now=NOW)
    assert grade.options == [["o3", "铜"], ["o2", "银"], ["o1", "黄金"]]


def test_retiring_keeps_what_was_filled_in(company: Company) -> None:
    grade = field("number", "月发货量", code="volume")
    with unit_of_work():
        customer = register_customer(name="宏达制衣厂", actor=None, now=NOW)
        fill(customer, {"x_volume": 12}, actor=None, now=NOW)
    with unit_of_work():
        retire(grade, actor=None, now=NOW)
        fill(customer, {"x_volume": 99}, actor=None, now=NOW)
    assert customer.extra == {"volume": 12}
    with pytest.raises(Refused):
        retire(grade, actor=None, now=NOW)
    with unit_of_work():
        restore(grade, actor=None, now=NOW)
    assert customer.x_volume == 12


def test_filling_in_records_names_and_never_values(company: Company) -> None:
    field("text", "老板手机", code="boss")
    with unit_of_work():
        customer = register_customer(name="宏达制衣厂", actor=None, now=NOW)
        fill(customer, {"x_boss": "13800138000", "x_unknown": 1}, actor=None, now=NOW)
    event = history_of(customer)[-1]
    assert (event.verb, event.facts) == ("fill", {"changed": ["老板手机"]})
    before = len(history_of(customer))
    with unit_of_work():
        fill(customer, {"x_boss": "13800138000"}, actor=None, now=NOW)
    assert len(history_of(customer)) == before


def test_an_attribute_that_is_no_field_is_still_an_error(app: Flask) -> None:
    with pytest.raises(AttributeError):
        _ = Customer(name="宏达").nothing
    assert Customer(name="宏达").x_nothing is None
