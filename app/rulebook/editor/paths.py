"""Places in a pack's plain data. A condition's "all" and "any" are no steps of their own: its parts are its numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.errors import NotFound
from app.core.i18n import N_

Place = tuple[str | int, ...]
JOINS = ("all", "any")
_DEEPEST = 24


def read_place(text: str) -> Place:
    """From "clocks.3.amount". Raises NotFound for what can't be a place."""
    steps = text.split(".") if text else []
    if len(steps) > _DEEPEST or not all(steps):
        raise NotFound(N_("There is no such place in the policy pack."))
    return tuple(int(step) if step.isascii() and step.isdigit() and len(step) < 6 else step for step in steps)


def shown_place(place: Sequence[str | int]) -> str:
    """As `read_place` reads it."""
    return ".".join(map(str, place))


def join_of(condition: Any) -> str | None:
    """Whether rows are joined by all or any; None for what isn't joined rows."""
    if not isinstance(condition, Mapping):
        return None
    return next((join for join in JOINS if isinstance(condition.get(join), list)), None)


def at(data: Any, place: Place) -> Any:
    """What stands there; None for nothing."""
    for step in place:
        data = _inside(data)[1] if isinstance(step, int) else data
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def put(data: Any, place: Place, value: Any) -> Any:
    """A copy with the value there; None takes a key out, a number just past the end appends."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        join, items = _inside(data)
        items = list(items) if isinstance(items, list) else []
        new = put(items[step] if step < len(items) else None, rest, value)
        items[step : step + 1] = [new]
        return {**data, join: items} if join else items
    found = dict(data) if isinstance(data, Mapping) else {}
    new = put(found.get(step), rest, value)
    if new is None:
        found.pop(step, None)
    else:
        found[step] = new
    return found


def change_list(data: Any, place: Place, change: Any) -> Any:
    """A copy in which `change(items)` was made to the list there."""
    found = at(data, place)
    join, items = _inside(found)
    items = list(items) if isinstance(items, list) else []
    change(items)
    return put(data, place, {**found, join: items} if join else items)


def without(data: Any, place: Place) -> Any:
    """A copy without what stands there."""
    last = place[-1]
    if isinstance(last, int):
        return change_list(data, place[:-1], lambda items: items.__delitem__(slice(last, last + 1)))
    return put(data, place, None)


def moved(data: Any, place: Place, by: int) -> Any:
    """A copy in which the entry stands so many places further down its list; at the ends nothing happens."""
    number = place[-1]
    assert isinstance(number, int), "only entries of a list move"

    def swap(items: list[Any]) -> None:
        other = number + by
        if 0 <= other < len(items) and number < len(items):
            items[number], items[other] = items[other], items[number]

    return change_list(data, place[:-1], swap)


def fault_place(data: Any, path: Sequence[str | int]) -> Place:
    """Where a fault is shown: pydantic's own steps (row, all, any, function-before …) left out."""
    place: list[str | int] = []
    for step in path:
        here = at(data, tuple(place))
        if step in ("row", "neither") or (step in JOINS and (join_of(here) or isinstance(here, list))):
            continue
        if step in JOINS and isinstance(here, Mapping) and "field" not in here:
            continue
        place.append(step)
    return tuple(place)


def _inside(data: Any) -> tuple[str | None, Any]:
    join = join_of(data)
    return (join, data[join]) if join else (None, data)
