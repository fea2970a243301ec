"""Form fields: each reads what people really type, refuses what can't be kept, and shows again what was typed."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    Field,
    MultipleFileField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  (newer than its stubs)
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextArea, TextInput

from app.core.clock import SHANGHAI, local
from app.core.errors import UserError
from app.core.money import Money
from app.web.filters import INTEGER_MAX, read_day
from app.web.show import Labels, said
from app.web.text import half_width, read_number, unkeepable, whole_number
from app.web.widgets import Checkboxes, FilesBox, PickerInput

TEXT_LENGTH = 20_000
_ISO_LENGTH = 40
_MINUTE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,22}(?:(?:转|x|ext\.?|,)\s*[0-9]{1,6})?")

__all__ = [
    "BooleanField",
    "ChoiceField",
    "CodeField",
    "DateField",
    "DateTimeLocalField",
    "FilesField",
    "Filled",
    "IntegerField",
    "MoneyField",
    "MultiChoice",
    "NumberField",
    "PasswordField",
    "PhoneField",
    "TextBox",
    "TextField",
]


class Keepable:
    """Validator of every text: refuses NUL and other control characters, and more than `longest` characters."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: Any, field: Any) -> None:
        text = field.data or ""
        if unkeepable(text):
            raise StopValidation(_("Characters that can't be displayed are not allowed here."))
        if len(text) > self.longest:
            limits = {"longest": self.longest, "length": len(text)}
            raise StopValidation(_("At most %(longest)s characters; these are %(length)s.", **limits))


class Filled:
    """Validator of a field that must not be empty; blanks alone don't fill it. A field's own complaint comes first."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if field.data in (None, "", []):
            raise StopValidation("" if field.errors else _("This field is required."))


class _Text(StringField):
    """What one line and several lines of text share."""

    data: Any
    raw_data: Any

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int, empty: Any = "", **kwargs: Any):
        self.longest, self.empty = longest, empty
        super().__init__(label, [Keepable(longest), *(validators or [])], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = self.tidy(valuelist[0]) or self.empty

    def tidy(self, text: str) -> str:
        """Trimmed; new lines as the database keeps them."""
        return text.strip().replace("\r\n", "\n")

    def _value(self) -> str:
        return (self.raw_data[0] if self.raw_data else self.data or "").replace("\0", "")


class TextField(_Text):
    """One line. `longest` is mandatory; `empty` is what an empty box means ("" or None)."""


class TextBox(_Text):
    """Several lines."""

    widget = TextArea()

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = TEXT_LENGTH, **kwargs: Any):
        super().__init__(label, validators, longest=longest, **kwargs)


class CodeField(TextField):
    """A code: half-width letters, digits, `-`, `_`, `.`; full-width ones are made plain."""

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = 32, **kwargs: Any):
        super().__init__(label, validators, longest=longest, **kwargs)

    def tidy(self, text: str) -> str:
        """Half-width."""
        return half_width(text)

    def pre_validate(self, form: Any) -> None:
        """Refuse anything but a code."""
        if self.data and len(self.data) <= self.longest and not _CODE.fullmatch(self.data):
            raise StopValidation(_("A code has letters, digits, “-”, “_” and “.” only, like SJZ-01."))


class PhoneField(TextField):
    """A phone number, mobile or fixed, with an extension if need be; kept half-width."""

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = 32, **kwargs: Any):
        super().__init__(label, validators, longest=longest, **kwargs)

    def tidy(self, text: str) -> str:
        """Half-width, one kind of dash."""
        return re.sub(r"[‐-―−－]", "-", half_width(text))

    def pre_validate(self, form: Any) -> None:
        """Refuse what can't be dialled."""
        if self.data and not _PHONE.fullmatch(self.data):
            raise StopValidation(_("Not a phone number; examples: 13800138000, 0311-85551234."))


class _Typed(Field):
    """A field whose text is read into a value; what can't be read stays in the box."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = None
            self.data = self.read(valuelist[0]) if valuelist[0].strip() else None

    def read(self, text: str) -> Any:
        """The value. Raises ValueError with a message for the user."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """The value as text for the box."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return self.shown(self.data) if self.data is not None else str(self.raw_data[0]).replace("\0", "")
        return "" if self.data is None else self.shown(self.data)


class IntegerField(_Typed):
    """A whole number between `low` and `high`."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        low: int = -INTEGER_MAX,
        high: int = INTEGER_MAX,
        **kwargs: Any,
    ):
        self.low, self.high = low, high
        super().__init__(label, validators, **kwargs)

    def read(self, text: str) -> int:
        """Full-width digits and thousands commas are understood."""
        number = whole_number(text, -(10**18), 10**18)
        if number is None:
            raise ValueError(_("Please enter a whole number."))
        if not self.low <= number <= self.high:
            raise ValueError(_("Please enter a number from %(low)s to %(high)s.", low=self.low, high=self.high))
        return number


class NumberField(_Typed):
    """A number, with decimals or without."""

    def read(self, text: str) -> Decimal:
        """Full-width digits and thousands commas are understood."""
        try:
            return read_number(text)
        except UserError as error:
            raise ValueError(_("Please enter a number.")) from error


class MoneyField(_Typed):
    """Yuan in the box, `Money` as the value. Negative amounts only where `negative` says so."""

    def __init__(self, label: Any = None, validators: Any = None, *, negative: bool = False, **kwargs: Any):
        self.negative = negative
        super().__init__(label, validators, **kwargs)

    def read(self, text: str) -> Money:
        """“1,000.01”, “１０００”, “¥50”, “50元”."""
        try:
            amount = Money.parse(text)
        except UserError as error:
            raise ValueError(said(error.message)) from error
        if amount.fen < 0 and not self.negative:
            raise ValueError(_("The amount can't be negative."))
        return amount

    def shown(self, value: Money) -> str:
        """Without a currency sign: 1000.01."""
        return str(value.yuan)


class DateTimeLocalField(_Typed):
    """The browser's date and time picker: Shanghai wall-clock in the box, an aware UTC instant as the value."""

    widget = PickerInput("datetime-local")

    def read(self, text: str) -> datetime:
        """2026-11-22T19:05, with a blank, slashes or full-width digits too; ISO 8601 with an offset from programs."""
        match = _MINUTE.fullmatch(half_width(text))
        try:
            year, *rest = (int(part or 0) for part in match.groups()) if match else (0,)
            if 1970 <= year <= 2100:
                return datetime(year, *rest, tzinfo=SHANGHAI).astimezone(UTC)
            instant = datetime.fromisoformat(text) if len(text) <= _ISO_LENGTH else None
            if instant and instant.tzinfo and 1970 <= instant.year <= 2100:
                return instant.astimezone(UTC)
        except ValueError:
            pass
        raise ValueError(_("Please enter date and time like 2026-11-22 19:05."))

    def shown(self, value: datetime) -> str:
        """Seconds only where there are any, so that saving a form changes nothing."""
        wall = local(value)
        return wall.strftime("%Y-%m-%dT%H:%M:%S" if wall.second else "%Y-%m-%dT%H:%M")


class DateField(_Typed):
    """The browser's date picker."""

    widget = PickerInput("date")

    def read(self, text: str) -> date:
        """2026-11-22, with slashes, dots or full-width digits too."""
        try:
            return read_day(text)
        except UserError as error:
            raise ValueError(_("Please enter a date like 2026-11-22.")) from error

    def shown(self, value: date) -> str:
        """ISO 8601, as the picker wants it."""
        return value.isoformat()


class ChoiceField(SelectField):
    """One of `labels` (code → label, or a function that gives them). The first entry is blank: no silent choice."""

    def __init__(self, label: Any = None, validators: Any = None, *, labels: Any = (), blank: Any = "", **kwargs: Any):
        self.labels, self.blank = labels, blank
        kwargs.setdefault("coerce", _code)
        super().__init__(label, validators, choices=self._options, validate_choice=False, **kwargs)

    def known(self) -> Labels:
        """Code → label."""
        return labels_now(self.labels)

    def _options(self) -> list[tuple[Any, str]]:
        known = self.known()
        offered = [(code, said(name)) for code, name in known.items()]
        if self.data is not None and self.data in known and self.data not in dict(offered):
            # Retired since: whoever saves the form for another reason doesn't lose it.
            offered.append((self.data, said(known[self.data])))
        return [("", said(self.blank) if self.blank else ""), *offered]

    def iter_choices(self) -> Any:
        """Codes of the database may be numbers; the page knows text only."""
        for code, name in self._options():
            yield Choice(code, name, str(code) == str("" if self.data is None else self.data), {})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty means None; a code that is unknown stays, to be refused."""
        if valuelist:
            codes = {str(code): code for code in self.known()}
            self.data = codes.get(valuelist[0], valuelist[0]) if valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't on the list."""
        if self.data is not None and self.data not in self.known():
            raise ValidationError(_("Not a valid choice."))


class MultiChoice(SelectMultipleField):
    """Any number of `labels`, as checkboxes."""

    widget = Checkboxes()

    def __init__(self, label: Any = None, validators: Any = None, *, labels: Any = (), **kwargs: Any):
        self.labels = labels
        super().__init__(label, validators, choices=self._options, **kwargs)

    def _options(self) -> list[tuple[str, str]]:
        return [(str(code), said(name)) for code, name in labels_now(self.labels).items()]


class FilesField(MultipleFileField):
    """Any number of files, up to `most`; the value is the list of uploads that have a name."""

    widget = FilesBox()

    def __init__(self, label: Any = None, validators: Any = None, *, most: int = 10, **kwargs: Any):
        self.most = most
        super().__init__(label, validators, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An empty file box sends one nameless file."""
        self.data = [upload for upload in valuelist if getattr(upload, "filename", "")]

    def pre_validate(self, form: Any) -> None:
        """Refuse too many."""
        if len(self.data or []) > self.most:
            raise ValidationError(_("At most %(most)s files at once.", most=self.most))


def labels_now(labels: Any) -> Mapping[Any, Any]:
    """Code → label, from a mapping or a function that gives one. A mapping may know more than it runs over."""
    known: Any = labels() if callable(labels) else labels
    return known if isinstance(known, Mapping) else dict(known)


def _code(value: Any) -> Any:
    return None if value in (None, "") else value
