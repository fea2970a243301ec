"""Lets packages below `events` record what they do: it registers its `record` here when it is loaded."""

from collections.abc import Callable
from typing import Any

_recorders: list[Callable[..., Any]] = []


def register_recorder(recorder: Callable[..., Any]) -> None:
    """Called by the events package; the last one registered is used."""
    _recorders.append(recorder)


def record(owner: Any, verb: str, **facts: Any) -> Any:
    """See `app.events.record`. Raises RuntimeError where no one would keep the record."""
    if not _recorders:
        raise RuntimeError("app.events is not loaded: a change would go unrecorded")
    return _recorders[-1](owner, verb, **facts)
