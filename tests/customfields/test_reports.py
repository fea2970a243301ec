"""Custom fields of 投诉整改表: asked in its form, wanted when it is submitted, kept with versions, printed, found."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.customfields.definitions import all_fields
from app.customfields.verbs import redefine
from app.db import unit_of_work
from app.extensions import db
from app.rectifications import verbs
from app.rectifications.printing import data_of
from tests.complaints.company import MONDAY, Company
from tests.customfields.conftest import field
from tests.people import Browser, make_person
from tests.rectifications.conftest import company
from tests.rectifications.reports import opened, the
from tests.rectifications.test_screens import at_desk, form_of

__all__ = ["company"]


@pytest.fixture(autouse=True)
def _monday(time_machine: Any) -> None:
    time_machine.move_to(MONDAY + timedelta(hours=1), tick=False)


@pytest.fixture
def report(company: Company) -> int:
    """At Jianghan, with a line for the loading dock and an amount that only quality sees."""
    field(
        "choice", "装车台", "rectification_report", code="dock", options="一号台\n二号台", required=True, in_list=True
    )
    field("text", "班次", "rectification_report", code="shift", default_value="早班")
    return opened(company)


@pytest.fixture
def station(app: Flask, company: Company, report: int) -> Browser:
    """Who writes it."""
    return at_desk(app, company, "station", "jianghan", heads=True)


def write(station: Browser, company: Company, report: int, **facts: Any) -> Any:
    return station.send(f"/rectification/edit/{report}", form_of(company, report, **facts))


def test_it_is_written_into_the_form_and_stands_on_the_page_the_list_the_paper(
    station: Browser, company: Company, report: int
) -> None:
    page = station.get(f"/rectification/edit/{report}").text
    assert ("装车台" in page, 'value="早班"' in page) == (True, True)
    assert write(station, company, report, x_dock="o2", x_shift="").status_code == 302
    db.session.expire_all()
    assert the(report).extra == {"dock": "o2"}
    assert "早班" not in station.get(f"/rectification/edit/{report}").text, "emptied stays empty"
    shown = station.get(f"/rectification/show/{report}").text
    assert shown.count("二号台") == 1
    assert "二号台" in station.get("/rectification/list/").text
    assert the(report).no in station.get("/rectification/list/?_flt_0_x_dock=o2").text
    assert the(report).no not in station.get("/rectification/list/?_flt_0_x_dock=o1").text
    assert station.get(f"/api/v1/rectification/{report}").json["result"]["x_dock"] == "o2"
    assert ["装车台", "二号台"] in data_of(the(report))["sections"]


def test_a_draft_may_have_a_gap_but_what_is_submitted_may_not(station: Browser, company: Company, report: int) -> None:
    assert write(station, company, report).status_code == 302
    refused = write(station, company, report, then="submit")
    assert (refused.status_code, 'id="x_dock-hint"' in refused.text) == (422, True)
    assert write(station, company, report, x_dock="o1", then="submit").status_code == 302
    db.session.expire_all()
    assert the(report).state == "submitted"
    assert the(report).versions[0].sections["x_dock"] == "一号台"


def test_programs_change_what_they_name_and_nothing_else(station: Browser, company: Company, report: int) -> None:
    write(station, company, report, x_dock="o1", x_shift="夜班")
    headers = {"X-CSRFToken": station.token("/")}
    body = {"problem": "破损", "x_dock": "o2"}
    answer = station.post(f"/api/v1/rectification/{report}/save", json=body, headers=headers)
    assert (answer.status_code, answer.json["result"]["x_dock"]) == (200, "o2"), answer.text
    assert answer.json["result"]["x_shift"] == "夜班"
    wrong = station.post(f"/api/v1/rectification/{report}/save", json=body | {"x_dock": "o9"}, headers=headers)
    assert (wrong.status_code, list(wrong.json["error"]["fields"])) == (422, ["x_dock"])


def test_what_a_role_may_not_see_it_doesnt_find_in_old_versions_either(
    station: Browser, company: Company, report: int
) -> None:
    write(station, company, report, x_dock="o1", x_shift="夜班", then="submit")
    with unit_of_work():
        verbs.return_(
            the(report), submission=1, reasons={"problem": "不清楚"}, actor=company.person("zhou"), now=MONDAY
        )
    write(station, company, report, x_dock="o1", x_shift="中班", then="submit")
    compared = station.get(f"/rectification/compare/{report}").text
    assert ("班次" in compared, "x_shift" in compared) == (True, False)
    stranger = make_person("stranger").roles[0].id
    with unit_of_work():
        shift = next(each for each in all_fields("rectification_report") if each.code == "shift")
        redefine(shift, see_roles=[stranger], actor=None, now=MONDAY)
    for page in (f"/rectification/compare/{report}", f"/rectification/show/{report}"):
        assert ("装车台" in station.get(page).text, "中班" in station.get(page).text) == (True, False)
    assert the(report).versions[0].sections["x_shift"] == "夜班", "kept all the same"
