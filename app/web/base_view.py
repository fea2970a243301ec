"""`KesuModelView`, the one base of all screens over a table, and `KesuView`, the base of pages of another kind."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import g, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, ModelView, expose
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.core.errors import NotFound
from app.core.i18n import N_
from app.extensions import appbuilder
from app.web.access import has_access, own_page
from app.web.acting import ActionsMixin
from app.web.bulk import BulkMixin
from app.web.chips import restated, sieves
from app.web.columns import check_columns, field_parts, settle_columns
from app.web.converter import FormBuilder
from app.web.custom import CustomColumns, custom_cell
from app.web.editing import PK, EditForm, EditingMixin
from app.web.exporting import ExportMixin
from app.web.fields import labels_now
from app.web.filters import RelatedTo
from app.web.interface import KesuInterface
from app.web.keeping import KeptListMixin
from app.web.listing import Listing, RequestFilters, read_filters, read_paging
from app.web.remote import ChoicesMixin
from app.web.shortcuts import ShortcutsMixin
from app.web.show import badge, label, readable, said
from app.web.titled import Titled
from app.web.verb_buttons import VerbsMixin


class KesuView(Titled, BaseView):
    """A page that is no table: `render_template("kesu/…")` in methods with `@expose` and `@has_access`."""


class KesuModelView(
    CustomColumns,
    ExportMixin,
    BulkMixin,
    VerbsMixin,
    ActionsMixin,
    EditingMixin,
    ChoicesMixin,
    ShortcutsMixin,
    KeptListMixin,
    Titled,
    ModelView,
):
    """List, show, add, edit and remove rows of a table. See `app.web` for an example."""

    datamodel: KesuInterface
    thing: Any = ""
    """Singular name, lazy; default: the title."""
    choices: ClassVar[Mapping[str, Any]] = {}
    """{column: {code: label}} or {column: function}: shows, filters and edits labels instead of codes."""
    badges: ClassVar[Mapping[str, Mapping[Any, str]]] = {}
    """{column: {code: tone}}; tones: plain, info, good, warn, bad."""
    about: Any = ""
    """A sentence or two above the list for somebody who has never seen it; lazy."""
    removable: ClassVar[bool] = False
    """Whether rows can be deleted (or retired, where the model has `active`)."""

    empty_hint: Any = ""
    """What to say, and to do, where the list has no rows at all."""

    label_columns: Any = None
    formatters_columns: Any = None
    list_columns: Any = None
    show_columns: Any = None
    add_columns: Any = None
    edit_columns: Any = None
    search_columns: Any = None
    order_columns: Any = None
    _related_views: Any = None
    list_template = "kesu/list.html"
    show_template = "kesu/show.html"
    form_template = "kesu/form.html"
    page_size = 25
    _filters = RequestFilters()

    def __init__(self, **kwargs: Any) -> None:
        check_columns(self)
        absent = {"download", *self.exclude_route_methods}
        absent |= {name for name in ("show", "add", "edit") if not self._has_form(name)}
        self.exclude_route_methods = absent if self.removable else absent | {"delete"}
        super().__init__(**kwargs)
        self._add_verb_permissions()

    def _has_form(self, name: str) -> bool:
        return bool(getattr(self, f"{name}_columns") or getattr(self, f"{name}_fieldsets"))

    def _init_properties(self) -> None:
        settle_columns(self)

    def _init_forms(self) -> None:
        builder = FormBuilder(self.datamodel, self.choices)
        self.add_form = self.add_form or builder.build(self.add_columns, **field_parts(self, "add"))
        self.edit_form = self.edit_form or builder.build(self.edit_columns, **field_parts(self, "edit"), base=EditForm)

    def _init_titles(self) -> None:
        thing = self.thing or self.title
        self.list_title = self.list_title or self.title
        self.show_title = self.show_title or thing
        self.add_title = self.add_title or _l("New: %(thing)s", thing=thing)
        self.edit_title = self.edit_title or _l("Edit: %(thing)s", thing=thing)

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """The list with its filters."""
        elsewhere = restated(self, self._filters) or self.kept_address()
        if elsewhere:
            return redirect(elsewhere)
        wrong = read_filters(self._filters, request.args)
        self.narrow(self._filters)
        listing = self.listing(self._filters, setting=self.setting(), columns=self.columns_now())
        parts = {"listing": listing, "sieves": sieves(self, self._filters, wrong), "kept": self.kept_views()}
        return self.page(self.list_template, self.list_title, **parts)

    @expose(f"/show/{PK}")
    @has_access
    def show(self, pk: int) -> Any:
        """One row, what can be done with it, and the lists that belong to it."""
        row = self.reach(pk)
        related = [(view, view.listing_of(row, self)) for view in self._related_views if view.may("can_list")]
        parts = {"row": row, "groups": self.shown_groups(row), "related": related, "verbs": self.open_verbs(row)}
        return self.page(self.show_template, self.show_title, **parts, **self.show_context(row))

    def show_context(self, row: Any) -> Mapping[str, Any]:
        """Override to give a show template of your own more to show."""
        return {}

    def reach(self, pk: int) -> Any:
        """The row. Raises NotFound where there is none within scope and base filters."""
        row = self.datamodel.get(pk, self._base_filters)
        if row is None:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        return row

    def listing(
        self, filters: Any, add_url: str | None = None, *, setting: Any = None, columns: Sequence[str] = ()
    ) -> Listing:
        """A page of rows for the list template, as the reader left the list (`setting`), with these columns."""
        paging, columns = read_paging(self, setting), [*(columns or self.list_columns)]
        joined = filters.get_joined_filters(self._base_filters)
        count, rows = self.datamodel.query(joined, paging.column, paging.direction, paging.page, paging.size, columns)
        cells = [(row.id, [self.cell(row, column) for column in columns]) for row in rows]
        return Listing(self, paging, count, cells, add_url or self.add_url(), tuple(columns))

    def listing_of(self, parent: Any, parent_view: Any) -> Listing:
        """The rows that belong to a parent, for the parent's page."""
        relation = self.datamodel.get_related_fk(type(parent))
        filters = self.datamodel.get_filters()
        filters.add_filter_related_view(relation, RelatedTo, parent.id)
        add_url = self.add_url(**{str(relation): parent.id, "back": parent_view.show_url(parent.id)})
        return self.listing(filters, add_url, columns=[name for name in self.list_columns if name != relation])

    def cell(self, row: Any, column: str) -> str | Markup:
        """A value as it is shown: the view's formatter, else its label or badge, else by its kind."""
        if field := self.custom_field(column):
            return custom_cell(row, field)
        value = self.datamodel._get_attr_value(row, column)
        if column in self.formatters_columns:
            return readable(self.formatters_columns[column](value))
        if column not in self.choices:
            return readable(value)
        text = label(value, self._labels_at_hand(column))
        return badge(text, self.badges[column].get(value, "plain")) if column in self.badges else text

    def _labels_at_hand(self, column: str) -> Mapping[Any, Any]:
        """As `labels_of`, asked for once a request and not once a row."""
        at_hand = g.setdefault("labels_at_hand", {})
        if (self, column) not in at_hand:
            at_hand[self, column] = self.labels_of(column)
        return at_hand[self, column]

    def labels_of(self, column: str) -> Mapping[Any, Any]:
        """Code → label of a column in `choices`."""
        return labels_now(self.choices[column])

    def shown_groups(self, row: Any) -> Sequence[tuple[str, Sequence[tuple[str, Any]]]]:
        """[(heading, [(label, value)])] of the show page."""
        groups = self._sections(self.show_fieldsets, self.show_columns) or [(None, {"fields": self.show_columns})]
        return [
            (said(heading or ""), [(said(self.label_columns[name]), self.cell(row, name)) for name in part["fields"]])
            for heading, part in groups
        ]

    def form_page(
        self, form: Any, title: str, fieldsets: Any = None, *, row: Any = None, fixed: Mapping[str, Any] | None = None
    ) -> Any:
        """The page of a form; 422 where it was sent and refused."""
        status = 422 if form.is_submitted() else 200
        fieldsets = self._sections(fieldsets, [*form.facts()])
        cancel = self.back_url() or (self.show_url(row.id) if row is not None else None) or self.list_url()
        parts = {"form": form, "fieldsets": fieldsets, "row": row, "fixed": fixed or {}, "cancel": cancel}
        return self.page(self.form_template, title, **parts), status

    def _sections(self, fieldsets: Any, columns: Sequence[str]) -> Any:
        """The fieldsets with the custom fields' sections after them; as they were where there are none."""
        custom = self.custom_sections(columns)
        if not custom:
            return fieldsets
        own = [column for column in columns if not self.custom_field(column)]
        return [*(fieldsets or [(None, {"fields": own})]), *custom]

    def page(self, template: str, title: Any, **parts: Any) -> str:
        """A page in the layout, with the view at hand as `view`."""
        return render_template(template, view=self, title=title, base_template=appbuilder.base_template, **parts)

    def list_url(self, **arguments: Any) -> str:
        """The list; home for a person who may not see it."""
        return url_for(f"{self.endpoint}.list", **arguments) if self.may("can_list") else appbuilder.get_url_for_index

    def show_url(self, pk: int) -> str | None:
        """A row's page, for a person who may see it."""
        return url_for(f"{self.endpoint}.show", pk=pk) if self.may("can_show") else None

    def add_url(self, **arguments: Any) -> str | None:
        """The form for a new row, for a person who may add one."""
        return url_for(f"{self.endpoint}.add", **arguments) if self.may("can_add") else None

    def edit_url(self, pk: int) -> str | None:
        """The form for a row, for a person who may change it."""
        return url_for(f"{self.endpoint}.edit", pk=pk) if self.may("can_edit") else None

    def delete_url(self, pk: int) -> str | None:
        """Where to POST to remove a row, for a person who may."""
        return url_for(f"{self.endpoint}.delete", pk=pk) if self.may("can_delete") else None

    @staticmethod
    def back_url() -> str | None:
        """The page of ours that `?back=` names; never another site's."""
        return own_page(request.args.get("back"))
