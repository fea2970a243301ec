"""The State Council's holidays and make-up days, from the chinesecalendar package (2004–2026), as plain day rows."""

from collections.abc import Iterable
from datetime import date

from chinese_calendar import constants

from app.core.i18n import N_
from app.policy.calendars import Day

SOURCE = "chinesecalendar"
COVERED: frozenset[int] = frozenset(range(min(constants.holidays).year, max(constants.holidays).year + 1))
_LABELS = (
    N_("New Year's Day"),
    N_("Spring Festival"),
    N_("Tomb-sweeping Day"),
    N_("Labour Day"),
    N_("Dragon Boat Festival"),
    N_("National Day"),
    N_("Mid-autumn Festival"),
    N_("Anti-Fascist 70th Day"),
)


def statutory_days(years: Iterable[int] = COVERED) -> dict[date, Day]:
    """Every holiday (a day off) and make-up day (standard hours) of the years, in order of date.

    A holiday that falls on a weekend is a row too: in a six-day week it is what makes the Saturday free.
    """
    wanted = frozenset(years)
    days = {day: Day((), label, SOURCE) for day, label in constants.holidays.items() if day.year in wanted}
    days |= {day: Day(None, label, SOURCE) for day, label in constants.workdays.items() if day.year in wanted}
    return dict(sorted(days.items()))
