"""Another station's rows: every address says that there is no such thing."""

import pytest

from app.db import by_id
from app.extensions import db
from tests.people import browser, login, make_person
from tests.web.shop import Book

PATHS = [
    ("GET", "/book/show/{}"),
    ("GET", "/book/edit/{}"),
    ("POST", "/book/edit/{}"),
    ("POST", "/book/delete/{}"),
    ("POST", "/book/action/mark_lent/{}"),
    ("GET", "/book/{}/verb/lend"),
    ("POST", "/book/{}/verb/lend"),
    ("POST", "/book/{}/verb/give_back"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_another_stations_book_is_not_found(scene, method, path):
    path = path.format(scene.foreign.id)
    answer = scene.as_anna.get(path) if method == "GET" else scene.as_anna.send(path, {"reader": "Anna", "title": "x"})
    assert answer.status_code == 404
    db.session.rollback()
    assert (by_id(Book, scene.foreign.id).title, by_id(Book, scene.foreign.id).lent) == ("乙书", False)


def test_a_mass_action_with_one_foreign_row_does_nothing(scene):
    keys = [str(scene.book.id), str(scene.foreign.id)]
    assert scene.as_anna.send("/book/action_post", {"action": "mark_lent", "rowid": keys}).status_code == 404
    db.session.rollback()
    assert not by_id(Book, scene.book.id).lent
    assert scene.as_anna.send("/book/action_post", {"action": "mark_lent", "rowid": keys[:1]}).status_code == 302
    db.session.rollback()
    assert by_id(Book, scene.book.id).lent


@pytest.mark.parametrize(
    "data",
    [
        {"action": "nothing", "rowid": "1"},
        {},
        {"action": "mark_lent", "rowid": "abc"},
        {"action": "mark_lent", "rowid": "9" * 99},
    ],
)
def test_a_mass_action_with_nonsense_is_not_found(scene, data):
    assert scene.as_anna.send("/book/action_post", data).status_code == 404


def test_a_mass_action_without_rows_says_so(scene):
    assert "note-warn" in scene.as_anna.send("/book/action_post", {"action": "mark_lent"}, follow_redirects=True).text


def test_suggestions_stay_within_reach(scene):
    found = scene.as_anna.get("/shelf/choices?q=架").json["results"]
    assert [row["text"] for row in found] == ["甲架"]
    assert scene.as_anna.get("/shelf/choices?q=%00%25_😀" + "x" * 5000).json == {"results": [], "more": False}


def test_suggestions_need_a_permission(app, scene):
    make_person("mute", permissions=[("can_show", "BookView")])
    client = login(browser(app), "mute")
    answer = client.get("/shelf/choices", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")
    assert browser(app).get("/shelf/choices", headers={"Accept": "application/json"}).status_code == 401


def test_without_the_permission_each_page_is_forbidden(app, scene):
    make_person("mute")
    client = login(browser(app), "mute")
    for path in ("/book/list/", "/book/add", f"/book/show/{scene.book.id}", f"/book/{scene.book.id}/verb/lend"):
        assert client.get(path).status_code == 403
    assert client.send("/book/action_post", {"action": "mark_lent", "rowid": "1"}).status_code == 403
    assert "Shelves" not in client.get("/").text, "the menu offers what one may open"


def test_children_of_another_station_are_not_on_the_parents_page(scene):
    assert scene.as_anna.get(f"/shelf/show/{scene.other.id}").status_code == 404
    page = scene.as_boss.get(f"/shelf/show/{scene.other.id}").text
    assert "乙书" in page
    assert "甲书" not in page
