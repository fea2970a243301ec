"""Dictionaries as mappings: what their tables say at this moment, in the reader's language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask import g, has_request_context
from flask_babel import get_locale
from sqlalchemy import select

from app.dictionaries.models import DictionaryEntry
from app.extensions import db

_KEPT = "dictionary_entries"
_dictionaries: dict[str, "Dictionary"] = {}
Row = tuple[str, str, str, bool]


class AsWritten(str):
    """A name that an administrator wrote: it is in no catalogue and mustn't be looked up in one."""

    __slots__ = ()


class Dictionary(Mapping[str, str]):
    """See the package's text. `defaults` are code → msgid; `used_in()` names the columns that hold its codes."""

    def __init__(
        self, code: str, title: Any, defaults: Mapping[str, str], *, used_in: Callable[[], Sequence[Any]]
    ) -> None:
        self.code, self.title, self.defaults, self.used_in = code, title, defaults, used_in
        _dictionaries[code] = self

    def __getitem__(self, code: str) -> str:
        """The name, of what is retired too."""
        rows = rows_at_hand().get(self.code)
        if not rows:
            return self.defaults[code]
        return next(_name(row) for row in rows if row[0] == code) if code in self else self.defaults[code]

    def __iter__(self) -> Iterator[str]:
        """The codes that are offered, in order."""
        rows = rows_at_hand().get(self.code)
        return iter(self.defaults) if not rows else iter([row[0] for row in rows if row[3]])

    def __len__(self) -> int:
        return sum(1 for _code in self)

    def __contains__(self, code: object) -> bool:
        """Whether it is known, retired or not."""
        rows = rows_at_hand().get(self.code)
        return code in self.defaults if not rows else any(row[0] == code for row in rows)

    def offers(self, code: str) -> bool:
        """Whether it can be chosen anew."""
        return code in set(self)

    def is_used(self, code: str) -> bool:
        """Whether some row holds it; within whatever reach is in force."""
        held = (select(column).where(column == code).limit(1) for column in self.used_in())
        return any(db.session.scalar(each) is not None for each in held)


def dictionaries() -> Mapping[str, Dictionary]:
    """All that packages have declared, by code."""
    return _dictionaries


def rows_at_hand() -> Mapping[str, list[Row]]:
    """Every entry by dictionary, in order; asked once a request."""
    if not has_request_context():
        return _rows()
    if _KEPT not in g:
        setattr(g, _KEPT, _rows())
    return getattr(g, _KEPT)


def forget_rows() -> None:
    """They have just changed."""
    if has_request_context():
        g.pop(_KEPT, None)


def _rows() -> dict[str, list[Row]]:
    wanted = (
        DictionaryEntry.dictionary,
        DictionaryEntry.code,
        DictionaryEntry.name_zh,
        DictionaryEntry.name_en,
        DictionaryEntry.in_use,
    )
    found: dict[str, list[Row]] = {}
    for dictionary, *row in db.session.execute(select(*wanted).order_by(DictionaryEntry.sort, DictionaryEntry.id)):
        found.setdefault(dictionary, []).append(tuple(row))  # type: ignore[arg-type]
    return found


def _name(row: Row) -> str:
    locale = get_locale()
    return AsWritten(row[2] if row[2] and locale is not None and locale.language == "en" else row[1])
