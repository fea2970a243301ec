"""The screens of trials: asked for by an administrator or the quality manager, watched, read complaint by complaint."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.admin.seed_roles import DEFAULT_ROLES
from app.db import unit_of_work
from app.deadlines.sweep import sweep
from app.extensions import appbuilder
from app.policy.load import shipped
from app.replays import verbs
from tests.complaints.company import Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.replays.lives import END, live

VERSION = shipped("xinbang").version


@pytest.fixture
def past(company: Company) -> list[int]:
    lived = live(company)
    sweep(END)
    return lived


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(END, tick=False):
        yield


def quality(app: Flask, company: Company) -> Browser:
    rights = [*every_right(("Replay",)), ("can_show", "ComplaintView")]
    make_person("quality", department=company.department("hq"), permissions=rights)
    return login(browser(app), "quality")


def test_a_trial_is_asked_for_watched_and_read(app: Flask, company: Company, past: list[int], draft: str) -> None:
    desk = quality(app, company)
    assert desk.send("/replay/add", {"text": draft}).status_code == 302
    waiting = desk.get("/replay/show/1").text
    assert "等待中" in waiting
    assert 'http-equiv="refresh"' in waiting
    for _number in range(3):
        verbs.run_queued(END)
    done = desk.get("/replay/show/1").text
    assert 'http-equiv="refresh"' not in done
    assert f"{len(past)} / {len(past)}" in done
    assert "¥150.00 → ¥300.00" in done
    assert "本次试算未计入的内容" in done
    assert "整改措施的期限以填写人自定的日期为准" in done
    station = company.departments["hongshan"]
    assert f"_flt_0_department_id={station}" in done
    listed = desk.get(f"/replay-row/list/?_flt_0_replay_id=1&_flt_0_department_id={station}").text
    assert len(re.findall(r'href="/replay-row/show/\d+"', listed)) == 1
    assert (
        desk.get("/replay/csv/1").text.count("\n")
        == desk.get("/replay-row/list/?psize=100").text.count('href="/replay-row/show/') + 1
    )


def test_a_complaint_stands_side_by_side_with_clauses_and_working(
    app: Flask, company: Company, past: list[int], draft: str
) -> None:
    with unit_of_work():
        verbs.request(text=draft, actor=None, now=END)
    verbs.run_queued(END)
    page = quality(app, company).get("/replay-row/show/1").text
    assert f'href="/complaint/show/{past[1]}"' in page
    for words in ("四(四)1A", "四(四)1B", "¥1,500.00", "不同", f"第 {VERSION} 版", "第 9.9 版", "工作日历第"):
        assert words in page, words


def test_what_can_not_be_tried_is_said_at_its_field(app: Flask, company: Company, draft: str) -> None:
    desk = quality(app, company)
    for data, words in (
        ({}, "二者选其一"),
        ({"text": draft, "version_id": "1"}, "二者选其一"),
        ({"text": "id: ["}, "制度包有错误"),
        ({"version_id": "99"}, "请从列表中选择。"),
        ({"text": draft, "since": "2026-11-23", "until": "2026-11-01"}, "早于"),
        ({"text": draft, "department_id": "999"}, "请从列表中选择。"),
    ):
        answer = desk.send("/replay/add", data)
        assert answer.status_code == 422, data
        assert words in answer.text, (data, words)
    assert desk.send("/replay/add", {"version_id": "1"}).status_code == 302


def test_a_run_is_left_off_on_its_page(app: Flask, company: Company, past: list[int], draft: str) -> None:
    with unit_of_work():
        verbs.request(text=draft, actor=None, now=END)
    desk = quality(app, company)
    assert desk.send("/replay/1/verb/cancel").status_code == 302
    assert "已取消" in desk.get("/replay/show/1").text
    assert "/verb/cancel" not in desk.get("/replay/show/1").text


def test_administrators_and_quality_managers_may_others_not(app: Flask) -> None:
    views = [view for view in appbuilder.baseviews if type(view).__name__ in ("ReplayView", "ReplayRowView")]
    known = {(name, type(view).__name__) for view in views for name in view.base_permissions}
    assert ("can_add", "ReplayView") in known
    may = {role.code for role in DEFAULT_ROLES if ("can_add", "ReplayView") in role.pairs(known)}
    assert may == {DEFAULT_ROLES[0].code, "quality"}
    assert {role.code for role in DEFAULT_ROLES if role.pairs(known)} == may | {"auditor"}


def test_a_clerk_is_refused(app: Flask, company: Company) -> None:
    make_person("clerk", department=company.department("hq"), permissions=[("can_list", "ComplaintView")])
    clerk = login(browser(app), "clerk")
    for page in ("/replay/list/", "/replay/add", "/replay-row/list/"):
        assert clerk.get(page).status_code == 403, page
