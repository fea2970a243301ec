"""The customer's page: everything that happened, within the reader's rights, in a bounded number of queries."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.complaints import workflow
from app.db import unit_of_work
from app.extensions import db
from app.followups.models import FollowUp
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person


def complain(company: Company, times: int) -> None:
    with unit_of_work():
        for _ in range(times):
            workflow.register(**told(company), actor=company.person("li"), now=MONDAY)


def answered(company: Company, *scores: int) -> None:
    """A follow-up a week, answered with these scores."""
    with unit_of_work():
        for week, score in enumerate(scores):
            at = MONDAY + timedelta(weeks=week)
            db.session.add(
                FollowUp(
                    customer_id=company.customer_id, reason="periodic", means="phone", state="called", due_at=at,
                    clause="brief", pack_version_id=1, unique_key=f"week {week}", score=score, answered_at=at,
                )
            )  # fmt: skip


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    make_person("boss", permissions=every_right())
    return login(browser(app), "boss")


def test_it_shows_complaints_satisfaction_waybills_and_what_was_written(boss: Browser, company: Company) -> None:
    complain(company, 1)
    answered(company, 2, 5)
    page = boss.get(f"/customer/show/{company.customer_id}").text
    assert "TS2026" in page
    assert "XB2026112300017" in page
    assert "武汉鑫源商贸有限公司" in page
    assert re.search(r'<svg[^>]+role="img"[^>]+aria-label="[^"]*2 次评分，平均 3.5 分', page)
    assert page.count("<circle") == 2
    assert "建立了客户档案" in page


def test_without_the_rights_the_parts_are_not_there(app: Flask, company: Company) -> None:
    complain(company, 1)
    answered(company, 2)
    make_person("clerk", permissions=[("can_show", "CustomerView"), ("can_list", "CustomerView")])
    page = login(browser(app), "clerk").get(f"/customer/show/{company.customer_id}").text
    assert "武汉鑫源商贸有限公司" in page
    assert [
        word for word in ("TS2026", "XB2026", "<svg class", "<circle", "13800138000", "满意度变化") if word in page
    ] == []


def test_a_customer_of_whom_nothing_is_known_has_a_page_too(boss: Browser, company: Company) -> None:
    answer = boss.get(f"/customer/show/{company.customer_id}")
    assert answer.status_code == 200
    assert "<circle" not in answer.text


def test_more_history_takes_no_more_queries(boss: Browser, company: Company) -> None:
    def statements() -> int:
        ran: list[str] = []
        listener = lambda *args: ran.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assert boss.get(f"/customer/show/{company.customer_id}").status_code == 200
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(ran)

    complain(company, 2)
    answered(company, 3)
    few = statements()
    complain(company, 12)
    assert statements() <= few
