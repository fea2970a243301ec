"""REST: `/api/v1/absence/`. Whoever acts for somebody sends `X-Acting-For: <their user name>` with a request."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.absence import Absence
from app.absence import verbs as absences
from app.admin.views.absences import AbsenceView
from app.core import clock
from app.security import current_actor
from app.web import KesuInterface
from app.web.steps_api import StepsApi, steps_of


class AbsenceApi(StepsApi):
    """Who is away, until when, who acts; reason, contact and note are for the screen alone."""

    steps = steps_of(AbsenceView)
    datamodel, resource_name, title = KesuInterface(Absence), "absence", _l("Absences")
    list_columns = show_columns = ["id", "person", "department", "starts_at", "ends_at", "delegate", "state"]
    add_columns, edit_columns = AbsenceView.add_columns, AbsenceView.edit_columns
    add_form_extra_fields = AbsenceView.add_form_extra_fields
    edit_form_extra_fields = AbsenceView.edit_form_extra_fields
    search_columns, order_columns = AbsenceView.search_columns, AbsenceView.order_columns
    base_order, choices = AbsenceView.base_order, AbsenceView.choices

    def create(self, data: dict[str, Any]) -> Absence:
        """By the verb."""
        return absences.register_absence(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Absence, data: dict[str, Any]) -> None:
        """By the verb; what isn't named stays."""
        present = {name: getattr(row, name) for name in ("kind", "starts_at", "ends_at", "delegate", "note")}
        present["contact"] = row.contact or ""
        absences.change_absence(row, **(present | data), actor=current_actor(), now=clock.now())
