"""The REST base: the screens' rules in JSON."""

import json

import pytest
from sqlalchemy import select

from app.core.money import Money
from app.db import by_id
from app.extensions import db
from tests.people import PASSWORD, browser, make_person
from tests.web.shop import Book


@pytest.fixture
def call(app, scene):
    """`call(method, path, json)` as Anna, with a bearer token."""
    client = browser(app)
    answer = client.post("/api/v1/security/login", json={"username": "anna", "password": PASSWORD, "provider": "db"})
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    return lambda method, path="", **kwargs: client.open(
        f"/api/v1/book/{path}", method=method, headers=headers, **kwargs
    )


def test_rows_within_reach_are_listed(call):
    answer = call("GET")
    assert (answer.status_code, answer.json["count"]) == (200, 1)
    assert answer.json["result"][0] | {"id": 0} == {
        "id": 0,
        "code": "B-1",
        "title": "甲书",
        "price": None,
        "bought_at": None,
        "lent": False,
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("(page_size:100000)", 200),
        ("(page:-1)", 200),
        ("(page:!t,page_size:abc)", 200),
        ('{"page": 0}', 200),
        ("(order_column:title,order_direction:desc)", 200),
        ("(order_column:password)", 400),
        ("(order_column:!(a))", 400),
        ("(filters:!((col:title,opr:ct,value:甲)))", 200),
        ("(filters:!((col:title,opr:nothing,value:x)))", 400),
        ("(filters:!((col:shelf,opr:rel_o_m,value:1)))", 400),
        ("(filters:!((col:price,opr:gt,value:abc)))", 422),
        ("(filters:x)", 400),
        ("(((", 400),
        ("!(" * 1500, 400),
        ("x" * 5000, 400),
        ("[1]", 400),
    ],
)
def test_a_query_is_answered_or_refused_never_a_server_error(call, query, status):
    answer = call("GET", query_string={"q": query})
    assert answer.status_code == status, answer.text
    assert status == 200 or set(answer.json["error"]) == {"code", "message", "fields"}


def test_a_row_is_added_changed_and_removed(call, scene):
    body = {
        "code": "N-1",
        "title": "新书",
        "price": "12.50",
        "shelf": scene.mine.id,
        "bought_at": "2026-11-22T19:05:00+08:00",
    }
    answer = call("POST", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json["result"]["price"] == "12.50"
    assert answer.json["result"]["bought_at"] == "2026-11-22T19:05:00+08:00"
    assert call("PUT", str(answer.json["id"]), json={"price": 3}).json["result"]["title"] == "新书"
    db.session.rollback()
    assert by_id(Book, answer.json["id"]).price == Money(300)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 100_000),
        ("title", "\0"),
        ("title", "\ud800"),
        ("title", None),
        ("title", ["a", {"b": 1}]),
        ("price", "abc"),
        ("bought_at", "tomorrow"),
        ("shelf", 999999),
        ("lent", True),
        ("changed_at", "2026-01-01"),
        ("code", "B-1"),
    ],
)
def test_what_is_wrong_is_told_by_field(call, scene, field, value):
    body = {"code": "N-1", "title": "新书", "shelf": scene.mine.id} | {field: value}
    answer = call("POST", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422, answer.text
    assert field in answer.json["error"]["fields"]


def test_another_stations_rows_are_out_of_reach(call, scene):
    for method, body in (("GET", None), ("PUT", {"title": "x"}), ("DELETE", None)):
        answer = call(method, str(scene.foreign.id), json=body)
        assert answer.status_code in (404, 405)
    answer = call("POST", json={"code": "N-1", "title": "新书", "shelf": scene.other.id})
    assert answer.json["error"]["fields"]["shelf"]
    db.session.rollback()
    assert db.session.scalars(select(Book.title).order_by(Book.code)).all() == ["甲书", "乙书"]


def test_a_body_that_is_no_object_is_refused(call):
    for data in (b"", b"[1]", b"{", b"\xff", b'"x"'):
        assert call("POST", data=data, content_type="application/json").status_code == 400


def test_a_browsers_session_needs_its_token_to_write(scene):
    assert scene.as_anna.get("/api/v1/book/").status_code == 200
    body = {"code": "N-1", "title": "新书", "shelf": scene.mine.id}
    refused = scene.as_anna.post("/api/v1/book/", json=body)
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "csrf")
    headers = {"X-CSRFToken": scene.as_anna.token("/")}
    assert scene.as_anna.post("/api/v1/book/", json=body, headers=headers).status_code == 201


def test_strangers_and_the_powerless_are_told_apart(app, scene):
    assert browser(app).get("/api/v1/book/").status_code == 401
    assert (
        browser(app).get("/api/v1/book/", headers={"Authorization": "Bearer nonsense"}).json["error"]["code"]
        == "not_logged_in"
    )
    make_person("mute")
    client = browser(app)
    token = client.post(
        "/api/v1/security/login", json={"username": "mute", "password": PASSWORD, "provider": "db"}
    ).json
    answer = client.get("/api/v1/book/", headers={"Authorization": f"Bearer {token['access_token']}"})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")


def test_the_openapi_document_knows_the_resource(scene):
    assert "/api/v1/book/{pk}" in scene.as_anna.get("/api/v1/_openapi").json["paths"]
