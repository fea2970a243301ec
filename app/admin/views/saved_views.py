"""Saved views: the list of one's own and of those shared with one's roles; saving, renaming, sharing, removing."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import abort, flash, redirect, request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.core import clock
from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.db import unit_of_work
from app.extensions import appbuilder
from app.listviews import verbs
from app.listviews.models import SavedView
from app.security import current_actor
from app.web import KesuInterface, KesuModelView, Verb, has_access
from app.web.access import own_page
from app.web.editing import PK
from app.web.fields import BooleanField, Filled, MultiChoice, TextField
from app.web.filters import KesuFilter
from app.web.show import readable


class SavedViewInterface(KesuInterface):
    """Views with the roles that they are shared with."""

    along = ("shares.role",)


class InMyMenu(KesuFilter):
    """One's own views, and those shared with one's roles."""

    name, arg_name = "", "mine"

    def apply(self, query: Any, value: Any) -> Any:
        actor = current_actor()
        return query.filter(verbs.seen_by(actor)) if actor else query.filter(False)


def lists() -> dict[str, Any]:
    """The lists that the reader may open, by the name of their view."""
    return {view.screen: view.list_title for view in _lists() if view.may("can_list")}


def _lists() -> list[Any]:
    views = [view for view in appbuilder.baseviews if isinstance(view, KesuModelView)]
    return [each for view in views for each in view.each_list()]


def roles() -> dict[str, str]:
    """The roles that a view can be shared with."""
    return {str(key): name for key, name in verbs.role_names().items()}


def _open_with(row: SavedView, *, actor: Any, now: datetime) -> None:
    verbs.open_with(row, row.screen, actor=actor)


class SavedViewView(KesuModelView):
    """已存视图. A view holds names of filters and columns; what it shows is up to the reach of whoever opens it."""

    datamodel, route_base = SavedViewInterface(SavedView), "/saved-view"
    title, thing = _l("Saved views"), _l("View")
    empty_hint = _l(
        "A saved view keeps the filters, columns and order of a list under a name. "
        "Save one here or under “Views” on any list."
    )
    add_title = _l("Save as a view")
    label_columns = {
        "screen": _l("List"),
        "owner": _l("Saved by"),
        "role_ids": _l("Shared with"),
        "default": _l("Open the list with it"),
    }
    list_columns = ["name", "screen", "role_ids", "owner", "changed_at"]
    show_columns = list_columns
    add_columns, edit_columns = ["screen", "name", "role_ids", "default"], ["name", "role_ids"]
    search_columns, order_columns, base_order = ["name", "screen"], ["name"], ("name", "asc")
    base_filters = [["id", InMyMenu, ""]]
    choices = {"screen": lists}
    permission_labels = {"can_share": _l("Share views with roles")}
    removable = True
    add_form_extra_fields = edit_form_extra_fields = {
        "name": TextField(_l("Name"), [Filled()], longest=verbs.LONGEST_NAME),
        "role_ids": MultiChoice(
            _l("Shared with"), labels=roles, description=_l("Everybody sees only what is within their own reach.")
        ),
        "default": BooleanField(_l("Open the list with it")),
    }
    verbs = (Verb("open_with", _l("Open the list with it"), _open_with, permission="can_list"),)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base_permissions.append("can_share")

    def cell(self, row: SavedView, column: str) -> Any:
        """The name leads to the list as the view shows it."""
        if column == "role_ids":
            return readable([share.role.name for share in row.shares])
        if column == "name" and (view := list_of(row)) is not None:
            return Markup('<a href="{}">{}</a>').format(view.address_of(row), row.name)
        return super().cell(row, column)

    def form_page(self, form: Any, title: str, fieldsets: Any = None, **parts: Any) -> Any:
        """Without the roles for whoever may not share."""
        if not self.may("can_share") and "role_ids" in form:
            del form.role_ids
        if "screen" in form and not form.is_submitted():
            form.screen.data = request.args.get("screen", "")
        return super().form_page(form, title, fieldsets, **parts)

    def create(self, data: dict[str, Any]) -> SavedView:
        """The list as it stands in this form's own address, under a name."""
        view = next(each for each in _lists() if each.screen == data["screen"])
        kept = view.state_now(list(request.args.items(multi=True)))
        shared = self._sharing(data["role_ids"])
        about = {"name": data["name"], "kept": kept, "role_ids": shared, "default": data["default"]}
        return verbs.save_view(data["screen"], **about, actor=current_actor(), now=clock.now())

    def change(self, row: SavedView, data: dict[str, Any]) -> None:
        """By the verb."""
        shared = self._sharing(data["role_ids"]) if self.may("can_share") else None
        self._change(row, name=data["name"], role_ids=shared)

    def remove(self, row: SavedView) -> None:
        """By the verb."""
        verbs.remove_view(row, may_share=self.may("can_share"), actor=current_actor(), now=clock.now())

    def after_add(self, row: SavedView) -> str:
        """The list, opened by the view."""
        view = list_of(row)
        return view.address_of(row) if view is not None else super().after_add(row)

    @expose(f"/keep/{PK}", methods=["POST"])
    @has_access
    @permission_name("edit")
    def keep(self, pk: int) -> Any:
        """Keep in the view what its list shows now; `back` is the list's address."""
        row, back = self.reach(pk), own_page(request.form.get("back"))
        view = list_of(row)
        if view is None or back is None:
            abort(404)
        kept = view.state_now(parse_qsl(urlsplit(back).query))
        with unit_of_work():
            self._change(self.reach(pk), name=row.name, kept=kept)
        flash(_("Saved: %(name)s", name=row.name), "success")
        return redirect(back)

    @expose("/whole", methods=["POST"])
    @has_access
    @permission_name("list")
    def whole(self) -> Any:
        """Let the list `screen` open without a view again."""
        screen = request.form.get("screen", "")
        if screen not in lists():
            abort(404)
        with unit_of_work():
            verbs.open_with(None, screen, actor=current_actor())
        return redirect(own_page(request.form.get("back")) or self.list_url())

    def _change(self, row: SavedView, **values: Any) -> None:
        verbs.change_view(row, **values, may_share=self.may("can_share"), actor=current_actor(), now=clock.now())

    def _sharing(self, codes: list[str]) -> list[int]:
        if codes and not self.may("can_share"):
            raise NotAllowed(N_("You may not share views."))
        return [int(code) for code in codes]


def list_of(row: SavedView) -> Any | None:
    """The list that a view belongs to, for whoever may open it."""
    view = next((view for view in _lists() if view.screen == row.screen), None)
    return view if view is not None and view.may("can_list") else None
