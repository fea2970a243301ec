"""Custom fields on screens and in the API: columns that come and go at run time, without a restart.

A view over a `Customised` model has them by itself: its lists of columns, labels and forms are asked for anew with each
request. Each custom field is a column `x_<code>`; on the page it stands in the section that its definition names.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask import has_request_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field

from app.core.errors import UserError
from app.core.money import Money
from app.customfields import PREFIX, CustomField, Customised, editable_fields, visible_fields
from app.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    Filled,
    MoneyField,
    MultiChoice,
    NumberField,
    TextBox,
    TextField,
)
from app.web.filters import read_day
from app.web.show import label, readable
from app.web.text import half_width, read_number

OTHER = _l("Additional details")
"""The section of fields that name none."""
SEARCHABLE = ("text", "long_text", "number", "money", "date", "choice", "choices", "yesno")
SORTABLE = ("text", "number", "money", "date", "choice")
LINE, BOX = 200, 5000
READERS: Mapping[str, Callable[[str], Any]] = {"number": read_number, "money": Money.parse, "date": read_day}
"""How a typed value is read; each raises a UserError. The other kinds are texts and codes."""

_EXTENDED: Mapping[str, Callable[[str], list[str]]] = {
    "list_columns": lambda kind: [field.column for field in visible_fields(kind) if field.in_list],
    "show_columns": lambda kind: [field.column for field in visible_fields(kind)],
    "add_columns": lambda kind: [field.column for field in editable_fields(kind)],
    "edit_columns": lambda kind: [field.column for field in editable_fields(kind)],
    "search_columns": lambda kind: [field.column for field in visible_fields(kind) if field.kind in SEARCHABLE],
    "order_columns": lambda kind: [field.column for field in visible_fields(kind) if field.kind in SORTABLE],
}


class _Extended:
    """A list of columns: the view's own and, within a request, the custom ones after them."""

    def __init__(self, name: str, own: Any) -> None:
        self.name, self.own = name, own

    def __get__(self, view: Any, owner: type) -> Any:
        if view is None:
            return self.own
        own = vars(view).get(self.name, self.own)
        if not own or not has_request_context():
            return own
        return [*own, *_EXTENDED[self.name](view.custom_kind)]

    def __set__(self, view: Any, value: Any) -> None:
        vars(view)[self.name] = value


class _Labels(_Extended):
    """The labels of all columns."""

    def __get__(self, view: Any, owner: type) -> Any:
        if view is None:
            return self.own
        own = vars(view).get(self.name, self.own)
        if own is None or not has_request_context():
            return own
        return own | {field.column: field.label for field in visible_fields(view.custom_kind)}


class _Form(_Extended):
    """The form for adding or changing, with the custom fields that the reader may fill in."""

    def __get__(self, view: Any, owner: type) -> Any:
        if view is None:
            return self.own
        own = vars(view).get(self.name, self.own)
        if own is None or not has_request_context():
            return own
        fields = {field.column: form_field(field) for field in editable_fields(view.custom_kind)}
        return type("CustomForm", (own,), fields) if fields else own


class CustomColumns:
    """Mixin of the base view and the base API: makes the columns of views over `Customised` models extensible."""

    datamodel: Any
    custom_kind: ClassVar[str] = ""
    """The table's name where its records take custom fields."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        model = getattr(getattr(cls, "datamodel", None), "obj", None)
        if not (isinstance(model, type) and issubclass(model, Customised)):
            return
        if not isinstance(cls.custom_kind, property):
            cls.custom_kind = model.__tablename__
        for name in _EXTENDED:
            setattr(cls, name, _Extended(name, getattr(cls, name)))
        cls.label_columns = _Labels("label_columns", getattr(cls, "label_columns", None))
        for name in ("add_form", "edit_form"):
            setattr(cls, name, _Form(name, getattr(cls, name, None)))

    def custom_sections(self, columns: Sequence[str]) -> list[tuple[str, dict[str, list[str]]]]:
        """The custom ones among the columns as fieldsets, by section."""
        found: dict[str, list[str]] = {}
        for field in visible_fields(self.custom_kind) if self.custom_kind else ():
            if field.column in columns:
                found.setdefault(field.section or str(OTHER), []).append(field.column)
        return [(section, {"fields": names}) for section, names in found.items()]

    def custom_groups(self, row: Any) -> Sequence[tuple[str, Sequence[tuple[str, Any]]]]:
        """[(section, [(label, value)])] of what the reader may see."""
        fields = {field.column: field for field in visible_fields(self.custom_kind)}
        return [
            (section, [(fields[name].label, custom_cell(row, fields[name])) for name in part["fields"]])
            for section, part in self.custom_sections(list(fields))
        ]

    def custom_field(self, column: str) -> CustomField | None:
        """The definition behind a column; None for the view's own."""
        if not self.custom_kind or not column.startswith(PREFIX):
            return None
        return next((field for field in visible_fields(self.custom_kind) if field.column == column), None)


def form_field(field: CustomField, *, gaps: bool = False) -> Field:  # noqa: PLR0911  (one line for each kind)
    """The definition as an unbound field of a form; `gaps`: of a draft, where what is required may still be open."""
    checks = [Filled()] if field.required and not gaps else []
    about: dict[str, Any] = {"description": field.help_text}
    if field.kind != "yesno" and field.default_value:
        about["default"] = default_of(field)
    match field.kind:
        case "long_text":
            return TextBox(field.label, checks, longest=BOX, **about)
        case "number":
            return NumberField(field.label, checks, **about)
        case "money":
            return MoneyField(field.label, checks, negative=True, **about)
        case "date":
            return DateField(field.label, checks, **about)
        case "choice":
            return ChoiceField(field.label, checks, labels=field.labels, **about)
        case "choices":
            return MultiChoice(field.label, checks, labels=field.labels, **about)
        case "yesno":
            return BooleanField(field.label, default=field.default_value in ("1", "yes", _("Yes")), **about)
    return TextField(field.label, checks, longest=LINE, **about)


def default_of(field: CustomField) -> Any:
    """The default as the field's kind reads it; None for one that can't be read.

    >>> default_of(CustomField(kind="money", default_value="50")).fen
    5000
    """
    text = field.default_value
    match field.kind:
        case "choices":
            wanted = half_width(text).replace(",", " ").split()
            return [code for code, name in field.options if code in wanted or name in wanted]
        case "choice":
            return next((code for code, name in field.options if text in (code, name)), None)
        case "number" | "money" | "date":
            try:
                return READERS[field.kind](text)
            except UserError:
                return None
    return text


def custom_cell(row: Any, field: CustomField) -> str | Markup:
    """A custom value as it is shown."""
    value = getattr(row, field.column)
    if field.kind == "choice":
        return label(value, field.labels)
    if field.kind == "choices":
        return readable([label(code, field.labels) for code in value])
    return readable(value)
