"""值班表: a department's week, who is on duty when; shifts are added by the day, or copied from last week."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, ClassVar

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.absence import Shift, away_now, on_duty, on_duty_by_department, roster
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.customers.options import departments_in_reach
from app.db import by_id, unit_of_work
from app.extensions import appbuilder
from app.org.models import Department
from app.security import Person, current_actor, may
from app.web import Card, KesuForm, KesuView, attempt, expose, has_access, register_home_card
from app.web.editing import PK
from app.web.fields import Filled, MultiChoice, TextField
from app.web.filters import INTEGER_MAX
from app.web.remote import RemoteSelectField
from app.web.show import said, short_day
from app.web.text import half_width, whole_number

_DAYS = 7
_MOST_LINES = 4
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")


_NEXT_DAY = _l("Earlier than the beginning: on the next day.")


class ShiftForm(KesuForm):
    """Who, on which days of the week that is shown, from when to when."""

    person = RemoteSelectField(_l("On the roster"), [Filled()], model=Person, view="PersonView")
    days = MultiChoice(_l("Days"), labels=lambda: _week_labels(_monday()))
    begin = TextField(_l("From"), [Filled()], longest=5, default="08:30")
    end = TextField(
        _l("Until"),
        [Filled()],
        longest=5,
        default="17:30",
        description=_l("Earlier than the beginning: on the next day."),
    )


class RosterView(KesuView):
    """值班表. `can_plan` may change it, for departments that the person leads."""

    title, route_base, default_view = _l("Duty roster"), "/roster", "list"
    permission_labels: ClassVar[Mapping[str, Any]] = {"can_plan": _l("Plan")}

    @expose("/")
    @has_access
    def list(self) -> Any:
        """`?department=…&week=2026-11-23`."""
        return self._page(_department(), None)

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @permission_name("plan")
    def add(self) -> Any:
        """Shifts on the days that were ticked."""
        row, form = _reached(), ShiftForm()
        key = row.id
        if form.validate_on_submit() and attempt(form, lambda: (_add(_reached(), form),)):
            return redirect(_back(key))
        return self._page(_reached(), form), 422 if form.is_submitted() else 200

    @expose("/copy", methods=["POST"])
    @has_access
    @permission_name("plan")
    def copy(self) -> Any:
        """Last week's shifts once more."""
        with unit_of_work():
            department = _reached()
            key = department.id
            made = roster.copy_week(department, _monday(), actor=current_actor(), now=clock.now())
        flash(_("Shifts copied: %(count)s", count=made), "success")
        return redirect(_back(key))

    @expose(f"/shift/{PK}/drop", methods=["POST"])
    @has_access
    @permission_name("plan")
    def drop(self, pk: int) -> Any:
        """Take a shift off."""
        with unit_of_work():
            shift = by_id(Shift, pk)
            if shift is None:
                raise NotFound(N_("There is no such record, or it is not yours to see."))
            department = shift.department_id
            roster.drop_shift(shift, actor=current_actor(), now=clock.now())
        return redirect(_back(department))

    def _page(self, department: Department | None, form: ShiftForm | None) -> str:
        monday, now = _monday(), clock.now()
        shifts = roster.shifts_of(department.id, monday) if department else ()
        plans = department is not None and self.may("can_plan") and roster.may_plan(department, current_actor())
        return render_template(
            "kesu/roster.html",
            view=self,
            title=said(self.title),
            base_template=appbuilder.base_template,
            departments=departments_in_reach(),
            department=department,
            monday=monday,
            days=[monday + timedelta(days=number) for number in range(_DAYS)],
            people=_by_person(shifts),
            away={absence.person_id for absence in away_now(now)},
            on_duty=on_duty(department.id, now) if department else [],
            form=(form or ShiftForm()) if plans else None,
            week=timedelta(days=_DAYS),
        )


@register_home_card
def card() -> Card | None:
    """Who is on duty now, within the reach of whoever plans rosters."""
    if not may("can_plan", "RosterView"):
        return None
    reach, now = departments_in_reach(), clock.now()
    people: dict[int, list[str]] = {}
    for key, person in on_duty_by_department(now):
        if key in reach:
            people.setdefault(key, []).append(person.full_name)
    if not people:
        return None
    lines = tuple(
        (reach[key].strip() + _(": ") + _(", ").join(names), url_for("RosterView.list", department=key))
        for key, names in people.items()
    )
    count = sum(map(len, people.values()))
    return Card(_("On duty now"), count, url_for("RosterView.list"), "fa-headset", "plain", lines[:_MOST_LINES])


def _add(department: Department, form: ShiftForm) -> int:
    known = _week_labels(_monday())
    return roster.add_shifts(
        department,
        person=form.person.data,
        days=[date.fromisoformat(day) for day in form.days.data or [] if day in known],
        begin=_time(form.begin.data),
        end=_time(form.end.data),
        actor=current_actor(),
        now=clock.now(),
    )


def _by_person(shifts: Any) -> Mapping[Person, dict[date, list[Shift]]]:
    """Person → day → shifts; the people in the order in which their first shift begins."""
    found: dict[Person, dict[date, list[Shift]]] = {}
    for shift in shifts:
        found.setdefault(shift.person, {}).setdefault(clock.local_day(shift.starts_at), []).append(shift)
    return found


def _week_labels(monday: date) -> dict[str, str]:
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    days = [monday + timedelta(days=number) for number in range(_DAYS)]
    return {day.isoformat(): f"{name} {short_day(day)}" for name, day in zip(names, days, strict=True)}


def _monday() -> date:
    """Of the week that the address names, else of this one."""
    try:
        asked = date.fromisoformat(request.args.get("week", "")[:10])
        if not 1970 <= asked.year <= 2100:
            asked = clock.local_day(clock.now())
    except ValueError:
        asked = clock.local_day(clock.now())
    return roster.monday_of(asked)


def _department() -> Department | None:
    """The one that the address names, the reader's own, or the first within reach."""
    reach, actor = departments_in_reach(), current_actor()
    asked = whole_number(request.args.get("department") or "", 1, INTEGER_MAX)
    own = actor.department_id if actor else None
    key = next((each for each in (asked, own, *reach) if each in reach), None)
    return by_id(Department, key) if key else None


def _reached() -> Department:
    row = _department()
    if row is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return row


def _back(department: int) -> str:
    return url_for("RosterView.list", department=department, week=_monday().isoformat())


def _time(text: str) -> time | None:
    """“8:30”, “08:30”, full-width too; None for what is no time of day."""
    match = _CLOCK.fullmatch(half_width(text or "").strip())
    try:
        return time(int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None
