"""The table of cases: every unit and pack choice at its boundaries, each date worked out by hand.

Days off and make-up days in it, from the State Council's notices:
2024  10–17 Feb off, Sun 4 and Sun 18 Feb worked.
2025  28 Jan–4 Feb off, Sun 26 Jan and Sat 8 Feb worked; 1–8 Oct off, Sun 28 Sep and Sat 11 Oct worked.
2026  1–3 Jan off, Sun 4 Jan worked; 15–23 Feb off, Sat 14 and Sat 28 Feb worked; 1–5 May off, Sat 9 May worked;
      25–27 Sep off; 1–7 Oct off, Sun 20 Sep and Sat 10 Oct worked. 2027 is not known.
23 Nov 2026 is a Monday; a standard day is 09:00–12:00 and 13:30–18:00.
"""

from datetime import UTC

import pytest

from app.core.clock import local
from app.policy.worktime import due
from tests.policy.build import CALENDARS, PACK, at, clock

CASES = [
    # -- minutes and hours on the wall clock: from the instant itself
    ("5 min", "2026-11-23 10:00", "2026-11-23 10:05", "plain"),
    ("5 min", "2026-11-23 10:00:07", "2026-11-23 10:05:07", "seconds stay"),
    ("5 min", "2026-11-23 23:57", "2026-11-24 00:02", "over midnight"),
    ("3 min", "2026-11-23 23:57", "2026-11-24 00:00", "to midnight"),
    ("20 min", "2026-10-01 10:00", "2026-10-01 10:20", "National Day doesn't stop the wall clock"),
    ("20 min", "2026-11-23 11:50", "2026-11-23 12:10", "nor does lunch"),
    ("20 min", "2026-11-23 17:50", "2026-11-23 18:10", "nor closing time"),
    ("20 min", "2024-02-28 23:50", "2024-02-29 00:10", "into 29 February"),
    ("24 hours", "2024-02-29 12:00", "2024-03-01 12:00", "out of 29 February"),
    ("24 hours", "2025-02-28 12:00", "2025-03-01 12:00", "no 29 February"),
    ("2 hours", "2026-12-31 23:00", "2027-01-01 01:00", "over the year end"),
    # -- minutes and hours within service hours: only open minutes count
    ("30 min default", "2026-11-23 11:45", "2026-11-23 13:45", "15 before lunch, 15 after"),
    ("15 min default", "2026-11-23 11:45", "2026-11-23 12:00", "ends as lunch begins"),
    ("30 min default", "2026-11-23 12:00", "2026-11-23 14:00", "12:00 is closed already"),
    ("5 min default", "2026-11-23 12:30", "2026-11-23 13:35", "during lunch"),
    ("5 min default", "2026-11-23 13:30", "2026-11-23 13:35", "13:30 is open"),
    ("5 min default", "2026-11-23 08:00", "2026-11-23 09:05", "before opening"),
    ("30 min default", "2026-11-23 17:30", "2026-11-23 18:00", "up to closing, not the next morning"),
    ("31 min default", "2026-11-23 17:30", "2026-11-24 09:01", "one more goes to the next morning"),
    ("5 min default", "2026-11-23 17:59", "2026-11-24 09:04", "the closing minute: 1 + 4"),
    ("1 min default", "2026-11-23 17:59:30", "2026-11-24 09:00:30", "half of it each side"),
    ("5 min default", "2026-11-23 18:00", "2026-11-24 09:05", "18:00 is closed already"),
    ("5 min default", "2026-11-23 00:00", "2026-11-23 09:05", "at midnight"),
    ("20 min default", "2026-11-20 17:50", "2026-11-23 09:10", "over a weekend"),
    ("20 min default", "2026-10-09 17:50", "2026-10-10 09:10", "into a make-up Saturday"),
    ("20 min default", "2025-09-26 17:50", "2025-09-28 09:10", "past a Saturday into a make-up Sunday"),
    ("20 min default", "2026-09-30 17:50", "2026-10-08 09:10", "over National Day"),
    ("20 min six_day", "2026-11-20 17:50", "2026-11-21 09:10", "six days: into Saturday"),
    ("20 min six_day", "2026-11-21 17:50", "2026-11-23 09:10", "six days: over Sunday"),
    ("8 hours default", "2026-11-23 09:00", "2026-11-24 09:30", "7.5 h and half an hour"),
    ("450 min default", "2026-11-23 09:00", "2026-11-23 18:00", "just a day"),
    ("3 hours nights", "2026-11-23 22:30", "2026-11-24 01:30", "open through midnight"),
    ("2 hours nights", "2026-11-23 22:00", "2026-11-24 00:00", "up to 24:00"),
    ("1 min nights", "2026-11-23 06:00", "2026-11-23 22:01", "06:00 is closed already"),
    ("4 hours short_saturday", "2026-11-21 09:00", "2026-11-23 10:00", "3 h on Saturday, 1 h on Monday"),
    ("5 hours short_saturday", "2026-10-10 09:00", "2026-10-10 15:30", "a make-up Saturday has a standard day's hours"),
    # -- working days: the day of receipt isn't counted, close of business of the last
    ("1 wd", "2026-11-23 10:00", "2026-11-24 18:00", "the default calendar needn't be named"),
    ("1 wd default", "2026-11-23 00:00", "2026-11-24 18:00", "first minute of Monday"),
    ("1 wd default", "2026-11-23 17:59", "2026-11-24 18:00", "closing minute"),
    ("1 wd default", "2026-11-23 18:00", "2026-11-24 18:00", "after closing, still Monday"),
    ("1 wd default", "2026-11-23 23:59:59", "2026-11-24 18:00", "last second of Monday"),
    ("1 wd default", "2026-11-24 00:00", "2026-11-25 18:00", "midnight is Tuesday"),
    ("1 wd default", "2026-11-20 10:00", "2026-11-23 18:00", "over a weekend"),
    ("1 wd default", "2026-11-21 10:00", "2026-11-23 18:00", "received on Saturday: Monday is the first day"),
    ("1 wd default", "2026-11-22 23:59", "2026-11-23 18:00", "received late on Sunday"),
    ("3 wd default", "2026-11-21 10:00", "2026-11-25 18:00", "Mon, Tue, Wed"),
    ("7 wd default", "2026-11-23 10:00", "2026-12-02 18:00", "24–27 Nov, 30 Nov, 1, 2 Dec"),
    ("1 wd default", "2026-10-09 10:00", "2026-10-10 18:00", "a make-up Saturday counts"),
    ("1 wd default", "2026-10-10 10:00", "2026-10-12 18:00", "received on a make-up Saturday"),
    ("1 wd default", "2026-09-18 10:00", "2026-09-20 18:00", "a make-up Sunday counts, its Saturday doesn't"),
    ("1 wd default", "2026-09-20 10:00", "2026-09-21 18:00", "received on a make-up Sunday"),
    ("1 wd default", "2026-09-30 17:30", "2026-10-08 18:00", "National Day 2026"),
    ("3 wd default", "2026-09-28 10:00", "2026-10-08 18:00", "29, 30 Sep, 8 Oct"),
    ("7 wd default", "2026-09-30 17:30", "2026-10-15 18:00", "8, 9, 10 (made up), 12–15 Oct"),
    ("1 wd default", "2026-10-03 10:00", "2026-10-08 18:00", "received in the holiday"),
    ("1 wd default", "2026-10-07 23:59", "2026-10-08 18:00", "its last minute"),
    ("3 wd default", "2025-09-30 10:00", "2025-10-11 18:00", "9, 10, 11 (made up) Oct 2025"),
    ("2 wd default", "2025-09-26 10:00", "2025-09-29 18:00", "Sun 28 (made up), Mon 29 Sep 2025"),
    ("1 wd default", "2026-09-24 10:00", "2026-09-28 18:00", "Mid-autumn"),
    ("1 wd default", "2026-02-13 10:00", "2026-02-14 18:00", "the made-up Saturday before Spring Festival"),
    ("1 wd default", "2026-02-14 10:00", "2026-02-24 18:00", "nine days of Spring Festival"),
    ("7 wd default", "2026-02-13 10:00", "2026-03-02 18:00", "14, 24–27, 28 (made up) Feb, 2 Mar"),
    ("3 wd default", "2025-01-24 10:00", "2025-02-05 18:00", "Sun 26 (made up), 27 Jan, 5 Feb 2025"),
    ("7 wd default", "2025-01-27 10:00", "2025-02-12 18:00", "5–7, 8 (made up), 10–12 Feb 2025"),
    ("2 wd default", "2024-02-09 10:00", "2024-02-19 18:00", "Sun 18 (made up), Mon 19 Feb 2024"),
    ("1 wd default", "2025-12-31 10:00", "2026-01-04 18:00", "year end: 1–3 off, Sun 4 made up"),
    ("1 wd default", "2024-02-28 10:00", "2024-02-29 18:00", "onto 29 February"),
    ("1 wd default", "2024-02-29 10:00", "2024-03-01 18:00", "from 29 February"),
    ("1 wd default", "2025-02-28 10:00", "2025-03-03 18:00", "Friday 28 February of a common year"),
    ("1 wd six_day", "2026-11-20 10:00", "2026-11-21 18:00", "six days: Saturday counts"),
    ("1 wd six_day", "2026-11-21 10:00", "2026-11-23 18:00", "six days: Sunday doesn't"),
    ("1 wd six_day", "2026-09-18 10:00", "2026-09-19 18:00", "six days: the Saturday before a made-up Sunday"),
    ("2 wd six_day", "2026-09-18 10:00", "2026-09-20 18:00", "six days: the made-up Sunday too"),
    ("1 wd six_day", "2026-09-30 10:00", "2026-10-08 18:00", "six days: Saturday 3 Oct is statutory"),
    ("1 wd six_day", "2026-04-30 10:00", "2026-05-06 18:00", "six days: Labour Day"),
    ("1 wd six_day", "2025-12-31 10:00", "2026-01-04 18:00", "six days: Saturday 3 Jan is statutory"),
    ("1 wd natural", "2026-09-30 10:00", "2026-10-02 00:00", "heeds no holiday, ends at 24:00"),
    ("1 wd short_saturday", "2026-11-20 10:00", "2026-11-21 12:00", "closes at noon on Saturday"),
    ("1 wd short_saturday", "2026-10-09 10:00", "2026-10-10 18:00", "a made-up Saturday closes as a weekday"),
    ("1 wd till_midnight", "2026-11-23 10:00", "2026-11-24 18:00", "day_end is for calendar days only"),
    # -- the same time of day on the last working day, moved to the next open instant
    ("1 wd default same_time", "2026-11-23 10:15", "2026-11-24 10:15", "open then"),
    ("3 wd default same_time", "2026-11-23 10:15:20", "2026-11-26 10:15:20", "seconds stay"),
    ("1 wd default same_time", "2026-11-20 17:59", "2026-11-23 17:59", "last open minute"),
    ("1 wd default same_time", "2026-11-23 18:00", "2026-11-25 09:00", "18:00 is closed: the next morning"),
    ("1 wd default same_time", "2026-11-23 09:00", "2026-11-24 09:00", "first open minute"),
    ("1 wd default same_time", "2026-11-23 08:59", "2026-11-24 09:00", "before opening"),
    ("1 wd default same_time", "2026-11-23 00:00", "2026-11-24 09:00", "midnight"),
    ("1 wd default same_time", "2026-11-23 12:00", "2026-11-24 13:30", "lunch begins"),
    ("1 wd default same_time", "2026-11-23 13:29", "2026-11-24 13:30", "lunch ends"),
    ("1 wd default same_time", "2026-11-21 10:00", "2026-11-23 10:00", "received on Saturday"),
    ("1 wd default same_time", "2026-09-29 19:00", "2026-10-08 09:00", "30 Sep 19:00 is closed, then the holiday"),
    ("1 wd default same_time", "2026-10-09 10:00", "2026-10-10 10:00", "make-up Saturday"),
    # -- the standard day's hours, 7.5 each, through open intervals
    ("1 wd default working_hours", "2026-11-23 09:00", "2026-11-23 18:00", "the whole of Monday"),
    ("1 wd default working_hours", "2026-11-23 10:00", "2026-11-24 10:00", "6.5 h and 1 h"),
    ("1 wd default working_hours", "2026-11-23 18:00", "2026-11-24 18:00", "after closing"),
    ("1 wd default working_hours", "2026-11-21 10:00", "2026-11-23 18:00", "received on Saturday"),
    ("2 wd default working_hours", "2026-10-09 13:30", "2026-10-12 12:00", "4.5 h, 7.5 h made up, 3 h"),
    ("1 wd default working_hours", "2026-09-30 16:00", "2026-10-08 16:00", "2 h, then 5.5 h after the holiday"),
    # -- calendar days: the day of receipt isn't counted, a last day off moves to the next working day
    ("3 cd default", "2026-11-23 10:00", "2026-11-26 18:00", "plain"),
    ("3 cd default", "2026-11-23 23:59", "2026-11-26 18:00", "late on the day of receipt"),
    ("5 cd default", "2026-11-23 10:00", "2026-11-30 18:00", "Saturday 28 moves to Monday"),
    ("6 cd default", "2026-11-23 10:00", "2026-11-30 18:00", "Sunday 29 moves to Monday"),
    ("7 cd default", "2026-11-23 10:00", "2026-11-30 18:00", "Monday stays"),
    ("7 cd default", "2026-09-28 10:00", "2026-10-08 18:00", "5 Oct moves past National Day"),
    ("3 cd default", "2026-10-07 10:00", "2026-10-10 18:00", "a make-up Saturday needn't move"),
    ("1 cd default", "2024-02-28 10:00", "2024-02-29 18:00", "29 February"),
    ("7 cd natural", "2026-09-28 10:00", "2026-10-06 00:00", "no business hours: 24:00 of 5 Oct"),
    ("1 cd natural", "2026-12-30 10:00", "2027-01-01 00:00", "24:00 of 31 Dec; heeds no holidays, so no warning"),
    ("5 cd weekdays_24", "2026-11-23 10:00", "2026-12-01 00:00", "Saturday moves to 24:00 of Monday"),
    ("3 cd till_midnight", "2026-11-23 10:00", "2026-11-27 00:00", "the pack's day_end"),
    ("1 cd till_midnight", "2026-12-30 10:00", "2027-01-01 00:00", "24:00 of the last covered day"),
    # -- the last covered day
    ("1 wd default", "2026-12-30 10:00", "2026-12-31 18:00", "is covered"),
    ("30 min default", "2026-12-31 17:30", "2026-12-31 18:00", "to its last minute"),
    ("1 cd default", "2026-12-30 10:00", "2026-12-31 18:00", "calendar days too"),
]  # fmt: skip

BEYOND = [
    ("1 wd default", "2026-12-31 10:00", "2027-01-01 18:00", "2027", "Friday 1 Jan by the weekly pattern"),
    ("3 wd default", "2026-12-30 10:00", "2027-01-04 18:00", "2027", "31 Dec, Fri 1, Mon 4 Jan"),
    ("20 min default", "2026-12-31 17:50", "2027-01-01 09:10", "2027", "minutes too"),
    ("1 cd default", "2026-12-31 10:00", "2027-01-01 18:00", "2027", "calendar days too"),
    ("1 wd default same_time", "2026-12-30 19:00", "2027-01-01 09:00", "2027", "only the move goes beyond"),
    ("1 wd default", "2003-12-30 10:00", "2003-12-31 18:00", "2003", "before the first covered year"),
    ("400 cd default", "2026-12-31 10:00", "2028-02-04 18:00", "2027, 2028", "every missing year is named"),
]


@pytest.mark.parametrize(("words", "start", "expected", "why"), CASES, ids=lambda value: str(value).replace(" ", "_"))
def test_due(words: str, start: str, expected: str, why: str) -> None:
    counted = due(PACK, clock(words), CALENDARS, at(start), {})
    assert local(counted.at) == at(expected), why
    assert counted.at.tzinfo is UTC
    assert not counted.warnings


@pytest.mark.parametrize(("words", "start", "expected", "years", "why"), BEYOND)
def test_beyond_the_covered_years_the_fallback_says_so(
    words: str, start: str, expected: str, years: str, why: str
) -> None:
    counted = due(PACK, clock(words), CALENDARS, at(start), {})
    assert local(counted.at) == at(expected), why
    assert [str(warning) for warning in counted.warnings] == [
        f"The holidays of {years} are not in the calendar; those days follow the plain weekly pattern."
    ]
