"""How often one network address may try links that don't exist."""

from datetime import datetime

from app.db import unit_of_work
from app.db.sealed import blind
from app.security.throttle import Counter, count_attempt, take_back

WRONG_LINKS = 100
"""In a quarter of an hour; mobile networks put many customers behind one address. Guessing is hopeless as it is (144
bits); this keeps those who try from keeping the database busy."""


def count_lookup(address: str, now: datetime) -> None:
    """Count a lookup before it is made. Raises TooMany. Opens its own unit of work."""
    with unit_of_work():
        count_attempt((_counter(address),), now)


def was_right(address: str, now: datetime) -> None:
    """The lookup just counted found something. Opens its own unit of work."""
    with unit_of_work():
        take_back((_counter(address),), now)


def _counter(address: str) -> Counter:
    return Counter(blind(f"portal address {address}"), WRONG_LINKS)
