"""Which passwords are accepted, and how they are kept (scrypt, by werkzeug)."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from flask import current_app
from werkzeug.security import check_password_hash, generate_password_hash

from app.core.errors import Invalid
from app.core.i18n import N_, Text

DEMO_PASSWORD = "kesu-demo-2026"  # noqa: S105  (known to everybody; refused in production)
SHORTEST, LONGEST = 10, 200
DIFFERENT = 5
COMMON = frozenset(
    {
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "qwe123456789",
        "abc123456789",
        "a123456789",
        "aa123456789",
        "a1234567890",
        "woaini1314520",
        "woaini5201314",
        "5201314520",
        "1314520520",
        "password123",
        "password1234",
        "passw0rd123",
        "p@ssw0rd123",
        "p@ssword123",
        "administrator",
        "admin12345",
        "admin123456",
        "admin@12345",
        "letmein123",
        "welcome123",
        "iloveyou123",
        "changeme123",
        "qwerty12345",
        "qwerty123456",
        "q1w2e3r4t5",
        "zxcvbnm123",
        "asdfghjkl123",
        "kesu123456",
        "kesu12345678",
        DEMO_PASSWORD,
    }
)
_NEVER = "scrypt:32768:8:1$wiDa0ruWlIPhp9LM$"


def check_quality(password: str, about: Iterable[str] = (), field: str = "password") -> None:
    """Raises Invalid at `field` for a password that is guessed too easily.

    `about`: the person's user name, e-mail and phone, which may be no part of it.
    """
    fault = _fault(password, about)
    if fault is not None:
        raise Invalid.field(field, fault)


def hashed(password: str) -> str:
    """The hash to keep."""
    return generate_password_hash(password)


def is_right(person: Any | None, password: str) -> bool:
    """Whether it is the person's password. Takes as long where there is no such person."""
    if person is None or not person.active or not person.password:
        check_password_hash(_unmatched(), password)
        return False
    return check_password_hash(person.password, password) and not _is_demo_in_production(password)


def _is_demo_in_production(password: str) -> bool:
    refused = password == DEMO_PASSWORD and current_app.config["SETTINGS"].env == "production"
    if refused:
        current_app.logger.warning("a login with the demo password was refused: KESU_ENV=production")
    return refused


def _fault(password: str, about: Iterable[str]) -> Text | None:
    plain = password.casefold()
    if len(password) < SHORTEST:
        return Text(N_("At least %(shortest)s characters."), {"shortest": SHORTEST})
    if len(password) > LONGEST:
        return Text(N_("At most %(length)s characters."), {"length": LONGEST})
    if any(len(part) > 2 and part.casefold() in plain for part in about):
        return Text(N_("The password must not contain the user name, e-mail address or phone number."))
    if plain in COMMON or len(set(plain)) < DIFFERENT or _is_run(plain):
        return Text(N_("This password is too easy to guess. A sentence of several words is long and easy to keep."))
    return None


def _is_run(text: str) -> bool:
    """1234567890, abcdefghij, 0987654321: each character follows the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    rows = "qwertyuiopasdfghjklzxcvbnm"
    return steps <= {1, -9} or steps <= {-1, 9} or text in rows or text[::-1] in rows


def _unmatched() -> str:
    """A hash that no password has, as costly to check as a real one."""
    return _NEVER + "0" * 128
