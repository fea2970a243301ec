"""What a pack's conditions ask of the fields that the company's administrators have added."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.i18n import N_, Text
from app.policy.conditions import Field, field_named
from app.policy.own_fields import OWN_FIELD
from app.policy.source import Path


def own_faults(data: Any, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """(path, reason) of each row that asks for a field that was retired or isn't for all, or for a choice that is gone.

    `data` is the pack as plain data; a field that never was is told by the row itself.
    """
    if isinstance(data, list):
        for number, each in enumerate(data):
            yield from own_faults(each, (*path, number))
    if not isinstance(data, Mapping):
        return
    for name, each in data.items():
        yield from own_faults(each, (*path, name))
    name = data.get("field")
    if isinstance(name, str) and OWN_FIELD.fullmatch(name) and (about := field_named(name)) is not None:
        yield from _row_faults(about, name, data.get("value"), path)


def _row_faults(about: Field, name: str, value: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    if about.unusable:
        yield (*path, "field"), Text(about.unusable, {"name": name})
    for each in (value if isinstance(value, list) else [value]) if about.choices else ():
        if isinstance(each, str) and each not in about.choices:
            asked = {"value": each, "field": name, "expected": ", ".join(about.choices)}
            yield (*path, "value"), Text(N_("“%(value)s” doesn't fit “%(field)s”; expected is %(expected)s"), asked)
