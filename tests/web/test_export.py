"""A list as a file: what the filters leave and the screen shows, nothing more; nothing in it computes."""

import csv
import html
import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.customers.models import Customer, Waybill
from app.customers.verbs import add_contact, register_customer
from app.db import unit_of_work
from app.events import Event
from app.extensions import db
from app.web import exporting
from tests.admin.conftest import NOW, Company, admin, company, sign_in
from tests.people import Browser, browser

__all__ = ["admin", "company"]
FIRMS = ("=SUM(A1)制衣", "＋加号陶瓷", "宏达五金")


@pytest.fixture
def guo(app: Flask, company: Company) -> Browser:
    """An operator; three customers with their contacts and a waybill."""
    company.person("guo", "operator", company.hq)
    company.person("zeng", "manager", company.baiyun)
    with unit_of_work():
        for firm in FIRMS:
            customer = register_customer(name=firm, department_id=company.baiyun.id, actor=None, now=NOW)
            add_contact(customer, name="赵会计", phone="13700137000", actor=None, now=NOW)
        db.session.add(Waybill(no="HY1", customer_id=customer.id, origin_id=company.baiyun.id, promised_at=NOW))
    return sign_in(app, "guo")


def lines(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def sheet(answer: Any) -> list[list[str]]:
    """The cells of the first sheet: texts, or numbers as they stand in the file."""
    assert answer.status_code == 200, answer.text
    text = zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in text, "a formula"
    rows = re.findall(r"<row [^>]*>(.*?)</row>", text, re.S)
    return [
        [html.unescape(cell) for cell in re.findall(r"<(?:t|v)(?: [^>]*)?>(.*?)</[tv]>", row, re.S)] for row in rows
    ]


def test_the_file_has_the_columns_rows_and_order_of_the_list(guo: Browser) -> None:
    rows = lines(guo.get("/customer/export/csv?_oc_CustomerView=no&_od_CustomerView=asc"))
    assert rows[0][:3] == ["客户编号", "名称", "客户类别"]
    assert [row[1] for row in rows[1:]] == ["'=SUM(A1)制衣", "'＋加号陶瓷", "宏达五金"]
    filtered = sheet(guo.get("/customer/export/xlsx?_flt_0_name=五金"))
    assert [row[1] for row in filtered[1:]] == ["宏达五金"]


def test_a_workbook_holds_texts_as_texts_and_instants_as_instants(guo: Browser) -> None:
    rows = sheet(guo.get("/customer/export/xlsx?_oc_CustomerView=no&_od_CustomerView=asc"))
    assert rows[1][1] == "=SUM(A1)制衣"
    promised = float(sheet(guo.get("/waybill/export/xlsx"))[1][-1])
    day = date(1899, 12, 30) + timedelta(days=int(promised))
    assert (day, promised % 1 * 24) == (date(2026, 11, 20), 9), "on the clock of Shanghai"


def test_numbers_are_masked_for_those_who_see_them_masked(app: Flask, guo: Browser) -> None:
    assert "13700137000" in guo.get("/contact/export/csv").text
    masked = sign_in(app, "zeng").get("/contact/export/csv").text
    assert ("13700137000" in masked, "137****7000" in masked) == (False, True)


def test_only_what_the_person_reaches_is_in_it(app: Flask, company: Company, guo: Browser) -> None:
    company.person("bao", "manager", company.baoan)
    assert len(lines(sign_in(app, "bao").get("/customer/export/csv"))) == 1
    assert browser(app).get("/customer/export/csv").status_code == 302


def test_taking_a_list_away_is_recorded_with_its_filters(guo: Browser) -> None:
    guo.get("/customer/export/csv?_flt_0_name=五金")
    event = db.session.scalars(select(Event).where(Event.verb == "export")).one()
    assert event.facts == {"list": "客户档案", "kind": "csv", "filters": {"_flt_0_name": "五金"}}


def test_a_list_that_is_too_long_is_written_by_the_worker(guo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    assert guo.get("/customer/export/csv").location.startswith("/export/")
    assert len(lines(guo.get("/customer/export/csv?_flt_0_name=五金"))) == 2


def test_every_row_is_in_it_however_many_pages_they_fill(guo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_AT_ONCE", 1)
    assert len(lines(guo.get("/customer/export/csv"))) == 1 + len(FIRMS)
    assert db.session.query(Customer).count() == len(FIRMS)


def test_an_unknown_kind_of_file_is_not_found(guo: Browser) -> None:
    assert guo.get("/customer/export/pdf").status_code == 404


def test_the_list_offers_it_with_what_it_was_asked_for(guo: Browser) -> None:
    page = guo.get("/customer/list/?_flt_0_name=五金").text
    assert "/customer/export/xlsx?_flt_0_name=" in page
    assert "/customer/export" not in guo.get("/customer/list/?_flt_0_name=nobody").text
