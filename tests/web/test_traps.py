"""The traps of Flask-AppBuilder that show on a screen, each tried on every screen of the product.

`docs/traps.md` lists all of them, and where each is tested.
"""

import html
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.complaints.models import Complaint
from app.core import clock
from app.customers.models import Customer
from app.customers.verbs import register_customer
from app.db import unit_of_work
from app.dictionaries.entries import dictionaries
from app.extensions import db
from app.org.models import Carrier
from app.security import system_scope
from tests.people import PASSWORD, browser, login
from tests.web.drawn import DrawnForm
from tests.web.site import FORM, Site, rows

SECRETS = ("password", "phone", "phone_sealed", "phone_index", "phone_tail", "token_hash")
ENGLISH = re.compile(r"[A-Z][a-z]{2,}(?: [A-Za-z]+)*[.:?!]?")
KEYS = {"Alt", "Ctrl", "Enter", "Esc"}
NAMES = {"English", "Kesu", "Excel", "Gold", "Service attitude", "Assigned", "List", *KEYS}
NAMES |= {name for dictionary in dictionaries().values() for name in dictionary.defaults.values()}
"""Words that are the same in every language, names that are data, and kinds of messages that other tests register."""


def shown(page: str) -> list[str]:
    """The texts of a page that a person reads."""
    visible = re.sub(r"<(script|style|head|svg|textarea)\b.*?</\1>", " ", page, flags=re.S)
    return [html.unescape(text).strip() for text in re.findall(r">([^<>]+)<", visible) if text.strip()]


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """(address, page) of each list, each form, and one row of each kind, as the boss sees it."""
    with site.app.app_context(), system_scope():
        newest = {view: next((row.id for row in rows(view)), None) for view in site.lists()}
        db.session.remove()
    for view, key in newest.items():
        known = {"list/", "add"} | ({f"show/{key}"} if key else set())
        for path in sorted(known):
            base = view.route_base.replace("<string:form>", FORM)
            answer = site.boss.get(f"{base}/{path}")
            if answer.status_code == 200:
                yield f"{base}/{path}", answer.text
    for form in site.forms():
        if form.url != "/login/":
            yield form.url, site.boss.get(form.url).text


def test_nothing_on_any_page_is_english_raw_or_a_python_value(site: Site) -> None:
    """FAB leaves 26 of its words untranslated, and shows None, False, microseconds and state codes as they are."""
    faults = []
    for address, page in pages(site):
        texts = shown(page)
        faults += [f"{address}: {text!r}" for text in texts if ENGLISH.fullmatch(text) and text not in NAMES]
        faults += [f"{address}: {text!r}" for text in texts if text in ("None", "True", "False", "[]", "{}")]
        faults += [
            f"{address}: {text!r}" for text in texts if re.search(r"\d:\d\d:\d\d\.\d|\+00:00|\w+_\w+_view", text)
        ]
    assert faults == []


def is_raw(text: str) -> bool:
    """English on its own, a value as Python writes it, or an instant as a database does."""
    english = ENGLISH.fullmatch(text) is not None and text not in NAMES
    python = text in ("None", "True", "False", "[]", "{}")
    return english or python or re.search(r"\d:\d\d:\d\d\.\d|\+00:00", text) is not None


def test_the_pages_for_what_is_forbidden_missing_or_wrong_are_chinese(site: Site) -> None:
    for answer in (
        site.boss.get("/nowhere"),
        site.boss.get("/complaint/show/999999"),
        site.boss.post("/complaint/add"),
    ):
        assert answer.status_code in (400, 404)
        assert [text for text in shown(answer.text) if is_raw(text)] == []


def test_secret_columns_can_neither_be_searched_nor_give_an_order(site: Site) -> None:
    for view in (*site.lists(), *site.resources()):
        assert not {*view.search_columns, *view.order_columns} & {*SECRETS}, view
        assert all("." not in column for column in view.order_columns), f"{view} is ordered by another table"


def test_no_order_but_the_offered_ones_tells_anything(site: Site) -> None:
    """`?_oc_=created_by.password`: the order of the rows would give away what nobody may read."""
    for view in site.lists():
        name = type(view).__name__
        usual = keys_of(site.boss.get(f"{view.route_base}/list/").text, view)
        for column in ("created_by.password", "id", *SECRETS):
            query = {f"_oc_{name}": column, f"_od_{name}": "desc"}
            answer = site.boss.get(f"{view.route_base}/list/", query_string=query)
            assert keys_of(answer.text, view) == usual, f"{name} by {column}"


def keys_of(page: str, view: Any) -> list[str]:
    return re.findall(rf'{view.route_base}/show/(\d+)"', page)


def test_eight_people_search_at_once_and_each_sees_their_own_answer(site: Site) -> None:
    """FAB keeps a view's filters on the view itself, where threads share them."""
    with site.app.app_context(), system_scope():
        numbers = list(db.session.scalars(sa.select(Complaint.no).order_by(Complaint.id).limit(8)))
        db.session.remove()
    wrong: list[str] = []

    def search(mine: str) -> None:
        with site.app.app_context():
            desk = login(browser(site.app), "boss")
            for _ in range(4):
                found = re.findall(r">(TS\d{8}-\d{4})<", desk.get(f"/complaint/list/?_flt_1_no={mine}").text)
                wrong.extend(f"{mine} saw {other}" for other in {*found} ^ {mine})

    threads = [threading.Thread(target=search, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 8
    assert wrong == []


def test_a_page_of_a_list_has_at_most_a_hundred_rows(site: Site) -> None:
    with site.app.app_context(), system_scope(), unit_of_work():
        db.session.add_all([Carrier(code=f"c{number}", name=f"承运商{number}") for number in range(130)])
    for asked, given in (("100000", 25), ("-1", 25), ("0", 25), ("abc", 25), ("100", 100)):
        page = site.boss.get("/carrier/list/", query_string={"psize_CarrierView": asked}).text
        assert page.count('<td class="row-actions">') == given, asked


def test_a_list_asks_the_database_no_more_for_more_rows(site: Site) -> None:
    """FAB asked once a row for each relation in a list."""
    asked: list[str] = []
    with site.app.app_context():
        engine = db.engine

    def counter(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", counter)
    faults = []
    try:
        for view in site.lists():
            name, counts = type(view).__name__, []
            for page in ("0", "99999"):
                asked.clear()
                base = view.route_base.replace("<string:form>", FORM)
                text = site.boss.get(f"{base}/list/", query_string={f"page_{name}": page}).text
                counts.append((len(asked), text.count('<td class="row-actions">')))
            (full, there), (empty, _none) = counts
            if full - empty > max(8, there // 2):
                faults.append(f"{name}: {full} statements for {there} rows, {empty} for none")
    finally:
        sa.event.remove(engine, "before_cursor_execute", counter)
    assert not faults, "\n".join(faults)


def test_no_form_draws_a_whole_table_into_a_select_or_chooses_silently(site: Site) -> None:
    """50,000 customers in one select took FAB 2.4 seconds and 3 MB; and a required select took the first of them."""
    for form in site.forms():
        if form.url == "/login/":
            continue
        for drawn in DrawnForm(site.boss.get(form.url).text).fields:
            assert len(drawn.options) <= 200 or drawn.kind == "permissionsfield", f"{form.url} {drawn.name}"
            if form.url.endswith("/add") and drawn.kind in ("choicefield", "combofield") and drawn.required:
                assert drawn.options[0] == "", f"{form.url} {drawn.name} has no empty entry"


def test_what_cannot_be_removed_says_why(site: Site) -> None:
    """FAB shows a blank alert for a row with children."""
    views = [view for view in site.lists() if view.removable]
    assert views
    for view in views:
        with site.app.app_context(), system_scope():
            keys = [row.id for row in rows(view)]
            db.session.remove()
        for key in keys[:6]:
            answer = site.boss.send(f"{view.route_base}/delete/{key}", follow_redirects=True)
            told = re.findall(r'class="note note-(?:good|bad)[^>]*>(.*?)</div>', answer.text, re.S)
            assert re.search("[一-鿿]", "".join(told)), f"{view.route_base} {key} said nothing"
        site.restore()


def test_nothing_is_changed_by_following_a_link(site: Site) -> None:
    """FAB removes a row on GET, which a crawler, a mail scanner or an image tag does."""
    with site.app.app_context(), system_scope():
        addresses = [
            (f"{view.route_base}/{path}", type(view).__name__)
            for view in site.lists()
            for row in rows(view)[:1]
            for path in (f"delete/{row.id}", f"action/delete/{row.id}", "action_post")
        ]
        db.session.remove()
    for address, _view in addresses:
        assert site.boss.get(address).status_code in (404, 405), address


def test_a_program_cannot_move_a_row_to_another_department(site: Site) -> None:
    with site.app.app_context(), system_scope(), unit_of_work():
        mine = register_customer(
            name="江汉茶行", department_id=site.company.departments["jianghan"], actor=None, now=clock.now()
        ).id
    answer = site.manager.put(
        f"/api/v1/customer/{mine}",
        json={
            "department_id": site.company.departments["hongshan"],
            "department": site.company.departments["hongshan"],
        },
        headers={"X-CSRFToken": site.manager.token("/")},
    )
    assert 400 <= answer.status_code < 500, answer.text
    with site.app.app_context(), system_scope():
        assert db.session.get_one(Customer, mine).department_id == site.company.departments["jianghan"]
        db.session.remove()


def test_markup_that_somebody_typed_stays_text_on_every_page(site: Site) -> None:
    evil = "<script>alert(1)</script><b onclick=x>粗</b>"
    with site.app.app_context(), system_scope(), unit_of_work():
        complaint = db.session.scalars(sa.select(Complaint).order_by(Complaint.id.desc()).limit(1)).one()
        complaint.title = complaint.description = complaint.complainant = complaint.findings = evil
        key = complaint.id
        customer = db.session.get_one(Customer, complaint.customer_id)
        customer.name = evil
    for address in (f"/complaint/show/{key}", "/complaint/list/", f"/customer/show/{customer_of(site, key)}", "/"):
        page = site.boss.get(address).text
        assert "<script>alert" not in page, address
        assert "<b onclick" not in page, address
    assert "&lt;script&gt;" in site.boss.get(f"/complaint/show/{key}").text


def customer_of(site: Site, complaint_id: int) -> int:
    with site.app.app_context(), system_scope():
        found = db.session.get_one(Complaint, complaint_id).customer_id
        db.session.remove()
    assert found
    return found


@pytest.mark.parametrize("path", ["/complaint/add", "/customer/add", "/carrier/add"])
def test_a_form_without_its_token_changes_nothing(site: Site, path: str) -> None:
    assert site.boss.post(path, data={"name": "x", "code": "x"}).status_code == 400


def test_a_copied_cookie_is_worthless_after_the_logout_and_after_a_new_password(site: Site) -> None:
    name = site.app.config["SESSION_COOKIE_NAME"]
    for ending in ("/logout/", "/account/password"):
        with site.app.app_context():
            desk, thief = login(browser(site.app), "manager"), browser(site.app)
            cookie = desk.get_cookie(name)
            assert cookie
            thief.set_cookie(name, cookie.value)
            assert thief.get("/complaint/list/").status_code == 200
            new = "three-little-parcels"
            desk.send(ending, {"present": PASSWORD, "password": new, "repeated": new})
            assert thief.get("/complaint/list/").status_code == 302, ending
        site.restore()
