"""What messages can be addressed to. Pure."""

import re

import phonenumbers

# Plain ASCII addresses: what every mail server takes, and nothing that could end a header or name a second recipient.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def usable_email(address: str | None) -> bool:
    """Whether mail can be addressed to it."""
    return bool(address and _EMAIL.fullmatch(address) and len(address) <= 254)


def mobile(phone: str | None) -> str | None:
    """The number as providers want it, `+8613800138000`; None where no text message can reach it (a landline)."""
    try:
        number = phonenumbers.parse(phone or "", "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
