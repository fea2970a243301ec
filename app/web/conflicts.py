"""What the database refused, said so that the user can mend it."""

import logging
import re

from sqlalchemy.exc import IntegrityError

from app.core.errors import Invalid, Refused, UserError
from app.core.i18n import N_

log = logging.getLogger(__name__)

_SQLITE = re.compile(r"UNIQUE constraint failed: (.+)")
_POSTGRESQL = re.compile(r"Key \((.+?)\)=")


def refusal(error: IntegrityError, fields: "set[str] | frozenset[str]") -> UserError:
    """Two of the same → Invalid at the field; a row that others point to → Refused; anything else is logged, too."""
    text = str(error.orig)
    if "foreign key" in text.lower():
        return Refused(N_("Other records belong to this one, or it points to one that is gone."))
    if "unique" not in text.lower():
        log.warning("a form let through what the database refuses: %s", text)
        return Invalid(N_("These values are not possible together."))
    found = _SQLITE.search(text) or _POSTGRESQL.search(text)
    columns = [name.split(".")[-1].strip() for name in found.group(1).split(",")] if found else []
    named = [name if name in fields else name.removesuffix("_id") for name in columns]
    at = {name: N_("There is one with this value already.") for name in named if name in fields}
    message = N_("Please correct the marked fields.") if at else N_("There is such a record already.")
    return Invalid(message, fields=at)
