"""The complaint's page: the one next step, whose turn it is, the customer's card, the timeline by day and kind."""

import re
from datetime import timedelta

from flask import Flask

from app.complaints import workflow
from app.core import clock
from app.db import unit_of_work
from app.web.case import UNFOLDED, Entry, told_by_day
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import manager, operator
from tests.complaints.typed import STEPS, press, register
from tests.people import browser, login, make_person


def next_step(page: str) -> str:
    """Where the one clear button leads; the sentence in its place where the reader has nothing to do."""
    part = re.search(r'<div class="case-next">.*?/verb/(\w+)', page, re.DOTALL)
    turn = re.search(r'<p class="case-waits">(.*?)</p>', page, re.DOTALL)
    return part.group(1) if part else re.sub(r"<[^>]+>", "", turn.group(1)) if turn else ""


def test_the_next_step_is_the_readers_own_or_says_whose_turn_it_is(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    address = f"/complaint/show/{complaint.id}"
    assert next_step(desk.get(address).text) == "accept"
    for step, facts in STEPS[:2]:
        press(desk, company, complaint, step, facts)
    station = manager(app, company, "jianghan")
    assert next_step(station.get(address).text) == "investigate"
    page = desk.get(address).text
    assert page.count("btn-primary") == 2, "the step's, and the question's of the layout"
    assert next_step(page) == "investigate", "the operator of this test holds every step"


def test_who_may_not_take_it_reads_whose_turn_it_is(app: Flask, company: Company) -> None:
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=clock.now())
        workflow.accept(complaint, actor=company.person("li"), now=clock.now())
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=None, now=clock.now())
        key = complaint.id
    make_person("reader", permissions=[("can_show", "ComplaintView")])
    reader = login(browser(app), "reader")
    said = next_step(reader.get(f"/complaint/show/{key}").text)
    assert "登记调查结果" in said
    assert "武汉江汉网点 赵强" in said


def test_the_customers_other_complaints_stand_beside_it_within_reach(app: Flask, company: Company) -> None:
    with unit_of_work():
        numbers = []
        for department in ("jianghan", "hongshan"):
            other = workflow.register(**told(company), actor=None, now=clock.now())
            workflow.accept(other, actor=None, now=clock.now())
            workflow.dispatch(other, department_id=company.departments[department], actor=None, now=clock.now())
            numbers.append(other.no)
        gone = workflow.register(**told(company), actor=None, now=clock.now())
        workflow.withdraw(gone, note="撤诉", actor=None, now=clock.now())
        mine = workflow.register(**told(company), actor=None, now=clock.now())
        workflow.accept(mine, actor=None, now=clock.now())
        workflow.dispatch(mine, department_id=company.departments["jianghan"], actor=None, now=clock.now())
        key = mine.id
    card = _card(operator(app, company).get(f"/complaint/show/{key}").text)
    assert "其他在办投诉：2 件" in card
    assert "历史投诉：1 件" in card
    assert all(number in card for number in numbers)
    seen = _card(manager(app, company, "jianghan").get(f"/complaint/show/{key}").text)
    assert numbers[0] in seen
    assert numbers[1] not in seen
    assert "其他在办投诉：1 件" in seen


def test_the_timeline_tells_steps_notes_files_messages_and_deadlines(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    complaint = register(desk, company)
    press(desk, company, complaint, "note", {"note": "客户晚上才有空"})
    page = desk.get(f"/complaint/show/{complaint.id}").text
    for kind in ("step", "note", "message", "deadline"):
        assert f'class="of-{kind}' in page
        assert f'id="timeline-{kind}"' in page
    assert 'id="timeline-file"' not in page, "no filter for what isn't there"
    assert "13800138000" not in page, "messages name nobody's number in full"


def test_the_newest_comes_first_in_days_and_a_long_story_is_folded() -> None:
    entries = [Entry(MONDAY + timedelta(hours=number * 4), str(number)) for number in range(UNFOLDED + 3)]
    found = told_by_day(entries)
    sentences = [entry.sentence for _day, part, _kinds, _old in found["days"] for entry in part]
    assert sentences == [str(number) for number in reversed(range(UNFOLDED + 3))]
    assert [day.isoformat() for day, *_ in found["days"]] == ["2026-11-26", "2026-11-25", "2026-11-24", "2026-11-23"][
        : len(found["days"])
    ]
    assert found["folded"] == 3
    assert sum(entry.old for _day, part, _kinds, _old in found["days"] for entry in part) == 3


def _card(page: str) -> str:
    found = re.search(r'id="complainant">(.*?)</section>', page, re.DOTALL)
    assert found
    return found.group(1)
