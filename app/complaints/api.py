"""REST: `/api/v1/complaint/`, and each step as `POST /api/v1/complaint/<id>/<step>`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.complaints import grading, page, workflow
from app.complaints.forms import FIELDSETS, RegisterForm
from app.complaints.handling_forms import MisconductNumberForm
from app.complaints.models import Complaint
from app.complaints.repeats import Suspect, suspects_of
from app.complaints.views import ComplaintView
from app.core import clock
from app.customers.personal import phone_in_sight
from app.customfields.verbs import apart
from app.deadlines import Deadline, of_owner, standing_beside, why_of
from app.security import current_actor
from app.web import KesuInterface, api_values
from app.web.base_api import ApiForm
from app.web.custom_step import fields_step
from app.web.fields import IntegerField
from app.web.filters import INTEGER_MAX
from app.web.show import said
from app.web.steps_api import StepsApi, steps_of


class IntakeForm(RegisterForm):
    """The screen's form for programs: the customer and contact by their ids; files come by the step `attach`."""

    class Meta(ApiForm.Meta):
        """No token among the fields."""

    caller = files = read_back = None
    customer_id = IntegerField(_l("Customer"), low=1, high=INTEGER_MAX)
    contact_id = IntegerField(_l("Contact"), low=1, high=INTEGER_MAX)

    def facts(self, names: list[str] | None = None) -> dict[str, Any]:
        """Facts for `register`."""
        return super().facts(names) | {"customer_id": self.customer_id.data, "contact_id": self.contact_id.data}


class ComplaintApi(StepsApi):
    """Complaints in JSON, under the same row scope; steps need the permissions of the screen (`can_<step>`)."""

    steps = {
        **steps_of(ComplaintView, misconduct_drop=MisconductNumberForm),
        "fields": fields_step("complaint", grading.fill_in, ComplaintView.custom_needs, ComplaintView.__name__),
    }
    datamodel, resource_name, title = KesuInterface(Complaint), "complaint", _l("Complaints")
    list_columns = [
        "id",
        "no",
        "state",
        "kind",
        "severity",
        "title",
        "category",
        "complainant",
        "customer",
        "department",
        "handler",
        "received_at",
        "closed_at",
    ]
    show_columns = [
        *list_columns,
        "version",
        "origin",
        "channel",
        "contact",
        "waybill",
        "phone",
        "email",
        "language",
        "description",
        "occurred_at",
        "place",
        "station",
        "expected_remedy",
        "loss",
        "claim",
        "behaviours",
        "urgent",
        "solvable_at_once",
        "severe_dissatisfaction",
        "complaint_count",
        "repeat_count",
        "suspects",
        "severity_clause",
        "severity_provisional",
        "verdict",
        "liable_party",
        "dismissal",
        "verdict_reason",
        "explanation",
        "verdict_at",
        "findings",
        "cause",
        "closing_notice",
    ]
    add_columns = [
        name for _heading, part in FIELDSETS for name in part["fields"] if name not in ("caller", "files")
    ] + ["customer_id", "contact_id"]
    edit_columns: list[str] = []
    search_columns = ComplaintView.search_columns
    order_columns, base_order = ComplaintView.order_columns, ComplaintView.base_order
    add_form_extra_fields = {name: getattr(IntakeForm, name) for name in add_columns}

    def __init__(self) -> None:
        super().__init__()
        self.add_form = IntakeForm

    def make(self, data: dict[str, Any]) -> Complaint:
        """The custom fields are told along: the policy may go by them."""
        facts, own = apart(data)
        return self.create(facts | {"own": own})

    def create(self, data: dict[str, Any]) -> Complaint:
        """By the verb."""
        return workflow.register(**data, actor=current_actor(), now=clock.now())

    def as_json(self, row: Complaint, columns: Any) -> dict[str, Any]:
        """The number as the caller may see it now; one row alone with the reason of its grade and of each deadline,
        and with what looks like the same matter and is to be confirmed."""
        plain = super().as_json(row, [column for column in columns if column not in ("phone", "suspects")])
        more: dict[str, Any] = {"phone": phone_in_sight(row)} if "phone" in columns else {}
        if "severity_clause" in columns:
            more |= {"why": page.why_graded(row).to_json(), "deadlines": [_deadline(each) for each in of_owner(row)]}
        if "suspects" in columns:
            more["suspects"] = [_suspect(each) for each in suspects_of(row)]
        return plain | more


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return {"id": suspect.earlier.id, "no": suspect.earlier.no, "reason": said(suspect.reason)}


def _deadline(row: Deadline) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "clock", "label", "state", "started_at", "due_at", "ended_at")}
    return {name: api_values.as_json(value) for name, value in told.items()} | {
        "binds": standing_beside(row),
        "why": why_of(row).to_json(),
    }
