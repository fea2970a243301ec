"""Names that rows carry in both languages, and what the columns of a customer's file are called."""

from flask import has_request_context
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

CUSTOMER_LABELS = {
    "no": _l("Customer no."),
    "kind": _l("Kind of customer"),
    "tier_id": _l("Tier"),
    "status": _l("Status"),
    "department_id": _l("Served by"),
    "owner": _l("Looked after by"),
    "note": _l("Note"),
    "name": _l("Name"),
    "credit_code": _l("Unified social credit code"),
    "industry": _l("Industry"),
    "region": _l("Region"),
    "size": _l("Size of the firm"),
    "source": _l("How they came to us"),
    "needs": _l("What they need"),
    "revenue": _l("Revenue in a year"),
    "confidential": _l("Confidential"),
    "nevertheless": _l("Add nevertheless"),
}


def in_language(zh: str, en: str) -> str:
    """The reader's language where there is a reader and a name in it; Chinese otherwise."""
    locale = get_locale() if has_request_context() else None
    return en if en and locale is not None and locale.language == "en" else zh
