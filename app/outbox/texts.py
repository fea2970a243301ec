"""Text messages are paid by the part and read by whoever holds the telephone: how long one is, what it may say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import current_app

from app.core.i18n import N_, Text
from app.outbox.defaults import TemplateDefault

ONE_PART, OF_SEVERAL = 70, 67
"""Characters, the sign counted: in China every text is counted so, an English one too; a long one is cut up."""
LONGEST_LINK = 60
_LINK = re.compile("https?://[!-~]+", re.ASCII)


@dataclass(frozen=True)
class Size:
    """What one message costs."""

    characters: int
    parts: int


def size_of(text: str) -> Size:
    """The text with its sign, as providers count it: an emoji is two."""
    characters = len((sign() + text).encode("utf-16-le")) // 2
    return Size(characters, 1 if characters <= ONE_PART else -(-characters // OF_SEVERAL))


def sign() -> str:
    """【新邦】, which the provider puts in front; nothing where no provider is configured."""
    name = parse_qs(urlsplit(current_app.config["SETTINGS"].sms_url).query).get("sign", [""])[0]
    return f"【{name}】" if name else ""


def own_template_wanted() -> bool:
    """Whether the provider sends approved templates only, by their ids."""
    return current_app.config["SETTINGS"].sms_url.startswith("tencent:")


def sayable(default: TemplateDefault, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that a text message of this kind may name: nobody's data but the recipient's."""
    return {name: value for name, value in values.items() if not default.sms_variables or name in default.sms_variables}


def link_fault(text: str) -> Text | None:
    """A link that takes a part of its own."""
    longest = max((len(link) for link in _LINK.findall(text)), default=0)
    limit = {"limit": LONGEST_LINK, "length": longest}
    too_long = N_("A link in a text message has at most %(limit)s characters; this one has %(length)s.")
    return Text(too_long, limit) if longest > LONGEST_LINK else None
