"""What stands in a cell, as people and spreadsheets write it: full-width digits, dates as numbers, amounts as text.

Each reader gives the value and whether anything had to be put right; it raises Invalid with a reason for people.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.core.clock import SHANGHAI, local
from app.core.errors import Invalid
from app.core.i18n import N_
from app.core.money import Money
from app.db.sealed import normal_phone
from app.imports.seed_words import NO, SAID, YES
from app.web.text import read_number, unkeepable

Read = tuple[Any, bool]
Reader = Callable[[Any], Read]
_BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet's day numbers have no zone)
_DAY_NUMBERS = (20_000, 80_000)
"""1954 to 2119: a number in a date column within these is a spreadsheet's day."""
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]*(\d{1,2})[:时](\d{2})分?(?::(\d{2})秒?)?)?"
)
_CLOCK = re.compile(r"(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})分?)?(?::00)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")


def plain(raw: Any) -> str:
    """The cell as text, without blanks at its ends; whole numbers without the “.0” that spreadsheets give them."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "minutes")
    return str(raw).strip(_BLANKS)


def text(limit: int) -> Reader:
    """Kept as written but for blanks at its ends, so that what was exported comes back as it was."""

    def read(raw: Any) -> Read:
        found = plain(raw).replace("\r\n", "\n")
        if len(found) > limit:
            raise Invalid(N_("At most %(limit)s characters; these are %(length)s."), limit=limit, length=len(found))
        if unkeepable(found):
            raise Invalid(N_("There is a character in it that can't be stored."))
        return found, isinstance(raw, str) and found != raw

    return read


def code(limit: int) -> Reader:
    """A number or login: half-width, without blanks inside."""
    as_text = text(limit)

    def read(raw: Any) -> Read:
        found, corrected = as_text(raw)
        half = re.sub(r"\s+", "", unicodedata.normalize("NFKC", found))
        return half, corrected or half != found

    return read


def phone(raw: Any) -> Read:
    """A telephone number in its normal form."""
    found = plain(raw)
    if not found:
        return "", False
    number = normal_phone(found)
    if not 3 <= len(number.lstrip("+")) <= 15 or not number.lstrip("+").isascii():
        raise Invalid(N_("This is not a telephone number."))
    return number, isinstance(raw, str) and raw not in (number, number.removeprefix("+86"))


def email(raw: Any) -> Read:
    """An e-mail address."""
    found, corrected = code(254)(raw)
    if found and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", found):
        raise Invalid(N_("This is not an e-mail address."))
    return found, corrected


def day(raw: Any) -> Read:
    """A date: as such, as a spreadsheet's number, or in one of the ways in which people write it."""
    if raw is None or plain(raw) == "":
        return None, False
    moment, corrected = _moment(raw)
    return moment.date(), corrected


def instant(raw: Any) -> Read:
    """Date and time on Shanghai's clocks; a date alone is its midnight."""
    if raw is None or plain(raw) == "":
        return None, False
    moment, corrected = _moment(raw)
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC), corrected


def clock_time(raw: Any) -> Read:
    """A time of day such as 21:30; spreadsheets keep it as a part of a day."""
    found = unicodedata.normalize("NFKC", plain(raw))
    if not found:
        return None, False
    if isinstance(raw, float) and 0 <= raw < 1:
        hour, minute = divmod(round(raw * 24 * 60), 60)
        return f"{hour % 24:02}:{minute:02}", True
    match = _CLOCK.fullmatch(found)
    if match is None or int(match.group(1)) > 23 or int(match.group(2) or 0) > 59:
        raise Invalid(N_("“%(text)s” is not a time of day like 21:30"), text=found[:40])
    read = f"{int(match.group(1)):02}:{int(match.group(2) or 0):02}"
    return read, read != plain(raw)


def _moment(raw: Any) -> tuple[datetime, bool]:
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None), False
    if isinstance(raw, date):
        return datetime.combine(raw, time()), False
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _DAY_NUMBERS[0] <= raw <= _DAY_NUMBERS[1]:
        return _EXCEL_EPOCH + timedelta(minutes=round(raw * 24 * 60)), True
    found = unicodedata.normalize("NFKC", plain(raw))
    match = _DATE.fullmatch(found) or _COMPACT.fullmatch(found)
    try:
        parts = [int(part or 0) for part in match.groups()] if match else [0, 0, 0]
        moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError as error:
        raise Invalid(N_("“%(text)s” is not a date like 2026-11-22"), text=found[:40]) from error
    if not 1970 <= moment.year <= 2100:
        raise Invalid(N_("“%(text)s” is not a date like 2026-11-22"), text=found[:40])
    usual = (moment.date().isoformat(), moment.isoformat(" ", "minutes"), moment.isoformat(" ", "seconds"))
    return moment, plain(raw) not in usual


def money(raw: Any) -> Read:
    """An amount in yuan."""
    found = plain(raw)
    if not found:
        return None, False
    if isinstance(raw, float):
        found = str(round(Decimal(repr(raw)), 2))
    amount = Money.parse(found)
    if amount.fen < 0:
        raise Invalid(N_("The amount can't be negative."))
    return amount, isinstance(raw, str) and not re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", raw)


def number(raw: Any) -> Read:
    """A number, with decimals or without."""
    found = plain(raw)
    return (read_number(found), isinstance(raw, str) and not found.isascii()) if found else (None, False)


def yesno(raw: Any) -> Read:
    """Yes or no; None where nothing is said."""
    found = unicodedata.normalize("NFKC", plain(raw)).lower()
    if not found:
        return None, False
    if found in YES or found in NO:
        return found in YES, False
    raise Invalid(N_("“%(text)s” is neither yes nor no."), text=found[:40])


def choice(words: Callable[[], Mapping[str, Any]]) -> Reader:
    """One of several: `words()` says what each may be called; asked once."""
    known: dict[str, Any] = {}

    def read(raw: Any) -> Read:
        found = plain(raw)
        if not found:
            return None, False
        if not known:
            known.update({word.strip(_BLANKS).casefold(): value for word, value in words().items()})
        half = unicodedata.normalize("NFKC", found).casefold()
        for asked in (found.casefold(), half):
            if asked in known:
                return known[asked], asked != found.casefold() or found != plain_of(raw)
        raise Invalid(N_("There is no “%(text)s” to choose."), text=found[:40])

    return read


def choices(words: Callable[[], Mapping[str, Any]]) -> Reader:
    """Any number of several, with commas of either kind between them."""
    one = choice(words)

    def read(raw: Any) -> Read:
        parts = [part for part in re.split(r"[,，、;；]", plain(raw)) if part.strip(_BLANKS)]
        return [one(part)[0] for part in parts], False

    return read


def plain_of(raw: Any) -> str:
    """The cell as it was written."""
    return raw if isinstance(raw, str) else plain(raw)


def as_cell(value: Any) -> Any:  # noqa: PLR0911  (one line for each kind)
    """A value as a spreadsheet keeps it, so that reading it again gives the same."""
    match value:
        case bool():
            return SAID[value]
        case datetime():
            return local(value).strftime("%Y-%m-%d %H:%M:%S" if local(value).second else "%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case Money():
            return str(value.yuan)
        case None:
            return ""
        case list() | tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
