"""Personal data at rest: AES-256-GCM bound to its row and column, with blind indexes to find it again.

A sealed value reads `key id . nonce . ciphertext`, the last two in base64. The additional data names table, column
and the row's own `seal_id`, so a value copied to another row or column doesn't open. A blind index is an HMAC: equal
numbers give equal indexes, and without the key a phone can't be found by trying them all (个人信息保护法 art. 51).
"""

import base64
import hashlib
import hmac
import os
import re
import unicodedata
import uuid
from functools import lru_cache
from typing import Any

import phonenumbers
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.core.errors import Invalid
from app.core.i18n import N_

TAIL = 4
_DIGITS = range(3, 21)
"""How many digits a phone number may have: from 110 to an international number with an extension."""


class Unreadable(RuntimeError):
    """A sealed value doesn't open: this process has another KESU_DATA_KEY, or the value was altered or copied here."""


class Sealed:
    """A row with sealed columns. `seal_id` is made with the row, differs from row to row and never changes."""

    @declared_attr
    def seal_id(cls) -> Mapped[str]:
        return mapped_column(String(32), default=lambda: uuid.uuid4().hex, unique=True, nullable=False)


class SealedText:
    """Attribute that seals a text into the column `<name>_sealed` of a `Sealed` row."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, f"{self.name}_sealed")
        return unseal(sealed, self._bound_to(row)) if sealed else None

    def __set__(self, row: Any, value: str | None) -> None:
        if row.seal_id is None:
            row.seal_id = uuid.uuid4().hex
        setattr(row, f"{self.name}_sealed", seal(value, self._bound_to(row)) if value else None)

    def _bound_to(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.name}.{row.seal_id}"


class SealedPhone(SealedText):
    """A phone number: sealed, with `<name>_index` (whole number) and `<name>_tail` (last four digits) to search.

    Raises Invalid at the field for what can't be a phone number.
    """

    def __set__(self, row: Any, value: str | None) -> None:
        number = normal_phone(value) if value else None
        if number is not None and len(number.removeprefix("+")) not in _DIGITS:
            raise Invalid.field(self.name, N_("This is not a telephone number."))
        super().__set__(row, number)
        setattr(row, f"{self.name}_index", blind(number) if number else None)
        setattr(row, f"{self.name}_tail", blind(number[-TAIL:]) if number else None)


def normal_phone(value: str) -> str:
    """A number in E.164 where it is one (`+8613800138000`), else its digits; full-width digits are understood.

    Service numbers such as 110 or 95338 have no international form.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if re.fullmatch(r"[0-9]{1,6}", text):
        return text
    try:
        parsed = phonenumbers.parse(text, "CN")
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    return re.sub(r"[^0-9]", "", text)


def seal(value: str, bound_to: str) -> str:
    """Encrypt; opens only with the same `bound_to`."""
    nonce = os.urandom(12)
    box = AESGCM(_key("seal")).encrypt(nonce, value.encode(), bound_to.encode())
    return ".".join([_key_id(), base64.b64encode(nonce).decode(), base64.b64encode(box).decode()])


def unseal(sealed: str, bound_to: str) -> str:
    """Decrypt. Raises Unreadable for another key, an altered value, or one that belongs to another row or column."""
    key_id, _, rest = sealed.partition(".")
    if key_id != _key_id():
        raise Unreadable(f"{bound_to} was sealed with key {key_id}, KESU_DATA_KEY is {_key_id()}")
    nonce, _, box = rest.partition(".")
    try:
        opened = AESGCM(_key("seal")).decrypt(base64.b64decode(nonce), base64.b64decode(box), bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"{bound_to} was altered, or copied from another row or column") from error
    return opened.decode()


def blind(value: str) -> str:
    """Keyed hash of a value, equal for equal values: 64 hex digits."""
    return hmac.new(_key("index"), value.encode(), hashlib.sha256).hexdigest()


def _key_id() -> str:
    """Tells keys apart without telling anything of them: 8 hex digits."""
    return _key("id")[:4].hex()


def _key(purpose: str) -> bytes:
    return _derived(current_app.config["DATA_KEY"], purpose)


@lru_cache
def _derived(master: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"kesu {purpose}".encode()).derive(master.encode())
