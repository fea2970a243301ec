"""A form made in the browser is in the menu, in lists, searches, files and the API with the next click."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.ownrecords import OwnRecord, RecordType
from tests.admin.conftest import Company
from tests.ownrecords.conftest import add_field, make_type, rights, the_record
from tests.people import PASSWORD, Browser, browser


def test_made_on_screens_it_is_in_the_menu_and_its_records_are_kept_listed_found_and_taken_away(
    app: Flask, admin: Browser, guo: Browser, company: Company
) -> None:
    assert "培训记录" not in guo.get("/").text
    assert guo.get("/record/training/list/").status_code == 403
    make_type(admin, company)
    add_field(admin, name_zh="培训日期", code="day", kind="date", in_list="y", required="y")
    add_field(admin, name_zh="讲师", code="teacher")
    assert "/record/training/list/" in guo.get("/").text
    form = guo.get("/record/training/add").text
    assert all(word in form for word in ("培训主题", "培训日期", "讲师"))
    told = {"subject": "理货规范", "x_day": "2026-11-30", "x_teacher": "李工", "department_id": company.baiyun.id}
    answer = guo.send("/record/training/add", told)
    assert answer.status_code == 302, answer.text
    row = the_record()
    assert row.no.startswith("PX-")
    assert row.no.endswith("-0001")
    page = guo.get(f"/record/training/show/{row.id}").text
    assert all(word in page for word in ("理货规范", "2026-11-30", "李工", "登记了记录"))
    assert "2026-11-30" in guo.get("/record/training/list/").text
    assert row.no in guo.get("/record/training/list/?_flt_0_x_teacher=李").text
    assert row.no not in guo.get("/record/training/list/?_flt_0_x_teacher=王").text
    assert row.no in guo.get("/record/training/export/csv").get_data(as_text=True)


def test_a_missing_answer_is_told_at_its_field_and_what_was_typed_stays(
    admin: Browser, guo: Browser, company: Company
) -> None:
    make_type(admin, company)
    add_field(admin, name_zh="讲师", code="teacher", required="y")
    answer = guo.send("/record/training/add", {"subject": "理货规范"})
    assert answer.status_code == 422
    assert 'id="x_teacher-hint"' in answer.text
    assert 'value="理货规范"' in answer.text
    assert db.session.scalar(select(OwnRecord.id)) is None


def test_roles_that_the_form_names_may_do_what_it_says_and_others_nothing(
    app: Flask, admin: Browser, guo: Browser, zeng: Browser, company: Company
) -> None:
    boxes = rights(company, see="operator manager", add="operator")
    make_type(admin, company, rights=boxes)
    assert guo.send("/record/training/add", {"subject": "理货", "department_id": company.baiyun.id}).status_code == 302
    row = the_record()
    assert zeng.get(f"/record/training/show/{row.id}").status_code == 200
    assert zeng.get("/record/training/add").status_code == 403
    assert zeng.send(f"/record/training/edit/{row.id}", {"subject": "x"}).status_code == 403
    assert guo.send(f"/record/training/{row.id}/verb/archive", {}).status_code == 403
    assert guo.get("/record/training/export/csv").status_code == 403
    assert browser(app).get("/record/training/list/").status_code == 302
    outside = admin.get("/record/training/list/")
    assert outside.status_code == 403
    assert the_record().state == "recorded"


def test_a_manager_sees_the_own_stations_records_only(
    admin: Browser, guo: Browser, zeng: Browser, xu: Browser, company: Company
) -> None:
    make_type(admin, company)
    guo.send("/record/training/add", {"subject": "白云的事", "department_id": company.baiyun.id})
    row = the_record()
    assert "白云的事" in zeng.get("/record/training/list/").text
    assert "白云的事" not in xu.get("/record/training/list/").text
    assert xu.get(f"/record/training/show/{row.id}").status_code == 404
    assert xu.send(f"/record/training/edit/{row.id}", {"subject": "x"}).status_code == 404
    assert xu.get(f"/api/v1/record/training/{row.id}").status_code == 404
    refused = xu.send("/record/training/add", {"subject": "别人的", "department_id": company.baiyun.id})
    assert refused.status_code == 422


def test_records_of_one_form_are_never_reached_through_another(admin: Browser, guo: Browser, company: Company) -> None:
    make_type(admin, company)
    guo.send("/record/training/add", {"subject": "理货规范"})
    row = the_record()
    assert "理货规范" in guo.get(f"/record/training/show/{row.id}").text
    told = {"name_zh": "活动登记", "code": "event", "icon": "fa-star", "sort": "101", "pattern": "HD-####"}
    answer = admin.send("/record-type/add", told | {"rights": rights(company, see="operator", change="operator")})
    assert answer.status_code == 302, answer.text
    assert "理货规范" not in guo.get("/record/event/list/").text
    assert guo.get(f"/record/event/show/{row.id}").status_code == 404
    assert guo.send(f"/record/event/edit/{row.id}", {"subject": "x"}).status_code == 404
    assert guo.get(f"/api/v1/record/event/{row.id}").status_code == 404


def test_programs_keep_records_with_the_same_rights(app: Flask, admin: Browser, guo: Browser, company: Company) -> None:
    make_type(admin, company)
    add_field(admin, name_zh="讲师", code="teacher")
    client = browser(app)
    told = {"username": "guo", "password": PASSWORD, "provider": "db", "refresh": False}
    token = client.post("/api/v1/security/login", json=told).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    made = client.post("/api/v1/record/training/", json={"subject": "理货", "x_teacher": "李工"}, headers=headers)
    assert made.status_code == 201, made.text
    key = made.json["id"]
    assert client.get(f"/api/v1/record/training/{key}", headers=headers).json["result"]["x_teacher"] == "李工"
    assert client.get("/api/v1/record/training/", headers=headers).json["count"] == 1
    changed = client.put(f"/api/v1/record/training/{key}", json={"subject": "装卸"}, headers=headers)
    assert changed.status_code == 200, changed.text
    assert client.post(f"/api/v1/record/training/{key}/archive", json={}, headers=headers).status_code == 200
    assert client.post(f"/api/v1/record/training/{key}/approve", json={}, headers=headers).status_code == 403
    assert client.get("/api/v1/record/nothing/", headers=headers).status_code == 403
    row = the_record()
    assert (row.subject, row.state) == ("装卸", "archived")


@pytest.mark.parametrize("bad", [
    {"pattern": "PX"}, {"pattern": "####"}, {"pattern": "P X-##"}, {"name_zh": ""}, {"code": "9x"}, {"sort": "0"},
    {"rights": ["see|99999"]}, {"icon": "fa-unknown"},
])  # fmt: skip
def test_a_form_that_can_not_be_is_told_at_its_field(admin: Browser, company: Company, bad: dict[str, object]) -> None:
    name = next(iter(bad))
    told = {"name_zh": "培训记录", "icon": "fa-star", "sort": "100", "pattern": "PX-####", "code": "training"} | bad
    answer = admin.send("/record-type/add", told)
    assert answer.status_code == 422
    assert f'id="{name}-hint"' in answer.text
    assert db.session.scalar(select(RecordType.id)) is None


def test_a_retired_form_is_gone_and_back_with_its_records(admin: Browser, guo: Browser, company: Company) -> None:
    kind = make_type(admin, company)
    guo.send("/record/training/add", {"subject": "理货规范"})
    admin.send(f"/record-type/{kind.id}/verb/retire", {})
    assert guo.get("/record/training/list/").status_code == 403
    assert "/record/training/list/" not in guo.get("/").text
    admin.send(f"/record-type/{kind.id}/verb/restore", {})
    assert "理货规范" in guo.get("/record/training/list/").text
