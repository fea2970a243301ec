"""REST: `/api/v1/visit/`, with a step for each button of the screen."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers.visits import verbs
from app.customers.visits.models import Visit
from app.customers.visits.views import RELATIONS, VisitInterface, VisitView
from app.security import current_actor
from app.web.rows import as_ids
from app.web.steps_api import StepsApi, steps_of


class VisitApi(StepsApi):
    """Visits in JSON, under the same row scope; steps need the permissions of the screen (`can_<step>`)."""

    steps = steps_of(VisitView)
    datamodel, resource_name, title = VisitInterface(Visit), "visit", _l("Visits")
    list_columns = ["id", "no", "customer", "contact", "way", "state", "planned_at", "due_at", "owner", "satisfaction"]
    show_columns = [
        *list_columns, "purpose", "words", "postponed", "done_at", "spoke_with", "said", "needs", "next_on",
        "clause", "created_at",
    ]  # fmt: skip
    add_columns, edit_columns = VisitView.add_columns, VisitView.edit_columns
    add_form_extra_fields = edit_form_extra_fields = VisitView.add_form_extra_fields
    search_columns, order_columns = VisitView.search_columns, VisitView.order_columns
    base_order, choices = VisitView.base_order, VisitView.choices

    def create(self, data: dict[str, Any]) -> Visit:
        """By the verb, which numbers it."""
        return verbs.plan(**as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def change(self, row: Visit, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change(row, **as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())
