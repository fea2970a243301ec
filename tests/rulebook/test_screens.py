"""The rulebook in the browser: what an administrator can do there, and what others can't."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.db import unit_of_work
from app.extensions import db
from app.policy.load import PACKS
from app.rulebook import (
    CalendarDay,
    CalendarEdition,
    CalendarRow,
    Category,
    PackVersion,
    calendar,
    seed_overlays,
    seed_rulebook,
)
from tests.kept import kept
from tests.people import Browser, browser, login, make_person
from tests.rulebook.test_calendars import NOW

VIEWS = ("CategoryView", "CalendarDayView", "CalendarView", "PackVersionView")
ALL = [*product(("can_list", "can_show", "can_add", "can_edit", "can_delete"), VIEWS)]
ALL += [
    ("can_restore", "CategoryView"),
    *product(("can_retire", "can_switch_on", "can_switch_off"), ["PackVersionView"]),
]


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin(app: Flask) -> Browser:
    """王芳 may do everything with the rulebook."""
    kept(_ruled)
    return login(browser(app), "wang")


def _ruled() -> None:
    with unit_of_work():
        seed_rulebook(NOW)
    make_person("wang", permissions=ALL)


@pytest.fixture
def reader(app: Flask, admin: Browser) -> Browser:
    """李强 may only read it."""
    make_person("li", permissions=[*product(("can_list", "can_show"), VIEWS)])
    return login(browser(app), "li")


def category(code: str) -> Category:
    return db.session.scalars(select(Category).where(Category.code == code)).one()


def test_every_list_opens(admin: Browser) -> None:
    for path in ("category", "calendar-day", "calendar", "pack"):
        assert admin.get(f"/{path}/list/").status_code == 200, path


def test_a_category_is_added_below_another_renamed_retired_and_offered_again(admin: Browser) -> None:
    parent = category("damage")
    sent = {"kind": "business", "parent": parent.id, "name_zh": "液体渗漏", "name_en": "Leak"}
    assert admin.send("/category/add", sent).status_code == 302
    (child,) = db.session.scalars(select(Category).where(Category.name_zh == "液体渗漏"))
    assert child.parent_id == parent.id
    page = admin.get(f"/category/edit/{child.id}").text
    version = page.split('name="seen_version"')[1].split('value="')[1].split('"')[0]
    sent = {"name_zh": "渗漏", "name_en": "Leakage", "seen_version": version}
    assert admin.send(f"/category/edit/{child.id}", sent).status_code == 302
    assert admin.send(f"/category/delete/{child.id}").status_code == 302
    assert not db.session.get(Category, child.id, populate_existing=True).active  # type: ignore[union-attr]
    assert admin.send(f"/category/{child.id}/verb/restore").status_code == 302
    child = db.session.get(Category, child.id, populate_existing=True)  # type: ignore[assignment]
    assert (child.active, child.name_zh) == (True, "渗漏")


def test_suggestions_name_what_lies_above_and_leave_out_what_is_retired(admin: Browser) -> None:
    found = json.loads(admin.get("/category/choices?q=外包装").text)["results"]
    assert [each["text"] for each in found] == [category("damage_packaging").path_label]


def test_a_day_is_entered_and_taken_out_again(admin: Browser) -> None:
    sent = {"day": "2026-11-23", "kind": "off", "label": "司庆", "source": "公司通知"}
    assert admin.send("/calendar-day/add", sent).status_code == 302
    assert not calendar("default").works(date(2026, 11, 23))
    (row,) = db.session.scalars(select(CalendarDay).where(CalendarDay.day == date(2026, 11, 23)))
    assert admin.send(f"/calendar-day/delete/{row.id}").status_code == 302
    assert calendar("default").works(date(2026, 11, 23))


def test_a_day_that_is_there_already_is_refused_at_its_field_and_what_was_typed_stays(admin: Browser) -> None:
    answer = admin.send("/calendar-day/add", {"day": "2026-10-01", "kind": "off", "label": "司庆日"})
    assert answer.status_code == 422
    assert "2026-10-01" in answer.text
    assert "司庆日" in answer.text


@pytest.mark.parametrize("bad", ["", "2026-02-30", "昨天", "x" * 10_000, "1\0"])
def test_a_date_that_is_none_is_refused(admin: Browser, bad: str) -> None:
    assert admin.send("/calendar-day/add", {"day": bad, "kind": "off", "label": "司庆"}).status_code == 422


def test_a_missing_year_is_said_above_the_list_and_on_the_first_page(admin: Browser, reader: Browser) -> None:
    assert "2027" in admin.get("/calendar-day/list/").text.split("note-warn")[1].split("</div>")[0]
    assert "2027" in admin.get("/").text
    assert "2027" not in reader.get("/").text


def test_the_days_of_a_year_can_be_listed(admin: Browser) -> None:
    page = admin.get("/calendar-day/list/?_flt_0_day=2025-01-01&_flt_1_day=2025-12-31").text
    assert "2025-10-01" in page
    assert "2026-10-01" not in page


WEEK = "\n".join(["08:30-17:30"] * 5 + ["９：００－１２：００", "-"])


def test_a_calendar_is_added_with_the_hours_of_a_week(admin: Browser) -> None:
    sent = {"code": "night", "name": "夜班", "week": WEEK, "day_end": "24:00", "heeds_holidays": "y", "note": ""}
    assert admin.send("/calendar/add", sent).status_code == 302
    assert calendar("night").intervals(date(2026, 11, 21)) == ((540, 720),)
    row = db.session.scalars(select(CalendarRow).where(CalendarRow.code == "night")).one()
    assert "08:30-17:30" in admin.get(f"/calendar/show/{row.id}").text


@pytest.mark.parametrize(
    "week", ["", "08:30-17:30", "\n".join(["17:30-08:30"] * 7), "\n".join(["8 Uhr"] * 7), "-\n" * 7]
)
def test_hours_that_cannot_be_are_refused_and_stay_in_the_box(admin: Browser, week: str) -> None:
    before = db.session.scalar(select(func.count(CalendarEdition.id)))
    answer = admin.send("/calendar/add", {"code": "night", "name": "夜班", "week": week})
    assert answer.status_code == 422
    assert week.split("\n", maxsplit=1)[0] in answer.text
    assert db.session.scalar(select(func.count(CalendarEdition.id))) == before


def test_a_pack_reads_as_a_document_and_downloads_as_it_was_published(admin: Browser) -> None:
    version = db.session.scalars(select(PackVersion)).one()
    page = admin.get(f"/pack/show/{version.id}").text
    for words in ("四(六)2(1)", "重大", "外包装破损", "¥50.00"):
        assert words in page, words
    answer = admin.get(f"/pack/text/{version.id}")
    assert answer.text == version.text
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_pack_is_published_in_the_browser_and_a_faulty_one_is_not(admin: Browser) -> None:
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8").replace('version: "', 'version: "9', 1)
    answer = admin.send("/pack/add", {"text": text.replace("amount: 20\n", "amount: zwanzig\n", 1)})
    assert answer.status_code == 422
    assert "zwanzig" in answer.text
    assert admin.send("/pack/add", {"text": text}).status_code == 302
    assert db.session.scalar(select(func.count(PackVersion.id))) == 2


def test_who_may_only_read_can_change_nothing(reader: Browser) -> None:
    version = db.session.scalar(select(PackVersion.id))
    row, day = db.session.scalar(select(Category.id)), db.session.scalar(select(CalendarDay.id))
    assert reader.get(f"/pack/text/{version}").status_code == 200
    assert reader.get("/pack/policy-pack.schema.json").json["title"] == "Kesu policy pack"
    paths = [f"/category/{verb}/{row}" for verb in ("edit", "delete")] + [f"/category/{row}/verb/restore"]
    paths += [f"/{thing}/add" for thing in ("category", "calendar-day", "calendar", "pack")]
    for path in [*paths, f"/calendar-day/delete/{day}", f"/pack/{version}/verb/retire"]:
        assert reader.send(path, {"name_zh": "x"}).status_code == 403, path


def test_an_administrator_switches_an_overlay_on_and_off_and_is_told_to_ask_counsel(
    admin: Browser, reader: Browser
) -> None:
    with unit_of_work():
        seed_overlays(NOW)
    overlay = db.session.scalars(select(PackVersion.id).where(PackVersion.overlay)).one()
    assert "未启用" in admin.get("/pack/list/").text
    page = admin.get(f"/pack/show/{overlay}").text
    assert "启用前请咨询法务" in page
    assert "快递暂行条例" in page
    for verb in ("switch_on", "switch_off"):
        assert reader.send(f"/pack/{overlay}/verb/{verb}").status_code == 403
    assert admin.send(f"/pack/{overlay}/verb/switch_on").status_code == 302
    assert "叠加 · 已启用" in admin.get("/pack/list/").text
    assert admin.send(f"/pack/{overlay}/verb/switch_off").status_code == 302
    assert db.session.scalars(select(PackVersion.status).where(PackVersion.id == overlay)).one() == "retired"
