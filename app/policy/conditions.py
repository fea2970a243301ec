"""Conditions as rows of field, operator and value, joined by all or any; here they are decided in Python.

A fact that isn't known is neither equal to, nor above, nor among anything; `is_not`, `none_of` and `lacks` are the
plain opposites and hold for it. (SQL's NULL does otherwise: there they become IS DISTINCT FROM.)
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, PrivateAttr, Tag, field_validator, model_validator

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.own_fields import OWN_FIELD, own_fields

Facts = Mapping[str, Any]
Kind = Literal["money", "number", "choice", "text", "flag", "list", "date"]
Operator = Literal["is", "is_not", "above", "at_least", "below", "at_most", "one_of", "none_of", "contains", "lacks",
                   "known", "unknown"]  # fmt: skip


class Wrong(ValueError):
    """What is wrong with a value, as a text for the pack's author."""

    def __init__(self, msgid: str, **params: Any):
        self.text = Text(msgid, params)
        super().__init__(str(self.text))


@dataclass(frozen=True)
class Field:
    """A fact that a condition may ask for; `fact` is its key, money facts being in fen."""

    kind: Kind
    label: str
    fact: str
    choices: Mapping[str, str] = field(default_factory=dict)
    unusable: str = ""
    """Why no new rule should ask for it, a msgid; rules that do go on as they are."""


SEVERITIES = {"minor": N_("minor"), "moderate": N_("moderate"), "major": N_("major")}
KINDS = {"business": N_("business"), "attitude": N_("attitude")}
ORIGINS = {"external": N_("external"), "internal": N_("internal")}
RATINGS = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
CUSTOMER_KINDS = {
    "contract": N_("contract logistics"),
    "express": N_("express freight"),
    "walk_in": N_("walk-in"),
    "partner": N_("partner"),
    "staff": N_("own staff"),
}
PARTIES = {
    "department": N_("own department"),
    "carrier": N_("carrier"),
    "customer": N_("customer"),
    "nobody": N_("nobody"),
}

AUTHORITIES = {"postal": N_("postal regulator (12305)"), "consumer": N_("consumer authority (12315)")}

FIELDS: dict[str, Field] = {
    "kind": Field("choice", N_("kind of complaint"), "kind", KINDS),
    "origin": Field("choice", N_("origin"), "origin", ORIGINS),
    "channel": Field("text", N_("channel"), "channel"),
    "hotline": Field("flag", N_("came through the hotline"), "hotline"),
    "authority": Field("choice", N_("forwarded by"), "authority", AUTHORITIES),
    "category": Field("text", N_("category"), "category"),
    "severity": Field("choice", N_("severity"), "severity", SEVERITIES),
    "loss": Field("money", N_("loss"), "loss_fen"),
    "claim": Field("money", N_("claim"), "claim_fen"),
    "complaint_count": Field("number", N_("number of complaints"), "complaint_count"),
    "severe_dissatisfaction": Field("flag", N_("severe dissatisfaction"), "severe_dissatisfaction"),
    "behaviours": Field("list", N_("observed behaviours"), "behaviours"),
    "urgent": Field("flag", N_("urgent"), "urgent"),
    "solvable_at_once": Field("flag", N_("can be settled at once"), "solvable_at_once"),
    "confirmed": Field("flag", N_("found true"), "confirmed"),
    "liable_party": Field("choice", N_("who is liable"), "liable_party", PARTIES),
    "same_station_count": Field("number", N_("complaints about this waybill at this station"), "same_station_count"),
    "repeat": Field("flag", N_("confirmed as a repeat"), "repeat"),
    "misconduct": Field("list", N_("recorded misconduct"), "misconduct"),
    "importance": Field("choice", N_("importance"), "importance", RATINGS),
    "urgency": Field("choice", N_("urgency"), "urgency", RATINGS),
    "priority": Field("text", N_("priority"), "priority"),
    "customer_kind": Field("choice", N_("kind of customer"), "customer_kind", CUSTOMER_KINDS),
    "tier": Field("text", N_("customer tier"), "tier"),
    "goods_value": Field("money", N_("value of the goods"), "goods_value_fen"),
}

_ALWAYS: tuple[Operator, ...] = ("known", "unknown")
OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    "money": ("is", "is_not", "above", "at_least", "below", "at_most", *_ALWAYS),
    "number": ("is", "is_not", "above", "at_least", "below", "at_most", *_ALWAYS),
    "choice": ("is", "is_not", "one_of", "none_of", *_ALWAYS),
    "text": ("is", "is_not", "one_of", "none_of", *_ALWAYS),
    "flag": ("is", "is_not", *_ALWAYS),
    "list": ("contains", "lacks", *_ALWAYS),
    "date": ("is", "is_not", "above", "at_least", "below", "at_most", *_ALWAYS),
}
OPERATOR_LABELS: dict[Operator, str] = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "above": N_("is above"),
    "at_least": N_("is at least"),
    "below": N_("is below"),
    "at_most": N_("is at most"),
    "one_of": N_("is one of"),
    "none_of": N_("is none of"),
    "contains": N_("contains"),
    "lacks": N_("does not contain"),
    "known": N_("is known"),
    "unknown": N_("is not known"),
}


_NO_NAMES: Mapping[str, Text] = {}


def field_named(name: str) -> Field | None:
    """The field of that name; `switch.<code>` is a flag that the pack itself sets."""
    if name.startswith("switch."):
        return Field("flag", name, name)
    if OWN_FIELD.fullmatch(name):
        return own_fields().get(name)
    return FIELDS.get(name)


class Row(BaseModel):
    """One comparison. Money values are yuan in the pack; `operand` gives fen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    operator: Operator
    value: Any = None
    _about: Field | None = PrivateAttr(default=None)
    """Looked up once: the company's own fields are asked of the database."""

    @field_validator("field")
    @classmethod
    def _field_known(cls, name: str) -> str:
        if field_named(name) is None:
            known = [*(own_fields() if "." in name else ()), *FIELDS]
            raise Wrong(N_("there is no field “%(name)s”; there are %(known)s"), name=name, known=", ".join(known))
        return name

    @model_validator(mode="after")
    def _value_fits(self) -> "Row":
        self._about = field_named(self.field)
        kind = self.about.kind
        if self.operator not in OPERATORS[kind]:
            raise Wrong(
                N_("“%(operator)s” can't be asked of “%(field)s”; possible are %(known)s"),
                operator=self.operator,
                field=self.field,
                known=", ".join(OPERATORS[kind]),
            )
        _check_value(self)
        return self

    @property
    def about(self) -> Field:
        """The field that is asked for."""
        found = self._about or field_named(self.field)
        assert found is not None, "the validator has seen to it"
        return found

    @property
    def operand(self) -> Any:
        """The value to compare the fact with: fen for money, a tuple for one_of and none_of."""
        if self.about.kind == "money" and self.value is not None:
            return Money.from_yuan(self.value).fen
        return tuple(self.value) if isinstance(self.value, list) else self.value


class All(BaseModel):
    """True when each part is."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    all: tuple["Condition", ...]


class AnyOf(BaseModel):
    """True when at least one part is."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    any: tuple["Condition", ...]


def _shape(data: Any) -> str:
    if isinstance(data, (Row, All, AnyOf)):
        return {Row: "row", All: "all", AnyOf: "any"}[type(data)]
    if isinstance(data, Mapping):
        return "all" if "all" in data else "any" if "any" in data else "row"
    return "neither"


Condition = Annotated[
    Annotated[Row, Tag("row")] | Annotated[All, Tag("all")] | Annotated[AnyOf, Tag("any")], Discriminator(_shape)
]
All.model_rebuild()
AnyOf.model_rebuild()


def holds(condition: Row | All | AnyOf | None, facts: Facts) -> bool:
    """Whether the condition is met; no condition always is."""
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(part, facts) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(holds(part, facts) for part in condition.any)
    return _row_holds(condition, facts.get(condition.about.fact))


def rows(condition: Row | All | AnyOf | None) -> Iterator[Row]:
    """Every row of the condition, in reading order."""
    if condition is None:
        return
    if isinstance(condition, Row):
        yield condition
        return
    for part in condition.all if isinstance(condition, All) else condition.any:
        yield from rows(part)


def explain(condition: Row | All | AnyOf | None, facts: Facts, names: Mapping[str, Text] = _NO_NAMES) -> list[Text]:
    """The rows that make the condition true, each with the fact it was held against; `names` say what switches are."""
    if condition is None or not holds(condition, facts):
        return []
    if isinstance(condition, Row):
        return [describe(condition, facts, names)]
    parts = condition.all if isinstance(condition, All) else condition.any
    return [line for part in parts for line in explain(part, facts, names)]


def describe(row: Row, facts: Facts, names: Mapping[str, Text] = _NO_NAMES) -> Text:
    """The row in words: “loss is above ¥1,000.00 (here: ¥1,200.00)”."""
    about = row.about
    asked = {"field": names.get(row.field, Text(about.label)), "operator": Text(OPERATOR_LABELS[row.operator])}
    if row.operator in _ALWAYS:
        return Text(N_("%(field)s %(operator)s"), asked)
    value, fact = in_words(about, row.operand), in_words(about, facts.get(about.fact))
    return Text(N_("%(field)s %(operator)s %(value)s (here: %(fact)s)"), {**asked, "value": value, "fact": fact})


def in_words(about: Field, value: Any) -> Text | str:
    """A fact or an operand as people read it."""
    if value is None:
        return Text(N_("not known"))
    if isinstance(value, bool):
        return Text(N_("yes")) if value else Text(N_("no"))
    if about.kind == "money":
        return str(Money(value))
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return Text(about.choices[value]) if value in about.choices else str(value)


def _row_holds(row: Row, fact: Any) -> bool:
    return met(row.operator, fact, row.operand)


def met(comparison: Operator, fact: Any, value: Any) -> bool:
    """One comparison; a fact that isn't known meets the plain opposites only."""
    if comparison in _OPPOSITES:
        return not _compares(_OPPOSITES[comparison], fact, value)
    return _compares(comparison, fact, value)


_OPPOSITES: dict[Operator, Operator] = {"is_not": "is", "none_of": "one_of", "lacks": "contains", "unknown": "known"}
_COMPARISONS: dict[Operator, Callable[[Any, Any], bool]] = {
    "known": lambda fact, value: True,
    "is": operator.eq,
    "above": operator.gt,
    "at_least": operator.ge,
    "below": operator.lt,
    "at_most": operator.le,
    "one_of": lambda fact, value: fact in value,
    "contains": operator.contains,
}


def _compares(comparison: Operator, fact: Any, value: Any) -> bool:
    return fact is not None and _COMPARISONS[comparison](fact, value)


def _check_value(row: Row) -> None:
    if row.operator in _ALWAYS:
        if row.value is not None:
            raise Wrong(N_("“%(operator)s” takes no value"), operator=row.operator)
        return
    several = row.operator in ("one_of", "none_of")
    if several and (not isinstance(row.value, list) or not row.value):
        raise Wrong(N_("“%(operator)s” takes a list of values"), operator=row.operator)
    for value in row.value if several else [row.value]:
        if not _fits(row.about, value):
            raise Wrong(
                N_("“%(value)s” doesn't fit “%(field)s”; expected is %(expected)s"),
                value=value,
                field=row.field,
                expected=", ".join(row.about.choices) or Text(_EXPECTED[row.about.kind]),
            )


def _fits(about: Field, value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    match about.kind:
        case "money":
            return (whole or isinstance(value, Decimal)) and Decimal(value) * 100 % 1 == 0
        case "number":
            return whole
        case "flag":
            return isinstance(value, bool)
        case "choice":
            return isinstance(value, str) and value in about.choices
        case "text" | "list":
            return isinstance(value, str)
        case "date":
            return isinstance(value, str) and _is_day(value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_EXPECTED: dict[Kind, str] = {
    "money": N_("an amount of yuan with at most two decimals"),
    "number": N_("a whole number"),
    "text": N_("a text"),
    "flag": N_("true or false"),
    "list": N_("one entry of the list"),
    "date": N_("a day such as 2026-11-25"),
}
