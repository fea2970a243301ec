"""Calendars, the hours people write, and the State Council's days."""

from datetime import date

import pytest
from chinese_calendar import is_workday

from app.policy.calendars import BASES, DEFAULT, SIX_DAY, Calendar, Day, parse_hours, parse_weekdays
from app.policy.conditions import Wrong
from app.policy.holidays import COVERED, SOURCE, statutory_days
from tests.policy.build import CALENDARS, at

STANDARD = ((540, 720), (810, 1080))


@pytest.mark.parametrize(
    ("ranges", "hours"),
    [
        (["09:00-12:00", "13:30-18:00"], STANDARD),
        (["00:00-24:00"], ((0, 1440),)),
        (["22:00-24:00"], ((1320, 1440),)),
        (["08:00-12:00", "12:00-13:01"], ((480, 720), (720, 781))),
        ([], ()),
    ],
)
def test_reads_hours(ranges: list[str], hours: object) -> None:
    assert parse_hours(ranges) == hours


@pytest.mark.parametrize(
    "ranges",
    [["9:00-12:00"], ["09:00–12:00"], ["12:00-09:00"], ["09:00-09:00"], ["09:00-24:01"], ["09:60-10:00"],
     ["25:00-26:00"], ["09:00-12:00", "11:59-13:00"], ["13:00-14:00", "09:00-10:00"], ["09:00-12:00\n"], [""]],
)  # fmt: skip
def test_refuses_hours_that_cannot_be(ranges: list[str]) -> None:
    with pytest.raises(Wrong):
        parse_hours(ranges)


def test_reads_weekdays() -> None:
    assert list(parse_weekdays("mon")) == [0]
    assert list(parse_weekdays("sun")) == [6]
    assert list(parse_weekdays("mon-fri")) == [0, 1, 2, 3, 4]
    assert list(parse_weekdays("sat-sat")) == [5]


@pytest.mark.parametrize("words", ["", "monday", "fri-mon", "mon-", "-fri", "mon-xyz", "Mon"])
def test_refuses_weekdays_that_are_none(words: str) -> None:
    with pytest.raises(Wrong):
        parse_weekdays(words)


def test_the_two_calendars_every_pack_has() -> None:
    assert BASES == {"default": DEFAULT, "six_day": SIX_DAY}
    assert (DEFAULT.name, SIX_DAY.name) == ("default", "six_day")
    assert DEFAULT.week == (STANDARD,) * 5 + ((), ())
    assert SIX_DAY.week == (STANDARD,) * 6 + ((),)
    assert DEFAULT.standard_minutes == 450


@pytest.mark.parametrize("week", [((),) * 7, (STANDARD,) * 6, (STANDARD,) * 8])
def test_a_calendar_needs_seven_days_one_of_them_open(week: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="seven weekdays"):
        Calendar("none", week)  # type: ignore[arg-type]


def test_the_standard_day_is_the_first_open_one() -> None:
    late = Calendar("late", ((), ((600, 660),), STANDARD, (), (), (), ()))
    assert late.standard == ((600, 660),)
    made_up = Calendar("late", late.week, {date(2026, 11, 22): Day(None, "")})
    assert made_up.intervals(date(2026, 11, 22)) == ((600, 660),)


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 11:59:59", "2026-11-23 11:59:59"),
        ("2026-11-23 12:00", "2026-11-23 13:30"),
        ("2026-11-23 18:00", "2026-11-24 09:00"),
        ("2026-09-30 18:00", "2026-10-08 09:00"),
    ],
)
def test_the_next_open_instant(instant: str, opening: str) -> None:
    assert CALENDARS["default"].next_open(at(instant)) == at(opening)


def test_missing_years() -> None:
    known = DEFAULT.knowing({}, [2025, 2026])
    assert known.missing(date(2025, 1, 1), date(2026, 12, 31)) == []
    assert known.missing(date(2024, 12, 31), date(2027, 1, 1)) == [2024, 2027]
    assert DEFAULT.missing(date(2026, 1, 1), date(2026, 1, 1)) == [2026]
    assert Calendar("natural", DEFAULT.week, covered=None).missing(date(1990, 1, 1), date(2090, 1, 1)) == []


# -- the State Council's days


def test_the_default_calendar_agrees_with_chinesecalendar_on_every_covered_day() -> None:
    first, last = date(min(COVERED), 1, 1).toordinal(), date(max(COVERED), 12, 31).toordinal()
    wrong = [
        day
        for day in map(date.fromordinal, range(first, last + 1))
        if CALENDARS["default"].works(day) != is_workday(day)
    ]
    assert not wrong


def test_the_six_day_calendar_adds_just_the_saturdays_that_are_not_statutory() -> None:
    days = [date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    more = [day for day in days if CALENDARS["six_day"].works(day) and not CALENDARS["default"].works(day)]
    assert {day.weekday() for day in more} == {5}
    assert date(2026, 11, 21) in more
    assert not CALENDARS["six_day"].works(date(2026, 10, 3))
    assert all(CALENDARS["six_day"].works(day) for day in days if CALENDARS["default"].works(day))


def test_covers_2004_to_2026() -> None:
    assert sorted(COVERED) == list(range(2004, 2027))


def test_day_rows() -> None:
    days = statutory_days()
    assert days[date(2026, 10, 1)] == Day((), "National Day", SOURCE)
    assert days[date(2026, 10, 3)].hours == (), "a Saturday in the holiday is a row too"
    assert days[date(2026, 10, 10)] == Day(None, "National Day", SOURCE)
    assert list(days) == sorted(days)
    assert {day.year for day in days} == COVERED


def test_day_rows_of_one_year() -> None:
    days = statutory_days([2026])
    assert {day.year for day in days} == {2026}
    assert sum(day.hours == () for day in days.values()) == 33
    assert sum(day.hours is None for day in days.values()) == 6
    assert statutory_days([2027]) == {}


def test_a_make_up_day_works_standard_hours_even_where_the_saturday_is_short() -> None:
    assert CALENDARS["short_saturday"].intervals(date(2026, 10, 10)) == STANDARD
    assert CALENDARS["short_saturday"].intervals(date(2026, 11, 21)) == ((540, 720),)


def test_a_calendar_that_heeds_no_holidays() -> None:
    assert CALENDARS["natural"].works(date(2026, 10, 1))
    assert CALENDARS["natural"].covered is None
    assert not CALENDARS["weekdays_24"].works(date(2026, 10, 1))
