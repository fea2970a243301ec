"""A due instant explains itself: segment by segment, in words, storable; regraded clocks and promises too."""

import json
from datetime import timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest

from app.core.clock import local
from app.core.errors import Invalid
from app.policy.calendars import Day
from app.policy.counting import Length, after
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import load
from app.policy.worktime import Due, due, regraded
from tests.policy.build import CALENDARS, PACK, SMALL, at, clock, pause


def lines(counted: Due) -> list[tuple[str, str]]:
    return [(segment.kind, str(segment.text)) for segment in counted.segments]


def test_working_days_name_holiday_make_up_day_and_pause() -> None:
    stretches = [pause("2026-10-09 10:00", "2026-10-09 11:00")]
    counted = due(PACK, clock("2 wd default"), CALENDARS, at("2026-10-06 10:00"), {}, stretches)
    assert lines(counted) == [
        ("received", "Received 2026-10-06 10:00, on a day off; counting begins after it"),
        ("off", "2026-10-07: off (National Day), not counted"),
        ("counted", "2026-10-08: day 1 of 2"),
        ("paused", "2026-10-09: paused, not counted"),
        ("makeup", "2026-10-10: day 2 of 2, a make-up working day (National Day)"),
        ("due", "Due 2026-10-10 18:00"),
    ]
    assert (counted.amount, counted.unit, counted.clause) == (2, "working_days", "1")


def test_a_weekend_and_a_pause_on_the_day_of_receipt() -> None:
    stretches = [pause("2026-11-20 11:00", "2026-11-20 12:00")]
    counted = due(PACK, clock("1 wd default"), CALENDARS, at("2026-11-20 10:00"), {}, stretches)
    assert lines(counted) == [
        ("received", "Received 2026-11-20 10:00; the day of receipt is not counted"),
        ("added", "2026-11-20: paused on the day of receipt, one day is added"),
        ("off", "2026-11-21: off (weekly day off), not counted"),
        ("off", "2026-11-22: off (weekly day off), not counted"),
        ("counted", "2026-11-23: day 1 of 2"),
        ("counted", "2026-11-24: day 2 of 2"),
        ("due", "Due 2026-11-24 18:00"),
    ]


def test_calendar_days_say_why_the_end_moves() -> None:
    counted = due(PACK, clock("1 cd default"), CALENDARS, at("2026-11-20 10:00"), {})
    assert lines(counted)[1:] == [
        ("counted", "2026-11-21: day 1 of 1"),
        ("moved", "2026-11-21: off or paused, so the end moves to the next working day"),
        ("moved", "2026-11-22: off or paused, so the end moves to the next working day"),
        ("due", "Due 2026-11-23 18:00"),
    ]


def test_service_hours_name_lunch_day_off_and_pause() -> None:
    stretches = [pause("2026-10-09 13:40", "2026-10-09 17:45")]
    counted = due(PACK, clock("120 min default"), CALENDARS, at("2026-10-09 11:30"), {}, stretches)
    assert lines(counted) == [
        ("counted", "2026-10-09 11:30 to 2026-10-09 12:00: 30 minutes counted"),
        ("closed", "2026-10-09 12:00 to 2026-10-09 13:30: closed"),
        ("counted", "2026-10-09 13:30 to 2026-10-09 13:40: 10 minutes counted"),
        ("paused", "2026-10-09 13:40 to 2026-10-09 17:45: paused, not counted"),
        ("counted", "2026-10-09 17:45 to 2026-10-09 18:00: 15 minutes counted"),
        ("counted", "2026-10-10 09:00 to 2026-10-10 10:05: 65 minutes counted"),
        ("due", "Due 2026-10-10 10:05"),
    ]


def test_service_hours_from_within_lunch_and_over_a_sunday() -> None:
    counted = due(PACK, clock("300 min default"), CALENDARS, at("2026-10-10 12:30"), {})
    assert lines(counted)[0] == ("closed", "2026-10-10 12:30 to 2026-10-10 13:30: closed")
    assert lines(counted)[2] == ("off", "2026-10-11: off (weekly day off), not counted")
    assert counted.segments[2].begin == at("2026-10-11 00:00")
    assert counted.segments[2].end == at("2026-10-12 00:00")


def test_hours_that_adjoin_have_no_break_between_them() -> None:
    days = {at("2026-11-24 00:00").date(): Day(((540, 720), (720, 780)), "no lunch")}
    calendars = PACK.build_calendars(days, COVERED)
    counted = due(PACK, clock("240 min default"), calendars, at("2026-11-24 09:00"), {})
    assert [kind for kind, _ in lines(counted)] == ["counted", "counted", "due"]


def test_half_a_minute_is_told() -> None:
    counted = due(PACK, clock("1 min default"), CALENDARS, at("2026-11-23 17:59:30"), {})
    assert lines(counted)[0][1] == "2026-11-23 17:59 to 2026-11-23 18:00: 0.5 minutes counted"


def test_segments_of_open_time_join_without_overlap_and_sum_up() -> None:
    stretches = [pause("2026-11-23 11:00", "2026-11-23 15:00"), pause("2026-11-27 17:00", "2026-11-30 10:00")]
    counted = due(PACK, clock("40 hours default"), CALENDARS, at("2026-11-23 09:30"), {}, stretches)
    times = [(segment.begin, segment.end) for segment in counted.segments]
    assert all(before[1] <= after[0] for before, after in pairwise(times))
    kept = [segment.end - segment.begin for segment in counted.segments if segment.kind == "counted"]
    assert sum(kept, timedelta()) == timedelta(hours=40)


def test_days_without_a_label_still_say_what_they_are() -> None:
    days = {at("2026-11-24 00:00").date(): Day((), ""), at("2026-11-28 00:00").date(): Day(None, "")}
    calendars = PACK.build_calendars(days, COVERED)
    counted = due(PACK, clock("4 wd default"), calendars, at("2026-11-23 10:00"), {})
    assert lines(counted)[1] == ("off", "2026-11-24: off (weekly day off), not counted")
    assert lines(counted)[-2] == ("makeup", "2026-11-28: day 4 of 4, a make-up working day (make-up day)")


def test_a_day_with_hours_of_its_own_counts_and_closes_by_them() -> None:
    days = {at("2026-11-24 00:00").date(): Day(((540, 720),), "stocktaking")}
    calendars = PACK.build_calendars(days, COVERED)
    counted = due(PACK, clock("1 wd default"), calendars, at("2026-11-23 10:00"), {})
    assert local(counted.at) == at("2026-11-24 12:00")
    assert lines(counted)[1] == ("counted", "2026-11-24: day 1 of 1")


def test_a_label_with_a_percent_sign_is_shown_as_it_is() -> None:
    days = {at("2026-11-24 00:00").date(): Day((), "50% day")}
    calendars = PACK.build_calendars(days, COVERED)
    counted = due(PACK, clock("1 wd default"), calendars, at("2026-11-23 10:00"), {})
    assert lines(counted)[1][1] == "2026-11-24: off (50% day), not counted"


@pytest.mark.parametrize("words", ["7 wd default", "500 min default", "9 cd default"])
def test_the_working_is_stored_and_read_back(words: str) -> None:
    counted = due(PACK, clock(words), CALENDARS, at("2026-12-29 10:00"), {})
    stored = json.loads(json.dumps(counted.to_json()))
    assert Due.from_json(stored) == counted


# -- by the facts of the complaint


def test_the_amount_follows_the_facts_and_brings_its_clause() -> None:
    amounts = [
        {"value": 7, "clause": "brief", "when": {"field": "severity", "operator": "is", "value": "major"}},
        {"value": 1, "clause": "1", "when": {"field": "severity", "operator": "is", "value": "minor"}},
    ]
    graded = clock("1 wd default", amount=amounts)
    major = due(PACK, graded, CALENDARS, at("2026-11-23 10:00"), {"severity": "major"})
    minor = due(PACK, graded, CALENDARS, at("2026-11-23 10:00"), {"severity": "minor"})
    assert (local(major.at), major.clause, major.amount) == (at("2026-12-02 18:00"), "brief", 7)
    assert (local(minor.at), minor.clause, minor.amount) == (at("2026-11-24 18:00"), "1", 1)
    with pytest.raises(Invalid, match="no amount for this complaint"):
        due(PACK, graded, CALENDARS, at("2026-11-23 10:00"), {"severity": "moderate"})


def test_an_amount_may_hang_on_a_switch() -> None:
    strict = {"field": "switch.strict", "operator": "is", "value": True}
    switched = clock("1 min", amount=[{"value": 5, "when": strict, "clause": "1"}, {"value": 10, "clause": "1"}])
    on = load(SMALL.replace("on: false", "on: true"))
    assert due(PACK, switched, CALENDARS, at("2026-11-23 10:00"), {}).amount == 10
    assert due(on, switched, CALENDARS, at("2026-11-23 10:00"), {}).amount == 5


# -- promises


def promised_clock(**more: Any) -> Any:
    return clock("1 min", **{"unit": "promised", "amount": [], **more})


def test_a_promise_is_due_when_promised() -> None:
    counted = due(PACK, promised_clock(), {}, at("2026-11-23 10:00"), {"promised_at": at("2026-11-24 15:00")})
    assert local(counted.at) == at("2026-11-24 15:00")
    assert (counted.amount, counted.unit, counted.clause) == (None, "promised", "1")
    assert lines(counted) == [("due", "Due 2026-11-24 15:00")]


def test_a_promise_needs_a_time() -> None:
    with pytest.raises(Invalid) as refusal:
        due(PACK, promised_clock(), {}, at("2026-11-23 10:00"), {})
    assert "promised_at" in refusal.value.fields


# -- regrading


@pytest.mark.parametrize(
    ("now", "expected", "why"),
    [
        ("2026-11-24 17:00", "2026-11-24 18:00", "still to come: counted from the original start"),
        ("2026-11-24 18:00", "2026-11-24 18:00", "just now: not past yet"),
        ("2026-11-24 18:01", "2026-11-24 19:01", "past: now and the grace"),
        ("2026-11-27 10:00", "2026-11-27 11:00", "long past"),
    ],
)
def test_a_regrade_counts_from_the_start_and_never_into_the_past(now: str, expected: str, why: str) -> None:
    counted = regraded(PACK, clock("1 wd"), CALENDARS, at("2026-11-23 10:00"), {}, now=at(now))
    assert local(counted.at) == at(expected), why


def test_a_grace_says_so() -> None:
    counted = regraded(PACK, clock("1 wd"), CALENDARS, at("2026-11-23 10:00"), {}, now=at("2026-11-25 10:00"))
    past, now = "2026-11-24 18:00; that is past", "2026-11-25 10:00"
    assert lines(counted) == [
        ("regraded", f"Counted from the start it was due {past}, so the grace runs from {now} (the product's brief)"),
        ("counted", "2026-11-25 10:00 to 2026-11-25 11:00: 60 minutes counted"),
        ("due", "Due 2026-11-25 11:00"),
    ]  # fmt: skip
    assert (counted.clause, counted.amount) == ("1", 1)


def test_a_grace_may_run_through_a_calendar_and_warns_once() -> None:
    text = SMALL.replace("{amount: 60, unit: minutes, clause: brief}",
                         "{amount: 1, unit: working_days, calendar: default, clause: brief}")  # fmt: skip
    pack = load(text)
    calendars = pack.build_calendars(statutory_days(), COVERED)
    counted = regraded(pack, clock("1 wd"), calendars, at("2026-12-31 10:00"), {}, now=at("2027-01-05 10:00"))
    assert local(counted.at) == at("2027-01-06 18:00")
    assert len(counted.warnings) == 1


def test_a_regrade_heeds_pauses() -> None:
    stretches = [pause("2026-11-24 10:00", "2026-11-24 11:00")]
    counted = regraded(
        PACK, clock("1 wd"), CALENDARS, at("2026-11-23 10:00"), {}, stretches, now=at("2026-11-25 10:00")
    )
    assert local(counted.at) == at("2026-11-25 18:00")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        due(PACK, clock("5 min"), {}, at("2026-11-23 10:00").replace(tzinfo=None), {})


def test_seven_working_days_take_well_under_a_millisecond() -> None:
    seven = clock("7 wd default")
    began = perf_counter()
    for _ in range(200):
        due(PACK, seven, CALENDARS, at("2026-09-30 17:30"), {})
    assert (perf_counter() - began) / 200 < 0.002


def test_days_without_a_calendar_are_counted_on_the_default_one() -> None:
    assert clock("1 wd", calendar=None).calendar == "default"
    assert clock("1 cd", calendar="natural").calendar == "natural"
    assert clock("1 min").calendar is None
    with pytest.raises(ValueError, match="days need a calendar"):
        after(at("2026-11-23 10:00"), Length(1, "working_days"))
