"""The screen of waybills."""

from flask_babel import lazy_gettext as _l

from app.customers.models import Waybill
from app.customers.options import carriers, departments
from app.customers.words import WAYBILL_STATUSES, WAYBILL_TONES
from app.web import KesuInterface, KesuModelView


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
    badges = {"status": WAYBILL_TONES}
