"""Pauses: open minutes while paused don't count; each day touched is added; a limit ends a pause by itself.

23 Nov 2026 is a Monday; the holidays are in test_due.
"""

from datetime import timedelta

import pytest

from app.core.clock import local
from app.policy.worktime import Pause, StillPaused, due, open_time
from tests.policy.build import CALENDARS, PACK, at, clock, pause

CASES = [
    # -- minutes on the wall clock
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:15", "11-23 10:30", "ten minutes later"),
    ("20 min", "11-23 10:00", "11-23 09:00 > 10:10", "11-23 10:30", "paused since before the start"),
    ("20 min", "11-23 10:00", "11-23 09:00 > 10:00", "11-23 10:20", "over as it starts"),
    ("20 min", "11-23 10:00", "11-23 10:20 > 10:50", "11-23 10:20", "begins as the time is up"),
    ("20 min", "11-23 10:00", "11-23 10:19 > 10:50", "11-23 10:51", "begins a minute before"),
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:05", "11-23 10:20", "no time at all"),
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:10, 11-23 10:12 > 10:14", "11-23 10:27", "two"),
    ("20 min", "11-23 10:00", "11-23 10:12 > 10:14, 11-23 10:05 > 10:10", "11-23 10:27", "any order"),
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:15, 11-23 10:10 > 10:12", "11-23 10:30", "nested"),
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:10, 11-23 10:10 > 10:15", "11-23 10:30", "adjoining"),
    ("20 min", "11-23 10:00", "11-23 10:05 > 10:12, 11-23 10:10 > 10:15", "11-23 10:30", "overlapping"),
    # -- minutes within service hours
    ("30 min default", "11-23 11:45", "11-23 11:50 > 13:40", "11-23 14:05", "5 before, 25 after"),
    ("30 min default", "11-23 11:45", "11-23 12:00 > 13:30", "11-23 13:45", "lunch alone costs nothing"),
    ("30 min default", "11-23 17:45", "11-23 18:00 > 11-24 09:00", "11-24 09:15", "nor does the night"),
    ("30 min default", "11-20 17:45", "11-20 17:50 > 11-23 09:10", "11-23 09:35", "over a weekend: 5 + 25"),
    # -- working days
    ("3 wd default", "11-23 10:00", "11-24 10:00 > 11:00", "11-27 18:00", "Tuesday is added"),
    ("3 wd default", "11-23 10:00", "11-24 10:00 > 11-25 11:00", "11-30 18:00", "Tuesday and Wednesday"),
    ("3 wd default", "11-25 10:00", "11-27 16:00 > 11-30 10:00", "12-02 18:00", "over a weekend: Fri and Mon"),
    ("3 wd default", "09-28 10:00", "09-30 10:00 > 10-08 10:00", "10-10 18:00", "over National Day: 30 Sep and 8 Oct"),
    ("1 wd default", "09-29 10:00", "10-01 10:00 > 10-02 10:00", "09-30 18:00", "in the holiday, after it was due"),
    ("2 wd default", "09-29 10:00", "10-01 10:00 > 10-02 10:00", "10-08 18:00", "in the holiday alone: nothing"),
    ("3 wd default", "09-30 10:00", "10-09 10:00 > 10-10 09:00", "10-13 18:00", "Fri 9 and made-up Sat 10: 8, 12, 13"),
    ("1 wd default", "11-23 10:00", "11-23 11:00 > 12:00", "11-25 18:00", "on the day of receipt: one is added"),
    ("1 wd default", "11-21 10:00", "11-21 11:00 > 12:00", "11-23 18:00", "received and paused on Saturday"),
    ("1 wd default", "11-23 10:00", "11-23 20:00 > 11-24 00:00", "11-25 18:00", "to midnight: Tuesday isn't touched"),
    ("1 wd default", "11-23 10:00", "11-23 20:00 > 11-24 00:01", "11-26 18:00", "a minute more: it is"),
    ("1 wd default", "11-23 10:00", "11-24 17:59 > 18:30", "11-25 18:00", "in the closing minute"),
    ("1 wd default", "11-23 10:00", "11-24 18:00 > 18:30", "11-24 18:00", "as the time is up"),
    ("3 wd default", "11-23 10:00", "11-24 09:00 > 10:00, 11-24 15:00 > 16:00", "11-27 18:00", "twice on one day"),
    ("1 wd default", "11-23 10:00", "11-24 09:00 > 10:00, 11-25 09:00 > 10:00", "11-26 18:00", "reaches the day added"),
    ("1 wd default", "11-23 10:00", "11-24 09:00 > 10:00, 11-26 09:00 > 10:00", "11-25 18:00", "too late"),
    ("1 wd default same_time", "11-23 10:15", "11-24 09:00 > 10:00", "11-25 10:15", "same time, a day later"),
    ("1 wd default same_time", "11-23 10:15", "11-24 10:15 > 11:00", "11-24 10:15", "as the time is up"),
    ("1 wd default working_hours", "11-23 09:00", "11-23 10:00 > 11:00", "11-24 10:00", "hours: one hour later"),
    ("1 wd default", "11-23 10:00", "11-24 10:00 > 10:00", "11-24 18:00", "no time at all touches no day"),
    # -- calendar days: each day touched, off or not
    ("3 cd default", "11-23 10:00", "11-24 10:00 > 11-25 10:00", "11-30 18:00", "26, 27, Sat 28, moved"),
    ("3 cd natural", "11-26 10:00", "11-28 10:00 > 11-29 10:00", "12-02 00:00", "Sat, Sun too: 27, 30, 1 Dec"),
    ("1 cd natural", "11-28 10:00", "11-28 11:00 > 12:00", "12-01 00:00", "on the day of receipt: 29, 30"),
    ("1 cd default", "11-28 10:00", "11-28 11:00 > 12:00", "11-30 18:00", "a Saturday, though off, is a calendar day"),
    ("4 cd default", "11-24 10:00", "11-30 09:00 > 10:00", "12-01 18:00", "the Monday it moved to is paused"),
]  # fmt: skip


def stretch(words: str) -> Pause:
    """“11-23 10:05 > 10:15”, or with a date on both sides."""
    begin, end = words.split(" > ")
    return pause(f"2026-{begin}", f"2026-{end if '-' in end else f'{begin[:5]} {end}'}")


@pytest.mark.parametrize(("words", "start", "stretches", "expected", "why"), CASES)
def test_due_after_pauses(words: str, start: str, stretches: str, expected: str, why: str) -> None:
    counted = due(PACK, clock(words), CALENDARS, at(f"2026-{start}"), {}, map(stretch, stretches.split(", ")))
    assert local(counted.at) == at(f"2026-{expected}"), why


@pytest.mark.parametrize("words", ["20 min", "20 min default", "1 wd default", "1 cd natural"])
def test_an_open_pause_holds_the_clock(words: str) -> None:
    with pytest.raises(StillPaused):
        due(PACK, clock(words), CALENDARS, at("2026-11-23 10:00"), {}, [pause("2026-11-23 10:05")])


@pytest.mark.parametrize(
    ("words", "begin", "expected"),
    [
        ("20 min", "2026-11-23 10:20", "2026-11-23 10:20"),
        ("20 min default", "2026-11-23 10:20", "2026-11-23 10:20"),
        ("1 wd default", "2026-11-24 18:00", "2026-11-24 18:00"),
    ],
)
def test_an_open_pause_that_comes_too_late_holds_nothing(words: str, begin: str, expected: str) -> None:
    counted = due(PACK, clock(words), CALENDARS, at("2026-11-23 10:00"), {}, [pause(begin)])
    assert local(counted.at) == at(expected)


def test_an_open_pause_after_a_closed_one() -> None:
    pauses = [pause("2026-11-23 10:01", "2026-11-23 10:02"), pause("2026-11-23 10:05")]
    with pytest.raises(StillPaused):
        due(PACK, clock("20 min default"), CALENDARS, at("2026-11-23 10:00"), {}, pauses)


@pytest.mark.parametrize(
    ("words", "limit", "end", "expected", "why"),
    [
        ("20 min", {"amount": 60, "unit": "minutes"}, None, "2026-11-23 11:20", "runs on by itself at 11:05"),
        ("20 min", {"amount": 1, "unit": "hours"}, "2026-11-23 10:10", "2026-11-23 10:25", "ended before"),
        ("20 min", {"amount": 5, "unit": "minutes"}, "2026-11-23 10:30", "2026-11-23 10:25", "ended after"),
        ("20 min default", {"amount": 2, "unit": "hours", "calendar": "default"}, None, "2026-11-23 13:50", "open"),
        ("1 wd default", {"amount": 1, "unit": "working_days", "calendar": "default"}, None,
         "2026-11-26 18:00", "till Tue 18:00: Mon and Tue are added"),
        ("1 wd default", {"amount": 1, "unit": "working_days"}, None, "2026-11-26 18:00", "on the default calendar"),
    ],
)  # fmt: skip
def test_a_limit_ends_a_pause(words: str, limit: dict[str, object], end: str | None, expected: str, why: str) -> None:
    limited = clock(words, pause_limit={**limit, "clause": "1"})
    counted = due(PACK, limited, CALENDARS, at("2026-11-23 10:00"), {}, [pause("2026-11-23 10:05", end)])
    assert local(counted.at) == at(expected), why


def test_the_limit_runs_from_where_the_pause_began_even_before_the_clock() -> None:
    limited = clock("20 min", pause_limit={"amount": 60, "unit": "minutes", "clause": "1"})
    counted = due(PACK, limited, CALENDARS, at("2026-11-23 10:00"), {}, [pause("2026-11-23 09:30")])
    assert local(counted.at) == at("2026-11-23 10:50")


@pytest.mark.parametrize(
    ("calendar", "begin", "end", "minutes"),
    [
        (None, "2026-11-23 11:00", "2026-11-23 14:00", 180),
        ("default", "2026-11-23 11:00", "2026-11-23 14:00", 90),
        ("default", "2026-11-20 17:00", "2026-11-23 10:00", 120),
        ("default", "2026-09-30 17:00", "2026-10-08 10:00", 120),
        ("default", "2026-11-21 09:00", "2026-11-22 18:00", 0),
        ("default", "2026-11-23 14:00", "2026-11-23 11:00", 0),
        ("default", "2026-11-23 09:00", "2026-11-23 09:00", 0),
    ],
)
def test_open_time_between(calendar: str | None, begin: str, end: str, minutes: int) -> None:
    found = open_time(CALENDARS[calendar] if calendar else None, at(begin), at(end))
    assert found == timedelta(minutes=minutes)


def test_open_time_leaves_pauses_out() -> None:
    pauses = [Pause(at("2026-11-23 11:30"), at("2026-11-23 13:45")), pause("2026-11-23 17:00")]
    found = open_time(CALENDARS["default"], at("2026-11-23 11:00"), at("2026-11-24 10:00"), pauses)
    assert found == timedelta(minutes=30 + 195)
