"""Due instants against an oracle that walks minute by minute, or day by day, and knows nothing of intervals."""

from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.clock import SHANGHAI, local
from app.policy.calendars import Calendar, Day, Hours
from app.policy.worktime import Pause, due, open_time
from tests.policy.build import PACK, clock

MONDAY = datetime(2026, 2, 9, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Up to three open ranges on a grid of half hours, 24:00 included."""
    edges = sorted(draw(st.sets(st.integers(0, 48), min_size=0, max_size=6)))
    return tuple((30 * begin, 30 * end) for begin, end in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(hours(), min_size=7, max_size=7).filter(any))
    offsets = st.integers(0, 40).map(lambda days: (MONDAY + timedelta(days=days)).date())
    special = st.one_of(st.just(()), st.none(), hours()).map(lambda open_hours: Day(open_hours, "special"))
    days = draw(st.dictionaries(offsets, special, max_size=12))
    return Calendar("default", tuple(week), days, frozenset({2026, 2027, 2028}))


instants = st.integers(0, 20 * 1440).map(lambda minutes: MONDAY + minutes * MINUTE)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    begins = draw(st.lists(instants, max_size=3))
    return [Pause(begin, begin + draw(st.integers(0, 4000)) * MINUTE) for begin in begins]


def is_open(calendar: Calendar | None, minute: datetime) -> bool:
    of_day = minute.hour * 60 + minute.minute
    return calendar is None or any(begin <= of_day < end for begin, end in hours_on(calendar, minute.date()))


def hours_on(calendar: Calendar, day: date) -> Hours:
    if day not in calendar.days:
        return calendar.week[day.weekday()]
    special = calendar.days[day].hours
    return next(filter(None, calendar.week)) if special is None else special


def is_paused(stretches: list[Pause], minute: datetime) -> bool:
    return any(each.begin <= minute < each.end for each in stretches if each.end)


def by_the_minute(calendar: Calendar | None, start: datetime, amount: int, stretches: list[Pause]) -> datetime:
    """The first instant by which `amount` open, unpaused minutes have gone by."""
    minute = start
    while amount:
        amount -= is_open(calendar, minute) and not is_paused(stretches, minute)
        minute += MINUTE
    return minute


def by_the_day(calendar: Calendar, start: datetime, amount: int, stretches: list[Pause]) -> datetime:
    """Close of business of the last working day; paused days found by trying each of their minutes."""
    heeded: list[Pause] = []
    for pause in [*sorted(stretches, key=lambda each: each.begin), None]:
        end = _day_by_day(calendar, start, amount, heeded)
        if pause is None or pause.begin >= end:
            return end
        heeded.append(pause)
    raise AssertionError


def _day_by_day(calendar: Calendar, start: datetime, amount: int, stretches: list[Pause]) -> datetime:
    def touched(day: date) -> bool:
        midnight = datetime.combine(day, datetime.min.time(), SHANGHAI)
        minutes = (midnight + number * MINUTE for number in range(1440))
        return any(is_paused(stretches, minute) for minute in minutes if minute >= start)

    day = start.date()
    amount += bool(hours_on(calendar, day)) and touched(day)
    while amount:
        day += timedelta(days=1)
        amount -= bool(hours_on(calendar, day)) and not touched(day)
    return datetime.combine(day, datetime.min.time(), SHANGHAI) + hours_on(calendar, day)[-1][1] * MINUTE


@settings(max_examples=150, deadline=None)
@given(calendars(), instants, st.integers(1, 3000), pauses())
def test_service_hours_as_by_the_minute(
    calendar: Calendar, start: datetime, amount: int, stretches: list[Pause]
) -> None:
    counted = due(PACK, clock(f"{amount} min default"), {"default": calendar}, start, {}, stretches)
    assert local(counted.at) == by_the_minute(calendar, start, amount, stretches)
    assert open_time(calendar, start, counted.at, stretches) == amount * MINUTE


@settings(max_examples=80, deadline=None)
@given(instants, st.integers(1, 3000), pauses())
def test_the_wall_clock_as_by_the_minute(start: datetime, amount: int, stretches: list[Pause]) -> None:
    counted = due(PACK, clock(f"{amount} min"), {}, start, {}, stretches)
    assert local(counted.at) == by_the_minute(None, start, amount, stretches)
    assert open_time(None, start, counted.at, stretches) == amount * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars(), instants, st.integers(1, 9), pauses())
@example(Calendar("default", (((0, 1440),), *((),) * 6)), MONDAY, 1, [Pause(MONDAY, MONDAY + MINUTE)])
def test_working_days_as_day_by_day(calendar: Calendar, start: datetime, amount: int, stretches: list[Pause]) -> None:
    counted = due(PACK, clock(f"{amount} wd default"), {"default": calendar}, start, {}, stretches)
    assert local(counted.at) == by_the_day(calendar, start, amount, stretches)


@settings(max_examples=100, deadline=None)
@given(calendars(), instants, st.integers(1, 9))
def test_the_same_time_is_the_next_open_minute_from_it(calendar: Calendar, start: datetime, amount: int) -> None:
    counted = due(PACK, clock(f"{amount} wd default same_time"), {"default": calendar}, start, {})
    closing = local(due(PACK, clock(f"{amount} wd default"), {"default": calendar}, start, {}).at)
    minute = datetime.combine((closing - MINUTE).date(), start.timetz())
    while not is_open(calendar, minute):
        minute += MINUTE
    assert local(counted.at) == minute


@settings(max_examples=100, deadline=None)
@given(calendars(), instants, st.integers(1, 30))
def test_calendar_days_end_on_the_first_working_day_from_the_last(
    calendar: Calendar, start: datetime, amount: int
) -> None:
    counted = local(due(PACK, clock(f"{amount} cd default"), {"default": calendar}, start, {}).at)
    day = start.date() + timedelta(days=amount)
    while not hours_on(calendar, day):
        day += timedelta(days=1)
    assert (counted - MINUTE).date() == day
    assert is_open(calendar, counted - MINUTE)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.integers(1, 600), st.integers(1, 600))
def test_more_never_ends_sooner_and_parts_add_up(calendar: Calendar, start: datetime, first: int, then: int) -> None:
    def ends(begin: datetime, minutes: int) -> datetime:
        return due(PACK, clock(f"{minutes} min default"), {"default": calendar}, begin, {}).at

    assert ends(ends(start, first), then) == ends(start, first + then) > ends(start, first)
