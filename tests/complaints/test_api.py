"""The REST interface: the same facts, the same refusals, the same reach as on the screens."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.complaints.company import Company
from tests.complaints.desks import manager, operator
from tests.people import PASSWORD, Browser, browser


class Caller:
    """A program with a token."""

    def __init__(self, client: Browser, username: str) -> None:
        self.client = client
        credentials = {"username": username, "password": PASSWORD, "provider": "db"}
        answer = client.post("/api/v1/security/login", json=credentials)
        assert answer.status_code == 200, answer.text
        self.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(path, json=body, headers=self.headers)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.headers)


@pytest.fixture
def program(app: Flask, company: Company) -> Caller:
    operator(app, company)
    return Caller(browser(app), "operator")


def body(company: Company, **changed: Any) -> dict[str, Any]:
    usual = {
        "customer_id": company.customer_id,
        "contact_id": company.contact_id,
        "channel": "hotline_400",
        "category_id": company.damage_id,
        "description": "外包装破损",
        "loss": "800.00",
        "urgent": False,
    }
    return usual | changed


def test_a_complaint_is_registered_read_and_moved_on(program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company))
    assert made.status_code == 201, made.text
    url = f"/api/v1/complaint/{made.json['id']}"
    result = program.get(url).json["result"]
    assert result["no"].startswith("TS")
    assert (result["state"], result["loss"], result["phone"]) == ("registered", "800.00", "138****8000")
    assert program.post(f"{url}/accept", {}).json["result"]["state"] == "accepted"
    sent = program.post(f"{url}/dispatch", {"department_id": company.departments["jianghan"]})
    assert sent.json["result"]["department"] == {"id": company.departments["jianghan"], "name": "武汉江汉网点"}
    assert program.get("/api/v1/complaint/").json["count"] == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": ""}, "description"),
        ({"loss": "viel"}, "loss"),
        ({"category_id": 4711}, "category_id"),
        ({"customer_id": 4711}, "customer_id"),
        ({"description": "a\0b"}, "description"),
        ({"state": "closed"}, "state"),
        ({"occurred_at": "gestern"}, "occurred_at"),
        ({"title": {"a": 1}}, "title"),
    ],
)
def test_what_is_wrong_is_told_by_field(program: Caller, company: Company, changed: Any, field: str) -> None:
    answer = program.post("/api/v1/complaint/", body(company, **changed))
    assert answer.status_code == 422, answer.text
    assert field in answer.json["error"]["fields"]


def test_a_step_out_of_turn_is_a_conflict(program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company)).json["id"]
    answer = program.post(f"/api/v1/complaint/{made}/close", {"notice": "再见"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "refused")
    assert program.post(f"/api/v1/complaint/{made}/fly", {}).status_code == 404


def test_strangers_are_not_let_in(app: Flask, program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company)).json["id"]
    stranger = browser(app)
    assert stranger.get("/api/v1/complaint/").status_code == 401
    bad_token = {"Authorization": "Bearer nonsense"}
    assert stranger.post(f"/api/v1/complaint/{made}/accept", json={}, headers=bad_token).status_code == 401


def test_another_stations_manager_finds_nothing(app: Flask, program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company)).json["id"]
    manager(app, company, "hongshan")
    theirs = Caller(browser(app), "manager.hongshan")
    assert theirs.get(f"/api/v1/complaint/{made}").status_code == 404
    assert theirs.post(f"/api/v1/complaint/{made}/accept", {}).status_code == 404
    assert theirs.get("/api/v1/complaint/").json["count"] == 0
    assert theirs.get(f"/api/v1/customer/{company.customer_id}").status_code == 404
    moved = {"department_id": company.departments["hongshan"]}
    put = theirs.client.put(f"/api/v1/customer/{company.customer_id}", json=moved, headers=theirs.headers)
    assert put.status_code == 404


def test_a_customer_is_made_and_changed(program: Caller, company: Company) -> None:
    made = program.post("/api/v1/customer/", {"name": "宏达制衣厂", "kind": "express"})
    assert made.status_code == 201, made.text
    url = f"/api/v1/customer/{made.json['id']}"
    assert program.client.put(url, json={"note": "月结"}, headers=program.headers).status_code == 200
    result = program.get(url).json["result"]
    assert (result["name"], result["note"], result["no"]) == ("宏达制衣厂", "月结", "KH000002")


def test_files_are_added_by_a_program(program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company)).json["id"]
    url = f"/api/v1/complaint/{made}/attach"
    assert program.post(url, {}).json["error"]["fields"].keys() == {"files"}
    photo = {"files": (BytesIO(b"\xff\xd8\xff\xe0 a photo"), "破损.jpg")}
    assert program.client.post(url, data=photo, headers=program.headers).status_code == 200
    assert program.client.post(url, data={"files": "破损.jpg"}, headers=program.headers).status_code == 400


def test_a_number_is_shown_to_a_program_after_it_gave_a_reason(app: Flask, program: Caller, company: Company) -> None:
    made = program.post("/api/v1/complaint/", body(company)).json["id"]
    url = f"/api/v1/complaint/{made}/reveal"
    assert program.post(url, {}).status_code == 422
    assert program.post(url, {"reason": "客户要求回电"}).json["result"]["phone"] == "13800138000"
    assert program.get(f"/api/v1/complaint/{made}").json["result"]["phone"] == "13800138000"


def test_contacts_are_made_and_changed_and_a_number_comes_out_masked(program: Caller, company: Company) -> None:
    facts = {"customer": company.customer_id, "name": "刘洋", "phone": "13900139000", "preferred": True}
    made = program.post("/api/v1/contact/", facts)
    assert (made.status_code, made.json["result"]["phone"]) == (201, "139****9000"), made.text
    url = f"/api/v1/contact/{made.json['id']}"
    assert program.client.put(url, json={"name": "刘阳"}, headers=program.headers).json["result"]["name"] == "刘阳"
    assert program.post(f"{url}/change_phone", {"phone": "13700137000"}).json["result"]["phone"] == "137****7000"
    assert program.post(f"{url}/change_phone", {"phone": "x"}).json["error"]["fields"].keys() == {"phone"}
    assert program.post("/api/v1/contact/", facts | {"customer": 4711}).status_code == 422
