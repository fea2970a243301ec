"""Working calendars: the hours of a week, and the year that comes of them."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.extensions import appbuilder
from app.rulebook import verbs
from app.rulebook.calendars import current_edition_id, edition_of
from app.rulebook.models import CalendarRow
from app.rulebook.week import WeekField, week_in_words
from app.rulebook.year import FIRST, LAST, months_of
from app.security import current_actor
from app.web import KesuInterface, KesuModelView
from app.web.fields import Filled
from app.web.text import whole_number


class CalendarView(KesuModelView):
    """Working calendars: the hours of a week."""

    datamodel, route_base = KesuInterface(CalendarRow), "/calendar"
    title, thing = _l("Working calendars"), _l("Working calendar")
    label_columns = {
        "week": _l("Open hours"),
        "day_end": _l("End of a calendar day"),
        "heeds_holidays": _l("Heeds public holidays"),
    }
    description_columns = {
        "code": _l("What policy packs call it. Small letters, digits and underscores."),
        "week": _l("Seven lines from Monday to Sunday, such as 09:00-12:00 13:30-18:00; “-” for a day off."),
        "day_end": _l("Such as 24:00; empty: at close of business."),
    }
    list_columns = ["name", "code", "heeds_holidays", "note"]
    show_columns = ["name", "code", "week", "day_end", "heeds_holidays", "note", "changed_at"]
    add_columns = ["code", "name", "week", "day_end", "heeds_holidays", "note"]
    edit_columns = ["name", "week", "day_end", "heeds_holidays", "note"]
    add_fieldsets, edit_fieldsets = [(None, {"fields": add_columns})], [(None, {"fields": edit_columns})]
    search_columns, order_columns, base_order = ["name", "code"], ["name", "code"], ("code", "asc")
    add_form_extra_fields = edit_form_extra_fields = {
        "week": WeekField(_l("Open hours"), [Filled()], description=description_columns["week"], render_kw={"rows": 7})
    }
    formatters_columns = {"week": week_in_words}
    show_template = "rulebook/calendar.html"
    about = _l(
        "Which hours of which weekdays count for time limits. Open a calendar to see its year; policies say by which "
        "calendar each time limit is counted."
    )
    choice_columns = ("name", "code")

    def create(self, data: dict[str, Any]) -> CalendarRow:
        """By the verb."""
        return verbs.change_calendar(CalendarRow(), **data, actor=current_actor(), now=clock.now())

    def change(self, row: CalendarRow, data: dict[str, Any]) -> None:
        """By the verb: deadlines that run keep the hours that they were counted by."""
        verbs.change_calendar(row, **data, actor=current_actor(), now=clock.now())

    def show_context(self, row: CalendarRow) -> Mapping[str, Any]:
        """The year on the wall: `?year=2027`, default the present one."""
        today = clock.local_day(clock.now())
        year = whole_number(request.args.get("year"), FIRST, LAST) or today.year
        calendar = edition_of(current_edition_id()).calendars[row.code]
        unknown = calendar.covered is not None and year not in calendar.covered
        parts = {"year": year, "today": today, "unknown": unknown, "months": months_of(year, calendar)}
        days_url = year_url(year) if appbuilder.sm.has_access("can_list", "CalendarDayView") else None
        parts |= {"days_url": days_url, "first_year": FIRST, "last_year": LAST, "marks": (_("off"), _("on"))}
        return parts | {"names": month_names(), "weekdays": short_weekdays()}


def month_names() -> list[str]:
    """January to December."""
    return [_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
            _("September"), _("October"), _("November"), _("December")]  # fmt: skip


def short_weekdays() -> list[str]:
    """Monday to Sunday, as narrow as can be."""
    return [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")]


def year_url(year: int) -> str:
    """The days of a year."""
    return url_for("CalendarDayView.list", _flt_0_day=f"{year}-01-01", _flt_1_day=f"{year}-12-31")
