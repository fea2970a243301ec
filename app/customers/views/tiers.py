"""The screen of customer tiers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.i18n import N_
from app.customers.models import Tier
from app.customers.words import TOLD_KINDS
from app.web import KesuInterface, KesuModelView
from app.web.fields import IntegerField, MultiChoice, TextBox
from app.web.show import readable, said

_GREETING = 500
PLANNED = {
    "onsite": N_("A visit on site"),
    "phone": N_("A visit by telephone"),
    "sms": N_("A visit by text message"),
    "email": N_("A visit by e-mail"),
}
"""What the interval brings, by the way of the visit."""


class TierView(KesuModelView):
    """Customer tiers."""

    datamodel, route_base = KesuInterface(Tier), "/tier"
    title, thing = _l("Customer tiers"), _l("Customer tier")
    label_columns = {
        "name_zh": _l("Chinese name"),
        "name_en": _l("English name"),
        "rank": _l("Rank (1 comes first)"),
        "followup_days": _l("Follow-up every … days"),
        "visit_way": _l("What is planned then"),
        "greeting_zh": _l("Greeting in Chinese"),
        "greeting_en": _l("Greeting in English"),
        "tells": _l("Customers are told of"),
        "owner": _l("Looked after by"),
    }
    list_columns = ["code", "name_zh", "name_en", "rank", "followup_days", "visit_way", "active"]
    show_columns = [
        "code",
        "name_zh",
        "name_en",
        "rank",
        "followup_days",
        "visit_way",
        "greeting_zh",
        "greeting_en",
        "tells",
        "owner",
        "active",
    ]
    add_columns = edit_columns = show_columns
    choices = {"visit_way": PLANNED}
    description_columns = {
        "visit_way": _l("Nothing chosen: a follow-up, by a personal link or a call. One interval plans one thing."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "followup_days": IntegerField(
            _l("Follow-up every … days"),
            low=1,
            high=3650,
            description=_l("Empty: these customers aren't asked."),
        ),
        "greeting_zh": TextBox(
            _l("Greeting in Chinese"),
            longest=_GREETING,
            description=_l("What is said first; it stands beside the form while a complaint is registered."),
        ),
        "greeting_en": TextBox(_l("Greeting in English"), longest=_GREETING),
        "tells": MultiChoice(
            _l("Customers are told of"),
            labels=TOLD_KINDS,
            description=_l("Sent to the preferred contact when it happens to a waybill; the texts are templates."),
        ),
    }

    def cell(self, row: Tier, column: str) -> Any:
        """What customers are told of, in words."""
        if column == "tells":
            return readable([said(TOLD_KINDS[kind]) for kind in row.tells or () if kind in TOLD_KINDS])
        return super().cell(row, column)

    search_columns, order_columns, base_order = ["code", "name_zh"], ["code", "rank"], ("rank", "asc")
    choice_columns = ("name_zh", "code")
    removable = True
