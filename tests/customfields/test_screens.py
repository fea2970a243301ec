"""A field that an administrator adds is everywhere with the next click: form, list, page, search, order, API."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.money import Money
from app.customers.models import Customer
from app.extensions import db
from tests.admin.conftest import Company, sign_in
from tests.customfields.conftest import field
from tests.people import Browser

KINDS = {
    "text": ("客户代号", "A-01", "A-01", "A-0"),
    "long_text": ("装卸要求", "轻放\n防潮", "轻放", "防潮"),
    "number": ("月发货量", "１,2００.5", "1,200.5", "1200.5"),
    "money": ("授信额度", "5000", "¥5,000.00", "5000"),
    "date": ("合同到期", "2027-03-01", "2027-03-01", "2027-03-01"),
    "choice": ("结算方式", "o2", "月结", "o2"),
    "choices": ("常用服务", ["o1", "o3"], "冷藏", "o3"),
    "yesno": ("需要回单", "y", "是", "1"),
}
OPTIONS = {"choice": "现结\n月结", "choices": "送货上楼\n保价\n冷藏"}


def customer() -> Customer:
    db.session.expire_all()
    return db.session.scalars(select(Customer)).one()


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_of_each_kind_is_filled_in_shown_listed_found_and_read_by_programs(
    app: Flask, guo: Browser, kind: str
) -> None:
    name, typed, shown, sought = KINDS[kind]
    assert name not in guo.get("/customer/add").text
    field(kind, name, code="it", options=OPTIONS.get(kind, ""), in_list=True)
    assert name in guo.get("/customer/add").text
    answer = guo.send("/customer/add", {"name": "宏达制衣厂", "kind": "express", "status": "active", "x_it": typed})
    assert answer.status_code == 302, answer.text
    page = guo.get(f"/customer/show/{customer().id}").text
    assert name in page
    assert shown in page
    assert shown in guo.get("/customer/list/").text
    index = "_flt_0_x_it"
    assert "宏达制衣厂" in guo.get(f"/customer/list/?{index}={sought}").text
    read = guo.get(f"/api/v1/customer/{customer().id}").json["result"]
    assert read["x_it"] not in (None, "", [], False)


@pytest.mark.parametrize(
    ("kind", "missed"),
    [("text", "B"), ("long_text", "高温"), ("number", "1200.6"), ("money", "5000.01"), ("date", "2027-03-02"),
     ("choice", "o1"), ("choices", "o2"), ("yesno", "0")],
)  # fmt: skip
def test_a_search_for_something_else_finds_nothing(app: Flask, guo: Browser, kind: str, missed: str) -> None:
    name, typed, _shown, _sought = KINDS[kind]
    field(kind, name, code="it", options=OPTIONS.get(kind, ""))
    guo.send("/customer/add", {"name": "宏达制衣厂", "kind": "express", "status": "active", "x_it": typed})
    assert "宏达制衣厂" in guo.get("/customer/list/").text
    assert "宏达制衣厂" not in guo.get(f"/customer/list/?_flt_0_x_it={missed}").text


@pytest.mark.parametrize(
    ("kind", "bad"),
    [("number", "many"), ("number", "1e9"), ("money", "much"), ("date", "2027-02-30"), ("choice", "o9"),
     ("choices", ["o9"]), ("text", "x" * 201), ("text", "a\x01b")],
)  # fmt: skip
def test_bad_input_is_told_at_the_field_and_nothing_is_lost(app: Flask, guo: Browser, kind: str, bad: Any) -> None:
    field(kind, "字段", code="it", options=OPTIONS.get(kind, ""))
    answer = guo.send("/customer/add", {"name": "宏达制衣厂", "kind": "express", "status": "active", "x_it": bad})
    assert answer.status_code == 422
    assert 'id="x_it-hint"' in answer.text
    assert "宏达制衣厂" in answer.text
    assert db.session.scalar(select(Customer.id)) is None


def test_a_required_field_must_be_filled_in_and_a_default_stands_in_the_form(app: Flask, guo: Browser) -> None:
    field("text", "销售员", code="sales", required=True)
    field("money", "保证金", code="deposit", default_value="300")
    assert 'value="300.00"' in guo.get("/customer/add").text
    answer = guo.send("/customer/add", {"name": "宏达", "kind": "express", "status": "active"})
    assert (answer.status_code, 'id="x_sales-hint"' in answer.text) == (422, True)


def test_values_are_changed_emptied_and_ordered_by(app: Flask, guo: Browser) -> None:
    field("number", "月发货量", code="volume", in_list=True)
    for name, volume in (("甲厂", "9"), ("乙厂", "10"), ("丙厂", "")):
        guo.send("/customer/add", {"name": name, "kind": "express", "status": "active", "x_volume": volume})
    page = guo.get("/customer/list/?_oc_CustomerView=x_volume&_od_CustomerView=desc").text
    page = page[page.index("<tbody") :]
    assert page.index("乙厂") < page.index("甲厂")
    token = guo.token("/")
    row = db.session.scalars(select(Customer).where(Customer.name == "甲厂")).one()
    changed = {"name": "甲厂", "kind": "express", "status": "active", "x_volume": "", "csrf_token": token}
    seen = {"seen_version": row.changed_at.isoformat()}
    assert guo.post(f"/customer/edit/{row.id}", data=changed | seen).status_code == 302
    db.session.expire_all()
    assert row.extra == {}


def test_programs_write_what_people_write(app: Flask, guo: Browser) -> None:
    field("date", "合同到期", code="until")
    field("choices", "常用服务", code="services", options=OPTIONS["choices"])
    headers = {"X-CSRFToken": guo.token("/")}
    body = {"name": "宏达", "kind": "express", "status": "active", "x_until": "2027-03-01", "x_services": ["o1"]}
    answer = guo.post("/api/v1/customer/", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json["result"]["x_until"] == "2027-03-01"
    assert (customer().x_until, customer().x_services) == (date(2027, 3, 1), ["o1"])
    wrong = guo.put(f"/api/v1/customer/{customer().id}", json={"x_until": "soon"}, headers=headers)
    assert (wrong.status_code, list(wrong.json["error"]["fields"])) == (422, ["x_until"])
    document = guo.get("/api/v1/_openapi").json
    assert "x_until" in document["components"]["schemas"]["CustomerApi.post"]["properties"]


def test_a_role_sees_and_fills_in_what_is_meant_for_it(app: Flask, company: Company, guo: Browser) -> None:
    quality, operator = company.role("quality").role_id, company.role("operator").role_id
    field("money", "毛利", code="margin", see_roles=[quality])
    field("text", "评级", code="rating", edit_roles=[quality])
    guo.send("/customer/add", {"name": "宏达", "kind": "express", "status": "active", "x_margin": "5", "x_rating": "A"})
    assert customer().extra == {}
    page = guo.get(f"/customer/show/{customer().id}").text
    assert ("毛利" in page, "评级" in page) == (False, True)
    assert "x_margin" not in guo.get(f"/api/v1/customer/{customer().id}").json["result"]
    assert "宏达" in guo.get("/customer/list/?_flt_0_x_margin=1").text, "a search by what one doesn't see is no search"
    field("text", "话务备注", code="remark", edit_roles=[operator])
    assert "话务备注" in guo.get("/customer/add").text


def test_an_administrator_defines_one_in_the_browser(app: Flask, admin: Browser) -> None:
    fields = {"entity": "waybill", "name_zh": "货物温度", "kind": "choice", "options": "常温\n冷藏", "sort": "5"}
    answer = admin.send("/custom-field/add", fields)
    assert answer.status_code == 302, answer.text
    assert "货物温度" in admin.get("/waybill/add").text
    again = admin.send("/custom-field/add", fields | {"code": "Temp!"})
    assert (again.status_code, "货物温度" in again.text) == (422, True)


def test_nobody_else_defines_any(app: Flask, company: Company, guo: Browser) -> None:
    company.person("zeng", "manager", company.baiyun)
    for client in (guo, sign_in(app, "zeng")):
        assert client.get("/custom-field/add").status_code in (302, 403)
        assert client.send("/custom-field/add", {"entity": "customer", "kind": "text"}).status_code in (302, 403)


def test_money_is_kept_to_the_fen(app: Flask, guo: Browser) -> None:
    field("money", "授信额度", code="credit")
    values = {"name": "宏达", "kind": "express", "status": "active", "x_credit": "0.1"}
    guo.send("/customer/add", values)
    assert customer().x_credit == Money(10)
