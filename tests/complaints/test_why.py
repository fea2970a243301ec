"""“Why?”: clause, facts, working, pack and calendar, the same words on every screen, over REST and on paper."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from app.complaints import printing
from app.deadlines import Deadline
from app.deadlines.sweep import sweep
from app.extensions import db
from app.outbox import Message
from app.policy.load import shipped
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right, manager
from tests.penalties.cases import dispatched, judge, penalties, the
from tests.people import Browser, browser, login, make_person

VERSION = shipped("xinbang").version
SUMMARY = "1 个工作日。"
"""What the pack's clause on minor business complaints says in our words."""


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    """May see everything there is."""
    make_person("boss", department=company.department("hq"), permissions=every_right())
    return login(browser(app), "boss")


def resolve(complaint_id: int) -> Deadline:
    """The deadline by which the complaint is to be settled."""
    db.session.rollback()
    mine = select(Deadline).where(Deadline.owner_kind == "complaint", Deadline.owner_id == complaint_id)
    return next(row for row in db.session.scalars(mine) if row.clock == "resolve")


def assert_explained(text: str) -> None:
    """The clause with title and summary, the facts, the working, the pack and the calendar."""
    for words in ("四(五)1a", "一般投诉时限", SUMMARY, "投诉程度", "一般", "第 1 天", f"第 {VERSION} 版", "工作日历第"):
        assert words in text, words


def test_the_same_reason_stands_on_the_complaint_in_the_list_on_the_deadline_and_on_paper(
    app: Flask, company: Company, boss: Browser
) -> None:
    mine = dispatched(company)
    deadline = resolve(mine).id
    for page in (f"/complaint/show/{mine}", f"/complaint/why/{mine}", f"/deadline/show/{deadline}"):
        assert_explained(boss.get(page).text)
    assert f'href="/deadline/why/{deadline}"' in boss.get("/deadline/list/").text
    assert f'href="/complaint/why/{mine}"' in boss.get("/complaint/list/").text
    assert_explained(boss.get(f"/deadline/why/{deadline}").text)
    assert_explained(words_on_paper(app, mine))
    assert boss.get(f"/complaint/print/{mine}").mimetype == "application/pdf"


def test_the_interface_tells_clause_facts_working_pack_and_version(company: Company, boss: Browser) -> None:
    mine = dispatched(company)
    judge(company, mine)
    one = boss.get(f"/api/v1/deadline/{resolve(mine).id}").json["result"]
    assert_reason(one["why"], one["clause"])
    assert one["why"]["calendar_edition"]["number"] >= 1
    whole = boss.get(f"/api/v1/complaint/{mine}").json["result"]
    assert one["why"] in [each["why"] for each in whole["deadlines"]]
    assert_reason(whole["why"], whole["severity_clause"])
    penalty = boss.get("/api/v1/penalty/").json["result"][0]
    assert_reason(penalty["why"], penalty["clause"])
    assert {"name": "责任方", "value": "本公司部门"} in penalty["why"]["facts"]


def assert_reason(why: dict[str, Any], clause: str) -> None:
    assert why["clause"]["id"] == clause
    assert why["clause"]["cite"]
    assert why["clause"]["title"]
    assert why["clause"]["summary"]
    assert why["facts"]
    assert why["working"]
    assert (why["pack"], why["version"]) == ("新邦客户投诉管理制度", VERSION)


def test_an_amount_is_explained_wherever_it_stands(company: Company, boss: Browser) -> None:
    mine = dispatched(company)
    judge(company, mine)
    penalty = penalties()[0].id
    assert f'href="/penalty/why/{penalty}"' in boss.get("/penalty/list/").text
    for page in (f"/penalty/why/{penalty}", f"/penalty/show/{penalty}", f"/complaint/show/{mine}"):
        text = boss.get(page).text
        assert "五1" in text, page
        assert "责任方" in text, page
    boss.send(f"/penalty/{penalty}/verb/confirm")
    assert "责任方" in boss.get("/payroll/").text


def test_a_report_and_a_follow_up_say_why_they_are_due(company: Company, boss: Browser) -> None:
    mine = dispatched(company)
    judge(company, mine)
    assert "为什么" in boss.get("/rectification/list/").text
    for page in ("/rectification/show/1", "/rectification/why/1"):
        text = boss.get(page).text
        assert "五1" in text, page
        assert "提交投诉整改表" in text, page
        assert "第 1 天" in text, page
    assert 'href="/followup/why/1"' in boss.get("/followup/list/").text
    assert "满意度回访" in boss.get("/followup/why/1").text


def test_a_message_about_a_deadline_leads_to_its_reason(company: Company, boss: Browser) -> None:
    mine = dispatched(company)
    deadline = resolve(mine)
    late = deadline.due_at + timedelta(minutes=1)
    with time_machine.travel(late, tick=False):
        sweep(late)
    told = [row for row in db.session.scalars(select(Message)) if row.dedup_key.startswith(f"deadline:{deadline.id}:")]
    assert told
    assert f'href="/deadline/why/{deadline.id}"' in boss.get(f"/message/show/{told[0].id}").text
    other = next(row for row in db.session.scalars(select(Message)) if row.dedup_key.startswith("complaint_"))
    assert f'href="/complaint/why/{mine}"' in boss.get(f"/message/show/{other.id}").text


def test_who_may_not_see_the_row_reads_no_reason(app: Flask, company: Company, boss: Browser) -> None:
    mine = dispatched(company, "hongshan")
    deadline = resolve(mine).id
    thief = manager(app, company, "jianghan", everywhere=True)
    for page in (f"/complaint/why/{mine}", f"/complaint/print/{mine}", f"/deadline/why/{deadline}"):
        assert thief.get(page).status_code == 404, page
        assert boss.get(page).status_code == 200, page
    make_person("clerk", department=company.department("hq"), permissions=[("can_list", "DeadlineView")])
    clerk = login(browser(app), "clerk")
    assert clerk.get(f"/deadline/why/{deadline}").status_code == 403
    assert "data-why" not in clerk.get("/deadline/list/").text


def words_on_paper(app: Flask, complaint_id: int) -> str:
    with app.test_request_context(), force_locale("zh"):
        document = pypdfium2.PdfDocument(printing.as_pdf(the(complaint_id)))
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "").replace("\n", "")
