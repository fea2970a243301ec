"""A calendar's year as it hangs on the wall."""

from datetime import date

from flask import Flask

from app.policy.calendars import Calendar, Day, parse_hours
from app.rulebook.year import Cell, months_of

FIVE_DAYS = tuple(parse_hours(["09:00-12:00", "13:30-18:00"] if day < 5 else []) for day in range(7))
DAYS = {
    date(2026, 10, 1): Day((), "国庆节"),
    date(2026, 10, 10): Day(None, "国庆节"),  # a Saturday
    date(2026, 10, 12): Day(parse_hours(["09:00-12:00"]), "半天"),
}


def october(app: Flask) -> dict[date, Cell]:
    with app.test_request_context():
        month = months_of(2026, Calendar("default", FIVE_DAYS, DAYS, frozenset({2026})))[9]
    return {cell.day: cell for week in month.weeks for cell in week if cell}


def test_days_off_make_up_days_and_weekends_are_told_apart(app: Flask) -> None:
    found = october(app)
    kinds = {day: found[date(2026, 10, day)].kind for day in (1, 2, 3, 10, 11, 12)}
    assert kinds == {1: "off", 2: "work", 3: "rest", 10: "makeup", 11: "rest", 12: "work"}
    assert found[date(2026, 10, 1)].title == "2026-10-01 · 国庆节 · 休息"
    assert found[date(2026, 10, 10)].title.startswith("2026-10-10 · 国庆节 · 09:00-12:00")


def test_a_year_has_every_day_once_and_counts_its_working_days(app: Flask) -> None:
    with app.test_request_context():
        months = months_of(2026, Calendar("default", FIVE_DAYS, DAYS, frozenset({2026})))
    cells = [cell for month in months for week in month.weeks for cell in week if cell]
    assert len({cell.day for cell in cells}) == 365
    assert months[9].working_days == 22  # 22 weekdays, the 1st off, the 10th made up
