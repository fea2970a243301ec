"""The screens of penalties, the month for payroll and its files, the REST resource."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.db import unit_of_work
from app.extensions import db
from app.penalties import workflow
from app.penalties.payroll import as_xlsx
from app.security import Person
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right, manager
from tests.penalties.cases import dispatched, judge, penalties, the
from tests.people import PASSWORD, Browser, browser, login, make_person

PENALTIES = ("Penalty", "Payroll", "Complaint")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def desk(app: Flask, company: Company, rights: list[tuple[str, str]], username: str = "quality") -> Browser:
    make_person(username, department=company.department("hq"), permissions=rights)
    return login(browser(app), username)


def quality(app: Flask, company: Company) -> Browser:
    return desk(app, company, every_right(PENALTIES))


def payroll(app: Flask, company: Company) -> Browser:
    rights = [("can_list", "PayrollView"), ("can_export", "PayrollView"), ("can_show", "ComplaintView")]
    return desk(app, company, rights, "payroll")


def confirmed_and_proposed(company: Company) -> None:
    for number in range(2):
        judge(company, dispatched(company))
        if number == 0:
            with unit_of_work():
                workflow.confirm(penalties()[0], actor=company.person("wu"), now=MONDAY)


def test_the_complaints_page_shows_the_penalty_with_its_working(app: Flask, company: Company) -> None:
    mine = dispatched(company)
    judge(company, mine)
    page = quality(app, company).get(f"/complaint/show/{mine}?_l=en").text
    assert "CF20261123-0001" in page
    assert "五1" in page[page.index('id="penalties"') :]


@pytest.mark.parametrize("channel", ["web_message", "oa_mail"])
def test_the_complaints_page_says_why_there_is_no_penalty(app: Flask, company: Company, channel: str) -> None:
    mine = dispatched(company, channel=channel)
    judge(company, mine)
    section = quality(app, company).get(f"/complaint/show/{mine}").text.split('id="penalties"')[1]
    assert "CF2026" not in section
    assert 'class="why"' in section


def test_before_the_verdict_the_page_has_no_penalties(app: Flask, company: Company) -> None:
    assert 'id="penalties"' not in quality(app, company).get(f"/complaint/show/{dispatched(company)}").text


def test_a_penalty_is_confirmed_and_another_cancelled_on_its_page(app: Flask, company: Company) -> None:
    judge(company, dispatched(company))
    judge(company, dispatched(company))
    first, second = [penalty.id for penalty in penalties()]
    there = quality(app, company)
    assert "/verb/confirm" in there.get(f"/penalty/show/{first}").text
    assert there.send(f"/penalty/{first}/verb/confirm").status_code == 302
    assert there.send(f"/penalty/{second}/verb/cancel", {"reason": ""}).status_code == 422
    assert there.send(f"/penalty/{second}/verb/cancel", {"reason": "重复"}).status_code == 302
    assert [penalty.state for penalty in penalties()] == ["confirmed", "cancelled"]
    assert there.send(f"/penalty/{first}/verb/confirm").status_code == 422
    assert there.get("/penalty/list/").status_code == 200


def test_another_stations_manager_finds_no_penalty(app: Flask, company: Company) -> None:
    judge(company, dispatched(company))
    (penalty,) = penalties()
    outsider = manager(app, company, "hongshan", everywhere=True)
    assert outsider.get(f"/penalty/show/{penalty.id}").status_code == 404
    assert penalty.no not in outsider.get("/penalty/list/").text
    assert outsider.send(f"/penalty/{penalty.id}/verb/confirm").status_code == 404
    assert penalty.no not in outsider.get("/payroll/?month=2026-11").text
    assert penalty.no not in outsider.get("/payroll/export/csv?month=2026-11").text
    assert penalties()[0].state == "proposed"


def test_payroll_sees_and_takes_away_the_confirmed_only(app: Flask, company: Company) -> None:
    confirmed_and_proposed(company)
    there = payroll(app, company)
    page = there.get("/payroll/?month=2026-11").text
    assert "CF20261123-0001" in page
    assert "CF20261123-0002" not in page
    assert "¥50.00" in page
    answer = there.get("/payroll/export/csv?month=2026-11")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="payroll-2026-11.csv"'
    heading, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert len(heading) == len(row)
    assert {"赵强", "zhao", "CF20261123-0001", "50.0"} <= set(row)
    assert there.get("/payroll/?month=2026-10").status_code == 200
    assert there.get("/penalty/list/").status_code == 403
    second = the(penalties()[1].complaint_id).id
    assert "CF20261123-0002" not in there.get(f"/complaint/show/{second}").text


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-11'--", "1999-01"])
def test_what_is_no_month_is_refused(app: Flask, company: Company, month: str) -> None:
    there = payroll(app, company)
    assert there.get("/payroll/", query_string={"month": month}).status_code == 400
    assert there.get("/payroll/export/xlsx", query_string={"month": month}).status_code == 400
    assert there.get("/payroll/export/exe").status_code == 404


def test_a_name_that_looks_like_a_formula_stays_a_name(app: Flask, company: Company) -> None:
    with unit_of_work():
        db.session.get_one(Person, company.people["zhao"]).last_name = "=cmd|' /C calc'!A0"
    confirmed_and_proposed(company)
    there = payroll(app, company)
    assert ",'=cmd" in "," + there.get("/payroll/export/csv?month=2026-11").data.decode("utf-8-sig").split("\r\n")[1]
    book = zipfile.ZipFile(io.BytesIO(there.get("/payroll/export/xlsx?month=2026-11").data))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 2
    assert not any("<f>" in sheet for sheet in sheets)
    assert "=cmd" in book.read("xl/sharedStrings.xml").decode()


def test_a_counter_entry_lowers_the_total_of_its_month(app: Flask, company: Company) -> None:
    mine = dispatched(company)
    judge(company, mine)
    with unit_of_work():
        workflow.confirm(penalties()[0], actor=company.person("wu"), now=MONDAY)
    judge(company, mine, "dismissed", "customer", now=MONDAY.replace(month=12, day=2))
    december = payroll(app, company).get("/payroll/?month=2026-12").text
    assert "-¥50.00" in december
    with app.test_request_context():
        totals = zipfile.ZipFile(io.BytesIO(as_xlsx("2026-12"))).read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r"<v>-50</v>", totals)


def test_counsels_notice_stands_on_each_screen_until_it_is_acknowledged(app: Flask, company: Company) -> None:
    judge(company, dispatched(company))
    there = quality(app, company)
    pages = (
        "/penalty/list/",
        f"/penalty/show/{penalties()[0].id}",
        "/payroll/",
        "/penalty-rules/list/",
        "/penalty-rules/show/1",
    )
    assert all("counsel" in there.get(page).text for page in pages)
    assert there.send("/penalty-rules/1/verb/acknowledge", {"note": "已问法务"}).status_code == 302
    assert not any('class="card note note-warn counsel"' in there.get(page).text for page in pages)
    assert "已问法务" in there.get("/penalty-rules/show/1").text


def test_the_api_lists_confirms_and_refuses(app: Flask, company: Company) -> None:
    judge(company, dispatched(company))
    (penalty,) = [each.id for each in penalties()]
    make_person("robot", department=company.department("hq"), permissions=every_right(PENALTIES))
    client = browser(app)
    sent = {"username": "robot", "password": PASSWORD, "provider": "db"}
    token = client.post("/api/v1/security/login", json=sent).json["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    (row,) = client.get("/api/v1/penalty/", headers=bearer).json["result"]
    assert (row["state"], row["month"], row["rule"]) == ("proposed", "2026-11", "sustained_through_400")
    path = f"/api/v1/penalty/{penalty}"
    assert client.post(f"{path}/confirm", json={}).status_code in {400, 401}
    assert client.post(f"{path}/pay", json={}, headers=bearer).status_code == 404
    wrong = client.post(f"{path}/cancel", json={}, headers=bearer)
    assert (wrong.status_code, set(wrong.json["error"]["fields"])) == (422, {"reason"})
    assert client.post(f"{path}/confirm", json={}, headers=bearer).json["result"]["state"] == "confirmed"
    assert client.post(f"{path}/confirm", json={}, headers=bearer).status_code == 409
