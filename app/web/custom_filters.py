"""Searching and ordering by custom fields: the same few operators as for columns, on values that lie in JSON."""

from typing import Any

from sqlalchemy import String, cast, false, or_

from app.core.errors import Invalid
from app.core.i18n import N_
from app.customfields import PREFIX, CustomField, visible_fields
from app.customfields.values import kept
from app.web.custom import READERS
from app.web.filters import AtLeast, AtMost, Contains, Equals, KesuFilterConverter, OneOf, Within
from app.web.text import search_text

SEARCH_BOXES = {
    "choice": "choice",
    "choices": "choice",
    "yesno": "yesno",
    "date": "day",
    "number": "number",
    "money": "number",
}
"""Kind of field → kind of search box; the others are text."""


class CustomFilterConverter(KesuFilterConverter):
    """The usual filters, and those of columns `x_<code>`."""

    def convert(self, col_name: str) -> Any:
        """None for a custom field that is gone or isn't the reader's to see, too."""
        if not col_name.startswith(PREFIX):
            return super().convert(col_name)
        field = _field(self.datamodel, col_name)
        return [made(col_name, self.datamodel) for made in _FILTERS[field.kind]] if field else None


def stored(model: Any, field: CustomField) -> Any:
    """The value in SQL, as its kind compares."""
    entry = model.extra[field.code]
    if field.kind in ("number", "money"):
        return entry.as_float()
    return entry.as_boolean() if field.kind == "yesno" else entry.as_string()


def order_of(datamodel: Any, column: str) -> Any | None:
    """What a list is ordered by; None where the column is no custom field of the reader's."""
    field = _field(datamodel, column) if column.startswith(PREFIX) else None
    return stored(datamodel.obj, field) if field is not None else None


def _field(datamodel: Any, column: str) -> CustomField | None:
    fields = visible_fields(datamodel.custom_kind)
    return next((field for field in fields if field.column == column), None)


class _Custom:
    """What the filters of custom fields share: the value is read by the field's kind and found in JSON."""

    model: Any
    read: Any
    criterion: Any

    def __init__(self, column_name: str, datamodel: Any, is_related_view: bool = False) -> None:
        super().__init__(column_name, datamodel, is_related_view)  # type: ignore[call-arg]
        field = _field(datamodel, column_name)
        assert field is not None, "only what the reader sees is searched by"
        self.field: CustomField = field

    def apply(self, query: Any, value: Any) -> Any:
        """The condition on the value in JSON."""
        return query.filter(self.criterion(stored(self.model, self.field), self.read(str(value))))


class _Typed(_Custom):
    """Numbers, amounts and dates."""

    def read(self, value: str) -> Any:
        """As JSON keeps it."""
        return kept(self.field.kind, READERS[self.field.kind](value))


class _From(_Typed, AtLeast):
    def criterion(self, column: Any, value: Any) -> Any:
        return column >= value


class _Until(_Typed, AtMost):
    def criterion(self, column: Any, value: Any) -> Any:
        return column <= value


class _Text(_Custom, Contains):
    def read(self, value: str) -> str:
        return search_text(value)


class _Choice(_Custom, Equals):
    def read(self, value: str) -> str:
        """One of the codes. Raises Invalid."""
        if value not in self.field.labels:
            raise Invalid(N_("There is no such choice."))
        return value


class _AnyOf(_Custom, OneOf):
    def read(self, value: str) -> list[str]:
        """Those of the codes that there are. Raises Invalid for any other."""
        codes = [part for part in value.split(",") if part]
        if not set(codes) <= self.field.labels.keys():
            raise Invalid(N_("There is no such choice."))
        return codes


class _Within(_Custom, Within):
    """Dates lie in JSON as their text, which is in the order of the days."""

    def criterion(self, column: Any, value: Any) -> Any:
        return column.between(*(day.isoformat() for day in value))


class _OneOf(_Choice):
    """Among several choices that are ticked."""

    def apply(self, query: Any, value: Any) -> Any:
        """JSON has the codes in quotation marks, and codes have none."""
        entry = cast(self.model.extra[self.field.code], String)
        return query.filter(entry.contains(f'"{self.read(str(value))}"', autoescape=True))


class _SomeOf(_AnyOf):
    """At least one of the ticked ones among several."""

    def apply(self, query: Any, value: Any) -> Any:
        entry = cast(self.model.extra[self.field.code], String)
        ticked = (entry.contains(f'"{code}"', autoescape=True) for code in self.read(str(value)))
        return query.filter(or_(false(), *ticked))


class _YesNo(_Custom, Equals):
    def read(self, value: str) -> bool:
        return value in ("1", "y", "true", "True")

    def criterion(self, column: Any, value: Any) -> Any:
        """Rows from before the field was there say nothing, which is no."""
        return column.is_(True) if value else column.is_not(True)


_FILTERS: dict[str, tuple[type, ...]] = {
    "text": (_Text,),
    "long_text": (_Text,),
    "number": (_From, _Until),
    "money": (_From, _Until),
    "date": (_From, _Until, _Within),
    "choice": (_Choice, _AnyOf),
    "choices": (_OneOf, _SomeOf),
    "yesno": (_YesNo,),
}
