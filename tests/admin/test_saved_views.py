"""Saved views: filters, columns and order under a name; one's own or shared; never more than the reader's own reach."""

from types import SimpleNamespace

import pytest
from flask import Flask

from app.core import clock
from app.customers.verbs import register_customer
from app.db import unit_of_work
from app.extensions import db
from app.listviews.models import ListSetting, SavedView
from app.security.models import RoleReach
from tests.people import Browser, browser, login, make_department, make_person

KEEPING = [(f"can_{verb}", "SavedViewView") for verb in ("list", "show", "add", "edit", "delete")]
CUSTOMERS = [("can_list", "CustomerView"), ("can_show", "CustomerView")]
SHARING = [("can_share", "SavedViewView")]
FILTER = "/customer/list/?_flt_0_name=五金&_oc_CustomerView=name&_od_CustomerView=desc&cols=name,status"


@pytest.fixture
def office(app: Flask) -> SimpleNamespace:
    """郭敏 sees every customer and may share; 安娜 sees those of her own station; 李娜 has no list of customers."""
    wuhan, hangzhou = make_department("WH", "武汉网点"), make_department("HZ", "杭州网点")
    with unit_of_work():
        for name, at in (("宏达五金", wuhan), ("西湖五金", hangzhou), ("西湖茶行", hangzhou)):
            register_customer(name=name, department_id=at.id, actor=None, now=clock.now())
    make_person("guo", permissions=[*KEEPING, *CUSTOMERS, *SHARING])
    make_person("anna", department=wuhan, reach="tree", permissions=[*KEEPING, *CUSTOMERS])
    make_person("li", permissions=KEEPING)
    return SimpleNamespace(**{name: login(browser(app), name) for name in ("guo", "anna", "li")})


def role_of(username: str) -> str:
    """The id of the role that a person of these tests has."""
    return str(next(row.role_id for row in db.session.query(RoleReach) if row.role.name == f"role of {username}"))


def save(who: Browser, name: str = "五金客户", **more: object) -> SavedView:
    """The list as it stands, under a name."""
    address = FILTER.replace("/customer/list/?", "/saved-view/add?screen=CustomerView&")
    answer = who.send(address, {"screen": "CustomerView", "name": name, **more})
    assert answer.status_code == 302, answer.text
    db.session.rollback()
    return db.session.query(SavedView).filter_by(name=name).one()


def test_a_view_keeps_filters_columns_and_order_and_stands_in_the_menu(office: SimpleNamespace) -> None:
    view = save(office.guo)
    assert view.arguments == [["_flt_0_name", "五金"]]
    assert (view.columns, view.order_column, view.order_direction) == (["name", "status"], "name", "desc")
    menu = office.guo.get("/").text.split('class="saved-views"')[1].split("</ul>")[0]
    assert ">五金客户</a>" in menu
    answer = office.guo.get(f"/customer/list/?view={view.id}")
    assert answer.status_code == 302
    page = office.guo.get(answer.location).text
    assert page.index("西湖五金") < page.index("宏达五金")
    assert "西湖茶行" not in page
    assert "<small>五金客户</small>" in page


def test_a_private_view_is_nobody_elses(office: SimpleNamespace) -> None:
    view = save(office.guo)
    assert "五金客户" not in office.anna.get("/").text
    assert "五金客户" not in office.anna.get("/saved-view/list/").text
    assert "西湖茶行" not in office.anna.get(f"/customer/list/?view={view.id}").text
    for path in (f"/saved-view/show/{view.id}", f"/saved-view/edit/{view.id}"):
        assert office.anna.get(path).status_code == 404
    for path in (
        f"/saved-view/delete/{view.id}",
        f"/saved-view/keep/{view.id}",
        f"/saved-view/{view.id}/verb/open_with",
    ):
        assert office.anna.send(path, {"back": "/customer/list/"}).status_code == 404


def test_a_shared_view_shows_each_reader_no_more_than_their_own_reach(office: SimpleNamespace) -> None:
    view = save(office.guo, role_ids=[role_of("anna"), role_of("li")])
    assert "五金客户" in office.anna.get("/").text
    page = office.anna.get(f"/customer/list/?view={view.id}", follow_redirects=True).text
    assert "宏达五金" in page
    assert "西湖五金" not in page, "it is another station's"
    assert "五金客户" not in office.li.get("/").text, "the list itself is not 李娜's to open"
    assert office.li.get(f"/customer/list/?view={view.id}").status_code == 403


def test_only_who_may_share_does_and_another_persons_view_stays_as_it_is(office: SimpleNamespace) -> None:
    refused = office.anna.send(
        "/saved-view/add?screen=CustomerView",
        {"screen": "CustomerView", "name": "偷偷共享", "role_ids": [role_of("li")]},
    )
    assert refused.status_code == 422
    assert 'name="role_ids"' not in office.anna.get("/saved-view/add?screen=CustomerView").text
    view = save(office.guo, role_ids=[role_of("anna")])
    assert office.anna.send(f"/saved-view/edit/{view.id}", {"name": "安娜的", "seen_version": ""}).status_code == 422
    office.anna.send(f"/saved-view/delete/{view.id}")
    assert office.anna.send(f"/saved-view/keep/{view.id}", {"back": "/customer/list/"}).status_code == 403
    db.session.rollback()
    kept = db.session.query(SavedView).one()
    assert (kept.name, kept.arguments) == ("五金客户", [["_flt_0_name", "五金"]])


def test_a_view_is_renamed_kept_anew_and_removed(office: SimpleNamespace) -> None:
    view = save(office.guo)
    form = office.guo.get(f"/saved-view/edit/{view.id}").text
    seen = form.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    answer = office.guo.send(f"/saved-view/edit/{view.id}", {"name": "五金行", "seen_version": seen})
    assert answer.status_code == 302, answer.text
    office.guo.send(f"/saved-view/keep/{view.id}", {"back": f"/customer/list/?view={view.id}&_flt_0_name=茶"})
    db.session.rollback()
    kept = db.session.query(SavedView).one()
    assert (kept.name, kept.arguments, kept.columns) == ("五金行", [["_flt_0_name", "茶"]], [])
    gone = view.id
    office.guo.send(f"/saved-view/delete/{gone}")
    db.session.rollback()
    assert db.session.query(SavedView).count() == 0
    assert office.guo.get(f"/customer/list/?view={gone}").status_code == 200, "an old link shows the list"


def test_a_list_opens_with_the_view_that_its_reader_chose(office: SimpleNamespace) -> None:
    view = save(office.guo, default="y")
    page = office.guo.get("/customer/list/", follow_redirects=True).text
    assert "西湖茶行" not in page
    assert "西湖茶行" in office.guo.get("/customer/list/?view=0").text
    assert office.anna.get("/customer/list/").status_code == 200
    office.guo.send("/saved-view/whole", {"screen": "CustomerView"})
    assert "西湖茶行" in office.guo.get("/customer/list/").text
    office.guo.send(f"/saved-view/{view.id}/verb/open_with")
    office.guo.send(f"/saved-view/delete/{view.id}")
    db.session.rollback()
    assert db.session.query(ListSetting).one().default_view_id is None
    assert "西湖茶行" in office.guo.get("/customer/list/").text


def test_a_filter_taken_out_of_an_open_view_stays_out(office: SimpleNamespace) -> None:
    """The address would say nothing but the view any more, which means the view as it was saved."""
    answer = office.guo.send(
        "/saved-view/add?screen=CustomerView&_flt_0_name=五金", {"screen": "CustomerView", "name": "五金客户"}
    )
    page = office.guo.get(answer.location).text
    off = page.split('class="chip-off" href="')[1].split('"')[0]
    assert "西湖茶行" in office.guo.get(off, follow_redirects=True).text


def test_a_name_is_used_once_for_each_list(office: SimpleNamespace) -> None:
    save(office.guo)
    again = office.guo.send("/saved-view/add?screen=CustomerView", {"screen": "CustomerView", "name": "五金客户"})
    assert again.status_code == 422
    assert "已有同名视图" in again.text
    save(office.anna, name="安娜的五金客户")


def test_nothing_else_of_an_address_is_kept(office: SimpleNamespace) -> None:
    query = "screen=CustomerView&cols=name,owner.password&_oc_CustomerView=note&_od_CustomerView=up&page_x=3&x=1"
    office.guo.send(f"/saved-view/add?{query}", {"screen": "CustomerView", "name": "空"})
    db.session.rollback()
    view = db.session.query(SavedView).one()
    assert (view.arguments, view.columns, view.order_column) == ([], ["name"], "")
