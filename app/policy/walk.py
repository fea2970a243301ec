"""Walking over a pack's plain data, whole or not: its lists, codes, leaves and condition rows, with their paths."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.policy.source import Path


def entries(data: Any, name: str, prefix: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The entries of a list that are mappings, with their paths."""
    items = within(data, name)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping):
            yield (*prefix, name, number), item


def tree(data: Any, name: str = "categories", prefix: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every category, at any depth."""
    for path, entry in entries(data, name, prefix):
        yield path, entry
        yield from tree(entry, "children", path)


def codes(data: Any, name: str) -> set[str]:
    """The codes in a list."""
    return {str(entry.get("code")) for _, entry in entries(data, name)}


def within(data: Any, name: str) -> Any:
    """What stands under a key, if this is a mapping."""
    return data.get(name) if isinstance(data, Mapping) else None


def leaves(data: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    """Every key with a plain value, wherever it stands."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from leaves(item, (*path, number))
    if isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, (list, Mapping)):
                yield from leaves(value, (*path, key))
            elif value is not None:
                yield path, key, value


def rows(data: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every condition row, wherever it stands."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from rows(item, (*path, number))
    if isinstance(data, Mapping):
        if "field" in data:
            yield path, data
        for key, value in data.items():
            yield from rows(value, (*path, key))
