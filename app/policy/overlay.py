"""Packs laid over the company's own: a regulator's clocks run beside the company's, and the earlier one binds."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.i18n import N_, Text
from app.policy.source import Path
from app.policy.walk import entries

Found = Iterator[tuple[Path, Text]]
CARRIES = ("id", "title", "version", "source", "extends", "without", "overlay", "clauses", "switches", "calendars",
           "clocks", "regrade_grace", "ladders")  # fmt: skip
"""What an overlay may hold; anything else is the company's to lay down, and would be passed over silently."""


def overlay_faults(data: Any) -> Found:
    """What only an overlay may say, and what an overlay can't."""
    if not isinstance(data, Mapping):
        return
    if data.get("overlay") is not True:
        if "channels" not in data:
            yield ("channels",), Text(N_("“%(key)s” is missing"), {"key": "channels"})
        for path, clock in entries(data, "clocks"):
            if clock.get("beside"):
                yield (*path, "beside"), Text(N_("only the clocks of an overlay run beside others"))
        return
    for key in data:
        if key not in CARRIES:
            yield (key,), Text(N_("an overlay has clocks and what belongs to them, but no “%(key)s”"), {"key": key})
    prefix = f"{data.get('id')}_"
    for path, clock in entries(data, "clocks"):
        if not str(clock.get("code")).startswith(prefix):
            reason = N_(
                "the code of an overlay's clock begins with “%(prefix)s”: the company's own clocks run beside it"
            )
            yield (*path, "code"), Text(reason, {"prefix": prefix})
