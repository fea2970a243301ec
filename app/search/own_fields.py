"""Custom fields of text in the index: an entry for each field that a row fills in, so that who may see it decides.

The entry's kind is the field's (`x12`). A field that is retired or meant for some roles only is left out of a search at
once, without anything being indexed anew.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import String, cast, exists, select

from app.customfields import Customised, visible_fields
from app.customfields.definitions import all_fields
from app.customfields.models import CustomField
from app.extensions import db
from app.search.models import SearchEntry

TEXTS = ("text", "long_text")
Entry = tuple[str, int, list[Any]]


def kind_of(field: CustomField) -> str:
    """What the index calls it."""
    return f"x{field.id}"


def indexed(model: Any) -> list[CustomField]:
    """Every field of text of the table's rows, retired ones too: their values stay."""
    if not issubclass(model, Customised):
        return []
    return [field for field in all_fields(model.__tablename__) if field.kind in TEXTS]


def searched(model: Any) -> Sequence[CustomField]:
    """Those that the present reader may see."""
    if not issubclass(model, Customised):
        return ()
    return [field for field in visible_fields(model.__tablename__) if field.kind in TEXTS]


def entries_of(owner_id: int, extra: Any, fields: Sequence[CustomField]) -> Iterator[Entry]:
    """(kind, row, texts) of the fields that are filled in."""
    for field in fields:
        value = (extra or {}).get(field.code)
        if value:
            yield kind_of(field), owner_id, [value]


def unindexed(models: Sequence[Any]) -> bool:
    """Whether rows hold custom fields and none of them was ever indexed: after an upgrade."""
    known = [kind_of(field) for model in models for field in indexed(model)]
    if not known or db.session.scalar(select(SearchEntry.id).where(SearchEntry.kind.in_(known)).limit(1)):
        return False
    held = (select(exists().where(cast(model.extra, String) != "{}")) for model in models if indexed(model))
    return any(db.session.scalar(each) for each in held)
