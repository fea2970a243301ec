"""What the database refused, or somebody else has changed meanwhile, said so that the user can mend it."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    PasswordField,
    SelectField,
    SelectMultipleField,
)
from wtforms.widgets import TextArea, TextInput

from app.core.errors import Invalid, Refused, UserError
from app.core.i18n import N_
from app.core.texts import Parts, compare_texts
from app.web.show import yesno

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


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has saved otherwise. `value`: what the box would take; None: by hand only."""

    field: str
    label: str
    theirs: Parts
    mine: Parts
    value: str | None


def conflicts_between(form: Any, stored: Any, without: Sequence[str] = ()) -> list[Conflict]:
    """Field by field, where what was typed differs from what is stored now. `stored`: the same form, made of the row;
    `without`: boxes that belong to the change and not to the row."""
    found = []
    for field in form:
        if isinstance(field, HiddenField | MultipleFileField | PasswordField) or field.short_name in without:
            continue
        if field.short_name not in stored:
            continue
        there = stored[field.short_name]
        theirs, mine = compare_texts(_shown(there), _shown(field))
        if _shown(there) != _shown(field):
            found.append(Conflict(field.id, str(field.label.text), theirs, mine, _value(there)))
    return found


def _shown(field: Any) -> str:
    """As people read it."""
    if isinstance(field, BooleanField):
        return yesno(bool(field.data))
    if isinstance(field, SelectMultipleField):
        known = {str(code): str(name) for code, name, *_rest in field.iter_choices()}
        return ", ".join(known.get(str(code), str(code)) for code in field.data or [])
    if isinstance(field, SelectField):
        known = {str(choice[0]): str(choice[1]).strip() for choice in field.iter_choices()}
        return known.get(str("" if field.data is None else field.data), "")
    if hasattr(field, "chosen_label"):
        return str(field.chosen_label() or "")
    if _plain(field):
        return str(field._value() or "").replace("\r\n", "\n").strip()
    return "" if field.data is None else str(field.data)


def _value(field: Any) -> str | None:
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectMultipleField):
        return None
    if isinstance(field, SelectField):
        return "" if field.data is None else str(field.data)
    return str(field._value() or "") if _plain(field) else None


def _plain(field: Any) -> bool:
    """One box that holds its whole value as text; a choice that is looked up has two."""
    return hasattr(field, "_value") and isinstance(field.widget, TextInput | TextArea)
