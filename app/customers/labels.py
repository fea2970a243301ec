"""Names that rows carry in both languages."""

from flask import has_request_context
from flask_babel import get_locale


def in_language(zh: str, en: str) -> str:
    """The reader's language where there is a reader and a name in it; Chinese otherwise."""
    locale = get_locale() if has_request_context() else None
    return en if en and locale is not None and locale.language == "en" else zh
