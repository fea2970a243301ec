"""REST: `/api/v1/customer/`, whom to talk to there: `/api/v1/contact/`, and where: `/api/v1/address/`."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers import verbs
from app.customers.duplicates import lookalikes, require_unlike
from app.customers.models import Address, Contact, Customer, TrackingEvent, Waybill
from app.customers.personal import address_in_sight, phone_in_sight
from app.customers.tracking import station_coded, track, waybill_numbered
from app.customers.views import AddressView, ContactView, CustomerView, WaybillView
from app.customers.views.contacts import AddressInterface
from app.customers.views.customers import COLUMNS, by_id
from app.customers.words import TRACKING_KINDS
from app.security import current_actor
from app.web import KesuInterface
from app.web.base_api import KesuApi
from app.web.fields import DateTimeLocalField, Filled, TextField
from app.web.steps_api import StepsApi, steps_of


class CustomerApi(StepsApi):
    """Customer files in JSON, under the same row scope. A file that looks like another one is refused unless
    `nevertheless` is sent."""

    steps = steps_of(CustomerView)

    datamodel, resource_name, title = KesuInterface(Customer), "customer", _l("Customers")
    list_columns = ["id", "no", "name", "kind", "status", "tier", "department", "owner"]
    show_columns = [
        "id",
        "no",
        *COLUMNS,
        "tier",
        "department",
        "contacts",
        "merged_into",
        "archived_at",
        "confirmed_at",
        "created_at",
        "changed_at",
    ]
    add_columns, edit_columns = CustomerView.add_columns, COLUMNS
    add_form_extra_fields = CustomerView.add_form_extra_fields
    edit_form_extra_fields = CustomerView.edit_form_extra_fields
    search_columns, order_columns = CustomerView.search_columns, CustomerView.order_columns
    base_order, choices = CustomerView.base_order, CustomerView.choices

    def create(self, data: dict[str, Any]) -> Customer:
        """By the verb, which numbers it."""
        nevertheless = data.pop("nevertheless", False)
        require_unlike(lookalikes(name=data["name"] or "", code=data["credit_code"] or ""), nevertheless)
        return verbs.register_customer(**by_id(data), actor=current_actor(), now=clock.now())

    def change(self, row: Customer, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_customer(row, **by_id(data), actor=current_actor(), now=clock.now())


class ContactApi(StepsApi):
    """Contacts in JSON, under the same row scope. A number goes in whole and comes out as on the screen."""

    steps = steps_of(ContactView)
    datamodel, resource_name, title = KesuInterface(Contact), "contact", _l("Contacts")
    list_columns = ["id", "customer", "name", "phone", "email", "preferred"]
    show_columns = [*list_columns, "language", "channel", "quiet_from", "quiet_until", "do_not_contact", "changed_at"]
    add_columns, edit_columns = ContactView.add_columns, ContactView.edit_columns
    add_form_extra_fields = ContactView.add_form_extra_fields
    search_columns, order_columns = ContactView.search_columns, ContactView.order_columns
    base_order, choices = ContactView.base_order, ContactView.choices

    def create(self, data: dict[str, Any]) -> Contact:
        """By the verb, on the customer's file."""
        nevertheless, customer = data.pop("nevertheless", False), data["customer"]
        require_unlike(lookalikes(phone=data["phone"] or "", but=customer.id if customer else None), nevertheless)
        return verbs.add_contact(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Contact, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_contact(row, **data, actor=current_actor(), now=clock.now())

    def as_json(self, row: Contact, columns: Any) -> dict[str, Any]:
        """The number as the caller may see it now."""
        plain = super().as_json(row, [column for column in columns if column != "phone"])
        return plain | ({"phone": phone_in_sight(row)} if "phone" in columns else {})


class AddressApi(KesuApi):
    """Addresses in JSON, under the same row scope; those of private people masked as on the screen."""

    datamodel, resource_name, title = AddressInterface(Address), "address", _l("Addresses")
    list_columns = show_columns = ["id", "customer", "kind", "region", "line", "note", "active"]
    add_columns, edit_columns = AddressView.add_columns, AddressView.edit_columns
    search_columns, order_columns = AddressView.search_columns, AddressView.order_columns
    base_order, choices, removable = AddressView.base_order, AddressView.choices, True

    def create(self, data: dict[str, Any]) -> Address:
        """By the verb, on the customer's file."""
        return verbs.add_address(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Address, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_address(row, **data, actor=current_actor(), now=clock.now())

    def as_json(self, row: Address, columns: Any) -> dict[str, Any]:
        """The address as the caller may see it now."""
        return super().as_json(row, columns) | {"line": address_in_sight(row)}


class WaybillApi(StepsApi):
    """Waybills in JSON, under the same row scope."""

    steps = steps_of(WaybillView)
    datamodel, resource_name, title = KesuInterface(Waybill), "waybill", _l("Waybills")
    list_columns = ["id", "no", "customer", "origin", "destination", "goods", "status", "promised_at", "delivered_at"]
    show_columns = [
        *list_columns, "carrier", "declared_value", "fragile", "valuable", "shipped_at", "appointment_at",
        "appointment_note",
    ]  # fmt: skip
    add_columns = edit_columns = WaybillView.add_columns
    search_columns, order_columns = WaybillView.search_columns, WaybillView.order_columns
    base_order, choices = WaybillView.base_order, WaybillView.choices


class TrackingApi(KesuApi):
    """Tracking events as they come from other systems: by the waybill's number and the station's code. What was sent
    before is refused with 409, so that sending twice is harmless."""

    datamodel, resource_name, title = KesuInterface(TrackingEvent), "tracking", _l("Tracking events")
    list_columns = show_columns = ["id", "waybill", "kind", "at", "station", "place", "note", "source"]
    add_columns, edit_columns = ["waybill_no", "kind", "at", "station_code", "place", "note"], []
    search_columns, order_columns, base_order = ["kind", "at"], ["at"], ("at", "desc")
    choices = {"kind": TRACKING_KINDS}
    add_form_extra_fields = {
        "waybill_no": TextField(_l("Waybill no."), [Filled()], longest=40),
        "station_code": TextField(_l("Station"), longest=32, empty=None),
        "at": DateTimeLocalField(_l("When")),
    }

    def create(self, data: dict[str, Any]) -> TrackingEvent:
        """By the verb; the customer is told where the tier says so."""
        waybill, code, now = waybill_numbered(data.pop("waybill_no")), data.pop("station_code", None), clock.now()
        data["at"] = data["at"] or now
        station = station_coded(code) if code else None
        if not track(waybill, **data, station_id=station, source="api", actor=current_actor(), now=now):
            raise Refused(N_("This was entered already."))
        return next(event for event in waybill.track if (event.at, event.kind) == (data["at"], data["kind"]))
