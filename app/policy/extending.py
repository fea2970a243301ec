"""A pack that takes over another one: it says only what it says otherwise.

A published version must not change when a new release ships another base, so what it extends is written behind it, each
pack a YAML document of its own (`pinned`). Rules of the same code are the pack's own; what there is to choose from
(channels, origins, categories, grades) is taken over only where the pack has none. Own entries come first in each list,
so that a fault's path leads to the author's line, and an own ladder goes before the base's.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from app.core.i18n import N_, Text
from app.policy.source import Path, documents, read

PACKS = File(__file__).resolve().parents[2] / "policies"
OF_THE_PACK = ("id", "title", "version", "source", "extends", "without", "overlay")
WHOLE = ("channels", "origins", "categories", "stages", "remedies")
"""Lists that are one choice: merged they would offer what the company doesn't have."""
Found = Iterator[tuple[Path, Text]]


@lru_cache(maxsize=32)
def pinned(text: str) -> str:
    """The text with the packs that it extends behind it; those that stand there already stay as they are."""
    parts = documents(text)
    for part in parts:
        base = _extends(read(part).data)
        found = _shipped(base) if base and base not in map(_id, parts) else None
        if found is not None:
            parts.append(found)
    if len(parts) == 1:
        return text
    return "---\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


def merged(data: Any, text: str) -> Any:
    """The data with everything that it takes over; itself where it extends nothing, or nothing that is known."""
    chain = [data, *_bases(data, text)]
    whole = chain.pop()
    while chain:
        whole = _laid_over(chain.pop(), whole)
    return whole


def extending_faults(data: Any, text: str) -> Found:
    """A pack that isn't there, one that extends itself, one that stands behind this one for nothing."""
    seen, name = {_own_id(data)}, _extends(data)
    while name is not None:
        if name in seen:
            yield ("extends",), Text(N_("“%(name)s” extends itself"), {"name": name})
            return
        found = _base(name, text)
        if found is None:
            yield ("extends",), Text(N_("there is no pack “%(name)s” to extend"), {"name": name})
            return
        seen.add(name)
        name = _extends(found)
    for part in documents(text)[1:]:
        if _id(part) not in seen - {""}:
            yield (), Text(N_("the file holds another document, and the pack doesn't extend it"))


def _bases(data: Any, text: str) -> Iterator[Any]:
    seen, name = {_own_id(data)}, _extends(data)
    while name is not None and name not in seen and (found := _base(name, text)) is not None:
        seen.add(name)
        yield found
        name = _extends(found)


def _base(name: str, text: str) -> Any:
    """The pack of that id: the one pinned behind the text, else the one that comes with the product."""
    for part in documents(text)[1:]:
        if _id(part) == name:
            return read(part).data
    found = _shipped(name)
    return None if found is None else read(found).data


def _shipped(name: str) -> str | None:
    path = PACKS / f"{name}.yaml"
    return path.read_text(encoding="utf-8") if name.isidentifier() and path.is_file() else None


def _laid_over(own: Any, base: Any) -> Any:
    taken = {key: value for key, value in base.items() if key not in OF_THE_PACK}
    left_out = set(map(str, own.get("without") or ()))
    for key, value in taken.items():
        if isinstance(value, list) and key not in WHOLE:
            taken[key] = _joined(own.get(key), value, left_out)
    result = {**taken, **{key: value for key, value in own.items() if key not in taken or not _mergeable(key, value)}}
    cited = set(_cited({key: value for key, value in result.items() if key != "clauses"}))
    mine = own.get("clauses")
    mine = mine if isinstance(mine, list) else []
    known = {str(clause.get("id")) for clause in mine if isinstance(clause, Mapping)}
    theirs = [
        {"source": base.get("source"), **clause}
        for clause in base.get("clauses") or ()
        if str(clause.get("id")) in cited - known
    ]
    return result | {"clauses": [*mine, *theirs]}


def _mergeable(key: str, value: Any) -> bool:
    return isinstance(value, list) and key not in (*WHOLE, *OF_THE_PACK)


def _joined(own: Any, base: list[Any], left_out: set[str]) -> list[Any]:
    mine = own if isinstance(own, list) else []
    known = {str(entry.get("code")) for entry in mine if isinstance(entry, Mapping)}
    theirs = [entry for entry in base if str(entry.get("code")) not in known | left_out]
    return [*mine, *theirs]


def _cited(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _cited(item)
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "clause" or key.endswith("_clause"):
                yield str(value)
            yield from _cited(value)


def _extends(data: Any) -> str | None:
    name = data.get("extends") if isinstance(data, Mapping) else None
    return None if name is None else str(name)


def _id(text: str) -> str:
    return _own_id(read(text).data)


def _own_id(data: Any) -> str:
    return str(data.get("id") or "") if isinstance(data, Mapping) else ""
