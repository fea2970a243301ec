"""The same report by REST: the same refusals, in JSON."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.db import unit_of_work
from app.extensions import db
from app.files import attachments_of
from app.rectifications import measuring, verbs
from app.security import Person
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import TEXTS, approved, first_measure, opened, photo, submitted, the

FRIDAY = "2026-11-27"
JPEG = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture(autouse=True)
def _monday(time_machine: Any) -> None:
    time_machine.move_to(MONDAY + timedelta(hours=1), tick=False)


def caller(app: Flask, company: Company, username: str, department: str) -> Browser:
    rights = every_right(("Rectification",))
    person = make_person(username, department=company.department(department), reach="tree", permissions=rights)
    with unit_of_work():
        company.department(department).head_id = person.id
    return login(browser(app), username)


def call(client: Browser, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/rectification/{path}", json=body, headers={"X-CSRFToken": client.token("/")})


def test_write_submit_return_and_approve(app: Flask, company: Company) -> None:
    mine = opened(company)
    station, province = caller(app, company, "station", "jianghan"), caller(app, company, "province", "hubei")
    measure = {"measure_1_text": "检查", "measure_1_owner": company.people["qian"], "measure_1_due": FRIDAY}
    assert call(station, f"{mine}/save", **TEXTS, **measure).status_code == 200
    answer = call(station, f"{mine}/submit").get_json()["result"]
    assert (answer["state"], answer["submission"], answer["measures"][0]["due_on"]) == ("submitted", 1, FRIDAY)
    assert call(station, f"{mine}/approve", submission=1).status_code == 403
    assert call(province, f"{mine}/approve").status_code == 422
    assert call(province, f"{mine}/approve", submission=7).status_code == 409
    assert call(province, f"{mine}/return", submission=1).status_code == 422
    assert call(province, f"{mine}/return", submission=1, root_cause="写清楚").status_code == 200
    assert call(province, f"{mine}/return", submission=1, root_cause="写清楚").status_code == 409
    assert call(station, f"{mine}/submit").status_code == 200
    assert call(province, f"{mine}/approve", submission=2).get_json()["result"]["state"] == "approved"


def test_what_is_missing_is_told_by_field(app: Flask, company: Company) -> None:
    mine, station = opened(company), caller(app, company, "station", "jianghan")
    fields = call(station, f"{mine}/submit").get_json()["error"]["fields"]
    assert set(fields) == {*TEXTS, "measure_1_text"}
    assert call(station, f"{mine}/save", surprise="x").get_json()["error"]["fields"].keys() == {"surprise"}
    assert call(station, f"{mine}/reassign", author_id=company.people["qian"]).status_code == 200
    assert call(station, f"{mine}/reassign", author_id=company.people["li"]).status_code == 422


def test_measures_by_number(app: Flask, company: Company) -> None:
    mine = approved(company)
    province = caller(app, company, "province", "hubei")
    assert call(province, f"{mine}/verify", measure=1).status_code == 409
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=company.person("qian"), now=MONDAY)
    assert call(province, f"{mine}/redo", measure=1, note="重拍", due_on=FRIDAY).status_code == 200
    assert call(province, f"{mine}/verify", measure=9).status_code == 404
    assert call(province, f"{mine}/verify").status_code == 422
    with unit_of_work():
        measuring.tick(first_measure(mine), files=[photo()], actor=company.person("qian"), now=MONDAY)
    assert call(province, f"{mine}/verify", measure=1).get_json()["result"]["state"] == "verified"
    assert call(province, f"{mine}/close").get_json()["result"]["state"] == "closed"


def test_a_measure_is_ticked_off_with_its_evidence(app: Flask, company: Company) -> None:
    mine = approved(company)
    station, province = caller(app, company, "station", "jianghan"), caller(app, company, "province", "hubei")
    url, token = f"/api/v1/rectification/{mine}/tick", {"X-CSRFToken": station.token("/")}
    assert call(station, f"{mine}/tick", measure=1).get_json()["error"]["fields"].keys() == {"files"}
    evidence = {"measure": "1", "note": "已装好", "files": (BytesIO(JPEG), "后.jpg")}
    unknown = evidence | {"files": (BytesIO(JPEG), "后.jpg"), "state": "verified"}
    assert station.post(url, data=unknown, headers=token).get_json()["error"]["fields"].keys() == {"state"}
    liar = {"measure": "1", "files": (BytesIO(b"MZ"), "后.jpg")}
    assert station.post(url, data=liar, headers=token).status_code == 422
    answer = station.post(url, data=evidence, headers=token)
    assert answer.get_json()["result"]["measures"][0]["state"] == "done"
    again = evidence | {"files": (BytesIO(JPEG), "后.jpg")}
    assert station.post(url, data=again, headers=token).status_code == 409
    assert [file.name for file in attachments_of(first_measure(mine))] == ["后.jpg"]
    outsider = caller(app, company, "outsider", "hongshan")
    foreign = {"measure": "1", "files": (BytesIO(JPEG), "后.jpg")}
    assert outsider.post(url, data=foreign, headers={"X-CSRFToken": outsider.token("/")}).status_code == 404
    assert call(province, f"{mine}/verify", measure=1).get_json()["result"]["state"] == "verified"


def test_what_was_read_by_rest_counts_as_read_on_the_screen(app: Flask, company: Company) -> None:
    mine, province = submitted(company), caller(app, company, "province", "hubei")
    assert call(province, f"{mine}/read").status_code == 200
    assert verbs.has_read(the(mine), db.session.get_one(Person, company.department("hubei").head_id))


def test_reading_and_the_rest(app: Flask, company: Company) -> None:
    mine = submitted(company)
    station = caller(app, company, "station", "jianghan")
    assert station.get("/api/v1/rectification/").get_json()["ids"] == [mine]
    one = station.get(f"/api/v1/rectification/{mine}").get_json()["result"]
    assert one["sections"] == TEXTS
    for name in ("cancel", "complete", "fly"):
        assert call(station, f"{mine}/{name}").status_code == 404, name
    assert browser(app).post(f"/api/v1/rectification/{mine}/approve", json={}).status_code in (400, 401)
    outsider = caller(app, company, "outsider", "hongshan")
    assert call(outsider, f"{mine}/submit").status_code == 404
    assert the(mine).state == "submitted"
