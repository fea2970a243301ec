"""Saved views of the customer list as groups of a survey: read by the reader's own rights and reach."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.core.errors import Invalid
from app.core.i18n import N_
from app.customers.models import Customer
from app.customers.views import CustomerView
from app.extensions import appbuilder, db
from app.surveys.group import Preview, preview_of
from app.surveys.models import SurveyRound
from app.web.keeping import views_at_hand
from app.web.listing import read_filters
from app.web.shortcuts import Narrowed

SCREEN = CustomerView.__name__


def views_to_choose() -> dict[int, str]:
    """The reader's views of the customer list; and the one that the round at hand has already."""
    mine = {view.id: view.name for view in views_at_hand() if view.screen == SCREEN}
    pk = (request.view_args or {}).get("pk", 0)
    row = db.session.get(SurveyRound, pk) if request.blueprint in ("SurveyRoundView", "SurveyRoundApi") else None
    if row is not None and row.view_id is not None:
        mine.setdefault(row.view_id, row.view_name)
    return mine


def view_facts(view_id: int | None, row: SurveyRound | None = None) -> dict[str, Any]:
    """What a round keeps of a view: its name and filters as they are now, so that a view that is changed or removed
    later never makes the group another one. Raises Invalid."""
    if view_id is None:
        return {"view_id": None, "view_name": "", "view_filters": []}
    chosen = next((view for view in views_at_hand() if view.id == view_id and view.screen == SCREEN), None)
    if chosen is None:
        if row is not None and row.view_id == view_id:
            return {}
        raise Invalid.field("view_id", N_("There is no such choice."))
    filters = [list(pair) for pair in chosen.arguments]
    return {"view_id": view_id, "view_name": chosen.name, "view_filters": filters}


def ids_of_view(row: SurveyRound) -> Sequence[int] | None:
    """The customers whom the round's view shows the reader now; None: it has no view."""
    if row.view_id is None:
        return None
    view: Any = next(each for each in appbuilder.baseviews if isinstance(each, CustomerView))
    arguments = {pair[0]: pair[1] for pair in row.view_filters}
    filters = view.datamodel.get_filters(view.search_columns)
    read_filters(filters, arguments)
    part = view.shortcuts.get(arguments.get("only", ""))
    if part is not None:
        filters.add_filter("id", Narrowed, part.criterion())
    found = filters.get_joined_filters(view._base_filters).apply_all(view.datamodel.every())
    return [key for (key,) in found.with_entities(Customer.id)]


def preview(row: SurveyRound, now: Any) -> Preview:
    """Who would be asked now, within the reader's reach."""
    return preview_of(row, ids_of_view(row), now)
