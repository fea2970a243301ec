"""REST: `/api/v1/inquiry/`, with a step for each button of the screen."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers.inquiries import verbs
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.views import RELATIONS, InquiryView
from app.customers.personal import phone_in_sight
from app.security import current_actor
from app.web import KesuInterface
from app.web.rows import as_ids
from app.web.steps_api import StepsApi, steps_of


class InquiryApi(StepsApi):
    """Inquiries in JSON, under the same row scope. A number goes in whole and comes out as on the screen."""

    steps = steps_of(InquiryView)
    datamodel, resource_name, title = KesuInterface(Inquiry), "inquiry", _l("Inquiries")
    list_columns = ["id", "no", "kind", "state", "caller", "customer", "question", "handler", "due_at", "received_at"]
    show_columns = [
        *list_columns, "channel", "waybill", "email", "answer", "anything_else", "department", "answered_at",
        "closed_at", "complaint_no",
    ]  # fmt: skip
    add_columns, edit_columns = InquiryView.add_columns, InquiryView.edit_columns
    add_form_extra_fields = edit_form_extra_fields = InquiryView.add_form_extra_fields
    search_columns, order_columns = InquiryView.search_columns, InquiryView.order_columns
    base_order, choices = InquiryView.base_order, InquiryView.choices

    def create(self, data: dict[str, Any]) -> Inquiry:
        """By the verb, which numbers it."""
        return verbs.register(**as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def change(self, row: Inquiry, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change(row, **as_ids(data, *RELATIONS), actor=current_actor(), now=clock.now())

    def as_json(self, row: Inquiry, columns: Any) -> dict[str, Any]:
        """The number as the caller may see it now."""
        return super().as_json(row, columns) | {"phone": phone_in_sight(row)}
