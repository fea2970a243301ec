"""The page behind every “Why?” of a list: a mixin for views, and the quiet mark that opens it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.rulebook.why import Why
from app.web import expose, has_access
from app.web.editing import PK
from app.web.show import NOTHING
from app.web.titled import Whole


class WhyMixin(Whole):
    """`/why/<pk>` on a view: whoever may open the row may read why."""

    why_columns: ClassVar[tuple[str, ...]] = ()
    """Columns that a clause decided: the link stands beside their values."""

    def whys(self, row: Any) -> Sequence[Why]:
        """Override: the reasons of what the row shows, the nearest first."""
        raise NotImplementedError

    @expose(f"/why/{PK}")
    @has_access
    @permission_name("show")
    def why(self, pk: int) -> Any:
        """The reasons by themselves; kesu.js shows this page's part in a box over the list."""
        row = self.reach(pk)
        return self.page("kesu/why.html", _l("Why?"), row=row, whys=self.whys(row))

    def cell(self, row: Any, column: str) -> Any:
        """The value, and the link to its reason for those who may read it."""
        return self.explained(super().cell(row, column), row, column)

    def explained(self, cell: Any, row: Any, column: str) -> Any:
        """For views that make the cell themselves."""
        if column not in self.why_columns or cell == NOTHING or not self.may("can_show"):
            return cell
        return Markup('<span class="with-why">{} {}</span>').format(cell, why_link(f"{self.endpoint}.why", row.id))


def why_link(endpoint: str, pk: int) -> Markup:
    """A quiet mark beside a value, opened in a box where scripts run and as a page where they don't; it is called
    “Why?” to whoever points at it or has the page read out."""
    mark = (
        '<a class="why-link" data-why href="{0}" title="{1}"><i class="fa-solid fa-circle-info" aria-hidden="true"></i>'
        '<span class="sr-only">{1}</span></a>'
    )
    return Markup(mark).format(url_for(endpoint, pk=pk), _("Why?"))  # noqa: S704  (the mark is ours)
