"""REST: `/api/v1/customer/`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers import verbs
from app.customers.models import Customer
from app.customers.views import CustomerView
from app.security import current_actor
from app.web import KesuInterface
from app.web.base_api import KesuApi


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
