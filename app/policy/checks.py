"""What one part of a pack says of another: ids that exist, codes that are unique, clauses that are used.

These run on the plain data, whole or not, so that a missing key in one place doesn't hide a fault in another.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from app.core.i18n import N_, Text
from app.policy.calendars import BASES
from app.policy.charges_checks import charges
from app.policy.conditions import KINDS, ORIGINS, SEVERITIES
from app.policy.counting import MINUTES_OF
from app.policy.handling_checks import handling
from app.policy.pack import Pack
from app.policy.parts import BRIEF
from app.policy.source import Path
from app.policy.timing import Clock
from app.policy.walk import codes, entries, leaves, rows, tree, within

Found = Iterator[tuple[Path, Text]]


def references(data: Any) -> Found:
    """Every fault of reference in the data."""
    yield from _clauses(data)
    yield from _repeated_codes(data)
    yield from _named_things(data)
    yield from _condition_values(data)
    yield from _severity(data)
    yield from handling(data)


def coverage(pack: Pack) -> Found:
    """A clock that starts for a complaint but has no number for it; a warning that would come before the start."""
    for number, clock in enumerate(pack.clocks):
        path: Path = ("clocks", number)
        for facts in _every_complaint(pack):
            full = pack.facts(facts)
            if clock.amount and clock.applies(full) and clock.amount_for(full) is None:
                reason = N_("the clock starts for %(facts)s, but has no amount for it")
                told = ", ".join(str(value) for value in facts.values() if value)
                yield (*path, "amount"), Text(reason, {"facts": told})
                break
        if clock.reminders and clock.reminders.warn_before and clock.reminders.warn_before >= _shortest(clock):
            yield (*path, "reminders", "warn_before"), Text(N_("the warning would come before the clock starts"))
    yield from charges(pack)


def _every_complaint(pack: Pack) -> Iterator[dict[str, str | None]]:
    for kind, severity, origin in product(KINDS, SEVERITIES, ORIGINS):
        if severity in _grades(pack, kind):
            yield {"kind": kind, "severity": severity, "origin": origin}
    for kind, origin in product(KINDS, ORIGINS):
        if None in _grades(pack, kind):
            yield {"kind": kind, "severity": None, "origin": origin}


def _grades(pack: Pack, kind: str) -> set[str | None]:
    """What complaints of a kind can be graded; None: ungraded."""
    rules = pack.severity
    if rules is None:
        return {None}
    if kind == "business":
        return {rule.severity for rule in rules.business} or {None}
    without = rules.without_behaviour.severity if rules.without_behaviour else None
    return {without} | {behaviour.severity for behaviour in rules.behaviours}


def _shortest(clock: Clock) -> float:
    minutes = MINUTES_OF.get(clock.unit)
    return minutes * min(amount.value for amount in clock.amount) if minutes else float("inf")


def _clauses(data: Any) -> Found:
    listed = [(path, clause) for path, clause in entries(data, "clauses") if "id" in clause]
    known = {str(clause["id"]): path for path, clause in listed}
    cited = {str(clause["id"]) for _, clause in listed if clause.get("informative") is True}
    for path, key, value in leaves(data, ()):
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
    lists = {name: list(entries(data, name)) for name in _LISTS} | {
        "categories": list(tree(data)),
        "behaviours": list(entries(within(data, "severity"), "behaviours", ("severity",))),
        "levels": list(entries(within(data, "severity"), "levels", ("severity",))),
        "matrix": list(entries(within(data, "priority"), "matrix", ("priority",))),
    }
    for name, listed in lists.items():
        key, seen = ("id" if name == "clauses" else "code"), set()
        for path, entry in listed:
            code = str(entry.get(key))
            if key in entry and code in seen:
                yield (*path, key), Text(N_("“%(code)s” is here twice"), {"code": code})
            seen.add(code)


_LISTS = ("clauses", "switches", "origins", "channels", "guards", "gates", "tell", "calendars", "clocks", "ladders",
          "penalties", "follow_ups", "periodic", "stages", "remedies", "authority", "repeats", "misconduct",
          "confidentiality")  # fmt: skip


def _named_things(data: Any) -> Found:
    calendars = codes(data, "calendars") | set(BASES)
    clocks = codes(data, "clocks")
    for path, key, value in leaves(data, ()):
        if key == "calendar" and str(value) not in calendars:
            yield (*path, key), Text(N_("there is no calendar “%(code)s”"), {"code": value})
        if key == "clock" and str(value) not in clocks:
            yield (*path, key), Text(N_("there is no clock “%(code)s”"), {"code": value})
    for path, entry in entries(data, "calendars"):
        if (code := str(entry.get("code"))) in BASES:
            yield (*path, "code"), Text(N_("“%(code)s” is a calendar every pack has"), {"code": code})
    for path, entry in tree(data):
        for child_path, child in entries(entry, "children", path):
            if child.get("kind") != entry.get("kind"):
                yield (*child_path, "kind"), Text(N_("a child is of its parent's kind"))


def _condition_values(data: Any) -> Found:
    known = {
        "channel": codes(data, "channels"),
        "behaviours": codes(within(data, "severity"), "behaviours"),
        "misconduct": codes(data, "misconduct"),
        "priority": codes(within(data, "priority"), "matrix"),
    }
    if categories := {str(entry.get("code")) for _, entry in tree(data)}:
        known["category"] = categories
    switches = codes(data, "switches")
    for path, row in rows(data, ()):
        field, value = str(row["field"]), row.get("value")
        if field.startswith("switch.") and field.removeprefix("switch.") not in switches:
            yield (*path, "field"), Text(N_("there is no switch “%(code)s”"), {"code": field.removeprefix("switch.")})
        for code in value if isinstance(value, list) else [value]:
            if field in known and code is not None and str(code) not in known[field]:
                yield (*path, "value"), Text(N_("there is no %(field)s “%(code)s”"), {"field": field, "code": code})


def _severity(data: Any) -> Found:
    severity = within(data, "severity")
    business = list(entries(severity, "business", ("severity",)))
    levels = codes(severity, "levels")
    by_conditions = {str(rule.get("severity")) for _, rule in business}
    by_behaviour = {str(rule.get("severity")) for _, rule in entries(severity, "behaviours")}
    unused = levels - by_conditions if business else levels - by_behaviour
    for name, missing in (("levels", (by_conditions | by_behaviour) - levels), ("business", unused)):
        for code in [code for code in SEVERITIES if code in missing]:
            yield ("severity", name), Text(N_("nothing is said of “%(code)s”"), {"code": code})
    for number, (path, rule) in enumerate(business):
        last = number == len(business) - 1
        if last and rule.get("when") is not None:
            yield (*path, "when"), Text(N_("the last rule must take every complaint that is left, without a condition"))
        if not last and rule.get("when") is None:
            yield path, Text(N_("a rule without a condition hides the rules after it"))
