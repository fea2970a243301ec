"""Deadlines in the browser: those within one's reach, and why."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.deadlines import Deadline, on_verb, stop_all
from app.extensions import db
from tests.deadlines.cases import ORDINARY, Desk, at_, do, only
from tests.people import Browser, browser, login, make_department, make_person

FRIDAY = at_("2026-11-20 10:00")
SEEING = [("can_list", "DeadlineView"), ("can_show", "DeadlineView")]


@pytest.fixture(autouse=True)
def _on_friday() -> Iterator[None]:
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def boss(app: Flask, desk: Desk) -> Browser:
    """Sees the whole company."""
    make_person("boss", permissions=SEEING)
    return login(browser(app), "boss")


def test_the_list_shows_what_runs_with_owner_and_time_left(desk: Desk, boss: Browser) -> None:
    case = desk.case(FRIDAY)
    do(case, "dispatch", FRIDAY)
    db.session.commit()
    page = boss.get("/deadline/list/").text
    assert f'<a href="/case/{case.id}">TS-{case.id:04}</a>' in page
    assert page.count("data-countdown") == 3
    assert "2026-11-23 18:00" in page


def test_what_has_ended_shows_when_it_is_searched_for(desk: Desk, boss: Browser) -> None:
    case = desk.case(FRIDAY)
    stop_all(case, "stopped", now=FRIDAY, actor=None)
    db.session.commit()
    assert "TS-0001" not in boss.get("/deadline/list/").text
    assert "TS-0001" in boss.get("/deadline/list/?_flt_1_state=met").text


def test_a_list_costs_the_same_whoever_has_to_keep_what_is_in_it(desk: Desk, boss: Browser) -> None:
    """Each deadline is another person's or another station's: names are loaded for the page, not for the row."""

    def statements() -> int:
        seen: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", hear := lambda *parts: seen.append(parts[2]))
        page = boss.get("/deadline/list/").text
        sa.event.remove(db.engine, "before_cursor_execute", hear)
        assert page.count('<td class="row-actions">') == db.session.scalar(sa.select(sa.func.count(Deadline.id)))
        return len(seen)

    desk.case(FRIDAY)
    db.session.commit()
    few = statements()
    for number in range(6):
        station, handler = make_department(f"S{number}", f"网点{number}"), make_person(f"handler{number}")
        row = desk.case()
        row.department_id, row.handler_id = station.id, handler.id
        on_verb(row, "register", facts=ORDINARY, now=FRIDAY, actor=None)
        db.session.commit()
    assert statements() == few


def test_why_is_a_quiet_mark_with_a_name(desk: Desk, boss: Browser) -> None:
    resolve = only(desk.case(FRIDAY), "resolve")
    db.session.commit()
    mark = boss.get("/deadline/list/").text.split(f'href="/deadline/why/{resolve.id}"')[1].split("</a>")[0]
    assert 'title="为什么?"' in mark or 'title="为什么？"' in mark
    assert '<span class="sr-only">为什么' in mark


def test_why_is_answered_on_the_deadlines_page(desk: Desk, boss: Browser) -> None:
    resolve = only(desk.case(FRIDAY), "resolve")
    db.session.commit()
    page = boss.get(f"/deadline/show/{resolve.id}").text
    assert "四(五)1a" in page
    assert "2026-11-23 18:00" in page


def test_another_stations_deadlines_are_out_of_reach(app: Flask, desk: Desk) -> None:
    mine = desk.case(FRIDAY)
    theirs = desk.case()
    theirs.department_id = desk.province.id
    on_verb(theirs, "register", facts=ORDINARY, now=FRIDAY, actor=None)
    foreign = only(theirs, "resolve").id
    db.session.commit()
    make_person("anna", department=desk.station, reach="tree", permissions=SEEING)
    anna = login(browser(app), "anna")
    page = anna.get("/deadline/list/").text
    assert f"TS-{mine.id:04}" in page
    assert f"TS-{theirs.id:04}" not in page
    assert anna.get(f"/deadline/show/{foreign}").status_code == 404


def test_the_first_page_counts_what_is_overdue_within_reach(desk: Desk, boss: Browser) -> None:
    forward = only(desk.case(FRIDAY), "forward")
    forward.breached_at = forward.due_at
    db.session.commit()
    card = boss.get("/").text.split("fa-hourglass-end")[1].split("</section>")[0]
    assert ">1<" in card


def test_nobody_changes_a_deadline_by_hand(desk: Desk, boss: Browser) -> None:
    resolve = only(desk.case(FRIDAY), "resolve").id
    db.session.commit()
    for path in (f"/deadline/edit/{resolve}", f"/deadline/delete/{resolve}", "/deadline/add"):
        assert boss.send(path, {"state": "met"}).status_code == 404
