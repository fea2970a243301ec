"""When things happen in the demo's past: mostly in working hours, some at night, at weekends, on National Day."""

import random
from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local
from app.policy.holidays import COVERED, statutory_days

YEAR = timedelta(days=365)
OPENS, SHUTS = time(8, 30), time(18, 30)
_HOUR_WEIGHTS = (1, 0, 0, 0, 0, 0, 1, 3, 10, 22, 24, 18, 9, 13, 22, 24, 20, 15, 9, 7, 5, 4, 3, 2)
_WEEKDAY_WEIGHTS = (12, 11, 10, 10, 11, 6, 4)
_HOLIDAY_WEIGHT = 3
_NOVEMBER_RUSH = range(11, 21)
"""Days of November on which the parcels of 11 November arrive."""


def receipts(rng: random.Random, count: int, end: datetime) -> list[datetime]:
    """`count` instants of the year before `end`, in order; the last ones close to it, so that their clocks run."""
    fresh = [end - timedelta(seconds=ago) for ago in _fresh(rng, open_count(count))]
    first = local(end - YEAR).date()
    days = [first + timedelta(days=number) for number in range(YEAR.days - 4)]
    drawn = rng.choices(days, [_weight(day) for day in days], k=count - len(fresh))
    return sorted(_instant(rng, day) for day in drawn) + sorted(fresh)


def open_count(count: int) -> int:
    """How many of the last complaints are still being dealt with at the end."""
    return min(count, max(10, count // 8), 400)


def later(rng: random.Random, instant: datetime, least: float, most: float) -> datetime:
    """Between `least` and `most` minutes later, whatever the hour."""
    return instant + timedelta(seconds=int(rng.uniform(least, most) * 60))


def at_work(rng: random.Random, instant: datetime, least: float, most: float) -> datetime:
    """The same, but where the stations are shut by then, soon after they open."""
    wall = local(later(rng, instant, least, most))
    if _open(wall.date()) and OPENS <= wall.time() < SHUTS:
        return wall
    day = wall.date() if wall.time() < OPENS else wall.date() + timedelta(days=1)
    while not _open(day):
        day += timedelta(days=1)
    opening = datetime.combine(day, OPENS, SHANGHAI)
    return max(later(rng, opening, 2, 75), wall)


def _fresh(rng: random.Random, count: int) -> list[int]:
    """Seconds before the end: a few minutes for the last, some three days for the first."""
    ages = [rng.uniform(2, 4), rng.uniform(7, 9), rng.uniform(14, 18)]
    ages += [20 * 1.42 ** min(number, 15) * rng.uniform(0.9, 1.4) for number in range(count - len(ages))]
    return sorted(int(age * 60) for age in ages[:count])


def _instant(rng: random.Random, day: date) -> datetime:
    hour = rng.choices(range(24), _HOUR_WEIGHTS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), SHANGHAI)


def _weight(day: date) -> float:
    if not _open(day) and day.isoweekday() < 6:
        return _HOLIDAY_WEIGHT
    rush = 2 if day.month == 11 and day.day in _NOVEMBER_RUSH else 1
    return _WEEKDAY_WEIGHTS[day.weekday()] * rush


_DAYS = {day: entry for year in COVERED for day, entry in statutory_days([year]).items()}


def _open(day: date) -> bool:
    """Stations work from Monday to Saturday, public holidays excepted."""
    entry = _DAYS.get(day)
    return entry.hours is None if entry else day.isoweekday() < 7
