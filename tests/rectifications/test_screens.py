"""The pages as the department's manager, the province's manager and a stranger see them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import unit_of_work
from app.events import Event
from app.extensions import db
from app.rectifications import verbs
from app.security import Person
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import (
    TEXTS,
    approved,
    first_measure,
    judged,
    opened,
    photo,
    plans,
    submitted,
    the,
    written,
)

OURS = ("Rectification", "Complaint", "Attachment")


@pytest.fixture(autouse=True)
def _monday(time_machine: Any) -> None:
    time_machine.move_to(MONDAY + timedelta(hours=1), tick=False)


def at_desk(
    app: Flask,
    company: Company,
    username: str,
    department: str,
    *,
    heads: bool = False,
    rights: Any = None,
    reach: str = "tree",
) -> Browser:
    """A person with every right on these screens, within the department."""
    person = make_person(
        username,
        department=company.department(department),
        reach=reach,
        permissions=every_right(OURS) if rights is None else rights,
    )
    if heads:
        with unit_of_work():
            company.department(department).head_id = person.id
    return login(browser(app), username)


def form_of(company: Company, report_id: int, **facts: Any) -> dict[str, Any]:
    measure = {
        "measure_1_text": "装车前检查",
        "measure_1_owner": company.people["qian"],
        "measure_1_due": "2026-11-27",
    }
    return TEXTS | measure | {"seen_version": the(report_id).version} | facts


def test_the_department_writes_and_submits_in_the_generated_form(app: Flask, company: Company) -> None:
    mine = opened(company)
    station = at_desk(app, company, "station", "jianghan", heads=True)
    page = station.get(f"/rectification/edit/{mine}").text
    assert all(f'name="{name}"' in page for name in (*TEXTS, "measure_1_text", "measure_2_due", "files"))
    gaps = {"measure_2_text": "培训", "measure_2_owner": "", "measure_2_due": ""}
    answer = station.send(f"/rectification/edit/{mine}", form_of(company, mine, **gaps, then="submit"))
    assert answer.status_code == 422
    assert "培训" in answer.text
    assert the(mine).state == "open"
    answer = station.send(f"/rectification/edit/{mine}", form_of(company, mine, then="submit"))
    assert answer.status_code == 302
    assert (the(mine).state, len(the(mine).measures)) == ("submitted", 1)
    assert f"/rectification/edit/{mine}" not in station.get(f"/rectification/show/{mine}").text


def test_a_draft_keeps_gaps_and_its_version(app: Flask, company: Company) -> None:
    mine = opened(company)
    station = at_desk(app, company, "station", "jianghan", heads=True)
    assert station.send(f"/rectification/edit/{mine}", {"problem": "破损", "seen_version": 1}).status_code == 302
    stale = station.send(f"/rectification/edit/{mine}", {"problem": "别的", "seen_version": 1})
    assert stale.status_code == 422
    assert "别的" in stale.text
    assert the(mine).sections["problem"] == "破损"


def test_what_was_said_stands_at_its_section(app: Flask, company: Company) -> None:
    mine = submitted(company)
    with unit_of_work():
        reasons = {"root_cause": "请写明环节", "measures": "措施太笼统"}
        verbs.return_(the(mine), submission=1, reasons=reasons, actor=company.person("zhou"), now=MONDAY)
    station = at_desk(app, company, "station", "jianghan", heads=True)
    page = station.get(f"/rectification/edit/{mine}").text
    assert page.index("根本原因" if "根本原因" in page else "Root cause") < page.index("请写明环节")
    assert "措施太笼统" in page
    assert "请写明环节" in station.get(f"/rectification/show/{mine}").text


def test_a_manager_approves_many_but_only_those_that_were_read(app: Flask, company: Company) -> None:
    one, two = submitted(company), submitted(company)
    province = at_desk(app, company, "province", "hubei", heads=True)
    page = province.get("/rectification/waiting").text
    assert page.count("disabled title") == 2
    assert all(TEXTS["root_cause"] in page for _ in (one, two))
    assert province.send(f"/rectification/read/{one}").get_json() == {"read": one}
    assert province.get("/rectification/waiting").text.count("disabled title") == 1
    ticked = {"report": [f"{one}:1", f"{two}:1"]}
    answer = province.send("/rectification/approve_read", ticked, follow_redirects=True)
    assert (the(one).state, the(two).state) == ("approved", "submitted")
    assert the(two).no in answer.text
    reads = select(Event.id).where(Event.verb == "read")
    province.send(f"/rectification/read/{two}")
    province.send(f"/rectification/read/{two}")
    assert len(db.session.scalars(reads).all()) == 2


def test_reading_counts_for_that_version_only(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads=True)
    province.send(f"/rectification/read/{mine}")
    boss = db.session.scalars(select(Person).where(Person.username == "province")).one()
    with unit_of_work():
        verbs.return_(the(mine), submission=1, reasons={"problem": "x"}, actor=boss, now=MONDAY)
        verbs.submit(the(mine), actor=company.person("zhao"), now=MONDAY)
    for ticked in (f"{mine}:1", f"{mine}:2", "x:y", ""):
        province.send("/rectification/approve_read", {"report": [ticked]})
    assert the(mine).state == "submitted"


def test_approve_and_return_by_their_buttons(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads=True)
    page = province.get(f"/rectification/{mine}/verb/return").text
    assert TEXTS["root_cause"] in page
    url = f"/rectification/{mine}/verb/return"
    assert province.send(url, {"submission": "1"}).status_code == 422
    assert province.send(url, {"submission": "1", "problem": "写清楚"}).status_code == 302
    assert the(mine).state == "returned"
    with unit_of_work():
        verbs.submit(the(mine), actor=company.person("zhao"), now=MONDAY)
    answer = province.send(f"/rectification/{mine}/verb/approve", {"submission": "1"})
    assert answer.status_code == 422, "the version on the page is gone"
    assert province.send(f"/rectification/{mine}/verb/approve", {"submission": "2"}).status_code == 302
    assert the(mine).state == "approved"


def test_versions_side_by_side(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads=True)
    assert province.get(f"/rectification/compare/{mine}").status_code == 404
    boss = db.session.scalars(select(Person).where(Person.username == "province")).one()
    zhao, revised = company.person("zhao"), {**TEXTS, "problem": TEXTS["problem"] + "<b>又碎一瓶</b>"}
    with unit_of_work():
        verbs.return_(the(mine), submission=1, reasons={"problem": "x"}, actor=boss, now=MONDAY)
        verbs.save(the(mine), sections=revised, measures=plans(company), actor=zhao, now=MONDAY)
        verbs.submit(the(mine), actor=zhao, now=MONDAY)
    page = province.get(f"/rectification/compare/{mine}").text
    assert "<mark>&lt;b&gt;又碎一瓶&lt;/b&gt;</mark>" in page
    assert page.count('class="changed"') == 1
    for wrong in ("?a=9&b=2", "?a=x&b=-1"):
        assert province.get(f"/rectification/compare/{mine}{wrong}").status_code == 200
    assert province.get(f"/rectification/compare/{mine}?a=0&b=1").status_code == 404


def test_a_measure_is_ticked_off_with_evidence_and_verified(app: Flask, company: Company) -> None:
    mine = approved(company)
    station = at_desk(app, company, "station", "jianghan", heads=True)
    measure = first_measure(mine).id
    assert f"/measure/{measure}/verb/tick" in station.get(f"/measure/show/{measure}").text
    assert station.send(f"/measure/{measure}/verb/tick", {"note": "好了"}).status_code == 422
    answer = station.send(f"/measure/{measure}/verb/tick", {"note": "好了", "files": photo()})
    assert answer.status_code == 302
    page = station.get(f"/rectification/show/{mine}").text
    assert "整改后.jpg" in page
    assert station.get(f"/measure/{measure}/verb/verify").status_code in (200, 403)
    assert station.send(f"/measure/{measure}/verb/verify").status_code == 422
    province = at_desk(app, company, "province", "hubei", heads=True)
    assert province.send(f"/measure/{measure}/verb/verify", {"note": ""}).status_code == 302
    assert province.send(f"/rectification/{mine}/verb/close", {"note": ""}).status_code == 302
    assert the(mine).state == "closed"


def test_the_complaints_page_shows_the_report_or_says_why_there_is_none(app: Flask, company: Company) -> None:
    mine, other = opened(company), judged(company, channel="web_message")
    station = at_desk(app, company, "station", "jianghan", heads=True)
    assert f"/rectification/show/{mine}" in station.get(f"/complaint/show/{the(mine).complaint_id}").text
    page = station.get(f"/complaint/show/{other}").text
    assert 'id="rectification"' in page
    assert "/rectification/show/" not in page


def test_the_print_and_the_home_card(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads=True)
    answer = province.get(f"/rectification/print/{mine}")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert "/rectification/waiting" in province.get("/").text
    assert the(mine).no in province.get("/rectification/list/").text


def test_naming_who_writes_it(app: Flask, company: Company) -> None:
    mine = opened(company)
    station = at_desk(app, company, "station", "jianghan", heads=True)
    url = f"/rectification/{mine}/verb/reassign"
    assert "钱伟" in station.get(url).text
    assert station.send(url, {"author_id": company.people["li"]}).status_code == 422
    assert station.send(url, {"author_id": company.people["qian"]}).status_code == 302
    assert the(mine).author_id == company.people["qian"]


def test_another_station_finds_nothing(app: Flask, company: Company) -> None:
    mine = approved(company)
    measure = first_measure(mine).id
    thief = at_desk(app, company, "thief", "hongshan", heads=True)
    words = (the(mine).no, TEXTS["root_cause"], "装车前班组长")
    for url in (
        f"/rectification/show/{mine}",
        f"/rectification/edit/{mine}",
        f"/rectification/compare/{mine}",
        f"/rectification/print/{mine}",
        f"/measure/show/{measure}",
        f"/rectification/{mine}/verb/approve",
        f"/measure/{measure}/verb/tick",
        f"/api/v1/rectification/{mine}",
    ):
        answer = thief.get(url)
        assert answer.status_code == 404, url
        assert not any(word in answer.text for word in words), url
    for url in (
        f"/rectification/edit/{mine}",
        f"/rectification/read/{mine}",
        f"/rectification/{mine}/verb/return",
        f"/rectification/{mine}/verb/close",
        f"/measure/{measure}/verb/tick",
        f"/measure/{measure}/verb/verify",
    ):
        assert thief.send(url, {"note": "x", "submission": "1"}).status_code == 404, url
    for url in ("/rectification/list/", "/measure/list/", "/rectification/waiting", "/api/v1/rectification/"):
        assert not any(word in thief.get(url).text for word in words), url
    thief.send("/rectification/approve_read", {"report": [f"{mine}:1"]})
    assert (the(mine).state, the(mine).version) == ("approved", 4)


def test_without_the_permission_there_is_neither_button_nor_step(app: Flask, company: Company) -> None:
    mine = submitted(company)
    rights = [("can_list", "RectificationView"), ("can_show", "RectificationView")]
    reader = at_desk(app, company, "reader", "hubei", heads=True, rights=rights)
    assert "/verb/approve" not in reader.get(f"/rectification/show/{mine}").text
    for url in (f"/rectification/{mine}/verb/approve", f"/rectification/read/{mine}", f"/rectification/edit/{mine}"):
        assert reader.send(url, {"submission": "1"}).status_code == 403, url
    assert reader.get("/rectification/waiting").status_code == 403


def test_a_stranger_is_sent_to_the_login(app: Flask, company: Company) -> None:
    mine = written(company)
    for url in (f"/rectification/show/{mine}", "/rectification/waiting", f"/rectification/print/{mine}"):
        assert "/login/" in browser(app).get(url).location
