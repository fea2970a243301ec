"""Users, roles, departments and the audit trail, used through the browser by the administrator."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.db import by_id
from app.events import Event, history_of
from app.extensions import db
from app.org.models import Carrier, Department
from app.security import Person
from app.security.models import RoleReach
from app.security.roles import pairs_of_role
from tests.admin.conftest import Company, sign_in
from tests.people import Browser, browser, login

NEW = "three-little-parcels"


def person(username: str) -> Person:
    return db.session.scalars(select(Person).where(Person.username == username)).one()


def role(name: str) -> RoleReach:
    return db.session.scalars(select(RoleReach).where(RoleReach.role.has(name=name))).one()


def new_person(company: Company, **facts: Any) -> dict[str, Any]:
    return {
        "last_name": "王",
        "first_name": "小明",
        "username": "wang.xm",
        "email": "wang.xm@example.com",
        "language": "zh",
        "department": company.baiyun.id,
        "department-text": "广州白云网点",
        "phone": "13800138000",
        "password": NEW,
        "repeated": NEW,
        "roles": [company.role("manager").role_id],
        **facts,
    }


def test_every_page_opens(app: Flask, company: Company, admin: Browser) -> None:
    role, event = company.role("operator").id, db.session.scalars(select(Event.id)).first()
    rows = {"person": company.zheng.id, "role": role, "department": company.gd.id}
    pages = {f"/{name}/{page}" for name, row in rows.items() for page in ("list/", "add", f"show/{row}", f"edit/{row}")}
    pages |= {"/carrier/list/", "/carrier/add", "/event/list/", f"/event/show/{event}", "/account/password"}
    for path in sorted(pages | {f"/person/{rows['person']}/verb/set_password", f"/role/{role}/verb/copy"}):
        answer = admin.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert "None" not in answer.text, path


def test_the_administrator_adds_a_user_who_logs_in(app: Flask, company: Company, admin: Browser) -> None:
    answer = admin.send("/person/add", new_person(company))
    assert answer.status_code == 302, answer.text
    wang = person("wang.xm")
    assert wang.full_name == "王小明"
    assert wang.phone == "+8613800138000"
    assert wang.department_id == company.baiyun.id
    assert [held.id for held in wang.roles] == [company.role("manager").role_id]
    assert history_of(wang)[0].actor_id == company.zheng.id
    assert sign_in(app, "wang.xm", NEW).get("/").status_code == 200


def test_what_is_wrong_with_a_new_user_stands_at_the_field(app: Flask, company: Company, admin: Browser) -> None:
    for field, value in (
        ("username", "zheng"),
        ("username", ""),
        ("username", "王 小明"),
        ("email", "zheng@example.com"),
        ("email", "x"),
        ("password", "1"),
        ("password", "wang.xm-123"),
        ("repeated", "different"),
        ("phone", "abc"),
        ("last_name", ""),
        ("last_name", "\0"),
        ("last_name", "x" * 100_000),
        ("department", "999999"),
        ("roles", ["4711"]),
        ("language", "xx"),
    ):
        answer = admin.send("/person/add", new_person(company, **{field: value}))
        assert answer.status_code == 422, (field, value)
        assert 'class="error"' in answer.text, (field, value)
        assert "wang.xm" in answer.text or field == "username"
    assert db.session.scalar(select(Person).where(Person.username == "wang.xm")) is None


def test_a_user_is_changed_with_the_difference_on_record(app: Flask, company: Company, admin: Browser) -> None:
    admin.send("/person/add", new_person(company))
    wang = person("wang.xm")
    page = admin.get(f"/person/edit/{wang.id}").text
    assert "13800138000" not in page
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    facts = {
        "last_name": "王",
        "first_name": "大明",
        "email": "wang.xm@example.com",
        "language": "en",
        "seen_version": version,
        "department": company.baoan.id,
        "roles": [company.role("quality").role_id],
    }
    assert admin.send(f"/person/edit/{wang.id}", facts).status_code == 302
    wang = person("wang.xm")
    assert wang.full_name == "王大明"
    changes = history_of(wang)[-1].facts["changes"]
    assert changes["department"] == ["广州白云网点", "深圳宝安网点"]
    assert changes["roles"] == [["部门负责人"], ["品质主管"]]
    assert admin.send(f"/person/edit/{wang.id}", facts).status_code == 422  # somebody else had changed it meanwhile


def test_phones_are_masked_and_looking_is_recorded(app: Flask, company: Company, admin: Browser) -> None:
    admin.send("/person/add", new_person(company))
    wang = person("wang.xm")
    page = admin.get(f"/person/show/{wang.id}").text
    assert "138****8000" in page
    assert "13800138000" not in page
    assert admin.send(f"/person/{wang.id}/verb/reveal", {"reason": " "}).status_code == 422
    answer = admin.send(f"/person/{wang.id}/verb/reveal", {"reason": "紧急联系"}, follow_redirects=True)
    assert "13800138000" in answer.text
    assert (history_of(wang)[-1].verb, history_of(wang)[-1].note) == ("reveal", "紧急联系")
    assert "13800138000" not in admin.get(f"/person/show/{wang.id}").text


def test_a_password_is_set_and_a_person_deactivated(app: Flask, company: Company, admin: Browser) -> None:
    admin.send("/person/add", new_person(company))
    wang = person("wang.xm")
    theirs = sign_in(app, "wang.xm", NEW)
    again = "four-little-parcels"
    path = f"/person/{wang.id}/verb/set_password"
    assert admin.send(path, {"password": "1", "repeated": "1"}).status_code == 422
    assert admin.send(path, {"password": again, "repeated": again}).status_code == 302
    assert theirs.get("/").status_code == 302
    theirs = sign_in(app, "wang.xm", again)
    assert admin.send(f"/person/{wang.id}/verb/deactivate").status_code == 302
    assert theirs.get("/").status_code == 302
    assert admin.send(f"/person/{wang.id}/verb/activate").status_code == 302
    assert sign_in(app, "wang.xm", again)
    assert admin.post(f"/person/delete/{wang.id}").status_code in (400, 404)


def test_the_last_administrator_cant_be_lost(app: Flask, company: Company, admin: Browser) -> None:
    company.person("qian", "administrator", company.hq)
    assert admin.send(f"/person/{company.zheng.id}/verb/deactivate").status_code == 422  # not oneself
    assert admin.send(f"/person/{person('qian').id}/verb/deactivate").status_code == 302
    page = admin.get(f"/person/edit/{company.zheng.id}").text
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    facts = {
        "last_name": "郑",
        "email": "zheng@example.com",
        "language": "zh",
        "seen_version": version,
        "roles": [company.role("auditor").role_id],
    }
    assert admin.send(f"/person/edit/{company.zheng.id}", facts).status_code == 422
    assert [held.name for held in person("zheng").roles] == ["系统管理员"]


def test_ones_own_password_is_changed_and_this_session_goes_on(app: Flask, company: Company, admin: Browser) -> None:
    elsewhere = login(browser(app), "zheng")
    from tests.people import PASSWORD

    wrong = {"present": "x", "password": NEW, "repeated": NEW}
    assert admin.send("/account/password", wrong).status_code == 422
    assert admin.send("/account/password", {**wrong, "present": PASSWORD}).status_code == 302
    assert admin.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert browser(app).get("/account/password").status_code == 302


def test_a_role_shows_its_permissions_in_words(app: Flask, company: Company, admin: Browser) -> None:
    assert "can_" not in admin.get(f"/role/show/{company.role('administration').id}").text
    form = admin.get("/role/add").text
    assert '<input type="checkbox" name="permissions" value="can_list|CarrierView"' in form
    assert '<input type="radio" name="reach" value="tree">' in form
    assert "can_" not in form.replace('value="can_', "")


def test_roles_are_copied_and_deleted_only_when_nobody_has_them(app: Flask, company: Company, admin: Browser) -> None:
    source = company.role("administration")
    assert admin.send(f"/role/{source.id}/verb/copy", {"name": "话务员"}).status_code == 422
    assert admin.send(f"/role/{source.id}/verb/copy", {"name": "行政（副本）"}).status_code == 302
    copy = role("行政（副本）")
    assert pairs_of_role(copy) == pairs_of_role(source)
    assert copy.code is None
    admin.send("/person/add", new_person(company, roles=[copy.role_id]))
    admin.send(f"/role/delete/{copy.id}")
    copy_id = role("行政（副本）").id
    admin.send(f"/person/edit/{person('wang.xm').id}", _as_manager(admin, company))
    admin.send(f"/role/delete/{copy_id}")
    assert by_id(RoleReach, copy_id) is None


def _as_manager(admin: Browser, company: Company) -> dict[str, Any]:
    page = admin.get(f"/person/edit/{person('wang.xm').id}").text
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    return new_person(company, seen_version=version)


def test_the_administrators_rights_cant_be_taken(app: Flask, company: Company, admin: Browser) -> None:
    row = company.role("administrator")
    page = admin.get(f"/role/edit/{row.id}").text
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    answer = admin.send(f"/role/edit/{row.id}", {"name": "系统管理员", "reach": "all", "seen_version": version})
    assert answer.status_code == 422
    assert pairs_of_role(company.role("administrator"))


def test_departments_form_a_tree(app: Flask, company: Company, admin: Browser) -> None:
    facts = {"name": "佛山南海网点", "code": "gd04", "kind": "station", "parent": company.gd.id, "phone": ""}
    assert admin.send("/department/add", facts).status_code == 302
    nanhai = db.session.scalars(select(Department).where(Department.code == "gd04")).one()
    assert nanhai.path == f"{company.gd.path}{nanhai.id}/"
    assert admin.send("/department/add", facts).status_code == 422  # the code is taken
    page = admin.get("/department/list/").text
    assert page.index("总部") < page.index("广东省区") < page.index("佛山南海网点")
    assert "\u3000\u3000佛山南海网点" in page
    hears = admin.get("/department/choices?q=南海").json["results"]
    assert [entry["text"] for entry in hears] == ["佛山南海网点"]


def _edit(admin: Browser, row: Any, **facts: Any) -> int:
    page = admin.get(f"/department/edit/{row.id}").text
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    now = {"name": row.name, "code": row.code, "kind": row.kind, "parent": row.parent_id or "", "phone": "400-820-1234"}
    return int(admin.send(f"/department/edit/{row.id}", now | facts | {"seen_version": version}).status_code)


def test_a_department_cant_lie_below_itself(app: Flask, company: Company, admin: Browser) -> None:
    assert _edit(admin, company.gd, parent=company.baiyun.id) == 422
    assert _edit(admin, company.gd, parent=company.gd.id) == 422
    assert _edit(admin, company.baiyun, parent=company.hq.id) == 302
    db.session.expire_all()
    assert by_id(Department, company.baiyun.id).path == f"{company.hq.path}{company.baiyun.id}/"  # type: ignore[union-attr]


def test_a_vacant_head_shows_who_stands_in(app: Flask, company: Company, admin: Browser) -> None:
    huang = company.person("huang", "manager", company.gd, last_name="黄", first_name="志恒")
    assert _edit(admin, company.gd, head=huang.id) == 302
    page = admin.get(f"/department/show/{company.baiyun.id}").text
    assert "黄志恒" in page
    assert "广东省区" in page
    assert history_of(company.gd)[-1].facts["changes"]["head"] == [None, "黄志恒"]


def test_a_department_with_active_ones_below_isnt_retired(app: Flask, company: Company, admin: Browser) -> None:
    admin.send(f"/department/delete/{company.gd.id}")
    db.session.expire_all()
    assert company.gd.active
    for station in (company.baiyun, company.baoan, company.gd):
        admin.send(f"/department/delete/{station.id}")
    db.session.expire_all()
    assert not company.gd.active
    admin.send(f"/department/{company.baiyun.id}/verb/restore")
    db.session.expire_all()
    assert not company.baiyun.active
    admin.send(f"/department/{company.gd.id}/verb/restore")
    db.session.expire_all()
    assert company.gd.active


def test_carriers_are_kept(app: Flask, company: Company, admin: Browser) -> None:
    assert admin.send("/carrier/add", {"code": "HY-01", "name": "岭越汽运"}).status_code == 302
    carrier = db.session.scalars(select(Carrier)).one()
    admin.send(f"/carrier/delete/{carrier.id}")
    db.session.expire_all()
    assert not carrier.active


def test_the_audit_trail_tells_who_did_what(app: Flask, company: Company, admin: Browser) -> None:
    admin.send("/carrier/add", {"code": "HY-01", "name": "岭越汽运"})
    event = db.session.scalars(select(Event).where(Event.owner_kind == "carrier")).one()
    page = admin.get("/event/list/?_flt_0_owner_kind=carrier").text
    assert "岭越汽运" in page
    assert "郑启明" in page
    assert admin.get(f"/event/show/{event.id}").status_code == 200
    assert admin.get("/event/add").status_code == 404
    assert admin.post(f"/event/delete/{event.id}").status_code in (400, 404)
    assert admin.get(f"/event/edit/{event.id}").status_code == 404
