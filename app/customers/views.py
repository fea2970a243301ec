"""Screens of customer files: customers with their contacts and waybills, and the tiers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers import verbs
from app.customers.models import CUSTOMER_KINDS, CUSTOMER_STATUSES, WAYBILL_STATUSES, Contact, Customer, Tier, Waybill
from app.customers.options import carriers, departments, departments_in_reach, tiers
from app.customers.personal import REVEAL, phone_in_sight
from app.security import current_actor
from app.web import KesuForm, KesuInterface, KesuModelView, Verb
from app.web.fields import Filled, IntegerField, PhoneField
from app.web.show import dash

_CUSTOMER_LABELS = {
    "no": _l("Customer no."),
    "kind": _l("Kind of customer"),
    "tier_id": _l("Tier"),
    "status": _l("Status"),
    "department_id": _l("Served by"),
    "owner": _l("Looked after by"),
    "note": _l("Note"),
    "name": _l("Name"),
}


class PhoneForm(KesuForm):
    """A new number; the old one isn't shown."""

    phone = PhoneField(_l("New telephone number"), [Filled()])


class ContactView(KesuModelView):
    """Contacts. A stored number is shown masked and never filled into a form."""

    datamodel, route_base = KesuInterface(Contact), "/contact"
    title, thing = _l("Contacts"), _l("Contact")
    label_columns = {
        "customer": _l("Customer"),
        "phone": _l("Telephone"),
        "email": _l("E-mail"),
        "language": _l("Language"),
        "preferred": _l("Preferred contact"),
    }
    list_columns = ["name", "phone", "email", "preferred"]
    show_columns = ["customer", "name", "phone", "email", "language", "preferred", "changed_at"]
    add_columns = ["customer", "name", "phone", "email", "language", "preferred"]
    edit_columns = ["name", "email", "language", "preferred"]
    search_columns, order_columns, base_order = ["name"], ["name"], ("name", "asc")
    choices = {"language": verbs.LANGUAGES}
    add_form_extra_fields = {"phone": PhoneField(_l("Telephone"))}
    verbs = (
        Verb("change_phone", _l("Change the telephone number"), verbs.change_contact, PhoneForm, permission="can_edit"),
        REVEAL,
    )

    def cell(self, row: Contact, column: str) -> Any:
        """The number as the reader may see it."""
        return dash(phone_in_sight(row)) if column == "phone" else super().cell(row, column)

    def create(self, data: dict[str, Any]) -> Contact:
        """By the verb, on the customer's file."""
        return verbs.add_contact(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Contact, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_contact(row, **data, actor=current_actor(), now=clock.now())


class WaybillView(KesuModelView):
    """Waybills."""

    datamodel, route_base = KesuInterface(Waybill), "/waybill"
    title, thing = _l("Waybills"), _l("Waybill")
    label_columns = {
        "no": _l("Waybill no."),
        "customer": _l("Customer"),
        "origin_id": _l("From station"),
        "goods": _l("Goods"),
        "destination_id": _l("To station"),
        "carrier_id": _l("Carrier"),
        "declared_value": _l("Declared value"),
        "status": _l("Status"),
        "promised_at": _l("Promised for"),
        "delivered_at": _l("Delivered at"),
    }
    list_columns = ["no", "customer", "origin_id", "destination_id", "goods", "status", "promised_at"]
    show_columns = add_columns = edit_columns = [
        "no",
        "customer",
        "origin_id",
        "destination_id",
        "carrier_id",
        "goods",
        "declared_value",
        "status",
        "promised_at",
        "delivered_at",
    ]
    search_columns = ["no", "status", "origin_id", "destination_id", "promised_at"]
    order_columns, base_order = ["no", "promised_at"], ("no", "desc")
    choice_columns = ("no",)
    choices = {
        "status": WAYBILL_STATUSES,
        "origin_id": departments,
        "destination_id": departments,
        "carrier_id": carriers,
    }
    badges = {"status": {"signed": "good", "lost": "bad", "returned": "warn"}}


class CustomerView(KesuModelView):
    """Customers, with their contacts and waybills below."""

    datamodel, route_base = KesuInterface(Customer), "/customer"
    title, thing = _l("Customers"), _l("Customer")
    label_columns = _CUSTOMER_LABELS
    list_columns = ["no", "name", "kind", "tier_id", "department_id", "status"]
    show_columns = ["no", "name", "kind", "tier_id", "department_id", "owner", "status", "note", "changed_at"]
    add_columns = edit_columns = ["name", "kind", "tier_id", "department_id", "status", "note"]
    search_columns = ["no", "name", "kind", "tier_id", "department_id", "status"]
    order_columns, base_order = ["no", "name"], ("no", "desc")
    choice_columns = ("name", "no")
    choices = {
        "kind": CUSTOMER_KINDS,
        "status": CUSTOMER_STATUSES,
        "tier_id": tiers,
        "department_id": departments_in_reach,
    }
    badges = {"status": {"active": "good", "closed": "warn"}}
    related_views = [ContactView, WaybillView]

    def create(self, data: dict[str, Any]) -> Customer:
        """By the verb, which numbers it."""
        return verbs.register_customer(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Customer, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_customer(row, **data, actor=current_actor(), now=clock.now())

    def choice_label(self, row: Customer) -> str:
        """Name and number: two customers may share a name."""
        return f"{row.name} ({row.no})"


class TierView(KesuModelView):
    """Customer tiers."""

    datamodel, route_base = KesuInterface(Tier), "/tier"
    title, thing = _l("Customer tiers"), _l("Customer tier")
    label_columns = {
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "rank": _l("Rank (1 comes first)"),
        "followup_days": _l("Follow-up every … days"),
    }
    list_columns = show_columns = ["code", "name_zh", "name_en", "rank", "followup_days", "active"]
    add_columns = edit_columns = ["code", "name_zh", "name_en", "rank", "followup_days", "active"]
    add_form_extra_fields = edit_form_extra_fields = {
        "followup_days": IntegerField(
            _l("Follow-up every … days"),
            low=1,
            high=3650,
            description=_l("Empty: these customers aren't asked."),
        )
    }
    search_columns, order_columns, base_order = ["code", "name_zh"], ["code", "rank"], ("rank", "asc")
    choice_columns = ("name_zh", "code")
    removable = True
