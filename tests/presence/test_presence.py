"""Who else has a complaint's page open, or one of its forms."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.extensions import db
from app.presence import forget_gone
from app.presence.models import Presence
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import manager, operator
from tests.complaints.typed import register
from tests.people import Browser, browser, login, make_person


def beat(desk: Browser, key: int, **said: str) -> list[str]:
    answer = desk.send(f"/presence/complaint/{key}", said)
    assert answer.status_code == 200, answer.text
    return answer.json["others"]


def colleague(app: Flask) -> Browser:
    make_person("chenjing", last_name="陈", first_name="静", permissions=[("can_show", "ComplaintView")])
    return login(browser(app), "chenjing")


def test_each_hears_of_the_other_and_what_they_fill_in(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    key, other = register(desk, company).id, colleague(app)
    assert beat(desk, key) == []
    assert beat(other, key) == ["operator也在查看此页"]
    assert beat(desk, key, doing="amend") == ["陈静也在查看此页"]
    assert beat(other, key) == ["operator正在办理“更正投诉内容”"]
    assert beat(desk, key, doing="<script>") == ["陈静也在查看此页"]
    assert beat(other, key) == ["operator也在查看此页"]
    assert db.session.scalar(select(func.count(Presence.id))) == 2, "a row a person, not a row a beat"


def test_who_closes_the_page_or_falls_silent_is_gone(app: Flask, company: Company, time_machine: Any) -> None:
    time_machine.move_to(MONDAY, tick=False)
    desk = operator(app, company)
    key, other = register(desk, company).id, colleague(app)
    beat(other, key)
    assert len(beat(desk, key)) == 1
    beat(other, key, gone="1")
    assert beat(desk, key) == []
    beat(other, key)
    time_machine.move_to(MONDAY + timedelta(seconds=61), tick=False)
    assert beat(desk, key) == []


def test_what_is_long_over_is_forgotten(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    beat(desk, register(desk, company).id)
    forget_gone(clock.now() + timedelta(minutes=30))
    assert db.session.scalar(select(func.count(Presence.id))) == 1
    forget_gone(clock.now() + timedelta(hours=2))
    assert db.session.scalar(select(func.count(Presence.id))) == 0


def test_outsiders_learn_nothing(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    key = register(desk, company).id
    beat(desk, key)
    assert manager(app, company, "hongshan").send(f"/presence/complaint/{key}").status_code == 404
    make_person("blind", permissions=[("can_list", "ComplaintView")])
    assert login(browser(app), "blind").send(f"/presence/complaint/{key}").status_code == 403
    assert desk.send("/presence/complaint/999999").status_code == 404
    assert desk.send("/presence/message/1").status_code == 404
    assert desk.get(f"/presence/complaint/{key}").status_code == 405
    assert browser(app).post(f"/presence/complaint/{key}").status_code in (302, 400)
