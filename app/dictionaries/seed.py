"""The entries that the product comes with, written down once: what an administrator changed stays as it is."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.dictionaries.entries import dictionaries
from app.dictionaries.models import DictionaryEntry
from app.extensions import db

STEP = 10
"""Between two places, so that something fits in between."""


def seed_dictionaries() -> None:
    """Add what is missing. Flushes."""
    there = {(row.dictionary, row.code) for row in db.session.scalars(select(DictionaryEntry))}
    for dictionary in dictionaries().values():
        for number, (code, msgid) in enumerate(dictionary.defaults.items(), 1):
            if (dictionary.code, code) in there:
                continue
            with force_locale("zh"):
                name_zh = _(msgid)
            entry = DictionaryEntry(
                dictionary=dictionary.code, code=code, name_zh=name_zh, name_en=msgid, sort=number * STEP
            )
            db.session.add(entry)
    db.session.flush()
