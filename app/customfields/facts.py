"""Custom fields as facts for the conditions of policy packs: `complaint.x_<code>`, and of its customer and waybill.

Only fields that everybody may see: what a rule went by is told to whoever reads its reason.
"""

from collections.abc import Mapping
from typing import Any

from flask import has_app_context
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.core.i18n import N_
from app.customfields.definitions import entities, once
from app.customfields.models import PREFIX, CustomField
from app.extensions import db
from app.policy.conditions import Field, Kind, field_named
from app.policy.own_fields import OWN_FIELD, register_own_fields

RECORDS = ("complaint", "customer", "waybill")
_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "long_text": "text",
    "number": "number",
    "money": "money",
    "date": "date",
    "choice": "text",  # choices may be dropped later, and a published pack has to be read all the same
    "choices": "list",
    "yesno": "flag",
}
_RETIRED = N_("the field “%(name)s” was retired")
_HIDDEN = N_("not everybody may see the field “%(name)s”; a rule has to give its reason to all")


def own_facts() -> dict[str, Field]:
    """By name, in their order; of a retired one the values are still there."""
    return once("kesu.own_facts", _asked) if has_app_context() else {}


def _asked() -> dict[str, Field]:
    known = entities()
    rows = select(CustomField).where(CustomField.entity.in_(RECORDS)).order_by(CustomField.sort, CustomField.id)
    try:
        with db.session.no_autoflush:
            found = db.session.scalars(rows).all()
    except (OperationalError, ProgrammingError):  # `policy check` works without a database, too
        db.session.rollback()
        return {}
    return {f"{row.entity}.{row.column}": _fact(row, known) for row in found if row.entity in known}


def _fact(row: CustomField, known: Mapping[str, Any]) -> Field:
    name = f"{row.entity}.{row.column}"
    unusable = "" if row.active and not row.see_roles else _HIDDEN if row.active else _RETIRED
    return Field(_KINDS[row.kind], f"{known[row.entity].label} · {row.label}", name, row.labels, unusable)


def facts_named(names: frozenset[str], extras: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The facts of these names, from the stored values of each kind of record; None: nothing stands there."""
    found: dict[str, Any] = {}
    for name in names:
        match = OWN_FIELD.fullmatch(name)
        about = field_named(name) if match else None
        if match is None or about is None:
            continue
        value = extras.get(match.group(1), {}).get(match.group(2))
        if about.kind == "flag":
            value = bool(value)  # as in lists: where nothing was said, it is no
        found[name] = tuple(value) if isinstance(value, list) else value
    return found


def records_asked(names: frozenset[str]) -> set[str]:
    """Of which kinds of record conditions ask for custom fields."""
    return {name.partition(f".{PREFIX}")[0] for name in names if OWN_FIELD.fullmatch(name)}


register_own_fields(own_facts)
