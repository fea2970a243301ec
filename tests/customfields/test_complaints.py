"""Custom fields of complaints: asked while the customer talks, seen on the page, changed later, found and read."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.models import Complaint
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.rulebook import Category
from tests.complaints.company import Company, found
from tests.complaints.desks import manager, operator
from tests.customfields.conftest import field
from tests.kept import kept
from tests.people import Browser


@pytest.fixture
def company(app: Flask) -> Company:
    return kept(found)


@pytest.fixture
def desk(app: Flask, company: Company) -> Browser:
    """At the call centre; the company asks which warehouse it was."""
    field(
        "choice",
        "仓库",
        entity="complaint",
        code="warehouse",
        options="一号仓\n二号仓",
        in_list=True,
        section="仓储信息",
    )
    return operator(app, company)


def register(desk: Browser, **more: str) -> Complaint:
    category = db.session.scalars(select(Category).where(Category.code == "damage_wet")).one()
    told = {"channel": "hotline_400", "category_id": str(category.id), "description": "外箱潮湿", "complainant": "王芳"}
    answer = desk.send("/complaint/add", told | {"phone": "13800138000"} | more)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    return db.session.scalars(select(Complaint)).one()


def test_it_is_asked_at_registration_and_seen_listed_found_and_read(desk: Browser) -> None:
    assert "仓储信息" in desk.get("/complaint/add").text
    complaint = register(desk, x_warehouse="o2")
    page = desk.get(f"/complaint/show/{complaint.id}").text
    assert re.search(r"仓库.*二号仓", page, re.S)
    assert "二号仓" in desk.get("/complaint/list/").text
    assert complaint.no in desk.get("/complaint/list/?_flt_0_x_warehouse=o2").text
    assert complaint.no not in desk.get("/complaint/list/?_flt_0_x_warehouse=o1").text
    assert desk.get(f"/api/v1/complaint/{complaint.id}").json["result"]["x_warehouse"] == "o2"


def test_it_is_changed_later_and_a_change_in_between_is_not_lost(desk: Browser) -> None:
    complaint = register(desk)
    seen = complaint.changed_at.isoformat()
    form = desk.get(f"/complaint/fields/{complaint.id}").text
    assert f'value="{seen}"' in form
    assert (
        desk.send(f"/complaint/fields/{complaint.id}", {"x_warehouse": "o1", "seen_version": seen}).status_code == 302
    )
    db.session.expire_all()
    assert complaint.x_warehouse == "o1"
    assert history_of(complaint)[-1].verb == "fill"
    late = desk.send(f"/complaint/fields/{complaint.id}", {"x_warehouse": "o2", "seen_version": seen})
    assert (late.status_code, complaint.x_warehouse) == (422, "o1")
    wrong = desk.send(f"/complaint/fields/{complaint.id}", {"x_warehouse": "o9", "seen_version": seen})
    assert (wrong.status_code, 'id="x_warehouse-hint"' in wrong.text) == (422, True)


def test_a_program_changes_those_that_it_names(desk: Browser) -> None:
    complaint, headers = register(desk, x_warehouse="o1"), {"X-CSRFToken": desk.token("/")}
    where = f"/api/v1/complaint/{complaint.id}/fields"
    answer = desk.post(where, json={"x_warehouse": "o2"}, headers=headers)
    assert (answer.status_code, answer.json["result"]["x_warehouse"]) == (200, "o2"), answer.text
    assert desk.post(where, json={}, headers=headers).json["result"]["x_warehouse"] == "o2"
    wrong = desk.post(where, json={"x_warehouse": "o9"}, headers=headers)
    assert (wrong.status_code, list(wrong.json["error"]["fields"])) == (422, ["x_warehouse"])
    with unit_of_work():
        complaint.state = "archived"
    assert desk.post(where, json={"x_warehouse": "o1"}, headers=headers).status_code == 409


def test_an_archived_complaint_keeps_what_it_has(desk: Browser) -> None:
    complaint = register(desk, x_warehouse="o1")
    with unit_of_work():
        complaint.state = "archived"
    assert desk.get(f"/complaint/fields/{complaint.id}").status_code == 404
    assert "一号仓" in desk.get(f"/complaint/show/{complaint.id}").text


def test_another_station_reaches_none_of_it(app: Flask, company: Company, desk: Browser) -> None:
    complaint = register(desk, x_warehouse="o1")
    with unit_of_work():
        complaint.department_id = company.departments["jianghan"]
    outsider = manager(app, company, "hongshan")
    assert outsider.get(f"/complaint/fields/{complaint.id}").status_code == 404
