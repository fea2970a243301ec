"""The administrator makes a role in the browser and gives it to a new user; that user sees exactly that."""

import re
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from app.extensions import appbuilder, db
from app.security.held import pairs_of
from app.security.models import RoleReach
from app.security.rights import Pair
from app.web.base_view import KesuModelView
from tests.admin.conftest import Company, sign_in
from tests.admin.test_screens import NEW, new_person, person
from tests.people import Browser

GRANTED: set[Pair] = {
    ("can_list", "CarrierView"),
    ("can_show", "CarrierView"),
    ("can_list", "DepartmentView"),
    ("can_add", "DepartmentView"),
}


@pytest.fixture
def wang(app: Flask, company: Company, admin: Browser) -> Browser:
    """Wang's browser: a new user with a new role, both made in the browser."""
    boxes = ["|".join(pair) for pair in sorted(GRANTED)]
    facts = {"name": "组织查看", "reach": "tree", "permissions": boxes}
    answer = admin.send("/role/add", facts)
    assert answer.status_code == 302, answer.text
    made = db.session.scalars(select(RoleReach).where(RoleReach.role.has(name="组织查看"))).one()
    assert made.reach == "tree"
    assert admin.send("/person/add", new_person(company, roles=[made.role_id])).status_code == 302
    browser = sign_in(app, "wang.xm", NEW)
    assert isinstance(browser, Browser)
    return browser


def pages(view: Any) -> dict[str, str]:
    """Permission → address of the page that needs it, of every page the view has."""
    addresses = {
        "can_list": ("list", {}),
        "can_add": ("add", {}),
        "can_show": ("show", {"pk": 1}),
        "can_edit": ("edit", {"pk": 1}),
    }
    return {
        permission: url_for(f"{view.endpoint}.{method}", **arguments)
        for permission, (method, arguments) in addresses.items()
        if permission in view.base_permissions
    }


def test_the_menu_has_exactly_the_granted_screens(app: Flask, wang: Browser) -> None:
    sidebar = re.search(r"<nav[^>]*sidebar.*?</nav>|<aside.*?</aside>", wang.get("/").text, re.DOTALL)
    assert sidebar is not None
    links = set(re.findall(r'href="(/[^"]*)"', sidebar.group()))
    assert links - {"/"} == {"/carrier/list/", "/department/list/"}


def test_every_page_of_every_screen_opens_or_is_refused_as_granted(app: Flask, wang: Browser) -> None:
    with app.test_request_context():
        addresses = {
            (permission, str(view.class_permission_name)): path
            for view in appbuilder.baseviews
            if isinstance(view, KesuModelView) and not getattr(view, "rights_elsewhere", False)
            for permission, path in pages(view).items()
        }
    assert len(addresses) > 20
    opened = {pair for pair, path in addresses.items() if wang.get(path).status_code != 403}
    assert opened == GRANTED


def test_verbs_and_deletions_are_refused(app: Flask, company: Company, wang: Browser) -> None:
    for path in (
        f"/department/delete/{company.baiyun.id}",
        f"/department/{company.baiyun.id}/verb/restore",
        f"/person/{company.zheng.id}/verb/set_password",
        f"/person/{company.zheng.id}/verb/deactivate",
    ):
        assert wang.send(path).status_code == 403, path
    assert person("zheng").active


def test_what_a_form_needs_to_choose_from_came_along(app: Flask, company: Company, wang: Browser) -> None:
    mine = set(map(tuple, db.session.execute(pairs_of(person("wang.xm").id))))
    assert mine - GRANTED == {("can_choices", "DepartmentView"), ("can_choices", "PersonView")}
    assert wang.get("/person/choices?q=郑").json["results"]
    facts = {"name": "韶关网点", "code": "gd09", "kind": "station", "parent": company.gd.id, "phone": ""}
    assert wang.send("/department/add", facts).status_code == 302


def test_what_is_taken_from_the_role_is_gone_with_the_next_page(
    app: Flask, company: Company, admin: Browser, wang: Browser
) -> None:
    made = db.session.scalars(select(RoleReach).where(RoleReach.role.has(name="组织查看"))).one()
    page = admin.get(f"/role/edit/{made.id}").text
    assert page.count(" checked") >= len(GRANTED)
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    facts = {"name": "组织查看", "reach": "own", "permissions": ["can_list|CarrierView"], "seen_version": version}
    assert admin.send(f"/role/edit/{made.id}", facts).status_code == 302
    assert wang.get("/carrier/list/").status_code == 200
    assert wang.get("/department/list/").status_code == 403


def test_a_role_form_refuses_bad_input(app: Flask, company: Company, admin: Browser) -> None:
    good = {"name": "组织查看", "reach": "tree", "permissions": ["can_list|CarrierView"]}
    for field, value in (
        ("name", ""),
        ("name", "话务员"),
        ("name", "x" * 100_000),
        ("name", "\0"),
        ("reach", "everything"),
        ("reach", ""),
        ("permissions", ["can_fly|CarrierView"]),
        ("permissions", ["rubbish"]),
        ("permissions", ["menu_access|Security"]),
    ):
        answer = admin.send("/role/add", good | {field: value})
        assert answer.status_code == 422, (field, value)
        assert 'class="error"' in answer.text


def test_a_person_who_may_edit_users_cant_make_themselves_administrator(
    app: Flask, company: Company, admin: Browser
) -> None:
    boxes = [
        "can_list|PersonView",
        "can_show|PersonView",
        "can_edit|PersonView",
        "can_add|PersonView",
        "can_set_password|PersonView",
        "can_list|RoleView",
        "can_show|RoleView",
        "can_edit|RoleView",
        "can_add|RoleView",
    ]
    assert admin.send("/role/add", {"name": "人事", "reach": "tree", "permissions": boxes}).status_code == 302
    made = db.session.scalars(select(RoleReach).where(RoleReach.role.has(name="人事"))).one()
    admin.send("/person/add", new_person(company, roles=[made.role_id]))
    clerk = sign_in(app, "wang.xm", NEW)
    greedy = new_person(
        company, username="evil", email="evil@example.com", roles=[company.role("administrator").role_id]
    )
    assert clerk.send("/person/add", greedy).status_code == 422
    assert (
        clerk.send("/role/add", {"name": "更多", "reach": "all", "permissions": ["can_list|PersonView"]}).status_code
        == 422
    )
    assert (
        clerk.send("/role/add", {"name": "更多", "reach": "own", "permissions": ["can_list|EventView"]}).status_code
        == 422
    )
    set_password = f"/person/{company.zheng.id}/verb/set_password"
    assert clerk.send(set_password, {"password": NEW, "repeated": NEW}).status_code == 422
    mine = new_person(company, username="colleague", email="colleague@example.com", roles=[made.role_id])
    assert clerk.send("/person/add", mine).status_code == 302


def test_a_role_may_hold_every_box(app: Flask, company: Company, admin: Browser) -> None:
    boxes = re.findall(r'name="permissions" value="([^"]+)"', admin.get("/role/add").text)
    assert len(boxes) > 50
    answer = admin.send("/role/add", {"name": "全部", "reach": "all", "permissions": boxes})
    assert answer.status_code == 302, answer.text
    made = db.session.scalars(select(RoleReach).where(RoleReach.role.has(name="全部"))).one()
    assert len(made.permissions) == len(boxes)
