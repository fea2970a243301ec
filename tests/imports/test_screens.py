"""Imports in the browser: uploaded, columns chosen, tried, imported, undone; and what outsiders are told."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.core import clock
from app.customers.models import Customer
from app.extensions import db
from app.imports.kinds import kinds
from app.imports.models import ImportRun
from app.imports.verbs import run_queued
from tests.complaints.company import Company
from tests.complaints.desks import every_right
from tests.imports.conftest import csv
from tests.people import Browser, browser, login, make_person

FILE = csv("客户编码,公司名称,我的列", "A001,禾丰贸易,1", "A002,,2")


@pytest.fixture
def zheng(app: Flask, company: Company) -> Browser:
    make_person("zheng", department=company.department("calls"), permissions=every_right())
    return login(browser(app), "zheng")


def upload(who: Browser, data: bytes = FILE, name: str = "客户.csv", kind: str = "customer") -> Any:
    return who.send("/import/add", {"kind": kind, "files": (BytesIO(data), name)}, content_type="multipart/form-data")


def newest() -> ImportRun:
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).first()  # type: ignore[return-value]


def test_from_the_file_to_the_books_and_back(app: Flask, zheng: Browser) -> None:
    answer = upload(zheng)
    assert answer.status_code == 302, answer.text
    run_id = newest().id
    page = zheng.get(f"/import/show/{run_id}").text
    assert re.search(r'name="column_0".*?value="no" selected', page, re.DOTALL)
    assert zheng.send(f"/import/map/{run_id}", {"column_0": "no", "column_1": "name"}).status_code == 302
    assert 'http-equiv="refresh"' in zheng.get(f"/import/show/{run_id}").text
    run_queued(clock.now())
    page = zheng.get(f"/import/show/{run_id}").text
    assert "已试导入" in page
    assert "请填写。" in page
    assert zheng.send(f"/import/{run_id}/verb/start").status_code == 422  # a row was refused
    assert zheng.send(f"/import/{run_id}/verb/start_valid").status_code == 302
    run_queued(clock.now())
    assert db.session.scalar(select(Customer.name).where(Customer.no == "A001")) == "禾丰贸易"
    assert zheng.send(f"/import/{run_id}/verb/undo").status_code == 302
    run_queued(clock.now())
    assert newest().state == "undone"
    assert db.session.scalar(select(Customer.id).where(Customer.no == "A001")) is None


def test_the_chosen_columns_are_remembered(app: Flask, zheng: Browser) -> None:
    upload(zheng)
    zheng.send(f"/import/map/{newest().id}", {"column_1": "name", "column_2": "note"})
    upload(zheng)
    assert newest().mapping == {"0": "no", "1": "name", "2": "note"}


def test_a_required_column_can_not_be_left_out(app: Flask, zheng: Browser) -> None:
    upload(zheng)
    answer = zheng.send(f"/import/map/{newest().id}", {"column_0": "no"}, follow_redirects=True)
    assert "文件还缺少必填列" in answer.text
    for odd in ({"column_1": "name", "column_0": "name"}, {"column_1": "password"}, {"column_1": "\0" * 99}):
        assert zheng.send(f"/import/map/{newest().id}", odd).status_code == 302
    assert newest().state == "uploaded"


def test_templates_and_fault_lists_are_workbooks(app: Flask, zheng: Browser) -> None:
    for code in kinds():
        answer = zheng.get(f"/import/template/{code}.xlsx")
        assert answer.status_code == 200, code
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
        assert len(rows[0]) >= 5, code
    assert zheng.get("/import/template/nothing.xlsx").status_code == 404
    upload(zheng)
    zheng.send(f"/import/map/{newest().id}", {"column_0": "no", "column_1": "name"})
    run_queued(clock.now())
    answer = zheng.get(f"/import/faults/{newest().id}")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [3.0, "公司名称"]


def test_what_is_no_table_is_refused_at_the_file(app: Flask, zheng: Browser) -> None:
    for name, data in (
        ("客户.xlsx", b"PK\x03\x04 rubbish"),
        ("客户.csv", b"\0\1\2"),
        ("客户.exe", b"MZ"),
        ("空.csv", b" ,\r\n"),
    ):
        answer = upload(zheng, data, name)
        assert answer.status_code == 422, name
        assert 'class="error"' in answer.text, name


def test_outsiders_neither_import_nor_see_others_imports(app: Flask, company: Company, zheng: Browser) -> None:
    upload(zheng)
    run_id = newest().id
    rights = [("can_list", "ImportRunView"), ("can_show", "ImportRunView"), ("can_add", "ImportRunView")]
    make_person("wu.x", department=company.department("jianghan"), reach="tree", permissions=rights)
    wu = login(browser(app), "wu.x")
    assert wu.get(f"/import/show/{run_id}").status_code == 404
    assert wu.get(f"/import/faults/{run_id}").status_code == 404
    assert wu.send(f"/import/map/{run_id}", {"column_1": "name"}).status_code == 404
    assert wu.send(f"/import/{run_id}/verb/cancel").status_code == 404
    assert upload(wu).status_code == 422  # not his to add customers
    make_person("qian", department=company.department("jianghan"), permissions=[("can_list", "CustomerView")])
    assert login(browser(app), "qian").get("/import/list/").status_code == 403
