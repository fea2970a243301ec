"""Records of one's own forms in 待我审批: for those whom the form lets approve, never one's own."""

import re

from flask import Flask

from tests.admin.conftest import Company, sign_in
from tests.ownrecords.conftest import add_field, make_type, the_record
from tests.people import Browser

JSON = {"Accept": "application/json"}


def keys(page: str) -> list[str]:
    return re.findall(r'<li data-key="([\w-]+)"', page)


def test_what_waits_stands_there_with_its_facts_and_is_decided_from_there(
    app: Flask, admin: Browser, guo: Browser, company: Company
) -> None:
    company.person("wu", "quality", company.hq)
    make_type(admin, company, approved=True)
    add_field(admin, name_zh="讲师", code="teacher")
    guo.send("/record/training/add", {"subject": "理货规范", "x_teacher": "周老师"})
    key, wu = f"record_training-{the_record().id}", sign_in(app, "wu")
    page = wu.get("/approvals/?kind=record_training").text
    assert keys(page) == [key]
    assert all(words in page for words in ("培训记录", "理货规范", "讲师", "周老师"))
    where = f"/approvals/record_training/{the_record().id}"
    refused = wu.send(f"{where}/send_back", {"note": ""}, headers=JSON)
    assert (refused.status_code, list(refused.json["error"]["fields"])) == (422, ["note"])
    assert wu.send(f"{where}/approve", {"note": "同意"}, headers=JSON).status_code == 200
    assert (the_record().state, the_record().decision) == ("approved", "同意")
    assert wu.send(f"{where}/approve", {"note": ""}, headers=JSON).status_code == 409
    assert keys(wu.get("/approvals/").text) == []


def test_nobody_else_finds_or_decides_it(app: Flask, admin: Browser, guo: Browser, company: Company) -> None:
    make_type(admin, company, approved=True)
    guo.send("/record/training/add", {"subject": "理货规范"})
    assert "record_training" not in guo.get("/approvals/").text
    for where in ("", "/approve"):
        answer = guo.send(f"/approvals/record_training/{the_record().id}{where}", {"note": ""})
        assert answer.status_code in (302, 403, 404, 405), where
    assert the_record().state == "waiting"


def test_a_form_without_approval_is_no_kind_of_decision(
    app: Flask, admin: Browser, guo: Browser, company: Company
) -> None:
    company.person("wu", "quality", company.hq)
    make_type(admin, company)
    guo.send("/record/training/add", {"subject": "理货规范"})
    wu = sign_in(app, "wu")
    assert wu.get(f"/approvals/record_training/{the_record().id}").status_code == 404
