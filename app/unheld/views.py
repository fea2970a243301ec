"""`/unheld/`: what nobody has, why, and one step to give it to somebody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.absence import Absence
from app.complaints import workflow
from app.core import clock
from app.core.i18n import Text
from app.customers.inquiries import verbs as inquiries
from app.customers.visits import verbs as visits
from app.extensions import appbuilder
from app.rectifications import measuring
from app.rectifications import verbs as reports
from app.security import Person, current_actor, may
from app.surveys import workflow as surveys
from app.unheld.finding import KINDS, MOST, Kind
from app.unheld.people import missing_now
from app.web import KesuForm, KesuView, attempt, expose, has_access
from app.web.editing import PK
from app.web.fields import Filled, TextBox
from app.web.remote import RemoteSelectField
from app.web.show import said

_NOTE = 500


@dataclass(frozen=True)
class Line:
    """A row of the page."""

    title: str
    about: str
    url: str | None
    why: Text
    since: datetime | None
    hand_over: str | None
    """Where it is given to somebody."""
    delegate: str | None
    """Where the delegate is named who is missing."""


class HandOverForm(KesuForm):
    """To whom."""

    person = RemoteSelectField(_l("Give it to"), [Filled()], model=Person, view="PersonView")
    note = TextBox(_l("Note"), longest=_NOTE)


class UnheldView(KesuView):
    """无人处理. Whoever may open it still needs each thing's own permission to see it and to give it away."""

    title, route_base, default_view = _l("Nobody has it"), "/unheld", "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """Kind by kind, within the reader's reach."""
        missing = missing_now(clock.now())
        found = []
        for kind in KINDS:
            if may("can_list", kind.view):
                lines = [_line(kind, row, why, missing.away) for row, why in kind.find(missing)]
                found.append((kind, lines))
        kinds = [(kind, lines) for kind, lines in found if lines]
        return self._page("unheld/list.html", kinds=kinds, most=MOST)

    @expose(f"/<string:code>/{PK}/hand-over")
    @has_access
    @permission_name("list")
    def choose(self, code: str, pk: int) -> Any:
        """To whom?"""
        return self._form(_handed_over(code), pk, HandOverForm())

    @expose(f"/<string:code>/{PK}/give", methods=["POST"])
    @has_access
    @permission_name("list")
    def give(self, code: str, pk: int) -> Any:
        """The verb of the thing itself, with its own checks."""
        kind, form = _handed_over(code), HandOverForm()
        screen = _screen(kind)
        screen.reach(pk)
        if form.validate_on_submit() and attempt(form, lambda: (_give(kind, screen.reach(pk), **form.facts()),)):
            flash(_("Given to %(name)s.", name=form.person.data.full_name), "success")
            return redirect(url_for("UnheldView.list"))
        return self._form(kind, pk, form), 422

    def _form(self, kind: Kind, pk: int, form: HandOverForm) -> str:
        screen = _screen(kind)
        parts = {"form": form, "row": screen.reach(pk), "kind": kind, "url": screen.show_url(pk)}
        return self._page("unheld/hand_over.html", **parts)

    def _page(self, template: str, **parts: Any) -> str:
        base = appbuilder.base_template
        return render_template(template, view=self, title=said(self.title), base_template=base, **parts)


def _handed_over(code: str) -> Kind:
    """The kind, for whoever may give it away."""
    kind = next((each for each in KINDS if each.code == code and each.hand_over), None)
    if kind is None:
        abort(404)
    if not may(kind.hand_over, kind.view):
        abort(403)
    return kind


def _give(kind: Kind, row: Any, *, person: Person, note: str) -> None:
    same = {"note": note, "actor": current_actor(), "now": clock.now()}
    if kind.code == "complaint":
        workflow.assign(row, handler_id=person.id, **same)
    elif kind.code == "inquiry":
        inquiries.transfer(row, handler_id=person.id, **same)
    elif kind.code == "visit":
        visits.hand_over(row, owner_id=person.id, **same)
    elif kind.code == "survey_task":
        surveys.hand_over(row, owner_id=person.id, **same)
    elif kind.code == "report":
        reports.reassign(row, author_id=person.id, **same)
    else:
        measuring.hand_on(row, owner_id=person.id, **same)


def _line(kind: Kind, row: Any, why: Text, away: dict[int, Absence]) -> Line:
    screen = _screen(kind)
    give = None
    if kind.code == "department":
        give = url_for("DepartmentView.edit", pk=row.id, back="/unheld/") if may("can_edit", "DepartmentView") else None
    elif kind.hand_over and may(kind.hand_over, kind.view):
        give = url_for("UnheldView.choose", code=kind.code, pk=row.id)
    named = [getattr(row, name, None) for name in ("handler_id", "author_id", "owner_id", "assigned_id")]
    place = getattr(row, "department", None)
    holders = (*named, place.head_id, place.deputy_id) if place is not None else named
    absence, delegate = next((away[holder] for holder in holders if holder in away), None), None
    if absence is not None and may("can_edit", "AbsenceView"):
        delegate = url_for("AbsenceView.edit", pk=absence.id, back="/unheld/")
    department = getattr(row, "department", None)
    about = "" if kind.code == "department" else str(department or "")
    return Line(str(row), about, screen.show_url(row.id), why, kind.since(row), give, delegate)


def _screen(kind: Kind) -> Any:
    return next(view for view in appbuilder.baseviews if type(view).__name__ == kind.view)
