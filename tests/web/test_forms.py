"""Forms: what is wrong is said at the field, what was typed stays, nothing half-done is left behind."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.core.money import Money
from app.db import by_id, unit_of_work
from app.events import Event
from app.extensions import db
from tests.web.shop import Book, Shelf


def filled(scene, **changed):
    return {"code": "N-1", "title": "新书", "shelf": str(scene.mine.id)} | changed


def books() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Book)) or 0


def error_at(page: str, field: str) -> str:
    """The message at a field of a page."""
    found = re.search(rf'id="{field}-hint">\s*<p class="error">(.*?)</p>', page, re.S)
    return found.group(1) if found else ""


def test_a_book_is_added_with_every_kind_of_value(scene):
    answer = scene.as_anna.send(
        "/book/add",
        filled(
            scene,
            genre="law",
            price="１，２３４．５６",
            bought_at="2026-11-22T19:05",
            printed_on="2026/1/2",
            pages="３００",
            phone="０３１１－８５５５１２３４",
            blurb="第一行\r\n第二行 😀",
            lent="y",
        ),
    )
    assert answer.status_code == 302, answer.text
    book = db.session.scalars(select(Book).where(Book.code == "N-1")).one()
    assert book.price == Money(123456)
    assert book.bought_at == datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
    assert (book.printed_on, book.pages, book.phone, book.lent) == (date(2026, 1, 2), 300, "0311-85551234", True)
    assert book.blurb == "第一行\n第二行 😀"
    event = db.session.scalars(select(Event).where(Event.owner_kind == "test_book", Event.verb == "create")).one()
    assert event.actor_id == scene.anna.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "字" * 41),
        ("title", "x" * 100_000),
        ("title", "a\0b"),
        ("title", "😀" * 41),
        ("code", "编号"),
        ("code", "a b"),
        ("code", "\0"),
        ("code", "x" * 100_000),
        ("code", "B-1"),
        ("blurb", "x" * 100_000),
        ("blurb", "\0"),
        ("blurb", "\x07"),
        ("genre", "poem"),
        ("genre", "\0"),
        ("pages", "abc"),
        ("pages", "1.5"),
        ("pages", "99999999999"),
        ("pages", "9" * 100_000),
        ("pages", "\0"),
        ("pages", "😀"),
        ("price", "abc"),
        ("price", "-1"),
        ("price", "1.234"),
        ("price", "9" * 100_000),
        ("price", "\0"),
        ("price", "NaN"),
        ("bought_at", "yesterday"),
        ("bought_at", "2026-02-30T10:00"),
        ("bought_at", "0001-01-01T00:00"),
        ("bought_at", "9999-12-31T23:59"),
        ("bought_at", "2026-11-22"),
        ("bought_at", "\0"),
        ("bought_at", "x" * 100_000),
        ("printed_on", "22.11.2026x"),
        ("printed_on", "2026-13-01"),
        ("printed_on", "0000-00-00"),
        ("printed_on", "\0"),
        ("phone", "call me"),
        ("phone", "1"),
        ("phone", "1" * 100_000),
        ("phone", "😀"),
        ("phone", "138\x000013"),
        ("shelf", ""),
        ("shelf", "abc"),
        ("shelf", "999999"),
        ("shelf", "-1"),
        ("shelf", "9" * 100_000),
        ("shelf", "\0"),
    ],
)
def test_bad_input_gets_a_message_at_its_field(scene, field, value):
    answer = scene.as_anna.send("/book/add", filled(scene, **{"title": "留住我", field: value}))
    assert answer.status_code == 422
    assert error_at(answer.text, field), answer.text[:3000]
    assert field == "title" or 'value="留住我"' in answer.text
    assert books() == 2


def test_a_wrong_date_stays_in_its_box(scene):
    page = scene.as_anna.send("/book/add", filled(scene, bought_at="明天下午")).text
    assert re.search(r'name="bought_at"[^>]*type="text"[^>]*value="明天下午"', page)


def test_text_typed_but_not_chosen_stays_in_its_box(scene):
    page = scene.as_anna.send("/book/add", filled(scene, shelf="", **{"shelf-text": "甲什么"})).text
    assert error_at(page, "shelf")
    assert 'value="甲什么"' in page


def test_what_was_chosen_keeps_its_label(scene):
    page = scene.as_anna.send("/book/add", filled(scene, title="")).text
    assert 'value="甲架"' in page


def test_another_departments_shelf_cannot_be_chosen(scene):
    page = scene.as_anna.send("/book/add", filled(scene, shelf=str(scene.other.id))).text
    assert error_at(page, "shelf")
    assert "乙架" not in page
    assert books() == 2


def test_a_required_choice_preselects_nothing(scene):
    page = scene.as_anna.get("/book/add").text
    assert '<option selected value="">' in page


def test_the_same_code_twice_is_said_at_the_code(scene):
    page = scene.as_anna.send("/book/add", filled(scene, code="B-2")).text
    assert error_at(page, "code"), "also where the other one is another department's"
    assert 'value="新书"' in page


def test_a_row_is_changed_and_the_event_tells_the_difference(scene):
    path = f"/book/edit/{scene.book.id}"
    version = re.search(r'name="seen_version" type="hidden" value="([^"]+)"', scene.as_anna.get(path).text)
    data = filled(scene, code="B-1", title="改名", seen_version=version.group(1))
    assert scene.as_anna.send(path, data).location == f"/book/show/{scene.book.id}"
    event = db.session.scalars(select(Event).where(Event.verb == "change")).one()
    assert event.facts["changes"]["title"] == ["甲书", "改名"]


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(scene):
    path = f"/book/edit/{scene.book.id}"
    seen = re.search(r'name="seen_version" type="hidden" value="([^"]+)"', scene.as_anna.get(path).text).group(1)
    with unit_of_work():
        by_id(Book, scene.book.id).title = "老板改的"
    answer = scene.as_anna.send(path, filled(scene, code="B-1", title="安娜改的", seen_version=seen))
    assert answer.status_code == 422
    assert "老板改的" in error_at(answer.text, "title")
    assert 'value="安娜改的"' in answer.text
    now = re.search(r'name="seen_version" type="hidden" value="([^"]+)"', answer.text).group(1)
    assert scene.as_anna.send(path, filled(scene, code="B-1", title="安娜改的", seen_version=now)).status_code == 302


def test_opening_and_saving_a_form_changes_nothing(scene):
    with unit_of_work():
        book = by_id(Book, scene.book.id)
        book.bought_at = datetime(2026, 11, 22, 11, 5, 30, tzinfo=UTC)
        book.price, book.pages, book.printed_on = Money(-5), 3, date(2026, 1, 2)
        book.price = Money(5)
    page = scene.as_anna.get(f"/book/edit/{scene.book.id}").text
    data = dict(re.findall(r'<input[^>]*? name="([a-z_]+)"[^>]*? value="([^"]*)"', page))
    data = {name: value for name, value in data.items() if name != "lent"} | {"genre": "novel"}
    assert scene.as_anna.send(f"/book/edit/{scene.book.id}", data).status_code == 302
    assert [event.facts for event in db.session.scalars(select(Event).where(Event.verb == "change"))] == []


def test_a_form_without_its_token_is_refused(scene):
    answer = scene.as_anna.post("/book/add", data=filled(scene))
    assert answer.status_code == 400
    assert "<title>" in answer.text
    assert books() == 2


def test_a_child_cannot_be_added_below_a_foreign_parent(scene):
    assert scene.as_anna.get(f"/book/add?shelf={scene.other.id}").status_code == 404
    assert scene.as_anna.send(f"/book/add?shelf={scene.other.id}", filled(scene)).status_code == 404
    assert scene.as_anna.send(f"/book/add?shelf={scene.mine.id}", {"code": "N-1", "title": "新书"}).status_code == 302
    assert by_id(Book, 3).shelf_id == scene.mine.id
    assert books() == 3


def test_after_adding_below_a_parent_one_is_back_at_the_parent(scene):
    page = scene.as_anna.get(f"/shelf/show/{scene.mine.id}").text
    link = re.search(r'href="(/book/add\?[^"]+)"', page).group(1).replace("&amp;", "&")
    answer = scene.as_anna.send(link, {"code": "N-1", "title": "新书"})
    assert answer.location == f"/shelf/show/{scene.mine.id}"


def test_where_to_go_back_to_is_never_another_site(scene):
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        answer = scene.as_anna.post(
            "/book/add",
            query_string={"back": target},
            data=filled(scene, code=f"N-{hash(target) % 1000}", csrf_token=scene.as_anna.token("/")),
        )
        assert "evil" not in answer.location
        assert "javascript" not in answer.location


def test_a_shelf_with_books_is_not_deleted(scene):
    answer = scene.as_anna.send(f"/shelf/delete/{scene.mine.id}", follow_redirects=True)
    assert "note-bad" in answer.text
    assert by_id(Shelf, scene.mine.id) is not None


def test_a_book_is_deleted_by_post_only(scene):
    assert scene.as_anna.get(f"/book/delete/{scene.book.id}").status_code == 405
    assert scene.as_anna.post(f"/book/delete/{scene.book.id}").status_code == 400
    assert books() == 2
    assert scene.as_anna.send(f"/book/delete/{scene.book.id}").status_code == 302
    assert books() == 1


def test_a_body_that_is_too_large_gets_a_clear_page(app, scene):
    for size in (5, 30):
        data = {"title": "x" * (size * 1024 * 1024), "file": (BytesIO(b"x"), "x.txt")}
        answer = scene.as_anna.post("/book/add", data=data)
        assert answer.status_code == 413
        assert "error-page" in answer.text
