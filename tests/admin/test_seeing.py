"""Zheng looks at the app as a role: its menus, pages and records, never more than his own, and nothing to write."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.customers.models import Customer
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.security.models import RoleReach
from app.security.roles import change_role, pairs_of_role
from tests.admin.conftest import NOW, Company, sign_in
from tests.people import Browser


@pytest.fixture
def customers(app: Flask, company: Company) -> None:
    """One customer of each station."""
    with unit_of_work():
        for number, department in enumerate((company.baiyun, company.baoan), 1):
            db.session.add(Customer(no=f"C{number}", name=f"{department.name}的客户", department_id=department.id))


def look(admin: Browser, company: Company, code: str, department: Any = None) -> Any:
    chosen = {"department": department.id, "department-text": department.name} if department else {}
    return admin.send(f"/role/{company.role(code).id}/verb/see_as", chosen)


def test_he_sees_the_roles_menu_and_a_banner(app: Flask, company: Company, admin: Browser) -> None:
    answer = look(admin, company, "payroll")
    assert (answer.status_code, answer.location) == (302, "/")
    home = admin.get("/").text
    assert "您正以“薪酬专员”角色查看系统" in home
    assert "/person/list/" not in home
    assert admin.get("/person/list/").status_code == 403
    assert admin.get("/payroll/").status_code == 200


def test_he_sees_the_records_that_a_manager_of_that_department_sees(
    app: Flask, company: Company, admin: Browser, customers: None
) -> None:
    assert "深圳宝安网点的客户" in admin.get("/customer/list/").text
    look(admin, company, "manager", company.baiyun)
    page = admin.get("/customer/list/").text
    assert "广州白云网点的客户" in page
    assert "深圳宝安网点的客户" not in page


def test_nothing_can_be_written(app: Flask, company: Company, admin: Browser) -> None:
    carrier = {"code": "sf", "name": "顺丰", "active": "y"}
    look(admin, company, "administrator")
    refused = admin.send("/carrier/add", carrier)
    assert refused.status_code == 409
    assert "不能作任何修改" in refused.text
    for path in ("/language/en", f"/role/{company.role('manager').id}/verb/see_as", "/account/password"):
        assert admin.send(path).status_code == 409, path
    assert admin.get("/carrier/export/csv").status_code == 409  # taking a list away is recorded, so it writes
    admin.send("/see-as/leave")
    assert admin.send("/carrier/add", carrier).status_code == 302


def test_one_click_brings_him_back_and_both_ways_are_on_record(app: Flask, company: Company, admin: Browser) -> None:
    look(admin, company, "auditor")
    assert admin.send("/see-as/leave").status_code == 302
    assert "您正以" not in admin.get("/").text
    assert admin.get("/person/add").status_code == 200
    events = history_of(company.role("auditor"))
    assert [(event.verb, event.actor_id) for event in events[-2:]] == [
        ("see_as", company.zheng.id),
        ("see_as_end", company.zheng.id),
    ]
    assert "以该角色视角查看系统" in admin.get("/event/list/").text


def test_he_never_sees_more_than_he_may(app: Flask, company: Company, admin: Browser, customers: None) -> None:
    """A province's office clerk who may look through roles, but reaches Baiyun only and sees no numbers."""
    boxes = ["can_list|RoleView", "can_show|RoleView", "can_see_as|RoleView", "can_list|CustomerView"]
    assert admin.send("/role/add", {"name": "文员", "reach": "tree", "permissions": boxes}).status_code == 302
    made = db.session.scalars(select(RoleReach).where(RoleReach.role.has(name="文员"))).one()
    with unit_of_work():
        made.code = "clerk"
    company.person("qian", "clerk", company.baiyun)
    browser = sign_in(app, "qian")
    assert look(browser, company, "supervisor", company.baoan).status_code == 422  # out of reach
    assert look(browser, company, "supervisor").status_code == 302
    page = browser.get("/customer/list/").text
    assert "广州白云网点的客户" in page
    assert "深圳宝安网点的客户" not in page
    assert browser.get("/complaint/list/").status_code == 403  # the supervisor may, Qian may not


def test_an_outsider_cant_look(app: Flask, company: Company) -> None:
    company.person("wu", "auditor", company.hq)
    browser = sign_in(app, "wu")
    assert look(browser, company, "payroll").status_code == 403
    assert browser.get("/person/list/").status_code == 200


def test_who_loses_the_right_is_back_at_once(app: Flask, company: Company, admin: Browser) -> None:
    look(admin, company, "auditor")
    with unit_of_work():
        row = company.role("auditor")
        pairs = pairs_of_role(row) - {("can_list", "PersonView")}
        change_role(row, name=row.name, reach="none", sees_personal_data=False, pairs=pairs, actor=None, now=NOW)
    assert admin.get("/person/list/").status_code == 403
    with unit_of_work():
        company.zheng.roles = [company.role("operator").role]
    assert "您正以" not in admin.get("/").text


def test_logging_out_works_and_ends_it(app: Flask, company: Company, admin: Browser) -> None:
    look(admin, company, "auditor")
    assert admin.send("/logout/").status_code == 302
    assert "您正以" not in sign_in(app, "zheng").get("/").text
