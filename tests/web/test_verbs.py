"""Verb buttons: offered where they are possible, refused with everything typed kept."""

from app.db import by_id, unit_of_work
from app.extensions import db
from tests.people import browser, login, make_person
from tests.web.shop import Book


def test_a_page_offers_the_verbs_that_are_possible_now(scene):
    page = scene.as_anna.get(f"/book/show/{scene.book.id}").text
    assert "/verb/lend" in page
    assert "/verb/give_back" not in page


def test_a_verb_is_offered_to_those_who_may(app, scene):
    make_person("reader", permissions=[("can_show", "BookView")])
    assert "/verb/" not in login(browser(app), "reader").get(f"/book/show/{scene.book.id}").text


def test_a_verb_is_called_with_its_form(scene):
    path = f"/book/{scene.book.id}/verb/lend"
    assert 'name="reader"' in scene.as_anna.get(path).text
    assert scene.as_anna.send(path, {"reader": "Bob"}).location == f"/book/show/{scene.book.id}"
    db.session.rollback()
    assert by_id(Book, scene.book.id).lent


def test_what_the_verb_refuses_is_said_at_the_field(scene):
    answer = scene.as_anna.send(f"/book/{scene.book.id}/verb/lend", {"reader": "Mallory"})
    assert answer.status_code == 422
    assert "Mallory must not borrow." in answer.text
    assert ">Mallory</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")


def test_a_step_that_came_too_late_is_refused(scene):
    with unit_of_work():
        by_id(Book, scene.book.id).lent = True
    answer = scene.as_anna.send(f"/book/{scene.book.id}/verb/lend", {"reader": "Bob"})
    assert answer.status_code == 422
    assert "It is lent already." in answer.text
