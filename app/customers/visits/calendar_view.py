"""The calendar of visits: a month or a week; on a telephone the days below one another."""

from datetime import date, timedelta
from typing import Any

from babel.dates import format_skeleton
from flask import request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core import clock
from app.core.clock import local_day
from app.core.errors import UserError
from app.customers.visits.calendar import MOST, Span, appointments, days_of, step, weeks_of
from app.customers.visits.home import is_mine
from app.customers.visits.models import Visit
from app.customers.visits.words import STATE_TONES, STATES, WAYS
from app.extensions import db
from app.rulebook import calendar
from app.security import current_actor, may
from app.web import KesuView, expose, has_access
from app.web.filters import read_day
from app.web.show import day as shown_day
from app.web.text import search_text

FIRST, LAST = date(2000, 2, 1), date(2100, 11, 30)


class VisitCalendarView(KesuView):
    """For whoever may see the list of visits."""

    route_base, title, default_view = "/visit-calendar", _l("Visit calendar"), "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """`?span=month|week`, `&day=2026-11-25`, `&whose=mine|all`; by default the present month, and one's own visits
        where one has any to make."""
        today, asked = local_day(clock.now()), request.args
        span: Span = "week" if asked.get("span") == "week" else "month"
        day, whose = _day(asked.get("day", ""), today), _whose(asked.get("whose", ""))
        days, actor = days_of(span, day), current_actor()
        owner_id = actor.id if whose == "mine" and actor else None
        visits = appointments(days[0], days[-1] + timedelta(days=1), owner_id=owner_id)

        def address(**other: str) -> str:
            given: dict[str, Any] = {"span": span, "day": day.isoformat(), "whose": whose, **other}
            return url_for("VisitCalendarView.list", **given)

        return self.render_template(
            "customers/visit_calendar.html",
            title=_("Visit calendar"),
            heading=_heading(span, day, days),
            span=span,
            whose=whose,
            today=today,
            weeks=weeks_of(span, day, visits, calendar("default")),
            full=len(visits) >= MOST,
            address=address,
            before=_within(step(span, day, -1)),
            after=_within(step(span, day, 1)),
            weekdays=[_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
            words={"way": WAYS, "state": STATES, "tone": STATE_TONES},
            opens=may("can_show", "VisitView"),
            lists=may("can_list", "VisitView"),
            plans=may("can_add", "VisitView"),
        )


def _heading(span: Span, day: date, days: Any) -> str:
    if span == "week":
        return _("%(begin)s to %(end)s", begin=shown_day(days[0]), end=shown_day(days[-1]))
    return format_skeleton("yMMMM", day, locale=get_locale())


def _day(text: str, today: date) -> date:
    """The day of the address; today where it names none, or one that no calendar of ours has."""
    try:
        asked = read_day(search_text(text)) if text else today
    except UserError:
        return today
    return _within(asked) or today


def _within(day: date) -> date | None:
    return day if FIRST <= day <= LAST else None


def _whose(asked: str) -> str:
    if asked in ("mine", "all"):
        return asked
    return "mine" if db.session.scalar(select(func.count(Visit.id)).where(is_mine())) else "all"
