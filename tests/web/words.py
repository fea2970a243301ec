"""What a page says to its reader, and what of it is neither in the reader's language nor the company's own data."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
import yaml

from app.extensions import db
from app.security import Person
from tests.house import ROOT

_SPOKEN = (
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "data-confirm",
    "data-label",
    "data-none",
    "data-more",
    "data-left",
)
_MUTE = ("script", "style", "pre", "code", "kbd", "textarea")
_VOID = ("input", "br", "img", "meta", "link", "hr", "wbr", "col")
_CODE = re.compile(r"[a-z][a-z0-9_.:*-]*")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")


class Said(HTMLParser):
    """Every text and every spoken attribute of a page; samples of code, and what people typed, are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._mute: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self._mute.append(
                tag in _MUTE or given.get("lang") not in (None, "zh-CN", "en") or ("lang" in given and tag != "html")
            )
        if not any(self._mute):
            self.texts += [value for name, value in attrs if name in _SPOKEN and value]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._mute:
            self._mute.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._mute):
            self.texts.append(" ".join(data.split()))


def data_of_the_company(language: str) -> str:
    """Everything that people or packs brought: the tables' texts, and the policy packs that come with the product.

    Codes such as `dispatch` are no data: a reader has to get their words. Where a thing is named in both languages, the
    other language's name has no place on the page.
    """
    packs = [yaml.safe_load(path.read_text()) for path in ROOT.glob("policies/**/*.yaml")]
    samples = [path.read_text() for path in ROOT.glob("app/*/templates.py")] if language == "en" else []
    names = [person.full_name for person in db.session.scalars(sa.select(Person))]
    return "\n".join([*_strings([*_rows(), *packs], "zh" if language == "en" else "en"), *names, *samples])


def _rows() -> Iterator[Any]:
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if not isinstance(column.type, sa.LargeBinary)]
        for row in db.session.execute(sa.select(*columns)):
            yield dict(row._mapping)


def _strings(value: Any, other: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            twice = key == other and value.get("zh" if other == "en" else "en")
            # A stored text is a msgid: it is translated when it is shown.
            if key == "code":
                yield str(item)
            elif key != "msgid" and not twice:
                yield from _strings(item, other)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item, other)
    elif isinstance(value, str) and not _CODE.fullmatch(value):
        yield value


def foreign(page: str, pattern: re.Pattern[str], data: str, known: Iterable[str]) -> list[str]:
    """Words of the pattern on the page that stand neither in the data nor on the list."""
    allowed = {word.lower() for word in known}
    lower = data.lower()
    return [
        f"{word} ({text[:60]})"
        for text in Said(page).texts
        for word in pattern.findall(text)
        if word.lower() not in allowed and word.lower() not in lower
    ]
