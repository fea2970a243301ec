"""值班表: shifts by the day, past midnight, copied from last week; who is on duty at this moment."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.absence import Shift, on_duty, roster
from app.complaints import workflow
from app.core import clock
from app.core.errors import Invalid, NotAllowed, Refused
from app.db import unit_of_work
from app.extensions import db
from tests.absence.conftest import away
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person

DAY = MONDAY.date()
HOUR = timedelta(hours=1)


def plan(company: Company, person: str = "li", *days: date, by: str = "wu", **facts: Any) -> int:
    usual = {"begin": time(8), "end": time(20), "days": days or (DAY,)}
    with unit_of_work():
        return roster.add_shifts(
            company.department("calls"),
            person=company.person(person),
            actor=company.person(by),
            now=MONDAY,
            **(usual | facts),
        )


def names(company: Company, hours: float, department: str | None = "calls") -> list[str]:
    key = company.departments[department] if department else None
    return [person.full_name for person in on_duty(key, MONDAY + hours * HOUR)]


def test_who_is_on_duty(company: Company) -> None:
    plan(company)
    plan(company, "chen", begin=time(20), end=time(8))
    assert names(company, 0) == ["李娜"]
    assert names(company, 11) == ["陈静"]
    assert names(company, 22) == ["陈静"], "past midnight"
    assert names(company, 23) == []
    assert names(company, 0, None) == ["李娜"]
    assert names(company, 0, "jianghan") == []


def test_who_is_away_is_not_on_duty(company: Company) -> None:
    plan(company)
    away(company, "li", "chen", since=MONDAY - HOUR)
    assert names(company, 0) == []


def test_last_week_once_more(company: Company) -> None:
    plan(company, "li", DAY, DAY + timedelta(days=6))
    plan(company, "chen")
    plan(company, "chen", DAY + timedelta(days=7))
    calls, by = company.department("calls"), company.person("wu")
    with unit_of_work():
        assert roster.copy_week(calls, DAY + timedelta(days=7), actor=by, now=MONDAY) == 2, "but what is taken"
    assert names(company, 24 * 13) == ["李娜"]
    with pytest.raises(Refused):
        roster.copy_week(calls, DAY + timedelta(days=28), actor=by, now=MONDAY)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"days": ()}, "days"),
        ({"begin": None}, "begin"),
        ({"begin": time(8), "end": time(8)}, "end"),
        ({"person": None}, "person"),
    ],
)
def test_what_is_missing_is_refused(company: Company, facts: dict[str, Any], field: str) -> None:
    usual = {"begin": time(8), "end": time(20), "days": (DAY,), "person": company.person("li")}
    with pytest.raises(Invalid) as refused:
        roster.add_shifts(company.department("calls"), actor=None, now=MONDAY, **(usual | facts))
    assert field in refused.value.fields


def test_two_shifts_at_once_are_refused(company: Company) -> None:
    plan(company)
    with pytest.raises(Invalid):
        plan(company, "li", begin=time(19), end=time(23))


def test_it_is_planned_by_who_leads(company: Company) -> None:
    with pytest.raises(NotAllowed):
        plan(company, by="li")


@pytest.fixture
def head(app: Flask, company: Company) -> Browser:
    """Heads the call centre."""
    person = make_person("head", department=company.department("calls"), permissions=every_right(("Roster", "Person")))
    with unit_of_work():
        company.department("calls").head_id = person.id
    return login(browser(app), "head")


def test_on_the_screen(company: Company, head: Browser) -> None:
    today = clock.local_day(clock.now())
    monday = roster.monday_of(today)
    who = {"person": str(company.people["li"]), "person-text": "李娜"}
    typed = who | {"days": str(monday), "begin": "８:00", "end": "20:00"}
    assert head.send(f"/roster/add?week={monday}", typed).status_code == 302
    page = head.get(f"/roster/?week={monday}").text
    assert "08:00–20:00" in page
    assert head.send(f"/roster/copy?week={monday + timedelta(days=7)}").status_code == 302
    shifts = db.session.scalars(select(Shift).order_by(Shift.id)).all()
    assert len(shifts) == 2
    assert head.send(f"/roster/shift/{shifts[0].id}/drop").status_code == 302
    assert "本周暂无排班" in head.get(f"/roster/?week={monday}").text


@pytest.mark.parametrize("typed", [{"begin": "25:00"}, {"begin": "x"}, {"days": "2031-01-01"}, {"person": "0"}])
def test_nonsense_is_refused_on_the_screen(company: Company, head: Browser, typed: dict[str, str]) -> None:
    monday = roster.monday_of(clock.local_day(clock.now()))
    usual = {"person": str(company.people["li"]), "days": str(monday), "begin": "08:00", "end": "20:00"}
    assert head.send(f"/roster/add?week={monday}", usual | typed).status_code == 422


def test_an_outsider(app: Flask, company: Company) -> None:
    plan(company)
    shift = db.session.scalars(select(Shift.id)).one()
    rights = every_right(("Roster",))
    make_person("outsider", department=company.department("hongshan"), reach="tree", permissions=rights)
    desk = login(browser(app), "outsider")
    assert "李娜" not in desk.get(f"/roster/?department={company.departments['calls']}&week={DAY}").text
    assert desk.send(f"/roster/shift/{shift}/drop").status_code == 404
    make_person("nobody", department=company.department("calls"))
    assert login(browser(app), "nobody").get("/roster/").status_code == 403


def test_the_dispatcher_sees_who_is_on_duty(app: Flask, company: Company) -> None:
    now = clock.now()
    with unit_of_work():
        db.session.add(
            Shift(
                department_id=company.departments["jianghan"],
                person_id=company.people["zhao"],
                starts_at=now - HOUR,
                ends_at=now + HOUR,
            )
        )
        complaint = workflow.register(**told(company), actor=company.person("li"), now=now)
        workflow.accept(complaint, actor=company.person("li"), now=now)
        key = complaint.id
    make_person("desk", department=company.department("calls"), permissions=every_right(("Complaint",)))
    page = login(browser(app), "desk").get(f"/complaint/{key}/verb/dispatch").text
    assert "武汉江汉网点 · 值班：赵强" in page
