"""Custom values as JSON keeps them, and back: money in fen, dates in ISO 8601, choices as codes. Pure."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.core.money import Money


def kept(kind: str, value: Any) -> Any:
    """What JSON stores; None for nothing."""
    if value in (None, "", []):
        return None
    match kind:
        case "money":
            return value.fen
        case "number":
            return int(value) if value == int(value) else float(value)
        case "date":
            return value.isoformat()
        case "choices":
            return list(value)
        case _:
            return value


def out(kind: str, stored: Any) -> Any:
    """The value that screens and programs work with; [] for several choices none of which is ticked."""
    if stored is None:
        return [] if kind == "choices" else None
    match kind:
        case "money":
            return Money(stored)
        case "number":
            return Decimal(str(stored))
        case "date":
            return date.fromisoformat(stored)
        case _:
            return stored
