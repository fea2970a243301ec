"""What every verb that people call begins with: the row has to be theirs to see."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.core.errors import NotFound
from app.core.i18n import N_
from app.db import by_id
from app.extensions import db
from app.security.scoped import elevated

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row")


def verb(function: Callable[Concatenate[Row, P], R]) -> Callable[Concatenate[Row, P], R]:
    """A verb on a row that the actor reaches. Raises NotFound otherwise.

    What it reads and writes beside the row (heads of departments, deadlines, messages) is the house's business, so its
    inside runs elevated: after a transfer the actor may not even see the row any more.
    """

    @wraps(function)
    def run(row: Row, *args: P.args, **kwargs: P.kwargs) -> R:
        require_reach(row)
        with elevated():
            result = function(row, *args, **kwargs)
            db.session.flush()
        return result

    return run


def require_reach(row: Any) -> None:
    """Raises NotFound for a row outside the actor's scope."""
    if by_id(type(row), row.id) is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
