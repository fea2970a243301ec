"""The layout, its headers, error pages, languages, permission names, and what is refused at start."""

import re

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.i18n import Text
from app.core.money import Money
from app.db import by_id
from app.extensions import db
from app.org.models import Carrier
from app.security import Person
from app.web import Card, KesuInterface, KesuModelView, home, permission_label, show
from app.web.conflicts import refusal
from app.web.permissions import view_label
from tests.people import browser, login, make_person
from tests.web.shop import Book, BookView


def test_no_page_may_run_foreign_or_inline_scripts(scene):
    for path in ("/", "/book/list/", "/book/add", f"/book/show/{scene.book.id}", "/nowhere"):
        answer = scene.as_boss.get(path)
        policy = answer.headers["Content-Security-Policy"]
        nonce = re.search(r"'nonce-([^']+)'", policy).group(1)
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert all(f'nonce="{nonce}"' in tag for tag in re.findall(r"<script[^>]*>", answer.text))
        assert not re.search(r'\son\w+="|style="|href="javascript', answer.text)
        assert not re.search(r'(src|href|action)="(https?:)?//', answer.text), "nothing from elsewhere"


def test_each_response_has_a_nonce_of_its_own(scene):
    policies = {scene.as_boss.get("/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_a_defect_shows_a_page_and_no_trace(app, scene, monkeypatch):
    monkeypatch.setattr(BookView, "show_context", lambda self, row: 1 / 0)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = scene.as_boss.get(f"/book/show/{scene.book.id}")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "error-page" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("POST", "/book/add", 400),
        ("GET", "/book/delete/1", 405),
        ("GET", "/api/v1/nowhere", 404),
    ],
)
def test_errors_are_pages_for_people_and_json_for_programs(scene, method, path, status):
    answer = scene.as_boss.open(path, method=method)
    assert answer.status_code == status
    if path.startswith("/api/"):
        assert set(answer.json["error"]) == {"code", "message", "fields"}
    else:
        assert "error-page" in answer.text


def test_the_language_is_switched_by_a_button_and_kept_for_messages(app, scene):
    assert '<html lang="zh-CN">' in scene.as_boss.get("/").text
    answer = scene.as_boss.send("/language/en", {"next": "/book/list/"})
    assert answer.location == "/book/list/"
    assert '<html lang="en">' in scene.as_boss.get("/").text
    db.session.rollback()
    assert by_id(Person, scene.boss.id).language == "en"
    assert '<html lang="en">' in login(browser(app), "boss").get("/").text
    assert scene.as_boss.send("/language/xx").status_code == 404
    assert scene.as_boss.send("/language/zh", {"next": "//evil.example"}).location == "/"


def test_the_menu_offers_what_one_may_open(app, scene):
    make_person("reader", permissions=[("can_list", "BookView")])
    page = login(browser(app), "reader").get("/").text
    assert "/book/list/" in page
    assert "/shelf/list/" not in page


def test_permissions_have_names_that_people_read(app):
    with app.test_request_context("/?_l_=en"):
        assert permission_label("can_lend", "BookView") == "Books: Lend"
        assert permission_label("mark_lent", "BookView") == "Books: Mark as lent"
        assert permission_label("can_post", "BookApi") == "Books (API): Add"
        assert view_label("NoSuchView") == "NoSuchView"


def test_a_home_card_is_shown(scene, monkeypatch):
    monkeypatch.setattr(home, "_cards", [lambda: Card("Seven frogs", 3, "/book/list/", tone="bad"), lambda: None])
    page = scene.as_boss.get("/").text
    assert "Seven frogs" in page
    assert page.count("home-card") == 1


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"list_columns": None}, "list_columns must be explicit"),
        ({"add_columns": None}, "add_columns must be explicit"),
        ({"search_columns": ["shelf"]}, "relationship"),
        ({"order_columns": ["shelf.name"]}, "can't be ordered"),
        ({"title": ""}, "title is missing"),
        ({"list_columns": ["blurb", "colour"]}, "label_columns lacks colour"),
    ],
)
def test_a_view_that_leaves_something_out_stops_the_app_at_start(app, missing, reason):
    view = type("Bad", (BookView,), missing)
    with pytest.raises(TypeError, match=reason):
        view()


def test_a_page_without_columns_does_not_exist(app):
    whole = {
        "list_columns": ["code"],
        "show_columns": [],
        "add_columns": [],
        "edit_columns": [],
        "search_columns": [],
        "order_columns": [],
        "title": "Carriers",
        "datamodel": KesuInterface(Carrier),
    }
    view = type("Lean", (KesuModelView,), whole)()
    assert {"can_list", "can_choices", "can_download"} == set(view.base_permissions) - {"can_userinfo"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        (Money(100001), "¥1,000.01"),
        ([1, None], "1"),
        (1.50, "1.5"),
        (Text("Hello %(n)s", {"n": 1}), "Hello 1"),
    ],
)
def test_values_in_words(app, value, text):
    with app.test_request_context():
        assert str(show.readable(value)).startswith(text)


def test_time_left_in_words(app):
    with app.test_request_context("/?_l_=en"):
        assert show.time_left(3900) == "1h 05m left"
        assert show.time_left(-60 * 60 * 51) == "2d 3h overdue"
        assert show.time_left(59) == "0m left"
        assert "data-countdown" in show.countdown(clock.now())


def test_two_people_saving_the_same_code_at_once_get_an_answer(scene):
    """The unique index decides, not a look beforehand."""
    first = {"code": "S-1", "title": "x", "shelf": str(scene.mine.id)}
    assert scene.as_anna.send("/book/add", first).status_code == 302
    assert scene.as_boss.send("/book/add", first).status_code == 422
    assert len(db.session.scalars(select(Book).where(Book.code == "S-1")).all()) == 1


def test_what_the_database_refuses_is_said_in_words():
    class Error:
        orig = Exception("CHECK constraint failed: positive")

    assert refusal(Error(), frozenset()).status == 422  # type: ignore[arg-type]
