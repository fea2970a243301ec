"""REST: `/api/v1/customer/`, and the people to talk to there: `/api/v1/contact/`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers import verbs
from app.customers.models import Contact, Customer
from app.customers.personal import phone_in_sight
from app.customers.views import ContactView, CustomerView
from app.security import current_actor
from app.web import KesuInterface
from app.web.base_api import KesuApi
from app.web.steps_api import StepsApi, steps_of


class CustomerApi(KesuApi):
    """Customer files in JSON, under the same row scope."""

    datamodel, resource_name, title = KesuInterface(Customer), "customer", _l("Customers")
    list_columns = ["id", "no", "name", "kind", "status", "tier", "department", "owner"]
    show_columns = [*list_columns, "note", "contacts", "created_at", "changed_at"]
    add_columns = edit_columns = CustomerView.add_columns
    search_columns, order_columns = CustomerView.search_columns, CustomerView.order_columns
    base_order, choices = CustomerView.base_order, CustomerView.choices

    def create(self, data: dict[str, Any]) -> Customer:
        """By the verb, which numbers it."""
        return verbs.register_customer(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Customer, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_customer(row, **data, actor=current_actor(), now=clock.now())


class ContactApi(StepsApi):
    """Contacts in JSON, under the same row scope. A number goes in whole and comes out as on the screen."""

    steps = steps_of(ContactView)
    datamodel, resource_name, title = KesuInterface(Contact), "contact", _l("Contacts")
    list_columns = ["id", "customer", "name", "phone", "email", "preferred"]
    show_columns = [*list_columns, "language", "changed_at"]
    add_columns, edit_columns = ContactView.add_columns, ContactView.edit_columns
    add_form_extra_fields = ContactView.add_form_extra_fields
    search_columns, order_columns = ContactView.search_columns, ContactView.order_columns
    base_order, choices = ContactView.base_order, ContactView.choices

    def create(self, data: dict[str, Any]) -> Contact:
        """By the verb, on the customer's file."""
        return verbs.add_contact(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Contact, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_contact(row, **data, actor=current_actor(), now=clock.now())

    def as_json(self, row: Contact, columns: Any) -> dict[str, Any]:
        """The number as the caller may see it now."""
        plain = super().as_json(row, [column for column in columns if column != "phone"])
        return plain | ({"phone": phone_in_sight(row)} if "phone" in columns else {})
