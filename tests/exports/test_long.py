"""A list too long to wait for: written by a worker as its reader sees it, fetched by nobody else, gone in time."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin.bootstrap import bootstrap
from app.core import clock
from app.db import unit_of_work
from app.events import Event
from app.exports import run_queued, sweep_expired
from app.exports.disk import path_of
from app.exports.models import ExportRun
from app.extensions import db
from app.org.models import Carrier
from app.web import exporting
from tests.complaints.company import Company, found
from tests.complaints.desks import every_right
from tests.kept import kept
from tests.people import Browser, browser, login, make_person

MOST = 3


@pytest.fixture
def company(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(exporting, "MOST_ROWS", MOST)
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    monkeypatch.setattr(exporting, "_TELL_EVERY", 1)
    return kept(_with_carriers)


def _with_carriers() -> Company:
    bootstrap(clock.now())
    company = found()
    with unit_of_work():
        db.session.add_all([Carrier(code=f"c{number}", name=f"承运商{number}") for number in range(7)])
    return company


@pytest.fixture
def zheng(app: Flask, company: Company) -> Browser:
    make_person("zheng", department=company.department("calls"), permissions=every_right())
    return login(browser(app), "zheng")


def newest() -> Any:
    return db.session.scalars(select(ExportRun).order_by(ExportRun.id.desc())).first()


def test_a_long_list_is_written_in_the_background_and_fetched(app: Flask, zheng: Browser) -> None:
    answer = zheng.get("/carrier/export/csv?_oc_CarrierView=code&_od_CarrierView=desc")
    assert answer.status_code == 302
    run = newest()
    assert answer.location == f"/export/show/{run.id}"
    assert 'http-equiv="refresh"' in zheng.get(answer.location).text
    run_queued(clock.now())
    assert "下载文件" in zheng.get(answer.location).text
    text = zheng.get(f"/export/fetch/{run.id}").data.decode("utf-8-sig")
    codes = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert codes == [f"c{number}" for number in range(6, -1, -1)]
    taken = select(Event).where(Event.verb == "export")
    assert db.session.scalars(taken).one().facts["kind"] == "csv"


def test_the_filters_hold_in_the_background(app: Flask, zheng: Browser) -> None:
    zheng.get("/carrier/export/xlsx?_flt_0_name=承运商")
    run_queued(clock.now())
    assert newest().state == "done"
    short = zheng.get("/carrier/export/csv?_flt_0_name=承运商3")
    assert short.status_code == 200
    assert "承运商3" in short.data.decode("utf-8-sig")


def test_nobody_else_opens_it_however_far_he_sees(app: Flask, company: Company, zheng: Browser) -> None:
    zheng.get("/carrier/export/csv")
    run_queued(clock.now())
    make_person("qian", department=company.department("hq"), reach="all", permissions=every_right())
    qian = login(browser(app), "qian")
    for path in (f"/export/show/{newest().id}", f"/export/fetch/{newest().id}"):
        assert qian.get(path).status_code == 404, path
    assert "承运商管理" not in qian.get("/export/list/").text.split("<main")[1]


def test_who_lost_the_right_meanwhile_gets_nothing(app: Flask, company: Company) -> None:
    rights = [("can_list", "CarrierView"), ("can_download", "CarrierView"), ("can_show", "ExportRunView")]
    person = make_person("sun.x", department=company.department("hq"), permissions=rights)
    sun = login(browser(app), "sun.x")
    sun.get("/carrier/export/csv")
    with unit_of_work():
        person.roles = []
    run_queued(clock.now())
    assert newest().state == "failed"


def test_files_go_when_their_time_is_up(app: Flask, zheng: Browser) -> None:
    zheng.get("/carrier/export/csv")
    run_queued(clock.now())
    storage = newest().storage
    assert path_of(storage).is_file()
    sweep_expired(clock.now() + timedelta(days=2))
    assert newest().state == "done"
    sweep_expired(clock.now() + timedelta(days=4))
    assert newest().state == "expired"
    assert not path_of(storage).exists()
    assert zheng.get(f"/export/fetch/{newest().id}").status_code == 404


def test_who_has_no_page_for_it_is_told_to_narrow_the_search(app: Flask, company: Company) -> None:
    make_person("wu.x", permissions=[("can_list", "CarrierView"), ("can_download", "CarrierView")])
    answer = login(browser(app), "wu.x").get("/carrier/export/csv")
    assert answer.status_code == 409
    assert newest() is None
