"""What the rules on intake and handling say of one another: channels and remedies that exist, states named once."""

from collections.abc import Iterator
from typing import Any

from app.core.i18n import N_, Text
from app.policy.handling import REMEDIES
from app.policy.source import Path
from app.policy.walk import codes, entries

Found = Iterator[tuple[Path, Text]]


def handling(data: Any) -> Found:
    """Every fault of reference among these rules, on the plain data."""
    yield from _guards(data)
    yield from _remedies(data)
    yield from _stages(data)


def _guards(data: Any) -> Found:
    channels = codes(data, "channels")
    for path, guard in entries(data, "guards"):
        guarded = [str(code) for code in _listed(guard.get("channels"))]
        for code in guarded:
            if code not in channels:
                yield (*path, "channels"), Text(N_("there is no channel “%(code)s”"), {"code": code})
        instead = guard.get("instead")
        if instead is not None and str(instead) not in channels:
            yield (*path, "instead"), Text(N_("there is no channel “%(code)s”"), {"code": instead})
        if str(instead) in guarded:
            yield (*path, "instead"), Text(N_("the channel to use instead is one of those kept free"))


def _remedies(data: Any) -> Found:
    known = codes(data, "remedies") or set(REMEDIES)
    for path, rule in entries(data, "authority"):
        for code in _listed(rule.get("remedies")):
            if str(code) not in known:
                yield (*path, "remedies"), Text(N_("there is no remedy “%(code)s”"), {"code": code})


def _stages(data: Any) -> Found:
    seen: set[str] = set()
    for path, stage in entries(data, "stages"):
        for state in map(str, _listed(stage.get("states"))):
            if state in seen:
                yield (*path, "states"), Text(N_("“%(code)s” is here twice"), {"code": state})
            seen.add(state)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
