"""Placeholders for custom fields: of what a message is about, and of the customer, contact, waybill, case behind it.

`{{ x_grade }}` is a field of the thing itself, `{{ customer_x_grade }}` one of its customer's file. Only fields that
everybody may see are offered: nobody can say who will read a message.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from flask_babel import force_locale
from sqlalchemy import inspect, select

from app.core.money import Money
from app.customfields import PREFIX, CustomField, Customised, entities
from app.customfields.definitions import all_fields
from app.extensions import db
from app.security.scope import owner_model
from app.web.custom import custom_cell
from app.web.show import NOTHING

_BEHIND = ("customer", "contact", "waybill", "complaint")
_NAME = re.compile(rf"\b(?:(?:{'|'.join(_BEHIND)})_)?{PREFIX}[a-z0-9_]+")
_SAMPLES: dict[str, Any] = {
    "number": Decimal(12),
    "money": Money.from_yuan(1200),
    "date": date(2026, 11, 25),
    "yesno": True,
}


def named_in(*sources: str | None) -> bool:
    """Whether any of the texts names a custom field at all."""
    return any(_NAME.search(source or "") for source in sources)


def sample_of(owner_kind: str, language: str) -> dict[str, str]:
    """Placeholder → a believable value of each field in use that everybody may see."""
    with force_locale(language):
        return {
            prefix + field.column: _shown(SimpleNamespace(**{field.column: _sample(field)}), field)
            for prefix, _relation, kind in _parts(owner_kind)
            for field in all_fields(kind)
            if field.active and not field.see_roles
        }


def labels_of(owner_kind: str) -> dict[str, str]:
    """Placeholder → what people call the field."""
    known = entities()
    return {
        prefix + field.column: f"{known[kind].label} · {field.label}" if prefix else field.label
        for prefix, _relation, kind in _parts(owner_kind)
        for field in all_fields(kind)
    }


def values_of(owner: Any, owner_kind: str, language: str) -> dict[str, str]:
    """Placeholder → what the thing holds, as people of the language read it.

    A field that was retired still has its value, one that not everybody sees any more is empty: a text that names it
    goes out all the same.
    """
    found: dict[str, str] = {}
    with force_locale(language):
        for prefix, relation, kind in _parts(owner_kind):
            there = owner is not None and owner.__tablename__ == owner_kind
            row = (getattr(owner, relation) if relation else owner) if there else None
            for field in all_fields(kind):
                open_to_all = row is not None and not field.see_roles
                found[prefix + field.column] = _shown(row, field) if open_to_all else ""
    return found


def real_values(owner_kind: str, number: str, language: str) -> dict[str, str]:
    """Those of the thing with that number, within the reader's reach."""
    model = owner_model(owner_kind)
    if model is None or not hasattr(model, "no"):
        return {}
    return values_of(db.session.scalars(select(model).where(model.no == number.strip())).first(), owner_kind, language)


def _parts(owner_kind: str) -> Iterator[tuple[str, str, str]]:
    """(prefix of the placeholders, relation that leads there, kind of record)."""
    model, known = owner_model(owner_kind), entities()
    if model is None:
        return
    if owner_kind in known:
        yield "", "", owner_kind
    relations = inspect(model).relationships
    for name in _BEHIND:
        if name in relations and issubclass(relations[name].mapper.class_, Customised):
            yield f"{name}_", name, relations[name].mapper.class_.__tablename__


def _sample(field: CustomField) -> Any:
    codes = [code for code, _label in field.options]
    if field.kind == "choice":
        return next(iter(codes), None)
    return codes[:2] if field.kind == "choices" else _SAMPLES.get(field.kind, field.label)


def _shown(row: Any, field: CustomField) -> str:
    text = str(custom_cell(row, field))
    return "" if text == NOTHING else text
