"""Screens of tiers' rules and of what they propose."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.customers.options import tiers
from app.customers.page import register_sentences
from app.customers.tiers import verbs
from app.customers.tiers.models import MOST_ROWS, TierProposal, TierRule
from app.customers.tiers.rules import FIELDS, JOINS, read_row, shown_value, told
from app.extensions import db
from app.policy.conditions import OPERATOR_LABELS
from app.security import may
from app.web import Card, KesuForm, KesuInterface, KesuModelView, Shortcut, Verb, register_home_card
from app.web.fields import ChoiceField, TextBox, TextField
from app.web.show import said

STATES = {
    "open": N_("To be decided"),
    "confirmed": N_("Applied"),
    "declined": N_("Declined"),
    "overtaken": N_("Overtaken"),
}
_NUMBERS = range(1, MOST_ROWS + 1)
_BOXES = [f"{name}_{number}" for number in _NUMBERS for name in ("field", "operator", "value")]
register_sentences(
    {
        "change_tier": N_("%(who)s moved the customer from tier “%(from)s” to “%(to)s”."),
        "decline_tier": N_("%(who)s left the tier as it is; “%(to)s” had been proposed."),
    }
)


def _fields() -> dict[str, Any]:
    return {code: field.label for code, field in FIELDS.items()}


def _box(name: str, number: int) -> Any:
    """The number-th row's box, filled in from the rule's rows."""
    if name == "field":
        return ChoiceField(_l("Field"), labels=_fields)
    if name == "operator":
        return ChoiceField(_l("Operator"), labels=OPERATOR_LABELS)
    return TextField(_l("Value"), longest=200, description=_l("Several: separated by commas. Amounts in yuan."))


def _shown(name: str, number: int) -> property:
    def value(rule: TierRule) -> Any:
        row = rule.rows[number - 1] if number <= len(rule.rows or ()) else None
        return None if row is None else shown_value(row) if name == "value" else row[name]

    return property(value)


for _number in _NUMBERS:
    for _name in ("field", "operator", "value"):
        setattr(TierRule, f"{_name}_{_number}", _shown(_name, _number))


class TierRuleView(KesuModelView):
    """等级规则, in condition rows."""

    datamodel, route_base = KesuInterface(TierRule), "/tierrule"
    title, thing = _l("Tier rules"), _l("Tier rule")
    label_columns = {
        "tier_id": _l("Tier"),
        "joined": _l("How the conditions are joined"),
        "rows": _l("Conditions"),
        **{f"field_{number}": _l("Field") for number in _NUMBERS},
        **{f"operator_{number}": _l("Operator") for number in _NUMBERS},
        **{f"value_{number}": _l("Value") for number in _NUMBERS},
    }
    list_columns = ["tier_id", "joined", "rows", "active"]
    show_columns = ["tier_id", "joined", "rows", "active", "changed_at"]
    add_columns = edit_columns = ["tier_id", "joined", *_BOXES, "active"]
    add_fieldsets = edit_fieldsets = [
        (None, {"fields": ["tier_id", "joined", "active"]}),
        *(
            (Text(N_("Condition %(number)s"), {"number": number}),
             {"fields": [f"{name}_{number}" for name in ("field", "operator", "value")]})
            for number in _NUMBERS
        ),
    ]  # fmt: skip
    add_form_extra_fields = edit_form_extra_fields = {
        f"{name}_{number}": _box(name, number) for number in _NUMBERS for name in ("field", "operator", "value")
    }
    search_columns, order_columns, base_order = ["tier_id", "active"], ["tier_id"], ("tier_id", "asc")
    choices = {"tier_id": tiers, "joined": JOINS}
    removable = True

    def cell(self, row: TierRule, column: str) -> Any:
        """The rows in words."""
        if column == "rows":
            return _("; ").join(said(told(each)) for each in row.rows) or _("No condition")
        return super().cell(row, column)

    def create(self, data: dict[str, Any]) -> TierRule:
        """With its rows read."""
        return super().create(_with_rows(data))

    def change(self, row: TierRule, data: dict[str, Any]) -> None:
        """With its rows read."""
        super().change(row, _with_rows(data))


class NoteForm(KesuForm):
    """A remark."""

    note = TextBox(_l("Note"), longest=500)


class TierProposalView(KesuModelView):
    """等级调整建议: what the rules would change, with their working."""

    datamodel, route_base = KesuInterface(TierProposal), "/tierproposal"
    title, thing = _l("Tier proposals"), _l("Tier proposal")
    label_columns = {
        "customer": _l("Customer"),
        "from_tier": _l("Tier now"),
        "to_tier": _l("Proposed tier"),
        "working": _l("Why"),
        "made_at": _l("Proposed at"),
        "decided_at": _l("Decided at"),
        "decided_by": _l("Decided by"),
    }
    list_columns = ["customer", "from_tier", "to_tier", "working", "state", "made_at"]
    show_columns = [*list_columns, "decided_at", "decided_by"]
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar[list[str]] = []
    search_columns, order_columns, base_order = ["state", "made_at"], ["made_at"], ("id", "desc")
    choices = {"state": STATES}
    badges = {"state": {"open": "warn", "confirmed": "good"}}
    shortcuts: ClassVar[Mapping[str, Shortcut]] = {
        "open": Shortcut(_l("To be decided"), lambda: TierProposal.state == "open")
    }
    verbs = (
        Verb("confirm", _l("Apply"), verbs.confirm, opens=lambda row: row.state == "open", tone="primary"),
        Verb("decline", _l("Decline"), verbs.decline, NoteForm, opens=lambda row: row.state == "open"),
    )

    def cell(self, row: TierProposal, column: str) -> Any:
        """The working in words."""
        if column == "working":
            return _("; ").join(said(Text.from_json(each)) for each in row.working)
        return super().cell(row, column)


def _with_rows(data: dict[str, Any]) -> dict[str, Any]:
    boxes = {name: data.pop(name, None) for name in _BOXES}
    parts = [[boxes[f"{name}_{number}"] for name in ("field", "operator", "value")] for number in _NUMBERS]
    rows = [read_row(number, *each) for number, each in enumerate(parts, 1)]
    kept = [row for row in rows if row is not None]
    if not kept:
        raise Invalid.field("field_1", N_("Please give at least one condition."))
    return data | {"rows": kept}


@register_home_card
def card() -> Card | None:
    """Proposals to be decided."""
    if not may("can_confirm", "TierProposalView"):
        return None
    count = db.session.scalar(select(func.count(TierProposal.id)).where(TierProposal.state == "open")) or 0
    url = url_for("TierProposalView.list", only="open")
    return Card(_("Customer tiers to be decided"), count, url, "fa-star", "warn") if count else None
