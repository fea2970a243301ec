"""What is found of customer files: names, numbers, goods; people by telephone too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.customers.models import Contact, Customer, Waybill
from app.customers.personal import phone_in_sight
from app.customers.words import CUSTOMER_STATUSES, WAYBILL_STATUSES
from app.search import Finder, register_finder
from app.web.show import label


def _customer(row: Customer) -> Sequence[Any]:
    return [row.no, label(row.status, CUSTOMER_STATUSES)]


def _contact(row: Contact) -> Sequence[Any]:
    return [row.customer.name if row.customer else "", phone_in_sight(row), row.email]


def _waybill(row: Waybill) -> Sequence[Any]:
    return [row.goods, row.customer.name if row.customer else "", label(row.status, WAYBILL_STATUSES)]


register_finder(
    Finder(
        Customer,
        "CustomerView",
        _l("Customers"),
        "fa-address-book",
        ("no", "name", "credit_code", "needs", "note"),
        order=lambda: Customer.id,
        about=_customer,
    )
)
register_finder(
    Finder(
        Contact,
        "ContactView",
        _l("Contacts"),
        "fa-user",
        ("name", "email"),
        order=lambda: Contact.id,
        about=_contact,
        number="",
        along=("customer",),
    )
)
register_finder(
    Finder(
        Waybill,
        "WaybillView",
        _l("Waybills"),
        "fa-truck",
        ("no", "goods"),
        order=lambda: Waybill.id,
        about=_waybill,
        along=("customer",),
    )
)
