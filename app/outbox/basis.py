"""Where it stands why a message was sent: higher packages know, by its kind of owner or by its key."""

from collections.abc import Callable

from app.outbox.models import Message

Basis = Callable[[Message], str | None]
_finders: list[Basis] = []


def register_basis(find: Basis) -> Basis:
    """`find(message)` gives the address of the page with the reason, for the present reader; None: not mine to say."""
    if find not in _finders:
        _finders.append(find)
    return find


def basis_of(message: Message) -> str | None:
    """The first address that somebody gives."""
    return next((url for url in (find(message) for find in _finders) if url), None)
