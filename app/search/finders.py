"""What can be found: each domain package registers its tables here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.db import Sealed


@dataclass(frozen=True)
class Finder:
    """A table that is searched. `texts` are columns in clear; what is sealed is refused."""

    model: Any
    screen: str
    """The view whose `can_show` a reader needs, and whose page a hit leads to."""
    label: Any
    icon: str
    texts: tuple[str, ...]
    order: Callable[[], Any]
    """The column by which hits are ordered, the largest first."""
    about: Callable[[Any], Sequence[Any]]
    """What is said of a hit below its name; as the reader may see it."""
    number: str = "no"
    """The column that a whole number is looked for in, if there is one."""
    along: tuple[str, ...] = ()
    """Relations that `about` needs."""

    @property
    def kind(self) -> str:
        """The table's name."""
        return self.model.__tablename__

    @property
    def has_phone(self) -> bool:
        """Whether rows are found by a telephone number, whole or by its last four digits."""
        return hasattr(self.model, "phone_index")


_finders: dict[str, Finder] = {}


def register_finder(finder: Finder) -> None:
    """Called when the domain package is loaded. Raises TypeError for a column that isn't there in clear."""
    columns = finder.model.__table__.columns
    sealed = issubclass(finder.model, Sealed)
    for name in finder.texts:
        if name not in columns or (sealed and (name.endswith("_sealed") or f"{name}_sealed" in columns)):
            raise TypeError(f"{finder.kind}.{name} can't be searched: no column in clear")
    _finders[finder.kind] = finder


def finders() -> Sequence[Finder]:
    """All of them, in the order in which they were registered."""
    return tuple(_finders.values())


def finder_of(model: type) -> Finder | None:
    """The finder of a table's class."""
    return next((finder for finder in _finders.values() if finder.model is model), None)
