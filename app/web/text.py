"""What people type, made safe to keep and to search with. Pure."""

import re
import unicodedata
from decimal import Decimal

from app.core.errors import Invalid
from app.core.i18n import N_

# NUL (PostgreSQL refuses it), other control characters, lone surrogates (not UTF-8). New lines and tabs stay.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SEARCH_LENGTH = 100


def unkeepable(text: str) -> bool:
    """Whether the text holds characters that can't be stored."""
    return _UNKEEPABLE.search(text) is not None


def search_text(text: str | None) -> str:
    """A term to search with: what can't be stored can't be found either, so it is dropped; at most 100 characters."""
    return _UNKEEPABLE.sub("", text or "").strip()[:_SEARCH_LENGTH]


def half_width(text: str) -> str:
    """Full-width digits, letters and blanks as a Chinese keyboard makes them, in their plain form; trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str | None, low: int, high: int) -> int | None:
    """The number in a URL argument or a form, None where it is no number between the bounds."""
    plain = half_width(text or "").replace(",", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", plain):
        return None
    number = int(plain)
    return number if low <= number <= high else None


def read_number(text: str) -> Decimal:
    """A number with at most fifteen digits in all, which is what JSON keeps exactly. Raises Invalid.

    >>> read_number("１，０００．５")
    Decimal('1000.5')
    """
    plain = half_width(text).replace(",", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?", plain) or len(plain.lstrip("+-").replace(".", "")) > 15:
        raise Invalid(N_("“%(text)s” is not a number"), text=text[:40])
    return Decimal(plain)
