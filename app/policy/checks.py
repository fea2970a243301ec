"""What one part of a pack says of another: ids that exist, codes that are unique, clauses that are used.

These run on the plain data, whole or not, so that a missing key in one place doesn't hide a fault in another.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from app.core.i18n import N_, Text
from app.policy.calendars import BASES
from app.policy.conditions import KINDS, ORIGINS, SEVERITIES
from app.policy.counting import MINUTES_OF
from app.policy.pack import Pack
from app.policy.parts import BRIEF
from app.policy.source import Path
from app.policy.timing import Clock

Found = Iterator[tuple[Path, Text]]


def references(data: Any) -> Found:
    """Every fault of reference in the data."""
    yield from _clauses(data)
    yield from _repeated_codes(data)
    yield from _named_things(data)
    yield from _condition_values(data)
    yield from _severity(data)


def coverage(pack: Pack) -> Found:
    """A clock that starts for a complaint but has no number for it; a warning that would come before the start."""
    for number, clock in enumerate(pack.clocks):
        path: Path = ("clocks", number)
        for facts in _every_complaint():
            full = pack.facts(facts)
            if clock.amount and clock.applies(full) and clock.amount_for(full) is None:
                reason = N_("the clock starts for %(facts)s, but has no amount for it")
                yield (*path, "amount"), Text(reason, {"facts": ", ".join(str(value) for value in facts.values())})
                break
        if clock.reminders and clock.reminders.warn_before and clock.reminders.warn_before >= _shortest(clock):
            yield (*path, "reminders", "warn_before"), Text(N_("the warning would come before the clock starts"))


def _every_complaint() -> Iterator[dict[str, str]]:
    for kind, severity, origin in product(KINDS, SEVERITIES, ORIGINS):
        yield {"kind": kind, "severity": severity, "origin": origin}


def _shortest(clock: Clock) -> float:
    minutes = MINUTES_OF.get(clock.unit)
    return minutes * min(amount.value for amount in clock.amount) if minutes else float("inf")


def _clauses(data: Any) -> Found:
    entries = [(path, clause) for path, clause in _entries(data, "clauses") if "id" in clause]
    known = {str(clause["id"]): path for path, clause in entries}
    cited = {str(clause["id"]) for _, clause in entries if clause.get("informative") is True}
    for path, key, value in _leaves(data, ()):
        if key == "clause" or key.endswith("_clause"):
            cited.add(str(value))
            if str(value) not in known and value != BRIEF:
                yield (*path, key), Text(N_("there is no clause “%(clause)s”"), {"clause": value})
    for clause_id, path in known.items():
        if clause_id == BRIEF:
            yield (*path, "id"), Text(N_("“brief” is the product's own clause; choose another id"))
        elif clause_id not in cited:
            reason = N_("no rule uses clause “%(clause)s”, and it isn't marked informative")
            yield (*path, "id"), Text(reason, {"clause": clause_id})


def _repeated_codes(data: Any) -> Found:
    lists = {name: list(_entries(data, name)) for name in _LISTS} | {
        "categories": list(_tree(data)),
        "behaviours": list(_entries(_within(data, "severity"), "behaviours", ("severity",))),
        "levels": list(_entries(_within(data, "severity"), "levels", ("severity",))),
    }
    for name, entries in lists.items():
        key, seen = ("id" if name == "clauses" else "code"), set()
        for path, entry in entries:
            code = str(entry.get(key))
            if key in entry and code in seen:
                yield (*path, key), Text(N_("“%(code)s” is here twice"), {"code": code})
            seen.add(code)


_LISTS = ("clauses", "switches", "origins", "channels", "calendars", "clocks", "ladders", "penalties", "follow_ups")


def _named_things(data: Any) -> Found:
    calendars = _codes(data, "calendars") | set(BASES)
    clocks = _codes(data, "clocks")
    for path, key, value in _leaves(data, ()):
        if key == "calendar" and str(value) not in calendars:
            yield (*path, key), Text(N_("there is no calendar “%(code)s”"), {"code": value})
        if key == "clock" and str(value) not in clocks:
            yield (*path, key), Text(N_("there is no clock “%(code)s”"), {"code": value})
    for path, entry in _entries(data, "calendars"):
        if (code := str(entry.get("code"))) in BASES:
            yield (*path, "code"), Text(N_("“%(code)s” is a calendar every pack has"), {"code": code})
    for path, entry in _tree(data):
        for child_path, child in _entries(entry, "children", path):
            if child.get("kind") != entry.get("kind"):
                yield (*child_path, "kind"), Text(N_("a child is of its parent's kind"))


def _condition_values(data: Any) -> Found:
    known = {
        "channel": _codes(data, "channels"),
        "category": {str(entry.get("code")) for _, entry in _tree(data)},
        "behaviours": {str(e.get("code")) for _, e in _entries(_within(data, "severity"), "behaviours")},
    }
    switches = _codes(data, "switches")
    for path, row in _rows(data, ()):
        field, value = str(row["field"]), row.get("value")
        if field.startswith("switch.") and field.removeprefix("switch.") not in switches:
            yield (*path, "field"), Text(N_("there is no switch “%(code)s”"), {"code": field.removeprefix("switch.")})
        for code in value if isinstance(value, list) else [value]:
            if field in known and code is not None and str(code) not in known[field]:
                yield (*path, "value"), Text(N_("there is no %(field)s “%(code)s”"), {"field": field, "code": code})


def _severity(data: Any) -> Found:
    severity = _within(data, "severity")
    business = list(_entries(severity, "business", ("severity",)))
    for name, entries in (("levels", _entries(severity, "levels")), ("business", business)):
        have = {str(entry.get("code" if name == "levels" else "severity")) for _, entry in entries}
        for missing in [code for code in SEVERITIES if code not in have]:
            yield ("severity", name), Text(N_("nothing is said of “%(code)s”"), {"code": missing})
    for number, (path, rule) in enumerate(business):
        last = number == len(business) - 1
        if last and rule.get("when") is not None:
            yield (*path, "when"), Text(N_("the last rule must take every complaint that is left, without a condition"))
        if not last and rule.get("when") is None:
            yield path, Text(N_("a rule without a condition hides the rules after it"))


def _entries(data: Any, name: str, prefix: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The entries of a list that are mappings, with their paths."""
    items = _within(data, name)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping):
            yield (*prefix, name, number), item


def _tree(data: Any, name: str = "categories", prefix: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for path, entry in _entries(data, name, prefix):
        yield path, entry
        yield from _tree(entry, "children", path)


def _codes(data: Any, name: str) -> set[str]:
    return {str(entry.get("code")) for _, entry in _entries(data, name)}


def _within(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, Mapping) else None


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    """Every key with a plain value, wherever it stands."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _leaves(item, (*path, number))
    if isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, (list, Mapping)):
                yield from _leaves(value, (*path, key))
            elif value is not None:
                yield path, key, value


def _rows(data: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every condition row, wherever it stands."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _rows(item, (*path, number))
    if isinstance(data, Mapping):
        if "field" in data:
            yield path, data
        for key, value in data.items():
            yield from _rows(value, (*path, key))
