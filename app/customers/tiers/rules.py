"""Condition rows over what is known of a customer. The comparisons are those of policy packs; the facts are its own."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core.errors import Invalid, UserError
from app.core.i18n import N_, Text
from app.core.money import Money
from app.customers.lists import INDUSTRIES, REGIONS, SIZES
from app.customers.models import Customer, Waybill
from app.customers.words import CUSTOMER_KINDS
from app.extensions import db
from app.policy.conditions import OPERATOR_LABELS, OPERATORS, Field, in_words, met
from app.web.show import said
from app.web.text import whole_number

YEAR = timedelta(days=365)
FIELDS: dict[str, Field] = {
    "waybills": Field("number", N_("Waybills in a year"), "waybills"),
    "goods_value": Field("money", N_("Value of the goods sent in a year"), "goods_value"),
    "revenue": Field("money", N_("Revenue in a year"), "revenue"),
    "industry": Field("choice", N_("Industry"), "industry", INDUSTRIES),
    "kind": Field("choice", N_("Kind of customer"), "kind", CUSTOMER_KINDS),
    "region": Field("choice", N_("Region"), "region", REGIONS),
    "size": Field("choice", N_("Size of the firm"), "size", SIZES),
}
JOINS = {"all": N_("all of these hold"), "any": N_("any of these holds")}
Figure = Callable[[datetime], Mapping[int, int]]
_figures: dict[str, Figure] = {}
_LARGEST = 10**12
_NO_VALUE = ("known", "unknown")


def register_figure(code: str, label: str, figure: Figure) -> None:
    """A number that a higher package knows of customers: `figure(now)` gives it by customer id; 0 for the others."""
    FIELDS[code] = Field("number", label, code)
    _figures[code] = figure


def facts_by_customer(now: datetime) -> Callable[[Customer], dict[str, Any]]:
    """What is known of each customer: a few queries for all of them together."""
    sent = func.coalesce(Waybill.shipped_at, Waybill.promised_at, Waybill.created_at)
    counted = select(Waybill.customer_id, func.count(), func.sum(Waybill.declared_value))
    lately = counted.where(Waybill.customer_id.is_not(None), sent > now - YEAR).group_by(Waybill.customer_id)
    shipped = {owner: (count, value.fen if value else 0) for owner, count, value in db.session.execute(lately)}
    figures = {code: figure(now) for code, figure in _figures.items()}

    def facts(customer: Customer) -> dict[str, Any]:
        waybills, value = shipped.get(customer.id, (0, 0))
        own = {name: getattr(customer, name) for name in ("industry", "kind", "region", "size")}
        revenue = customer.revenue.fen if customer.revenue is not None else None
        more = {code: known.get(customer.id, 0) for code, known in figures.items()}
        return own | more | {"waybills": waybills, "goods_value": value, "revenue": revenue}

    return facts


def holds(joined: str, rows: list[dict[str, Any]], facts: Mapping[str, Any]) -> bool:
    """Whether a rule's rows hold; a row whose field is gone never does."""
    found = [row["field"] in FIELDS and met(row["operator"], facts.get(row["field"]), row["value"]) for row in rows]
    return bool(found) and (any(found) if joined == "any" else all(found))


def told(row: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Text:
    """A row in words, with what was found where facts are given."""
    about = FIELDS.get(row["field"]) or Field("text", row["field"], row["field"])
    value = row["value"]
    several = value if isinstance(value, list) else [value]
    words = "" if row["operator"] in _NO_VALUE else ", ".join(said(in_words(about, each)) for each in several)
    label, compared = about.label, OPERATOR_LABELS[row["operator"]]
    parts = {"field": Text(label), "operator": Text(compared), "value": words}
    if facts is None:
        return Text(N_("%(field)s %(operator)s %(value)s"), parts)
    here = in_words(about, facts.get(row["field"]))
    return Text(N_("%(field)s %(operator)s %(value)s (here: %(fact)s)"), parts | {"fact": here})


def read_row(number: int, field: str | None, operator: str | None, value: str | None) -> dict[str, Any] | None:
    """A row as it was entered; None for an empty one. Raises Invalid at the box."""
    if not field and not operator and not (value or "").strip():
        return None
    about = FIELDS.get(field or "")
    if about is None:
        raise Invalid.field(f"field_{number}", N_("Please choose."))
    if operator not in OPERATORS[about.kind]:
        raise Invalid.field(f"operator_{number}", N_("This can't be asked of that field."))
    if operator in _NO_VALUE:
        return {"field": field, "operator": operator, "value": None}
    several = operator in ("one_of", "none_of")
    texts = (
        [text.strip() for text in (value or "").replace("，", ",").split(",")] if several else [(value or "").strip()]
    )
    values = [_read(about, text, number) for text in texts if text]
    if not values:
        raise Invalid.field(f"value_{number}", N_("Please fill this in."))
    return {"field": field, "operator": operator, "value": values if several else values[0]}


def shown_value(row: Mapping[str, Any]) -> str:
    """The value as its box shows it."""
    value, about = row["value"], FIELDS.get(row["field"])
    several = value if isinstance(value, list) else [] if value is None else [value]
    if about is not None and about.kind == "money":
        return ",".join(str(Money(each).yuan) for each in several)
    return ",".join(_(about.choices[each]) if about and each in about.choices else str(each) for each in several)


def _read(about: Field, text: str, number: int) -> Any:
    if about.kind == "money":
        try:
            return Money.parse(text).fen
        except UserError as error:
            raise Invalid.field(f"value_{number}", error.message) from error
    if about.kind == "number":
        count = whole_number(text, 0, _LARGEST)
        if count is None:
            raise Invalid.field(f"value_{number}", N_("Please enter a whole number."))
        return count
    code = next((code for code, label in about.choices.items() if text in (code, label, _(label))), None)
    if code is None:
        raise Invalid.field(f"value_{number}", N_("There is no such choice."))
    return code
