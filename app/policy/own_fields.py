"""Fields that the company's administrators have added, as facts that conditions may ask for. Pure: others say which."""

import re
from collections.abc import Callable, Mapping
from typing import Any

OWN_FIELD = re.compile(r"(complaint|customer|waybill)\.x_([a-z][a-z0-9_]*)")
"""What conditions call one: `customer.x_credit`."""
OwnFields = Callable[[], Mapping[str, Any]]
_sources: list[OwnFields] = []


def register_own_fields(source: OwnFields) -> None:
    """`source()` gives those of now, name → `conditions.Field`: each that ever was, retired ones too."""
    if source not in _sources:
        _sources.append(source)


def own_fields() -> dict[str, Any]:
    """The company's own fields, by name."""
    return {name: about for source in _sources for name, about in source().items()}
