"""Is a message still wanted? Asked again right before sending: what it says may have been settled meanwhile."""

from collections.abc import Callable

from app.outbox.models import Message

_checks: dict[str, Callable[[Message], bool]] = {}


def register_wanted(owner_kind: str, still_wanted: Callable[[Message], bool]) -> None:
    """Messages about this kind of owner are sent only where the function says so. It reads, and changes nothing."""
    _checks[owner_kind] = still_wanted


def is_wanted(message: Message) -> bool:
    """True where nobody registered a check."""
    still_wanted = _checks.get(message.owner_kind)
    return still_wanted is None or still_wanted(message)
