"""The screen of waybills: what was promised, what happened on the way, who was told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.core import clock
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers import tracking
from app.customers.models import Waybill
from app.customers.options import carriers, departments
from app.customers.waybill_page import parts_of, story_of
from app.customers.words import TRACKING_KINDS, WAYBILL_STATUSES, WAYBILL_TONES
from app.web import KesuForm, KesuInterface, KesuModelView, Shortcut, Verb
from app.web.fields import ChoiceField, DateTimeLocalField, Filled, TextField

_WAY = {"picked_up", "in_transit", "out_for_delivery"}


class TrackForm(KesuForm):
    """What happened, where and when."""

    kind = ChoiceField(_l("Tracking event"), [Filled()], labels=TRACKING_KINDS)
    at = DateTimeLocalField(_l("When"), description=_l("Empty: now."))
    station_id = ChoiceField(_l("Station"), labels=departments)
    place = TextField(_l("Where it happened"), longest=100)
    note = TextField(_l("Note"), longest=500)


def is_late() -> ColumnElement[bool]:
    """Promised for before now, and not there."""
    return and_(Waybill.status.in_(_WAY), Waybill.promised_at < clock.now())


def _track(waybill: Waybill, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    if not tracking.track(waybill, actor=actor, now=now, **facts):
        raise Refused(N_("This was entered already."))


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
        "shipped_at": _l("Picked up at"),
        "delivered_at": _l("Delivered at"),
        "fragile": _l("Fragile"),
        "valuable": _l("Valuable"),
        "appointment_at": _l("Delivery agreed for"),
        "appointment_note": _l("What was agreed"),
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
        "fragile",
        "valuable",
        "status",
        "promised_at",
        "appointment_at",
        "appointment_note",
        "shipped_at",
        "delivered_at",
    ]
    search_columns = ["no", "status", "origin_id", "destination_id", "fragile", "valuable", "promised_at"]
    order_columns, base_order = ["no", "promised_at"], ("no", "desc")
    choice_columns = ("no",)
    choices = {
        "status": WAYBILL_STATUSES,
        "origin_id": departments,
        "destination_id": departments,
        "carrier_id": carriers,
    }
    badges = {"status": WAYBILL_TONES}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "late": Shortcut(_l("Late"), is_late),
        "way": Shortcut(_l("On the way"), lambda: Waybill.status.in_(_WAY)),
    }
    show_template = "customers/waybill.html"
    verbs = (Verb("track", _l("Add to the track"), _track, TrackForm),)

    def show_context(self, row: Waybill) -> Mapping[str, Any]:
        """The track, and what higher packages know of it."""
        return {"story": story_of(row), "parts": parts_of(row)}
