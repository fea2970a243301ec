"""What is done to dictionaries' entries; each is recorded and holds everywhere at once."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.dictionaries.entries import dictionaries, forget_rows
from app.dictionaries.models import DictionaryEntry
from app.events import record
from app.extensions import db
from app.security import elevated

MOST = 200
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,19}")


def add_entry(*, dictionary: str, code: str, actor: Any | None, now: datetime, **facts: Any) -> DictionaryEntry:
    """A new entry: name_zh, name_en, sort. Without a code one is given. Raises Invalid."""
    if dictionary not in dictionaries():
        raise Invalid.field("dictionary", N_("There is no such choice."))
    there = select(DictionaryEntry.code).where(DictionaryEntry.dictionary == dictionary)
    codes = set(db.session.scalars(there))
    if len(codes) >= MOST:
        raise Invalid.field("code", N_("At most %(most)s entries."), most=MOST)
    code = (code or "").strip() or _free(codes)
    if not _CODE.fullmatch(code):
        raise Invalid.field("code", N_("Small letters, digits and “_”, at most 20."))
    if code in codes:
        raise Invalid.field("code", N_("There is one with this value already."))
    _check_names(dictionary, facts, 0)
    row = DictionaryEntry(dictionary=dictionary, code=code, in_use=True, created_at=now, **facts)
    db.session.add(row)
    db.session.flush()
    record(row, "define", actor=actor, now=now, facts={"dictionary": dictionary, "code": code, "name": row.name_zh})
    forget_rows()
    return row


def change_entry(row: DictionaryEntry, *, actor: Any | None, now: datetime, **facts: Any) -> None:
    """Change what is given of name_zh, name_en, sort; the code stays, since rows hold it. Raises Invalid."""
    _check_names(row.dictionary, facts, row.id)
    changes = {name: [getattr(row, name), value] for name, value in facts.items() if getattr(row, name) != value}
    for name, (_old, value) in changes.items():
        setattr(row, name, value)
    db.session.flush()
    if changes:
        record(row, "change", actor=actor, now=now, facts={"changes": changes})
    forget_rows()


def retire_entry(row: DictionaryEntry, *, actor: Any | None, now: datetime) -> None:
    """Offered no more; rows that hold it keep it and its name. Raises Refused."""
    offered = select(DictionaryEntry.id).where(
        DictionaryEntry.dictionary == row.dictionary, DictionaryEntry.in_use, DictionaryEntry.id != row.id
    )
    if db.session.scalar(offered.limit(1)) is None:
        raise Refused(N_("This is the last entry of its dictionary that is in use."))
    _switch(row, False, "retire", actor, now)


def restore_entry(row: DictionaryEntry, *, actor: Any | None, now: datetime) -> None:
    """Offered again. Raises Refused."""
    _switch(row, True, "restore", actor, now)


def remove_entry(row: DictionaryEntry, *, actor: Any | None, now: datetime) -> None:
    """Only what an administrator added and nothing holds. Raises Refused."""
    dictionary = dictionaries()[row.dictionary]
    with elevated():
        used = dictionary.is_used(row.code)
    if used or row.code in dictionary.defaults:
        raise Refused(N_("This entry is used, or comes with the product. It can be retired."))
    record(row, "delete", actor=actor, now=now, facts={"dictionary": row.dictionary, "name": row.name_zh})
    db.session.delete(row)
    db.session.flush()
    forget_rows()


def _check_names(dictionary: str, facts: dict[str, Any], but: int) -> None:
    """Two entries of one name could not be told apart, by an import least of all."""
    for name in ("name_zh", "name_en"):
        text = facts.get(name)
        same = (DictionaryEntry.dictionary == dictionary, getattr(DictionaryEntry, name) == text)
        if text and db.session.scalar(select(DictionaryEntry.id).where(*same, DictionaryEntry.id != but)) is not None:
            raise Invalid.field(name, N_("There is one with this value already."))


def _free(codes: set[str]) -> str:
    number = len(codes) + 1
    while f"own_{number}" in codes:
        number += 1
    return f"own_{number}"


def _switch(row: DictionaryEntry, in_use: bool, verb: str, actor: Any | None, now: datetime) -> None:
    if row.in_use == in_use:
        raise Refused(N_("Nothing to change: it is so already."))
    row.in_use = in_use
    db.session.flush()
    record(row, verb, actor=actor, now=now, facts={"dictionary": row.dictionary, "name": row.name_zh})
    forget_rows()
