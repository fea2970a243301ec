"""A list as its reader keeps it: the columns chosen, how it was left, and the saved views that open it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask import abort, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import permission_name

from app.customfields import visible_fields
from app.db import unit_of_work
from app.extensions import appbuilder
from app.listviews import verbs
from app.listviews.models import ListSetting, SavedView
from app.security import current_actor, hand_of
from app.web import chips
from app.web.access import has_access, own_page
from app.web.listing import PAGE_SIZES
from app.web.show import said
from app.web.spans import SPANS
from app.web.text import whole_number
from app.web.titled import Whole

COLUMNS = "cols"
"""The argument with a list's columns."""
VIEW = "view"
"""The argument with the view that a list was opened by; 0: the whole list, whatever it opens with."""


@dataclass(frozen=True)
class Offered:
    """A column in the box where columns are chosen."""

    name: str
    label: str
    chosen: bool


class KeptListMixin(Whole):
    """What `KesuModelView` remembers of its list for each person."""

    more_columns: ClassVar[Sequence[str]] = ()
    """Columns that a reader may add to the list, beside what the row's own page shows of the table's columns."""
    list_columns: Any
    show_columns: Any
    order_columns: Any
    label_columns: Any
    custom_kind: Any

    @property
    def screen(self) -> str:
        """The name under which lists are kept."""
        return type(self).__name__

    def each_list(self) -> Iterable[Any]:
        """The lists that this view is; override where it serves several."""
        return (self,)

    def setting(self) -> ListSetting | None:
        """How the present reader left this list; asked once a request."""
        actor, at_hand = hand_of(current_actor()), g.setdefault("list_settings", {})
        if self.screen not in at_hand:
            at_hand[self.screen] = verbs.setting_of(actor, self.screen) if actor else None
        return at_hand[self.screen]

    def offered_columns(self) -> list[str]:
        """Every column that the present reader may have in the list, the usual ones first."""
        own = [*self.list_columns, *self.more_columns]
        if self.may("can_show"):
            own += [name for name in self.show_columns if self._is_plain(name)]
        own += [field.column for field in (visible_fields(self.custom_kind) if self.custom_kind else ())]
        return list(dict.fromkeys(own))

    def columns_now(self) -> list[str]:
        """The columns that the address names, else those that the reader chose, else the usual ones."""
        setting, offered = self.setting(), self.offered_columns()
        asked = (request.args.get(COLUMNS, "").split(","), setting.columns if setting else ())
        kept = ([name for name in dict.fromkeys(names) if name in offered] for names in asked)
        return next((names for names in kept if names), [*self.list_columns])

    def column_choice(self) -> list[Offered]:
        """For the box in which columns are chosen: those that show, in their order, then the others."""
        chosen = self.columns_now()
        rest = [name for name in self.offered_columns() if name not in chosen]
        return [Offered(name, said(self.label_columns[name]), name in chosen) for name in [*chosen, *rest]]

    def kept_address(self) -> str | None:
        """Where a bare address leads: to the view that it names, or the one with which the list opens."""
        actor, named = hand_of(current_actor()), request.args.get(VIEW)
        if actor is None or set(request.args) - {VIEW} or named == "0":
            return None
        setting = self.setting()
        key = whole_number(named, 1, 2**31 - 1) if named else setting.default_view_id if setting else None
        view = verbs.view_for(actor, key) if key else None
        if view is None or view.screen != self.screen:
            return None
        says_more = view.arguments or view.order_column or view.columns
        return self.address_of(view) if says_more or not named else None

    def address_of(self, view: SavedView) -> str:
        """The list as the view keeps it, in an address that says everything by itself."""
        arguments = [(VIEW, str(view.id)), *((name, value) for name, value in view.arguments)]
        if view.order_column:
            arguments += [(f"_oc_{self._name}", view.order_column), (f"_od_{self._name}", view.order_direction)]
        if view.columns:
            arguments.append((COLUMNS, ",".join(view.columns)))
        return f"{url_for(f'{self.endpoint}.list')}?{urlencode(arguments)}"

    def kept_views(self) -> dict[str, Any]:
        """For the list's page: the reader's views of it, the one that is open, the one that it opens with."""
        actor, setting = hand_of(current_actor()), self.setting()
        views = [view for view in views_at_hand() if view.screen == self.screen]
        key = whole_number(request.args.get(VIEW), 1, 2**31 - 1)
        opened = next((view for view in views if view.id == key), None)
        default = setting.default_view_id if setting else None
        mine = opened is not None and actor is not None and opened.owner_id == actor.id
        return {"views": views, "opened": opened, "default": default, "mine": mine}

    def state_now(self, arguments: Sequence[tuple[str, str]]) -> verbs.Kept:
        """What a view would keep of the list at an address."""
        given = dict(arguments)
        column, direction = given.get(f"_oc_{self._name}", ""), given.get(f"_od_{self._name}", "")
        ordered = column in self.order_columns and direction in ("asc", "desc")
        columns = [name for name in given.get(COLUMNS, "").split(",") if name in self.offered_columns()]
        filters = [(name, value) for name, value in arguments if value and self._is_kept(name)]
        return verbs.Kept(filters, columns, column if ordered else "", direction if ordered else "")

    def save_view_url(self) -> str | None:
        """The form in which the list as it stands gets a name, for whoever may save views."""
        if not appbuilder.sm.has_access("can_add", "SavedViewView"):
            return None
        stays = [pair for pair in request.args.items(multi=True) if pair[0] not in (VIEW, "screen")]
        return f"{url_for('SavedViewView.add')}?{urlencode([('screen', self.screen), *stays])}"

    def address_without_columns(self) -> str:
        """The list as it stands, with the columns that are remembered."""
        stays = [pair for pair in request.args.items(multi=True) if pair[0] != COLUMNS]
        return f"{request.path}?{urlencode(stays)}"

    def without_filter(self, column: str) -> str:
        """The list without this column's filter."""
        return chips.without(self, column)

    def kept_arguments(self, column: str) -> list[tuple[str, str]]:
        """What a column's form sends along."""
        return chips.others(self, column)

    @staticmethod
    def spans() -> Mapping[str, Any]:
        """The spans of days to choose from."""
        return SPANS

    @expose("/columns", methods=["POST"])
    @has_access
    @permission_name("list")
    def choose_columns(self) -> Any:
        """Keep the columns that were ticked, in their order; none ticked: the usual ones again."""
        offered = self.offered_columns()
        chosen = [name for name in dict.fromkeys(request.form.getlist("column")) if name in offered]
        chosen = [] if "usual" in request.form else chosen
        with unit_of_work():
            verbs.remember(self.screen, actor=hand_of(current_actor()), columns=chosen)
        return redirect(own_page(request.form.get("back")) or self.list_url())

    @expose("/left", methods=["POST"])
    @has_access
    @permission_name("list")
    def remember_left(self) -> Any:
        """Keep order and page size as somebody just chose them: told by the page while the next one loads."""
        column, direction = request.form.get("column", ""), request.form.get("direction", "")
        size = whole_number(request.form.get("size"), 1, PAGE_SIZES[-1])
        values: dict[str, Any] = {}
        if column in self.order_columns and direction in ("asc", "desc"):
            values = {"order_column": column, "order_direction": direction}
        if size in PAGE_SIZES:
            values["page_size"] = size
        if not values:
            abort(400)
        with unit_of_work():
            verbs.remember(self.screen, actor=hand_of(current_actor()), **values)
        return "", 204

    @property
    def _name(self) -> str:
        """As `Listing.name`, in addresses."""
        return type(self).__name__

    def _is_plain(self, name: str) -> bool:
        """Whether a column of the show page is one of the table, or a relation that comes along with the page."""
        return name in self.datamodel.list_columns or self.datamodel.is_relation_many_to_one(name)

    @staticmethod
    def _is_kept(name: str) -> bool:
        return name == "only" or name.startswith("_flt_")


def views_at_hand() -> Sequence[SavedView]:
    """The views in the present reader's menu; asked once a request."""
    if "saved_views" not in g:
        actor = hand_of(current_actor())
        g.saved_views = verbs.views_of(actor) if actor else ()
    return g.saved_views
