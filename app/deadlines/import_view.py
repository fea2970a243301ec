"""The State Council's notice entered at once: pasted or uploaded, corrected, looked at, applied.

Nothing is kept between the steps: each page carries the days as they stand in its form.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from app.core import clock
from app.core.errors import Invalid, UserError
from app.core.i18n import N_, Text
from app.db import undone, unit_of_work
from app.deadlines.recalendar import Shift, recalendar, shifts, touched
from app.extensions import appbuilder
from app.policy.notices import LONGEST, DayKind, Notice, NoticeDay, read_notice, year_of
from app.rulebook.day_import import entered_beside, read_table, set_days
from app.security import current_actor
from app.web import KesuForm, KesuView, expose, has_access
from app.web.fields import IntegerField, TextBox, TextField
from app.web.filters import read_day
from app.web.show import said
from app.web.text import unkeepable
from app.web.widgets import FilesBox

_KINDS = {"holiday": N_("Public holiday"), "makeup": N_("Make-up working day")}
_MOST = 120
_SPARE = 2


class NoticeForm(KesuForm):
    """The notice's text, or a file."""

    year = IntegerField(_l("Year"), low=2000, high=2100, description=_l("Taken from the notice where it says it."))
    text = TextBox(_l("Text of the notice"), longest=LONGEST)
    file = FileField(
        _l("Or an Excel or CSV file"),
        widget=FilesBox(),
        description=_l("A row for each day: the date, whether it is off or on duty, and the holiday's name."),
    )
    source = TextField(_l("Source"), longest=100, description=_l("Such as the number of the State Council's notice."))

    def notice(self) -> Notice:
        """What was read. Raises Invalid."""
        upload = self.file.data
        if getattr(upload, "filename", ""):
            return read_table(upload.filename, upload.read())
        text = self.text.data or ""
        if not text:
            raise Invalid.field("text", N_("Paste the notice, or choose a file."))
        year = year_of(text, self.year.data or clock.local(clock.now()).year + 1)
        return read_notice(text, year)


class NoticeImportView(KesuView):
    """See the module's text. GET and POST have routes of their own."""

    title, route_base, default_view = _l("Import the year's holidays"), "/holiday-import", "start"
    permission_labels = {"can_import": _l("Import the year's holidays, move deadlines by them")}

    @expose("/", methods=["GET"])
    @has_access
    @permission_name("import")
    def start(self) -> Any:
        """The form for the notice."""
        return self.page("deadlines/import_start.html", form=NoticeForm())

    @expose("/read", methods=["POST"])
    @has_access
    @permission_name("import")
    def read(self) -> Any:
        """The days that were read, to be corrected."""
        form = NoticeForm()
        if form.validate():
            try:
                notice = form.notice()
            except UserError as error:
                form.put(error)
            else:
                return self._days_page(_rows(notice.days), form.source.data, notice.doubts)
        return self.page("deadlines/import_start.html", form=form), 422

    @expose("/preview", methods=["POST"])
    @has_access
    @permission_name("import")
    def preview(self) -> Any:
        """What would change: dates and running deadlines; nothing is changed yet."""
        rows, source = _sent_rows(), _sent_source()
        if request.form.get("do") == "more":
            return self._days_page(rows, source, ())
        try:
            days = _days(rows)
            with undone():
                changed, found = _try(days)
        except UserError as error:
            return self._days_page(rows, source, tuple(error.fields.values()) or (error.message,)), 422
        parts = {"rows": rows, "source": source, "days": days, "changed": changed, "found": found}
        return self.page("deadlines/import_preview.html", kinds=_KINDS, owners=_owners(found), **parts)

    @expose("/apply", methods=["POST"])
    @has_access
    @permission_name("import")
    def apply(self) -> Any:
        """Enter the days; then, where that was chosen, move the deadlines, each in a transaction of its own."""
        rows, source = _sent_rows(), _sent_source()
        actor, now = current_actor(), clock.now()
        try:
            days = _days(rows)
            with unit_of_work():
                edition, changed = set_days(days, actor=actor, now=now, source=source)
                edition_id = edition.id
        except UserError as error:
            return self._days_page(rows, source, tuple(error.fields.values()) or (error.message,)), 422
        flash(_("Dates entered or changed: %(count)s", count=changed), "success")
        if request.form.get("move") == "yes":
            moved = 0
            for deadline_id in touched([each.day for each in days], now):
                with unit_of_work():
                    moved += recalendar(deadline_id, edition_id, now=now, actor=actor)
            flash(_("Deadlines moved: %(count)s", count=moved), "success")
        return redirect(url_for("CalendarDayView.list"))

    def page(self, template: str, **parts: Any) -> str:
        """A page in the layout."""
        base = appbuilder.base_template
        return render_template(template, view=self, title=said(self.title), base_template=base, **parts)

    def _days_page(self, rows: list[dict[str, str]], source: str, doubts: Sequence[Any]) -> str:
        beside = [] if doubts else _beside(rows)
        rows = [*rows, *({"day": "", "kind": "", "label": ""} for _spare in range(_SPARE))]
        parts = {"rows": rows, "source": source, "doubts": doubts, "beside": beside}
        return self.page("deadlines/import_days.html", kinds=_KINDS, **parts)


def _rows(days: Sequence[NoticeDay]) -> list[dict[str, str]]:
    return [{"day": each.day.isoformat(), "kind": each.kind, "label": each.label} for each in days]


def _sent_rows() -> list[dict[str, str]]:
    """The rows of the form; empty ones and those marked as wrong are left out."""
    columns = [request.form.getlist(name)[:_MOST] for name in ("day", "kind", "label")]
    rows = [
        {
            name: value.replace("\0", "").strip()[:100]
            for name, value in zip(("day", "kind", "label"), each, strict=True)
        }
        for each in zip(*columns, strict=False)
    ]
    return [row for row in rows if row["day"]]


def _sent_source() -> str:
    source = request.form.get("source", "").strip()[:100]
    return "" if unkeepable(source) else source


def _days(rows: list[dict[str, str]]) -> list[NoticeDay]:
    """The rows as days. Raises Invalid with every row that is none."""
    found: dict[date, NoticeDay] = {}
    wrong: dict[str, Text] = {}
    for number, row in enumerate(rows, 1):
        told = {"number": number, "day": row["day"]}
        try:
            day = read_day(row["day"])
        except UserError:
            wrong[f"row {number}"] = Text(N_("Row %(number)s: “%(day)s” is no date."), told)
            continue
        if row["kind"] not in _KINDS or not row["label"] or unkeepable(row["label"]):
            wrong[f"row {number}"] = Text(N_("%(day)s: choose what kind of day it is, and say which."), told)
        elif day in found:
            wrong[f"row {number}"] = Text(N_("%(day)s is here twice."), told)
        else:
            found[day] = NoticeDay(day, cast(DayKind, row["kind"]), row["label"])
    if wrong or not found:
        raise Invalid(N_("No day is entered."), fields=wrong)
    return list(found.values())


def _beside(rows: list[dict[str, str]]) -> list[Any]:
    try:
        return entered_beside(_days(rows))
    except UserError:
        return []


def _try(days: list[NoticeDay]) -> tuple[int, list[Shift]]:
    now = clock.now()
    edition, changed = set_days(days, actor=current_actor(), now=now)
    return changed, shifts(touched([each.day for each in days], now), edition.id, now)


def _owners(found: list[Shift]) -> dict[tuple[str, int], tuple[str, str]]:
    """(kind, id) → title and address of what each deadline belongs to, within the reader's reach."""
    from app.deadlines.views import owner_named

    return {each.owner: owner_named(*each.owner) for each in found}
