"""The screen of customer files, with their contacts, addresses and waybills below."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

import app.customers.shipments  # noqa: F401  (brings the waybills to the customer's page)
from app.core import clock
from app.customers import page, verbs
from app.customers.labels import CUSTOMER_LABELS
from app.customers.models import Customer
from app.customers.options import departments_in_reach, tiers
from app.customers.views.contacts import AddressView, ContactView
from app.customers.words import CUSTOMER_KINDS, CUSTOMER_STATUSES, INDUSTRIES, REGIONS, SIZES, SOURCES
from app.security import current_actor
from app.web import KesuInterface, KesuModelView
from app.web.fields import TextField

_SHORT = _l("The customer"), _l("What kind of customer"), _l("Needs and notes"), _l("Who looks after them")
FIELDSETS = [
    (_SHORT[0], {"fields": ["name", "credit_code", "kind", "status"]}),
    (_SHORT[1], {"fields": ["industry", "region", "size", "source", "tier_id"]}),
    (_SHORT[3], {"fields": ["department_id", "owner", "confidential"]}),
    (_SHORT[2], {"fields": ["needs", "note"]}),
]
COLUMNS = [name for _heading, part in FIELDSETS for name in part["fields"]]


class CustomerView(KesuModelView):
    """Customers, with what belongs to them below."""

    datamodel, route_base = KesuInterface(Customer), "/customer"
    title, thing = _l("Customers"), _l("Customer")
    label_columns = CUSTOMER_LABELS
    description_columns = {
        "confidential": _l("Only who looks after the customer sees the file then, and roles that may open such files."),
    }
    list_columns = ["no", "name", "kind", "tier_id", "industry", "region", "department_id", "owner", "status"]
    show_columns = ["no", *COLUMNS, "changed_at"]
    show_fieldsets = [("", {"fields": ["no", *FIELDSETS[0][1]["fields"], "changed_at"]}), *FIELDSETS[1:]]
    add_columns = edit_columns = COLUMNS
    add_fieldsets = edit_fieldsets = FIELDSETS
    add_form_extra_fields = edit_form_extra_fields = {
        # Wider than the column, since people paste it in groups; what is wrong with it the verb says.
        "credit_code": TextField(CUSTOMER_LABELS["credit_code"], longest=40, empty=None),
    }
    search_columns = [
        "no", "name", "credit_code", "kind", "tier_id", "industry", "region", "size", "source", "department_id",
        "status", "confidential",
    ]  # fmt: skip
    order_columns, base_order = ["no", "name"], ("no", "desc")
    choice_columns = ("name", "no")
    choices = {
        "kind": CUSTOMER_KINDS,
        "status": CUSTOMER_STATUSES,
        "industry": INDUSTRIES,
        "region": REGIONS,
        "size": SIZES,
        "source": SOURCES,
        "tier_id": tiers,
        "department_id": departments_in_reach,
    }
    badges = {"status": {"active": "good", "closed": "warn"}}
    permission_labels = {"can_confidential": _l("Open confidential files")}
    related_views = [ContactView, AddressView]
    show_template = "customers/show.html"

    def _add_verb_permissions(self) -> None:
        super()._add_verb_permissions()
        self.base_permissions.append("can_confidential")

    def show_context(self, row: Customer) -> Mapping[str, Any]:
        """Everything that ever happened."""
        return {"parts": page.parts_of(row), "story": page.story_of(row)}

    def create(self, data: dict[str, Any]) -> Customer:
        """By the verb, which numbers it."""
        return verbs.register_customer(**by_id(data), actor=current_actor(), now=clock.now())

    def change(self, row: Customer, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_customer(row, **by_id(data), actor=current_actor(), now=clock.now())

    def choice_label(self, row: Customer) -> str:
        """Name and number: two customers may share a name."""
        return f"{row.name} ({row.no})"


def by_id(data: dict[str, Any]) -> dict[str, Any]:
    """The form knows the owner, the verb an id."""
    if "owner" not in data:
        return data
    owner = data.pop("owner")
    return data | {"owner_id": owner.id if owner else None}
