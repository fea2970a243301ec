"""Lists as each person keeps them: columns, order, page size, bulk steps with a preview."""

from app.db import by_id, unit_of_work
from app.extensions import db
from app.listviews.models import ListSetting
from tests.people import browser, login, make_person
from tests.web.shop import Book


def heads(page: str) -> list[str]:
    """The columns of a list's page."""
    return [part.split('"')[0] for part in page.split("<tbody>")[1].split("</tr>", 1)[0].split('data-label="')[1:]]


def test_columns_are_chosen_and_remembered_for_one_person_only(scene):
    scene.as_boss.send("/book/columns", {"column": ["title", "pages", "code"], "back": "/book/list/"})
    assert heads(scene.as_boss.get("/book/list/").text) == ["名称", "分页", "编码"]
    assert len(heads(scene.as_anna.get("/book/list/").text)) == 7
    scene.as_boss.send("/book/columns", {"column": ["title"], "usual": "1"})
    assert len(heads(scene.as_boss.get("/book/list/").text)) == 7


def test_columns_in_the_address_come_before_the_remembered_ones(scene):
    scene.as_boss.send("/book/columns", {"column": ["title"]})
    assert heads(scene.as_boss.get("/book/list/?cols=price,title").text) == ["Price", "名称"]


def test_only_columns_on_offer_are_shown_whatever_the_address_asks_for(scene):
    page = scene.as_boss.get("/book/list/?cols=title,phone,shelf_id,changed_at,shelf.department.head.password").text
    assert heads(page) == ["名称"]
    scene.as_boss.send("/book/columns", {"column": ["phone", "password"]})
    assert len(heads(scene.as_boss.get("/book/list/").text)) == 7


def test_what_only_the_rows_page_shows_is_no_column_for_whoever_may_not_open_it(app, scene):
    make_person("lister", permissions=[("can_list", "BookView")])
    lister = login(browser(app), "lister")
    assert heads(lister.get("/book/list/?cols=title,blurb").text) == ["名称"]
    assert heads(scene.as_boss.get("/book/list/?cols=title,blurb").text) == ["名称", "Blurb"]


def test_a_file_of_the_list_has_the_columns_that_it_shows(app, scene):
    make_person("taker", permissions=[("can_list", "BookView"), ("can_download", "BookView")])
    taker = login(browser(app), "taker")
    taker.send("/book/columns", {"column": ["title", "code"]})
    assert taker.get("/book/export/csv").text.lstrip("\ufeff").splitlines()[0] == "名称,编码"


def test_order_and_page_size_are_remembered_until_the_address_says_otherwise(scene):
    assert scene.as_boss.send("/book/left", {"column": "title", "direction": "desc"}).status_code == 204
    assert scene.as_boss.send("/book/left", {"size": "50"}).status_code == 204
    page = scene.as_boss.get("/book/list/").text
    assert page.index("甲书") < page.index("乙书")
    assert 'aria-sort="descending"' in page
    assert 'aria-sort="ascending"' in scene.as_boss.get("/book/list/?_oc_BookView=code&_od_BookView=asc").text
    setting = db.session.query(ListSetting).one()
    assert (setting.order_column, setting.order_direction, setting.page_size) == ("title", "desc", 50)


def test_nonsense_is_not_remembered(scene):
    for nonsense in (
        {},
        {"column": "phone", "direction": "asc"},
        {"size": "7"},
        {"column": "title", "direction": "up"},
    ):
        assert scene.as_boss.send("/book/left", nonsense).status_code == 400
    assert db.session.query(ListSetting).count() == 0


def test_a_bulk_step_shows_first_who_takes_part_and_why_others_do_not(scene):
    with unit_of_work():
        scene.foreign.lent = True
    keys = [str(scene.book.id), str(scene.foreign.id)]
    first = scene.as_boss.send("/book/bulk/lend", {"rowid": keys}).text
    assert 'name="step" value="do"' not in first, "there is a form to fill in"
    preview = scene.as_boss.send("/book/bulk/lend", {"rowid": keys, "step": "preview", "reader": "Li"}).text
    taking, out = preview.split('class="bulk-rows"')[1:]
    assert "甲书" in taking
    assert "乙书" in out
    assert "It is lent already." in out
    db.session.rollback()
    assert not by_id(Book, scene.book.id).lent, "a preview changes nothing"


def test_a_bulk_step_is_done_for_those_that_can_take_it(scene):
    with unit_of_work():
        scene.foreign.lent = True
    keys = [str(scene.book.id), str(scene.foreign.id)]
    done = {"rowid": keys, "step": "do", "reader": "Li", "back": "/book/list/?cols=title"}
    answer = scene.as_boss.send("/book/bulk/lend", done)
    assert answer.location == "/book/list/?cols=title"
    page = scene.as_boss.get("/book/list/").text
    assert "已处理 1 条" in page
    assert "It is lent already." in page
    db.session.rollback()
    assert by_id(Book, scene.book.id).lent


def test_a_bulk_steps_form_is_refused_with_what_was_typed(scene):
    keys = [str(scene.book.id)]
    empty = scene.as_boss.send("/book/bulk/lend", {"rowid": keys, "step": "do", "reader": ""})
    assert empty.status_code == 422
    refused = scene.as_boss.send("/book/bulk/lend", {"rowid": keys, "step": "preview", "reader": "Mallory"})
    assert "Mallory must not borrow." in refused.text
    assert 'value="do"' not in refused.text
    db.session.rollback()
    assert not by_id(Book, scene.book.id).lent


def test_another_stations_rows_take_no_part_and_are_not_named(scene):
    keys = [str(scene.book.id), str(scene.foreign.id), "abc", "9" * 30]
    page = scene.as_anna.send("/book/bulk/lend", {"rowid": keys, "step": "preview", "reader": "Li"}).text
    assert "甲书" in page
    assert "乙书" not in page
    scene.as_anna.send("/book/bulk/lend", {"rowid": keys, "step": "do", "reader": "Li"})
    db.session.rollback()
    assert by_id(Book, scene.book.id).lent
    assert not by_id(Book, scene.foreign.id).lent


def test_a_bulk_step_needs_its_permission_and_must_be_one(app, scene):
    make_person("reader", permissions=[("can_list", "BookView"), ("can_show", "BookView")])
    reader = login(browser(app), "reader")
    assert reader.send("/book/bulk/lend", {"rowid": str(scene.book.id)}).status_code == 403
    assert "/book/bulk/lend" not in reader.get("/book/list/").text
    assert scene.as_boss.send("/book/bulk/give_back", {"rowid": str(scene.book.id)}).status_code == 404, (
        "not for several"
    )
    assert scene.as_boss.send("/book/bulk/lend", {}).status_code == 302
