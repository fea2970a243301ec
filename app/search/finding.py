"""Finding: rows of every registered table within the reader's reach, the surest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, Select, or_, select, text
from sqlalchemy.orm import selectinload

from app.db.sealed import TAIL, blind, normal_phone
from app.extensions import db
from app.search import own_fields
from app.search.finders import Finder, finders
from app.search.grams import is_whole, plain, wanted_grams, words_of
from app.search.models import SearchEntry
from app.security import may
from app.web.text import half_width, search_text

FEW = 500
"""Up to so many hits of the index are fetched first, newest first; one with more is left to the table's own order."""
_PHONE = re.compile(r"\+?[\d][\d\s-]{4,18}")
_AROUND = 18


@dataclass(frozen=True)
class Hit:
    """A row as the results show it."""

    name: str
    url: str
    about: list[Any]
    piece: Markup
    """Where the word stands in the row's text; empty where name and line say it already."""


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more`: there are further ones."""

    kind: str
    label: Any
    icon: str
    hits: list[Hit]
    more: bool


def find(asked: str, *, most: int, kind: str = "", skip: int = 0) -> list[Group]:
    """The hits of each kind that the reader may open, at most so many of each. Nothing for less than two characters."""
    asked = search_text(asked)
    if not is_enough(asked):
        return []
    groups = []
    for finder in finders():
        if kind in ("", finder.kind) and may("can_show", finder.screen):
            rows = _rows(finder, asked, skip, most + 1)
            hits = [_hit(finder, row, asked) for row in rows[:most]]
            groups.append(Group(finder.kind, finder.label, finder.icon, hits, len(rows) > most))
    return [group for group in groups if group.hits]


def is_enough(asked: str) -> bool:
    """Whether anything can be looked for: one word of two characters, or digits."""
    return any(wanted_grams(word) for word in words_of(asked))


def matching(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Conditions on `SearchEntry`: every word is contained."""
    wanted = list(dict.fromkeys(gram for word in words for gram in wanted_grams(word)))
    conditions: list[Any] = []
    if wanted and db.engine.dialect.name == "postgresql":
        conditions.append(SearchEntry.grams.op("@>", is_comparison=True)(wanted))
    elif wanted:
        hits = text("SELECT rowid FROM search_gram WHERE search_gram MATCH :wanted").columns(SearchEntry.id)
        conditions.append(SearchEntry.id.in_(hits.bindparams(wanted=" ".join(f'"{gram}"' for gram in wanted))))
    # Having the pieces is not having the word: they may stand apart.
    conditions += [SearchEntry.text.contains(word, autoescape=True) for word in words if not is_whole(word)]
    return conditions


def entries(finder: Finder, words: Sequence[str]) -> Select[Any]:
    """Ids of the rows of a kind that contain every word."""
    # Joined to nothing, so that no database walks through all entries of a kind instead of the few with the word.
    kind = SearchEntry.kind + ""
    kinds = [finder.kind, *map(own_fields.kind_of, own_fields.searched(finder.model))]
    return select(SearchEntry.owner_id).where(kind.in_(kinds), *matching(words))


def _rows(finder: Finder, asked: str, skip: int, most: int) -> list[Any]:
    """Found by its whole number, by telephone, by text; each row once."""
    model = finder.model
    sure = [*_by_number(finder, asked), *_by_phone(finder, asked)]
    found = {} if skip or not sure else {row.id: row for row in _ask(finder, or_(*sure), 0, most)}
    words = words_of(asked)
    ids = db.session.scalars(entries(finder, words).order_by(SearchEntry.id.desc()).limit(FEW + 1)).all()
    within = model.id.in_(ids if len(ids) <= FEW else entries(finder, words))
    if ids:
        found |= {row.id: row for row in _ask(finder, within, skip, most) if row.id not in found}
    return list(found.values())[:most]


def _ask(finder: Finder, condition: Any, skip: int, most: int) -> Sequence[Any]:
    model = finder.model
    options = [selectinload(getattr(model, name)) for name in finder.along]
    order = (finder.order().desc(), model.id.desc())
    return db.session.scalars(
        select(model).where(condition).options(*options).order_by(*order).offset(skip).limit(most)
    ).all()


def _by_number(finder: Finder, asked: str) -> list[ColumnElement[bool]]:
    number = half_width(asked).upper()
    return [getattr(finder.model, finder.number) == number] if finder.number else []


def _by_phone(finder: Finder, asked: str) -> list[ColumnElement[bool]]:
    """By the blind index alone: the number itself is nowhere in clear."""
    number = half_width(asked)
    if not finder.has_phone:
        return []
    if number.isascii() and number.isdecimal() and len(number) == TAIL:
        return [finder.model.phone_tail == blind(number)]
    return [finder.model.phone_index == blind(normal_phone(number))] if _PHONE.fullmatch(number) else []


def _hit(finder: Finder, row: Any, asked: str) -> Hit:
    url = url_for(f"{finder.screen}.show", pk=row.id)
    about, words = [part for part in finder.about(row) if part], words_of(asked)
    said = plain(" ".join([str(row), *map(str, about)]))
    piece = Markup("") if all(word in said for word in words) else _piece(finder, row, words)
    return Hit(str(row), url, about, piece)


def _piece(finder: Finder, row: Any, words: Sequence[str]) -> Markup:
    """The first word where it stands, with a little around it."""
    own = (field.column for field in own_fields.searched(finder.model))
    for name in (*finder.texts, *own):
        value = getattr(row, name) or ""
        folded = plain(value)
        at = next((folded.find(word) for word in words if word in folded), -1)
        if at >= 0 and len(folded) == len(value):
            word = next(word for word in words if folded.startswith(word, at))
            first, last = max(0, at - _AROUND), at + len(word) + _AROUND
            parts = (value[first:at], value[at : at + len(word)], value[at + len(word) : last])
            before, inside, after = (escape(part.replace("\n", " ")) for part in parts)
            ends = ("…" if first else "", "…" if last < len(value) else "")
            return Markup("{}{}<mark>{}</mark>{}{}").format(ends[0], before, inside, after, ends[1])
    return Markup("")
