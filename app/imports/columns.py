"""The columns that a kind of import takes, and which column of a file is which of them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from app.core.errors import Invalid
from app.core.i18n import N_
from app.customfields import editable_fields
from app.customfields.models import CustomField
from app.db import by_id
from app.extensions import db
from app.imports import cells
from app.imports.cells import Reader, as_cell
from app.imports.seed_words import SYNONYMS
from app.web.show import said

_KEPT = 20_000


@dataclass(frozen=True)
class Column:
    """One thing that a row may tell. `write` turns a stored value into a cell that `read` understands."""

    name: str
    label: Any
    read: Reader
    required: bool = False
    write: Callable[[Any], Any] = as_cell
    called: str = ""
    """Under which name its synonyms are kept, where that isn't its own."""

    def labels(self) -> set[str]:
        """Its name and its label in both languages, as `squeezed` leaves them."""
        found = {self.name}
        for language in ("zh", "en"):
            with force_locale(language):
                found.add(said(self.label))
        return {squeezed(each) for each in found}

    def synonyms(self) -> set[str]:
        """What else people call it."""
        return {squeezed(each) for each in SYNONYMS.get(self.called or self.name.removesuffix("_id"), ())}


def squeezed(header: Any) -> str:
    """A header as it is compared: without blanks, marks, brackets' content or stars, half-width, small letters."""
    text = unicodedata.normalize("NFKC", cells.plain(header)).casefold()
    return re.sub(r"[\s*:_./-]|\(.*?\)|【.*?】|\[.*?\]", "", text)


def guess(headers: Sequence[Any], columns: Sequence[Column], remembered: Mapping[str, str]) -> dict[int, str]:
    """Position in the file → column: what was chosen for such a header before, else by what it says."""
    labels = {column.name: column.labels() for column in columns}
    synonyms = {column.name: column.synonyms() for column in columns}
    found: dict[int, str] = {}
    for asks in (
        lambda name, text: remembered.get(text) == name,
        lambda name, text: text in labels[name],
        lambda name, text: text in synonyms[name],
    ):
        for position, header in enumerate(headers):
            text = squeezed(header)
            free = [name for name in labels if name not in found.values()]
            chosen = next((name for name in free if text and position not in found and asks(name, text)), None)
            if chosen:
                found[position] = chosen
    return found


def custom_columns(entity: str) -> list[Column]:
    """The administrators' own fields that the present person may fill in."""
    return [_custom(field) for field in editable_fields(entity)]


def _custom(field: CustomField) -> Column:
    def words() -> dict[str, Any]:
        return {word: code for code, label in field.labels.items() for word in (code, label)}

    readers: dict[str, Reader] = {
        "text": cells.text(500),
        "long_text": cells.text(20_000),
        "number": cells.number,
        "money": cells.money,
        "date": cells.day,
        "yesno": cells.yesno,
        "choice": cells.choice(words),
        "choices": cells.choices(words),
    }

    def write(value: Any) -> Any:
        if field.kind == "choice":
            return field.labels.get(value, value or "")
        return as_cell([field.labels.get(each, each) for each in value or []] if field.kind == "choices" else value)

    return Column(field.column, field.name_zh, readers[field.kind], field.required, write)


def one_of(name: str, label: Any, labels: Mapping[str, Any], *, required: bool = False) -> Column:
    """A column with a code of the product; people write the code's label, in either language, or the code itself."""

    def words() -> dict[str, Any]:
        found: dict[str, Any] = {code: code for code in labels}
        for language in ("en", "zh"):
            with force_locale(language):
                found |= {said(text): code for code, text in labels.items()}
        return found

    return Column(name, label, cells.choice(words), required, lambda code: said(labels[code]) if code else "")


def row_of(name: str, label: Any, model: Any, *names: str, required: bool = False, called: str = "") -> Column:
    """A column that names a row of another table by one of its columns; written out by the first of them."""

    def write(key: Any) -> Any:
        row = by_id(model, key) if key else None
        return str(getattr(row, names[0])) if row is not None else ""

    return Column(name, label, _known_row(model, names), required, _remembered(write), called)


def _known_row(model: Any, names: Sequence[str]) -> Reader:
    known: dict[str, Any] = {}

    def read(raw: Any) -> tuple[Any, bool]:
        text = cells.plain(raw)
        if not text:
            return None, False
        if text not in known:
            if len(known) > _KEPT:
                known.clear()
            known[text] = _look_up(model, names, text)
        return known[text], text != cells.plain_of(raw)

    return read


def _look_up(model: Any, names: Sequence[str], text: str) -> int:
    for name in names:
        same = getattr(model, name) == text
        found = db.session.scalars(select(model.id).where(same).limit(2)).all()
        if len(found) == 1:
            return found[0]
        if found:
            raise Invalid(N_("There are several called “%(text)s”; please give the number or code."), text=text[:40])
    raise Invalid(N_("There is no “%(text)s”, or it is not yours to see."), text=text[:40])


def _remembered(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def written(value: Any) -> Any:
        if value not in known:
            if len(known) > _KEPT:
                known.clear()
            known[value] = write(value)
        return known[value]

    return written
