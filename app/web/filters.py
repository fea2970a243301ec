"""The filters of lists: few operators, values read as the column's kind, wrong values refused instead of a 500."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_appbuilder.models.filters import BaseFilter, BaseFilterConverter, FilterRelation
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_

from app.core import clock
from app.core.clock import SHANGHAI
from app.core.errors import Invalid
from app.core.i18n import N_
from app.core.money import Money
from app.web.spans import SPANS, bounds
from app.web.text import half_width, search_text, whole_number

MOST_VALUES = 60
"""Of which one filter says “one of these”."""
INTEGER_MAX = 2**31 - 1
"""Largest value of an integer column on PostgreSQL; primary keys included."""


class KesuFilter(BaseFilter):
    """A condition on one column. `read` raises Invalid for a value that can't be meant."""

    datamodel: Any
    model: Any

    def apply(self, query: Any, value: Any) -> Any:
        return query.filter(self.criterion(getattr(self.model, self.column_name), self.read(str(value))))

    def read(self, value: str) -> Any:
        """The value as the column's kind."""
        return reader(self.datamodel, self.column_name)(value)

    def criterion(self, column: Any, value: Any) -> Any:
        """The SQL condition."""
        raise NotImplementedError


class Contains(KesuFilter):
    """Part of the text, whatever its case; `%` and `_` mean themselves."""

    name, arg_name = _l("Contains"), "ct"

    def criterion(self, column: Any, value: Any) -> Any:
        return column.icontains(value, autoescape=True)


class StartsWith(KesuFilter):
    """Beginning of the text."""

    name, arg_name = _l("Starts with"), "sw"

    def criterion(self, column: Any, value: Any) -> Any:
        return column.istartswith(value, autoescape=True)


class Equals(KesuFilter):
    """The value itself; for an instant, the day on which it falls."""

    name, arg_name = _l("Equal to"), "eq"

    def criterion(self, column: Any, value: Any) -> Any:
        return column == value


class AtLeast(KesuFilter):
    """From a value on, itself included."""

    name, arg_name = _l("From"), "gt"

    def criterion(self, column: Any, value: Any) -> Any:
        return column >= (midnight(value) if self.datamodel.is_datetime(self.column_name) else value)


class AtMost(KesuFilter):
    """Up to a value; a day counts whole."""

    name, arg_name = _l("Until"), "lt"

    def criterion(self, column: Any, value: Any) -> Any:
        if self.datamodel.is_datetime(self.column_name):
            return column < midnight(value + timedelta(days=1))
        return column <= value


class OneOf(KesuFilter):
    """One of several values, written with commas between them."""

    name, arg_name = _l("One of"), "in"

    def read(self, value: str) -> list[Any]:
        """Each part as the column's kind. Raises Invalid."""
        parts = [part.strip() for part in value.split(",") if part.strip()][:MOST_VALUES]
        return [reader(self.datamodel, self.column_name)(part) for part in parts]

    def criterion(self, column: Any, value: Any) -> Any:
        return column.in_(value)


class Within(KesuFilter):
    """In a span of days that moves with the calendar: a code of `spans.SPANS`."""

    name, arg_name = _l("Span of days"), "within"

    def read(self, value: str) -> tuple[date, date]:
        """First and last day. Raises Invalid."""
        return read_span(value)

    def criterion(self, column: Any, value: tuple[date, date]) -> Any:
        first, last = value
        if self.datamodel.is_datetime(self.column_name):
            return and_(column >= midnight(first), column < midnight(last + timedelta(days=1)))
        return column.between(first, last)


class RelatedTo(FilterRelation):
    """Rows that point to the row with this id; used for the lists below a parent."""

    name, arg_name = _l("Belongs to"), "rel_o_m"
    datamodel: Any
    model: Any

    def apply(self, query: Any, value: Any) -> Any:
        mapper = self.model.__mapper__
        foreign_key = mapper.get_property_by_column(self.datamodel.get_relation_fk(self.column_name)).key
        return query.filter(getattr(self.model, foreign_key) == whole_number(str(value), 1, INTEGER_MAX))


class KesuFilterConverter(BaseFilterConverter):
    """Which filters a column of which kind has, in the order of the index in the URL."""

    conversion_table = (
        ("is_relation_many_to_one", [RelatedTo]),
        ("is_money", [AtLeast, AtMost]),
        ("is_datetime", [AtLeast, AtMost, Within]),
        ("is_date", [AtLeast, AtMost, Within]),
        ("is_boolean", [Equals]),
        ("is_integer", [Equals, AtLeast, AtMost, OneOf]),
        ("is_numeric", [AtLeast, AtMost]),
        ("is_string", [Contains, Equals, StartsWith, OneOf]),
        ("is_text", [Contains]),
    )

    def convert(self, col_name: str) -> list[BaseFilter] | None:
        """None for kinds that can't be searched (JSON, relations to many)."""
        for kind, classes in self.conversion_table:
            if getattr(self.datamodel, kind)(col_name):
                return [made(col_name, self.datamodel) for made in classes]
        return None


def reader(datamodel: Any, column: str) -> Callable[[str], Any]:
    """The function that reads a typed value as this column's kind."""
    kinds = (
        ("is_money", Money.parse),
        ("is_datetime", read_day),
        ("is_date", read_day),
        ("is_boolean", _yes_or_no),
        ("is_integer", _integer),
        ("is_numeric", _integer),
    )
    return next((read for kind, read in kinds if getattr(datamodel, kind)(column)), search_text)


def read_day(value: str) -> date:
    """2026-11-22, 2026/11/22 or 2026.11.22, full-width digits too. Raises Invalid."""
    try:
        year, month, number = half_width(value).replace("/", "-").replace(".", "-").split("-")
        found = date(int(year), int(month), int(number))
    except ValueError:
        found = None
    if found is None or not 1970 <= found.year <= 2100:
        raise Invalid(N_("“%(text)s” is not a date like 2026-11-22"), text=value[:40])
    return found


def read_span(value: str) -> tuple[date, date]:
    """A span's first and last day, counted from today in Shanghai. Raises Invalid."""
    if value not in SPANS:
        raise Invalid(N_("There is no such choice."))
    return bounds(value, clock.local_day(clock.now()))


def midnight(value: date) -> datetime:
    """The instant at which a day begins in Shanghai."""
    return datetime.combine(value, time(), SHANGHAI).astimezone(UTC)


def _yes_or_no(value: str) -> bool:
    return value in ("1", "y", "true", "True")


def _integer(value: str) -> int:
    number = whole_number(value, -INTEGER_MAX, INTEGER_MAX)
    if number is None:
        raise Invalid(N_("“%(text)s” is not a whole number"), text=value[:40])
    return number
