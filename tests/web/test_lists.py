"""Lists: bounded, whitelisted, per request, readable."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from app.core import clock
from app.core.money import Money
from app.db import unit_of_work
from app.extensions import db
from app.web.interface import KesuInterface
from tests.people import browser, login
from tests.web.shop import Book


@pytest.mark.parametrize(
    "query",
    [
        "page_BookView=abc",
        "page_BookView=-1",
        "page_BookView=99999999999999999999",
        "psize_BookView=-1",
        "psize_BookView=0",
        "psize_BookView=100000",
        "psize_BookView=x",
        "_oc_BookView=nothing&_od_BookView=asc",
        "_oc_BookView=title&_od_BookView=up",
        "_oc_BookView=shelf.department.head.password&_od_BookView=asc",
        "_oc_BookView=created_by.password&_od_BookView=asc",
        "_flt_9_title=x",
        "_flt_0_nothing=x",
        "_flt_0_shelf=1",
        "_flt_0_price=abc",
        "_flt_0_bought_at=yesterday",
        "_flt_0_pages=99999999999999999999",
        "_flt_0_title=%00",
        "_flt_0_title=%25",
        "_flt_x_title=1",
        "endpoint=x&_external=1",
        "page_ShelfView=1&page_BookView=1&page_BookView=2",
    ],
)
def test_bad_arguments_in_the_address_are_no_server_error(scene, query):
    assert scene.as_boss.get(f"/book/list/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/book/show/abc",
        "/book/show/-1",
        "/book/show/0",
        "/book/show/99999999999999999999",
        "/book/show/2147483647",
        "/book/show/%00",
        "/book/edit/x",
        "/book/1/verb/nothing",
        "/nowhere",
    ],
)
def test_a_key_that_is_none_is_not_found(scene, path):
    assert scene.as_boss.get(path).status_code == 404


def test_another_stations_rows_are_not_listed(scene):
    page = scene.as_anna.get("/book/list/").text
    assert "甲书" in page
    assert "乙书" not in page


def test_what_is_searched_is_found(scene):
    assert "乙书" not in scene.as_boss.get("/book/list/?_flt_0_title=甲").text
    assert "甲书" not in scene.as_boss.get("/book/list/?_flt_1_genre=law").text
    assert "甲书" not in scene.as_boss.get("/book/list/?_flt_0_title=%25").text, "a percent sign means itself"


def test_a_filter_that_cannot_be_read_says_so_at_its_box(scene):
    page = scene.as_boss.get("/book/list/?_flt_0_price=abc").text
    assert "“abc”" in page
    assert "甲书" in page


def test_the_page_size_is_bounded(scene):
    with unit_of_work():
        db.session.add_all([Book(code=f"C-{n:03}", title=f"书{n}", shelf_id=scene.mine.id) for n in range(130)])
    assert scene.as_boss.get("/book/list/?psize_BookView=100000").text.count('<td class="row-actions">') == 25
    assert scene.as_boss.get("/book/list/?psize_BookView=100").text.count('<td class="row-actions">') == 100
    assert scene.as_boss.get("/book/list/?page_BookView=5").text.count('<td class="row-actions">') == 132 - 125


def test_only_columns_offered_give_an_order(scene):
    upwards = scene.as_boss.get("/book/list/?_oc_BookView=title&_od_BookView=asc").text
    downwards = scene.as_boss.get("/book/list/?_oc_BookView=title&_od_BookView=desc").text
    assert upwards.index("甲书") > upwards.index("乙书")
    assert downwards.index("甲书") < downwards.index("乙书")


def test_values_read_as_people_read_them(scene):
    with unit_of_work():
        scene.book.price, scene.book.bought_at = Money(123456), clock.now().replace(2026, 11, 22, 11, 5)
    page = scene.as_boss.get("/book/list/").text
    assert "¥1,234.56" in page
    assert "2026-11-22 19:05" in page
    assert '<span class="mark mark-good">Novel</span>' in page
    assert "None" not in page
    assert "False" not in page


def test_markup_in_values_is_text(scene):
    with unit_of_work():
        scene.book.title = "<script>alert(1)</script>"
    for path in ("/book/list/", f"/book/show/{scene.book.id}", f"/book/edit/{scene.book.id}", "/shelf/show/1"):
        assert "<script>alert" not in scene.as_boss.get(path).text


def test_a_page_costs_the_same_number_of_queries_however_many_rows(scene):
    def statements() -> int:
        seen: list[str] = []
        engine = db.engine
        event.listen(engine, "before_cursor_execute", listener := lambda *args: seen.append(args[2]))
        scene.as_boss.get("/book/list/")
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    few = statements()
    with unit_of_work():
        db.session.add_all(
            [Book(code=f"C-{n}", title=f"书{n}", shelf_id=(scene.mine, scene.other)[n % 2].id) for n in range(20)]
        )
    assert statements() == few


def test_counting_stops_at_ten_thousand(scene, monkeypatch):
    monkeypatch.setattr("app.web.interface.COUNT_CAP", 3)
    with unit_of_work():
        db.session.add_all([Book(code=f"C-{n}", title=f"书{n}", shelf_id=scene.mine.id) for n in range(9)])
    interface = KesuInterface(Book)
    filters = interface.get_filters(["title"])
    filters.add_filter_index("title", 0, "书")
    count, _rows = interface.query(filters, page=0, page_size=5)
    assert count == 4


def test_eight_threads_see_their_own_search_and_no_other(app, scene):
    """FAB keeps a view's filters on the view: with threads, one person's search shows in another's list."""
    with unit_of_work():
        db.session.add_all([Book(code=f"T-{n}", title=f"title-{n}-", shelf_id=scene.mine.id) for n in range(8)])
    db.session.rollback()
    wrong: list[str] = []
    clients = [login(browser(app), "boss") for _ in range(8)]

    def search(number: int) -> None:
        client = clients[number]
        with app.app_context():
            for _ in range(10):
                page = client.get(f"/book/list/?_flt_0_title=title-{number}-").text
                found = [n for n in range(8) if f">title-{n}-<" in page]
                if found != [number]:
                    wrong.append(f"{number} saw {found}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(search, range(8)))
    assert not wrong
