"""Calendars as rows: what is seeded, what administrators change, what a change leaves alone."""

import threading
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.errors import Invalid
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.rulebook import (
    CalendarDay,
    CalendarEdition,
    CalendarRow,
    add_day,
    calendar,
    current_edition_id,
    current_pack_version,
    edition_of,
    pack_of,
    remove_day,
    seed_rulebook,
    uncovered_years,
)
from app.rulebook.calendars import STATUTORY_DAYS
from app.rulebook.verbs import change_calendar
from app.security import system_scope

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
OPEN = ((540, 720), (810, 1080))


@pytest.fixture(autouse=True)
def _seeded(app: Flask) -> None:
    seed_rulebook(NOW)


def day_of(day: date) -> CalendarDay:
    return db.session.scalars(select(CalendarDay).where(CalendarDay.day == day)).one()


@pytest.mark.parametrize(
    ("day", "five", "six"),
    [
        (date(2026, 11, 20), OPEN, OPEN),  # a Friday
        (date(2026, 11, 21), (), OPEN),  # a Saturday
        (date(2026, 11, 22), (), ()),  # a Sunday
        (date(2026, 10, 1), (), ()),  # National Day
        (date(2026, 10, 10), OPEN, OPEN),  # a Saturday that makes up for National Day
        (date(2026, 9, 20), OPEN, OPEN),  # a Sunday that does
    ],
)
def test_the_seeded_calendars_know_the_state_councils_days(day: date, five: tuple, six: tuple) -> None:
    assert calendar("default").intervals(day) == five
    assert calendar("six_day").intervals(day) == six


def test_seeding_again_changes_nothing_and_brings_back_nothing_that_was_removed() -> None:
    remove_day(day_of(date(2026, 10, 10)), actor=None, now=NOW)
    before = current_edition_id(), db.session.scalar(select(func.count(CalendarDay.id)))
    seed_rulebook(NOW)
    assert (current_edition_id(), db.session.scalar(select(func.count(CalendarDay.id)))) == before
    assert not calendar("default").works(date(2026, 10, 10))


def test_a_company_day_off_is_off_in_every_calendar_that_heeds_holidays() -> None:
    add_day(date(2026, 11, 23), "off", "司庆", actor=None, now=NOW)
    assert not calendar("default").works(date(2026, 11, 23))
    assert not calendar("six_day").works(date(2026, 11, 23))
    assert not calendars_of_the_pack()["administration"].works(date(2026, 11, 23))


def calendars_of_the_pack() -> dict:
    pack = pack_of(current_pack_version(NOW).id)
    return edition_of(current_edition_id()).for_pack(pack)


def test_a_day_of_one_calendar_goes_before_that_of_all() -> None:
    five = db.session.scalars(select(CalendarRow).where(CalendarRow.code == "default")).one()
    add_day(date(2026, 10, 1), "work", "国庆值班", actor=None, now=NOW, calendar=five)
    assert calendar("default").intervals(date(2026, 10, 1)) == OPEN
    assert not calendar("six_day").works(date(2026, 10, 1))


def test_a_change_makes_a_new_edition_and_leaves_the_old_one_as_it_was() -> None:
    before = current_edition_id()
    add_day(date(2026, 11, 23), "off", "司庆", actor=None, now=NOW)
    assert current_edition_id() > before
    assert edition_of(before).calendars["default"].works(date(2026, 11, 23))


def test_an_edition_refuses_change() -> None:
    edition = db.session.scalars(select(CalendarEdition)).one()
    edition.content = "{}"
    with pytest.raises(RuntimeError, match="stays"):
        db.session.flush()


def test_other_office_hours_hold_for_the_packs_clocks_too() -> None:
    five = db.session.scalars(select(CalendarRow).where(CalendarRow.code == "default")).one()
    change_calendar(five, actor=None, now=NOW, week=[["08:30-17:30"]] * 5 + [[], []])
    assert calendars_of_the_pack()["default"].intervals(date(2026, 11, 20)) == ((510, 1050),)


@pytest.mark.parametrize(
    ("kind", "label", "day", "field"),
    [
        ("feast", "司庆", date(2026, 11, 23), "kind"),
        ("off", " ", date(2026, 11, 23), "label"),
        ("off", "国庆", date(2026, 10, 1), "day"),
    ],
)
def test_a_day_that_cannot_be_entered_says_which_field_is_wrong(kind: str, label: str, day: date, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add_day(day, kind, label, actor=None, now=NOW)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("week", [[["09:00-12:00"]] * 6, [[]] * 7, [["12:00-09:00"]] * 7, [["9 to 5"]] * 7])
def test_a_week_that_cannot_be_one_is_refused(week: list) -> None:
    with pytest.raises(Invalid) as refusal:
        change_calendar(CalendarRow(code="night", name="夜班"), actor=None, now=NOW, week=week, day_end=None)
    assert set(refusal.value.fields) == {"week"}


def test_who_removed_a_day_can_be_read_afterwards() -> None:
    row = add_day(date(2026, 11, 23), "off", "司庆", actor=None, now=NOW)
    remove_day(row, actor=None, now=NOW)
    assert [event.verb for event in history_of(row)] == ["add_day", "remove_day"]


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), []),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), [2027]),  # 1 November in Shanghai
        (datetime(2027, 1, 1, tzinfo=UTC), [2027]),
    ],
)
def test_next_year_is_missed_from_november_on(now: datetime, missing: list[int]) -> None:
    assert uncovered_years(now) == missing


def test_a_year_is_known_once_as_many_holidays_are_entered_as_the_law_gives() -> None:
    for number in range(1, STATUTORY_DAYS + 1):
        assert uncovered_years(NOW) == [2027]
        add_day(date(2027, 1, number), "holiday", "春节", actor=None, now=NOW, source="国务院")
    assert uncovered_years(NOW) == []
    assert 2027 in edition_of(current_edition_id()).covered


def test_days_that_two_people_enter_at_once_are_both_in_the_newest_edition(app: Flask) -> None:
    db.session.commit()
    start = threading.Barrier(2)

    def enter(month: int) -> None:
        with app.app_context(), system_scope():
            start.wait(30)
            for number in range(1, 6):
                with unit_of_work():
                    add_day(date(2027, month, number), "off", "司庆", actor=None, now=NOW)

    threads = [threading.Thread(target=enter, args=(month,)) for month in (3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    entered = [day for day in edition_of(current_edition_id()).days if day.year == 2027]
    assert sorted((day.month, day.day) for day in entered) == [(month, day) for month in (3, 4) for day in range(1, 6)]
