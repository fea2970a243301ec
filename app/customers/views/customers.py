"""The screen of customer files, with their contacts, addresses and waybills below."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, select

import app.customers.shipments  # noqa: F401  (brings the waybills to the customer's page)
from app.core import clock
from app.customers import merging, page, verbs
from app.customers.duplicates import REASONS, lookalikes, require_unlike
from app.customers.labels import CUSTOMER_LABELS
from app.customers.lists import INDUSTRIES, REGIONS, SIZES, SOURCES
from app.customers.models import Customer
from app.customers.options import departments_in_reach, tiers
from app.customers.reviews import is_open, to_review
from app.customers.views.contacts import AddressView, ContactView
from app.customers.words import CUSTOMER_KINDS, CUSTOMER_STATUSES
from app.extensions import db
from app.security import current_actor, may
from app.web import KesuForm, KesuInterface, KesuModelView, Shortcut, Verb, expose, has_access
from app.web.fields import BooleanField, Filled, TextBox, TextField
from app.web.remote import RemoteSelectField
from app.web.shortcuts import Narrowed
from app.web.show import day
from app.web.text import search_text

_MOST_CAME = 20

_SHORT = _l("The customer"), _l("What kind of customer"), _l("Needs and notes"), _l("Who looks after them")
FIELDSETS = [
    (_SHORT[0], {"fields": ["name", "credit_code", "kind", "status"]}),
    (_SHORT[1], {"fields": ["industry", "region", "size", "source", "revenue", "tier_id"]}),
    (_SHORT[3], {"fields": ["department_id", "owner", "confidential"]}),
    (_SHORT[2], {"fields": ["needs", "note"]}),
]
COLUMNS = [name for _heading, part in FIELDSETS for name in part["fields"]]
NEVERTHELESS = BooleanField(
    _l("Add nevertheless"),
    description=_l("Only where a customer who looks alike is shown, and this is another one."),
)


class MergeForm(KesuForm):
    """Into which file."""

    into = RemoteSelectField(_l("Merge into"), [Filled()], model=Customer)
    note = TextBox(_l("Note"), longest=500)


class ArchiveForm(KesuForm):
    """Why."""

    reason = TextBox(_l("Reason"), [Filled()], longest=500)


def _open(row: Customer) -> bool:
    return row.merged_into_id is None and row.archived_at is None


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
    add_columns, edit_columns = [*COLUMNS, "nevertheless"], COLUMNS
    add_fieldsets, edit_fieldsets = [*FIELDSETS, ("", {"fields": ["nevertheless"]})], FIELDSETS
    edit_form_extra_fields = {
        # Wider than the column, since people paste it in groups; what is wrong with it the verb says.
        "credit_code": TextField(CUSTOMER_LABELS["credit_code"], longest=40, empty=None),
    }
    add_form_extra_fields = edit_form_extra_fields | {"nevertheless": NEVERTHELESS}
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
    show_template, form_template = "customers/show.html", "customers/form.html"
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "mine": Shortcut(_l("My customers"), lambda: and_(is_open(), Customer.owner_id == _me())),
        "to_review": Shortcut(_l("To be looked through"), to_review),
        "archived": Shortcut(_l("Archived"), lambda: Customer.archived_at.is_not(None)),
        "merged": Shortcut(_l("Merged"), lambda: Customer.merged_into_id.is_not(None)),
    }
    verbs = (
        Verb("confirm_file", _l("The file is right"), merging.confirm_file, opens=_open),
        Verb("merge", _l("Merge"), merging.merge, MergeForm, opens=_open, rare=True, note=_l(
            "Everything that belongs to this file goes to the other one. It can be taken apart again."
        )),
        Verb("unmerge", _l("Take apart again"), merging.unmerge, opens=lambda row: row.merged_into_id is not None,
             permission="can_merge", confirm=_l("Put everything back as it was before the merge?")),
        Verb("archive", _l("Archive"), merging.archive, ArchiveForm, opens=_open, rare=True),
        Verb("restore", _l("Take out of the archive"), merging.restore, permission="can_archive",
             opens=lambda row: row.archived_at is not None and row.merged_into_id is None),
    )  # fmt: skip

    def _add_verb_permissions(self) -> None:
        super()._add_verb_permissions()
        self.base_permissions.append("can_confidential")

    def show_context(self, row: Customer) -> Mapping[str, Any]:
        """Everything that ever happened."""
        return {"parts": page.parts_of(row), "story": page.story_of(row), "notices": notes_of(row)}

    def narrow(self, filters: Any) -> None:
        """What is merged or archived has a part of the list of its own."""
        super().narrow(filters)
        if not self.chosen_shortcut():
            filters.add_filter("id", Narrowed, is_open())

    def choices_query(self, term: str) -> Select[Any]:
        """Nothing new is hung on a file that is merged or archived."""
        return super().choices_query(term).where(is_open())

    @expose("/duplicates")
    @has_access
    @permission_name("add")
    def duplicates(self) -> str:
        """Who looks like what is being typed: a piece of the page."""
        asked = {name: search_text(request.args.get(name)) for name in ("name", "code", "phone")}
        return render_template(
            "customers/lookalikes.html",
            lookalikes=lookalikes(name=asked["name"], code=asked["code"], phone=asked["phone"]),
            reasons=REASONS,
        )

    def create(self, data: dict[str, Any]) -> Customer:
        """By the verb, which numbers it."""
        nevertheless = data.pop("nevertheless", False)
        require_unlike(lookalikes(name=data["name"] or "", code=data["credit_code"] or ""), nevertheless)
        return verbs.register_customer(**by_id(data), actor=current_actor(), now=clock.now())

    def change(self, row: Customer, data: dict[str, Any]) -> None:
        """By the verb."""
        verbs.change_customer(row, **by_id(data), actor=current_actor(), now=clock.now())

    def choice_label(self, row: Customer) -> str:
        """Name and number: two customers may share a name."""
        return f"{row.name} ({row.no})"


def notes_of(row: Customer) -> list[page.Note]:
    """What the reader has to know first: where the file went, which ones came here, who looks alike."""
    if row.merged_into is not None:
        link = (str(row.merged_into), url_for("CustomerView.show", pk=row.merged_into_id))
        return [page.Note(_("This file was merged; what belongs to it is here:"), "warn", (link,))]
    found = []
    if row.archived_at is not None:
        found.append(page.Note(_("This file was archived on %(day)s.", day=day(row.archived_at)), "warn"))
    came = db.session.scalars(select(Customer).where(Customer.merged_into_id == row.id).limit(_MOST_CAME)).all()
    if came:
        links = tuple((f"{each.name} ({each.no})", url_for("CustomerView.show", pk=each.id)) for each in came)
        found.append(page.Note(_("Merged into this file:"), "info", links))
    alike = (
        lookalikes(name=row.name, code=row.credit_code or "", but=row.id) if may("can_merge", "CustomerView") else []
    )
    if alike:
        links = tuple((f"{each.customer} ({each.customer.no})", url_for("CustomerView.show", pk=each.customer.id))
                      for each in alike)  # fmt: skip
        found.append(page.Note(_("These files look alike; where they are one customer, merge them:"), "warn", links))
    return found


def _me() -> int:
    actor = current_actor()
    return actor.id if actor else 0


def by_id(data: dict[str, Any]) -> dict[str, Any]:
    """The form knows the owner, the verb an id."""
    if "owner" not in data:
        return data
    owner = data.pop("owner")
    return data | {"owner_id": owner.id if owner else None}
