"""The first page of an operator and of a station's manager: what is theirs to do, taken with one key."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.complaints import workflow
from app.db import unit_of_work
from app.extensions import db
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import manager, operator
from tests.complaints.typed import only, register
from tests.people import Browser, browser, login, make_person


def _part(desk: Browser, code: str) -> str:
    """What stands in a part of the queue."""
    page = desk.get("/").text
    found = re.search(rf'id="part-queue-{code}"(.*?)</section>', page, re.DOTALL)
    assert found, f"no part {code}"
    return found.group(1).partition('<div class="home-part"')[0]


def test_a_new_complaint_is_nobodys_until_it_is_taken_on_from_the_list(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    nobodys = _part(desk, "unassigned")
    assert complaint.no in nobodys
    assert "data-countdown" in nobodys
    action = re.search(r'action="([^"]*/verb/accept[^"]*)"', nobodys)
    assert action
    taken = desk.send(action.group(1).replace("&amp;", "&"))
    assert (taken.status_code, taken.headers["Location"]) == (302, "/")
    assert only().state == "accepted"
    assert complaint.no not in _part(desk, "unassigned")
    assert complaint.no in _part(desk, "mine")


def test_what_waits_for_the_customer_and_what_was_promised_have_parts_of_their_own(
    app: Flask, company: Company
) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    url = f"/complaint/{complaint.id}/verb/"
    assert complaint.no not in _part(desk, "callbacks")
    assert desk.send(url + "promise_callback", {"at": "2099-01-01T10:00"}).status_code == 302
    assert complaint.no in _part(desk, "callbacks")
    assert desk.send(url + "accept").status_code == 302
    assert desk.send(url + "dispatch", {"department_id": str(company.departments["jianghan"])}).status_code == 302
    station = manager(app, company, "jianghan")
    assert complaint.no in _part(station, "department")
    assert complaint.no not in _part(desk, "customer")
    assert station.send(url + "investigate", {"findings": "摔过"}).status_code == 302
    offered = {"remedy": "apology", "text": "致歉"}
    assert station.send(url + "propose", offered).status_code == 302
    assert complaint.no in _part(desk, "customer")
    assert complaint.no not in _part(station, "department")


def test_another_stations_manager_and_an_outsider_see_nothing(app: Flask, company: Company) -> None:
    complaint = register(operator(app, company), company)
    assert complaint.no not in manager(app, company, "hongshan").get("/").text
    make_person("nobody", reach="own", permissions=[])
    page = login(browser(app), "nobody").get("/").text
    assert complaint.no not in page
    assert "data-block" not in page


def test_the_lists_behind_the_parts_show_the_same(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    for code, there in (("unassigned", True), ("mine", True), ("customer", False), ("callbacks", False)):
        assert (complaint.no in desk.get(f"/complaint/list/?only={code}").text) == there, code


def test_the_first_page_asks_no_more_the_more_there_is(app: Flask, company: Company) -> None:
    desk = operator(app, company)

    def queries() -> int:
        counted: list[str] = []

        def count(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
            counted.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        try:
            assert desk.get("/").status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    def some(number: int) -> None:
        for _each in range(number):
            with unit_of_work():
                workflow.register(**told(company), actor=company.person("li"), now=MONDAY)

    some(2)
    queries()
    few = queries()
    some(12)
    assert queries() <= few + 2
    assert desk.get("/").text.count('class="home-item"') <= 8 * 8
