"""A week's open hours in a form: seven lines, Monday first, such as “09:00-12:00 13:30-18:00”; “-” for a day off."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms import TextAreaField

from app.policy.calendars import WEEKDAYS
from app.web.text import half_width

_RANGE = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–—~至]\s*([0-9]{1,2}):([0-9]{2})")
_LONGEST = 2_000


class WeekField(TextAreaField):
    """The value is what `CalendarRow.week` holds; whether the hours can be is the verb's to say."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = None
            self.data = read_week(valuelist[0])

    def _value(self) -> str:
        return self.raw_data[0].replace("\0", "") if self.raw_data else shown_week(self.data or [])


def read_week(text: str) -> list[list[str]]:
    """Seven lists of ranges. Raises ValueError with a message for the user."""
    lines = [line for line in half_width(text[:_LONGEST]).splitlines() if line.strip()]
    if len(lines) != len(WEEKDAYS):
        raise ValueError(_("Please enter seven lines, one for each day from Monday to Sunday; “-” for a day off."))
    week = []
    for number, line in enumerate(lines, 1):
        ranges = [f"{int(a):02}:{b}-{int(c):02}:{d}" for a, b, c, d in _RANGE.findall(line)]
        if not ranges and re.search("[0-9]", line):
            raise ValueError(_("Line %(number)s has no time range such as 09:00-12:00.", number=number))
        week.append(ranges)
    return week


def shown_week(week: list[list[str]]) -> str:
    """The lines of the form."""
    return "\n".join(" ".join(ranges) or "-" for ranges in week)


def week_in_words(week: Any) -> str:
    """One line a day, with the day's name."""
    names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    days = zip(names, week, strict=True)
    return "\n".join(f"{name} {', '.join(ranges) if ranges else _('day off')}" for name, ranges in days)
