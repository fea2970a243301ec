"""Personal data left out of logs and lists (个人信息保护法 art. 51). Pure."""

import re

# ASCII: in Chinese text nothing separates a number from the words around it, and \w would match those.
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"(?<![\w-])(?:\+?86[ -]?)?(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)", re.ASCII)
_SECRET_PART = re.compile(r"(?<=[/=#])(?=[\w.~%-]*[A-Z\d])[\w.~%-]{16,}", re.ASCII)
_SECRET_VALUE = re.compile(r"(?<=[?&])(\w*(?:token|key|code|password|secret|signature|ticket))=[^&#]*", re.ASCII | re.I)
_LINK_OR_TOKEN = re.compile(
    r"(https?://)([!-.0-?A-~]*@)?([\w.:\[\]-]*)([!-~]*)|(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}", re.ASCII
)
_HIDDEN = "******"


def masked_email(address: str) -> str:
    """`li.na@example.com` → `l***@example.com`."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***{at}{domain}" if local else ""


def masked_address(address: str) -> str:
    """An e-mail address or a phone number (`+8613800138000` → `+86****8000`) with its middle left out."""
    if not address or "@" in address:
        return masked_email(address)
    return f"{address[:3]}****{address[-4:]}" if len(address) > 7 else "****"


def masked_name(name: str) -> str:
    """`李娜` → `李*`; a Latin name keeps its first letter."""
    return name[:1] + "*" * min(len(name) - 1, 3)


def masked_links(text: str) -> str:
    """A text whose links can't be used: whoever has a survey's or a login's link may answer or log in as the recipient.

    Hidden is what chance alone makes, in a link or by itself: `https://kesu.cn/s/kq3vYw0cN8pT5rXb2mJd` →
    `https://kesu.cn/s/******`. Addresses of pages, `/complaint/show/1`, stay readable.
    """
    return _LINK_OR_TOKEN.sub(_masked_link, text)


def masked_text(text: str, name: str) -> str:
    """A text without the recipient's name, phone numbers, e-mail addresses and secret links."""
    text = masked_links(text)
    text = _EMAIL.sub(lambda found: masked_email(found[0]), text)
    text = _PHONE.sub(lambda found: f"{found[0][:3]}****{found[0][-4:]}", text)
    return text.replace(name, masked_name(name)) if name else text


def _masked_link(found: re.Match[str]) -> str:
    scheme, user, host, rest = found.groups()
    if scheme is None:
        return _HIDDEN
    rest = _SECRET_PART.sub(_HIDDEN, _SECRET_VALUE.sub(rf"\1={_HIDDEN}", rest))
    return f"{scheme}{f'{_HIDDEN}@' if user else ''}{host}{rest}"
