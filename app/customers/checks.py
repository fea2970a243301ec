"""What people and programs send, checked field by field; everything wrong is told at once."""

import re
from collections.abc import Container
from datetime import datetime
from typing import Any

from app.core.errors import Invalid, UserError
from app.core.i18n import N_, Text
from app.core.money import Money
from app.customers.credit_code import is_credit_code, normal_code
from app.db import by_id
from app.db.sealed import normal_phone
from app.dictionaries import Dictionary
from app.web.text import unkeepable

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_PHONE_DIGITS = range(3, 16)
_ID_DIGITS = 10


class Checks:
    """Collects what is wrong with the fields; `done` raises Invalid with all of it."""

    def __init__(self) -> None:
        self.wrong: dict[str, Text] = {}

    def refuse(self, name: str, reason: str, **params: Any) -> None:
        """Mark a field as wrong; the first reason stands."""
        self.wrong.setdefault(name, Text(reason, params))

    def done(self) -> None:
        """Raises Invalid when a field is wrong."""
        if self.wrong:
            raise Invalid(N_("Please correct the marked fields."), fields=self.wrong)

    def text(self, name: str, value: Any, *, limit: int, required: bool = False) -> str:
        """A text without blanks at its ends, at most `limit` characters."""
        if value is not None and not isinstance(value, str):
            self.refuse(name, N_("This should be a text."))
            return ""
        text = (value or "").strip()
        if required and not text:
            self.refuse(name, N_("Please fill this in."))
        elif len(text) > limit:
            self.refuse(name, N_("At most %(limit)s characters; these are %(length)s."), limit=limit, length=len(text))
        elif unkeepable(text):
            self.refuse(name, N_("There is a character in it that can't be stored."))
        return text

    def choice(self, name: str, value: Any, choices: Container[str], default: str | None = None) -> str:
        """One of the codes; `default` where nothing was chosen, required where there is none."""
        chosen = value or default
        if chosen is None:
            self.refuse(name, N_("Please choose."))
        elif not isinstance(chosen, str) or chosen not in choices:
            self.refuse(name, N_("There is no such choice."))
        return chosen if isinstance(chosen, str) else ""

    def option(self, name: str, value: Any, choices: Container[str]) -> str | None:
        """One of the codes, or nothing."""
        return self.choice(name, value, choices) or None if value not in (None, "") else None

    def entry(self, name: str, value: Any, offered: Dictionary, kept: Any = None) -> str | None:
        """An entry of a dictionary, or nothing; one that is retired only where it is `kept` from before."""
        code = self.option(name, value, offered)
        if code is not None and name not in self.wrong and code != kept and not offered.offers(code):
            self.refuse(name, N_("“%(entry)s” is retired; please choose another."), entry=offered[code])
        return code

    def credit_code(self, name: str, value: Any) -> str | None:
        """A 统一社会信用代码 with the right check character, in its normal form; None where nothing was given."""
        code = normal_code(self.text(name, value, limit=40))
        if code and name not in self.wrong and not is_credit_code(code):
            self.refuse(name, N_("This is not a unified social credit code: 18 characters, the last one a check."))
        return code or None

    def row(self, name: str, model: type[Any], value: Any, *, required: bool = False) -> Any | None:
        """The row with this id, if the actor reaches it: ask before a verb elevates its scope."""
        if value is None or value == "":
            if required:
                self.refuse(name, N_("Please choose."))
            return None
        row_id = int(value) if str(value).isdecimal() and len(str(value)) < _ID_DIGITS else 0
        row = by_id(model, row_id) if row_id else None
        if row is None:
            self.refuse(name, N_("There is no such record, or it is not yours to see."))
        return row

    def money(self, name: str, value: Any) -> Money | None:
        """An amount that is not negative; None where nothing was given."""
        if value is None or value == "":
            return None
        try:
            amount = value if isinstance(value, Money) else Money.parse(str(value))
        except UserError as error:
            self.refuse(name, error.message.msgid, **error.message.params)
            return None
        if amount.fen < 0:
            self.refuse(name, N_("The amount can't be negative."))
        return amount

    def instant(self, name: str, value: Any) -> datetime | None:
        """An aware instant, given as such or in ISO 8601 with its offset; None where nothing was given."""
        if value is None or value == "":
            return None
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            self.refuse(name, N_("This is not a date and time."))
            return None
        return instant

    def phone(self, name: str, value: Any, *, required: bool = False) -> str:
        """A telephone number in its normal form; full-width digits are understood."""
        text = self.text(name, value, limit=40, required=required)
        if not text or name in self.wrong:
            return ""
        number = normal_phone(text)
        if len(number.lstrip("+")) not in _PHONE_DIGITS or not number.lstrip("+").isascii():
            self.refuse(name, N_("This is not a telephone number."))
        return number

    def email(self, name: str, value: Any) -> str:
        """An e-mail address, or nothing."""
        text = self.text(name, value, limit=254)
        if text and name not in self.wrong and not _EMAIL.fullmatch(text):
            self.refuse(name, N_("This is not an e-mail address."))
        return text
