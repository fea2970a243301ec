"""Screens of the rulebook: categories, calendars and their days, policy packs."""

from collections.abc import Mapping
from typing import Any

from flask import Response, g, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.extensions import appbuilder, db
from app.policy.published import schema_text
from app.policy.source import LONGEST
from app.rulebook import verbs
from app.rulebook.calendar_view import year_url
from app.rulebook.calendars import uncovered_years
from app.rulebook.document import document
from app.rulebook.drafts import valid
from app.rulebook.editor.compare import compare, counted, data_of, in_force_beside
from app.rulebook.editor.draft import Draft
from app.rulebook.editor.visible import OfEditors
from app.rulebook.models import (
    COMPLAINT_KINDS,
    DAY_KINDS,
    PACK_STATUSES,
    CalendarDay,
    CalendarRow,
    Category,
    PackVersion,
)
from app.rulebook.packs import current_pack_version, pack_in_force, pack_of, parsed
from app.security import current_actor, may
from app.web import Card, KesuInterface, KesuModelView, Verb, expose, has_access, register_home_card
from app.web.editing import PK
from app.web.fields import DateTimeLocalField, Filled, TextBox
from app.web.filters import INTEGER_MAX
from app.web.show import NOTHING, badge, said
from app.web.text import whole_number


def clause_label(clause_id: str) -> str:
    """The clause's number in the pack in force; its id where that pack doesn't have it."""
    if "clauses_in_force" not in g:  # once a page, not once a row
        g.clauses_in_force = {each.id: each.ref for each in pack_of(current_pack_version(clock.now()).id).clauses}
    return g.clauses_in_force.get(clause_id, clause_id)


class CategoryInterface(KesuInterface):
    """Categories with what lies above them."""

    along = ("parent.parent",)


class CategoryView(KesuModelView):
    """The category tree, in its order."""

    datamodel, route_base = CategoryInterface(Category), "/category"
    title, thing = _l("Complaint categories"), _l("Complaint category")
    label_columns = {
        "path_label": _l("Category"),
        "kind": _l("Kind of complaint"),
        "parent": _l("Below"),
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "clause": _l("Clause"),
    }
    list_columns = ["path_label", "kind", "clause", "active"]
    show_columns = ["path_label", "code", "name_zh", "name_en", "kind", "parent", "clause", "active", "changed_at"]
    add_columns = ["kind", "parent", "name_zh", "name_en"]
    edit_columns = ["name_zh", "name_en"]
    search_columns, order_columns, base_order = ["name_zh", "kind", "active"], [], ("sort", "asc")
    choices = {"kind": COMPLAINT_KINDS}
    formatters_columns = {"clause": clause_label}
    page_size = 100
    removable = True
    verbs = (Verb("restore", _l("Offer again"), verbs.restore_category, opens=lambda row: not row.active),)

    def create(self, data: dict[str, Any]) -> Category:
        """By the verb."""
        return verbs.add_category(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Category, data: dict[str, Any]) -> None:
        """By the verb: a category can only be renamed."""
        verbs.rename_category(row, **data, actor=current_actor(), now=clock.now())

    def remove(self, row: Category) -> None:
        """By the verb, with what lies below."""
        verbs.retire_category(row, actor=current_actor(), now=clock.now())

    def choices_query(self, term: str) -> Select[Any]:
        """In the order of the tree."""
        found = select(Category).where(Category.active).order_by(Category.sort, Category.id)
        names = (Category.name_zh.icontains(term, autoescape=True), Category.name_en.icontains(term, autoescape=True))
        return found.where(names[0] | names[1]) if term else found

    def choice_label(self, row: Category) -> str:
        """With what lies above."""
        return row.path_label


class CalendarDayView(KesuModelView):
    """Holidays, make-up days and the company's own days. Removing one lets the date follow the weekly pattern again."""

    datamodel, route_base = KesuInterface(CalendarDay), "/calendar-day"
    title, thing = _l("Holidays and make-up days"), _l("Day")
    label_columns = {
        "day": _l("Date"),
        "kind": _l("Kind of day"),
        "label": _l("What day it is"),
        "calendar": _l("Calendar"),
        "source": _l("Source"),
    }
    description_columns = {
        "calendar": _l("Leave empty for all calendars that heed holidays."),
        "source": _l("Such as the number of the State Council's notice."),
    }
    list_columns = ["day", "kind", "label", "calendar", "source"]
    show_columns = ["day", "kind", "label", "calendar", "source", "changed_at"]
    add_columns = ["day", "kind", "label", "calendar", "source"]
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["day", "kind"], ["day"], ("day", "desc")
    choices = {"kind": DAY_KINDS}
    badges = {"kind": {"holiday": "good", "makeup": "warn", "off": "info", "work": "warn"}}
    formatters_columns = {"label": said, "calendar": lambda row: row.name if row else _l("All")}
    list_template = "rulebook/days.html"
    about = _l(
        "Dates that depart from the weekly pattern: public holidays, the working days that make up for them, and the "
        "company's own. Time limits skip days off and count make-up days."
    )
    page_size = 50
    removable = True

    def create(self, data: dict[str, Any]) -> CalendarDay:
        """By the verb."""
        return verbs.add_day(**data, actor=current_actor(), now=clock.now())

    def remove(self, row: CalendarDay) -> None:
        """By the verb."""
        verbs.remove_day(row, actor=current_actor(), now=clock.now())

    def year_shown(self) -> str:
        """The year that the list is narrowed to."""
        return request.args.get("_flt_0_day", "")[:4]

    def years(self) -> list[tuple[int, str, bool]]:
        """(year, its list, whether it is the one shown) for each year that has days, the latest first."""
        first, last = db.session.execute(select(func.min(CalendarDay.day), func.max(CalendarDay.day))).one()
        shown = self.year_shown()
        found = range(last.year, first.year - 1, -1) if first else ()
        return [(year, year_url(year), str(year) == shown) for year in found]

    def calendars(self) -> list[tuple[str, str]]:
        """Name and address of each calendar's year on the wall."""
        rows = db.session.scalars(select(CalendarRow).order_by(CalendarRow.id).limit(6)).all()
        may_see = appbuilder.sm.has_access("can_show", "CalendarView")
        year = self.year_shown() or None
        return [(row.name, url_for("CalendarView.show", pk=row.id, year=year)) for row in rows if may_see]

    def missing_years(self) -> list[int]:
        """The years that should be known by now."""
        return uncovered_years(clock.now())


class PackVersionView(KesuModelView):
    """Policy packs: what was published when, each to be read as a document."""

    datamodel, route_base = KesuInterface(PackVersion), "/pack"
    title, thing = _l("Policy packs"), _l("Policy pack")
    label_columns = {
        "title": _l("Title"),
        "version": _l("Version"),
        "status": _l("Status"),
        "effective_from": _l("In force from"),
        "published_at": _l("Published at"),
        "published_by": _l("Published by"),
        "sha256": _l("Fingerprint (SHA-256)"),
        "text": _l("Text (YAML)"),
        "changed_by": _l("Changed by"),
    }
    list_columns = ["title", "version", "status", "effective_from", "published_by", "changed_at", "changed_by"]
    show_columns = ["title", "version", "status", "effective_from", "published_at", "published_by", "changed_at",
                    "changed_by", "code", "sha256"]  # fmt: skip
    add_columns = ["text", "effective_from"]
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["title", "status"], ["effective_from"], ("effective_from", "desc")
    choices = {"status": PACK_STATUSES}
    badges = {"status": {"published": "good", "draft": "info"}}
    formatters_columns = {"published_by": lambda person: person or _l("The product")}
    add_title = _l("Publish a policy pack")
    add_form_extra_fields = {
        "text": TextBox(_l("Text (YAML)"), [Filled()], longest=LONGEST),
        "effective_from": DateTimeLocalField(_l("In force from"), description=_l("Empty: at once.")),
    }
    list_template, show_template = "rulebook/packs.html", "rulebook/pack.html"
    about = _l(
        "A policy pack is the company's written complaint policy as rules: categories, severity, time limits, "
        "penalties. To change something, make a draft of the version in force, edit it rule by rule, try it out, and "
        "publish it. Complaints keep the version under which they were received."
    )
    base_filters = [["status", OfEditors, ""]]
    verbs = (
        Verb(
            "retire",
            _l("Retire"),
            verbs.retire,
            opens=lambda row: row.status == "published" and not row.overlay,
            confirm=_l("Retire this version? New complaints no longer fall under it."),
        ),
        Verb(
            "switch_on",
            _l("Switch on"),
            verbs.switch_on,
            opens=lambda row: row.status == "retired" and row.overlay,
            confirm=_l("Lay it over every complaint received from now on? Check with counsel first."),
        ),
        Verb(
            "switch_off",
            _l("Switch off"),
            verbs.switch_off,
            opens=lambda row: row.status == "published" and row.overlay,
            confirm=_l("Complaints received from now on are without it; those under way keep its deadlines."),
        ),
    )

    def create(self, data: dict[str, Any]) -> PackVersion:
        """By the verb."""
        return verbs.publish(**data, actor=current_actor(), now=clock.now())

    def show_context(self, row: PackVersion) -> Mapping[str, Any]:
        """The pack, to be read; a draft with faults only rule by rule."""
        may_edit = may("can_edit", "PackDraftView")
        if row.status == "draft" and not valid(row.text):
            return {"pack": None, "draft": Draft(row), "may_edit": may_edit}
        pack = parsed(row.text)
        return {"pack": pack, "chapters": document(pack, pack_in_force(clock.now())), "may_edit": may_edit}

    def cell(self, row: PackVersion, column: str) -> Any:
        """A draft isn't published by anybody, nor has it a fingerprint yet."""
        if row.status == "draft" and column in ("published_by", "sha256"):
            return NOTHING
        if column == "title":
            return row.shown_title
        if row.overlay and column == "status" and row.status != "draft":
            return badge(said(row.standing), "good" if row.status == "published" else "plain")
        return super().cell(row, column)

    @expose("/compare")
    @has_access
    @permission_name("show")
    def compare(self) -> Any:
        """Two versions side by side: `?a=…&b=…`; `&all=1` shows what is the same, too."""
        versions = db.session.scalars(select(PackVersion).order_by(PackVersion.id.desc())).all()
        seen = [row for row in versions if row.status != "draft" or may("can_edit", "PackDraftView")]
        if not seen:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        after = self._asked("b") or seen[0]
        before = self._asked("a") or in_force_beside(after) or seen[-1]
        chapters = compare(data_of(before), data_of(after), said)
        parts = {"before": before, "after": after, "versions": seen}
        parts |= {"chapters": chapters, "counts": counted(chapters), "show_all": bool(request.args.get("all"))}
        return self.page("rulebook/compare.html", said(_l("Compare versions")), **parts)

    def _asked(self, name: str) -> PackVersion | None:
        key = request.args.get(name)
        return self.reach(whole_number(key, 1, INTEGER_MAX) or 0) if key else None

    @expose(f"/text/{PK}")
    @has_access
    @permission_name("show")
    def text(self, pk: int) -> Any:
        """The text as it was published, for download."""
        row = self.reach(pk)
        name = f'attachment; filename="{row.code}-{row.id}.yaml"'
        return Response(row.text, mimetype="application/yaml", headers={"Content-Disposition": name})

    @expose("/policy-pack.schema.json")
    @has_access
    @permission_name("list")
    def schema(self) -> Any:
        """The JSON Schema of a pack, for editors that help to write one."""
        return Response(schema_text(), mimetype="application/schema+json")


@register_home_card
def missing_year_card() -> Card | None:
    """An alarm for those who can do something about it: without holidays, deadlines follow the plain week."""
    if not appbuilder.sm.has_access("can_add", "CalendarDayView"):
        return None
    missing = uncovered_years(clock.now())
    if not missing:
        return None
    lines = ((_l("Until they are entered, deadlines follow the plain weekly pattern."), ""),)
    years = ", ".join(map(str, missing))
    may_import = appbuilder.sm.has_access("can_import", "NoticeImportView")
    url = url_for("NoticeImportView.start" if may_import else "CalendarDayView.list")
    return Card(_l("Public holidays missing"), years, url, "fa-calendar-xmark", "bad", lines)
