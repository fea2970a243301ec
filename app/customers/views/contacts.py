"""Screens of whom to talk to at a customer, and where."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from app.core import clock
from app.core.errors import NotAllowed
from app.core.i18n import N_
from app.customers import verbs
from app.customers.duplicates import lookalikes, require_unlike
from app.customers.lists import ADDRESS_KINDS, REGIONS
from app.customers.models import Address, Contact, Customer
from app.customers.personal import REVEAL, address_in_sight, is_masked, phone_in_sight
from app.customers.reviews import is_open
from app.customers.words import CONTACT_CHANNELS, LANGUAGES, QUIET_TIMES
from app.security import current_actor
from app.web import KesuForm, KesuInterface, KesuModelView, Verb, expose, has_access
from app.web.editing import PK
from app.web.fields import BooleanField, Filled, PhoneField
from app.web.show import badge, dash, said


class PhoneForm(KesuForm):
    """A new number; the old one isn't shown."""

    phone = PhoneField(_l("New telephone number"), [Filled()])


_WISHES = ["channel", "quiet_from", "quiet_until", "do_not_contact"]


class ContactView(KesuModelView):
    """Contacts. A stored number is shown masked and never filled into a form."""

    datamodel, route_base = KesuInterface(Contact), "/contact"
    title, thing = _l("Contacts"), _l("Contact")
    label_columns = {
        "customer": _l("Customer"),
        "name": _l("Contact name"),
        "phone": _l("Telephone"),
        "email": _l("E-mail"),
        "language": _l("Language"),
        "preferred": _l("Preferred contact"),
        "channel": _l("Likes to be reached"),
        "quiet_from": _l("Quiet from"),
        "quiet_until": _l("Quiet until"),
        "do_not_contact": _l("Do not contact"),
        "nevertheless": _l("Add nevertheless"),
    }
    description_columns = {
        "quiet_from": _l("No message of ours goes out in these hours; it waits until they are over."),
        "do_not_contact": _l("No message of ours goes to this person's number and address."),
    }
    list_columns = ["name", "customer", "phone", "email", "channel", "preferred"]
    show_columns = ["customer", "name", "phone", "email", "language", "preferred", *_WISHES, "changed_at"]
    add_columns = ["customer", "name", "phone", "email", "language", "preferred", *_WISHES, "nevertheless"]
    edit_columns = ["name", "email", "language", "preferred", *_WISHES]
    search_columns, order_columns, base_order = ["name", "do_not_contact"], ["name"], ("name", "asc")
    choices = {
        "language": LANGUAGES,
        "channel": CONTACT_CHANNELS,
        "quiet_from": QUIET_TIMES,
        "quiet_until": QUIET_TIMES,
    }
    add_form_extra_fields = {
        "phone": PhoneField(_l("Telephone")),
        "nevertheless": BooleanField(
            _l("Add nevertheless"),
            description=_l("Only where another customer has this number, and it is right here as well."),
        ),
    }
    verbs = (
        Verb("change_phone", _l("Change the telephone number"), verbs.change_contact, PhoneForm, permission="can_edit"),
        REVEAL,
    )

    def cell(self, row: Contact, column: str) -> Any:
        """The number as the reader may see it; how to reach them, unless they want no contact at all."""
        if column == "phone":
            return dash(phone_in_sight(row))
        if column == "channel" and row.do_not_contact:
            return badge(said(_l("Do not contact")), "bad")
        return super().cell(row, column)

    def choices_query(self, term: str) -> Select[Any]:
        """Found by the customer's name, too; nobody of a file that is merged or archived."""
        found = select(Contact).join(Customer).where(is_open()).options(contains_eager(Contact.customer))
        if term:
            named = (column.icontains(term, autoescape=True) for column in (Contact.name, Customer.name))
            found = found.where(or_(*named))
        return found.order_by(Contact.name, Contact.id)

    def choice_label(self, row: Contact) -> str:
        """With the customer: many have a contact of that name."""
        return f"{row.name} ({row.customer})"

    def create(self, data: dict[str, Any]) -> Contact:
        """By the verb, on the customer's file."""
        nevertheless, customer = data.pop("nevertheless", False), data["customer"]
        require_unlike(lookalikes(phone=data["phone"] or "", but=customer.id if customer else None), nevertheless)
        return verbs.add_contact(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Contact, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_contact(row, **data, actor=current_actor(), now=clock.now())


class AddressInterface(KesuInterface):
    """Addresses with the customer, whose kind says whether they are personal data."""

    along = ("customer",)


class AddressView(KesuModelView):
    """Addresses. Those of private people are masked for readers whose role doesn't show personal data."""

    datamodel, route_base = AddressInterface(Address), "/address"
    title, thing = _l("Addresses"), _l("Address")
    label_columns = {
        "customer": _l("Customer"),
        "kind": _l("Kind of address"),
        "region": _l("Region"),
        "line": _l("Address"),
    }
    list_columns = ["line", "kind", "customer", "region", "note", "active"]
    show_columns = ["customer", "kind", "region", "line", "note", "active", "changed_at"]
    add_columns = ["customer", "kind", "region", "line", "note"]
    edit_columns = ["kind", "region", "line", "note"]
    search_columns, order_columns, base_order = ["kind", "region", "active"], ["kind"], ("id", "asc")
    choices = {"kind": ADDRESS_KINDS, "region": REGIONS}
    removable = True

    def cell(self, row: Address, column: str) -> Any:
        """The address as the reader may see it."""
        return address_in_sight(row) if column == "line" else super().cell(row, column)

    @expose(f"/edit/{PK}", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        """Not for readers to whom the form would show what is masked elsewhere."""
        if is_masked(self.reach(pk)):
            raise NotAllowed(N_("Your role doesn't show private addresses."))
        return super().edit(pk)

    def create(self, data: dict[str, Any]) -> Address:
        """By the verb, on the customer's file."""
        return verbs.add_address(data.pop("customer"), **data, actor=current_actor(), now=clock.now())

    def change(self, row: Address, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_address(row, **data, actor=current_actor(), now=clock.now())
