"""Who acts in the present request, and what they may do."""

from typing import Any

from flask import g, has_request_context
from werkzeug.local import LocalProxy

from app.extensions import appbuilder
from app.security.standing_in import acting


def current_actor() -> Any | None:
    """The logged-in user of this request, or the absent person for whom they act; None in jobs, commands and for the
    public."""
    if not has_request_context():
        return None
    standing = acting()
    if standing is not None:
        return standing.absent
    user = g.get("user")
    if user is None or not user.is_authenticated:
        return None
    # FAB keeps flask-login's proxy there; rows are linked to the person itself.
    return user._get_current_object() if isinstance(user, LocalProxy) else user


def may(permission: str, view: str) -> bool:
    """Whether the present user holds a permission (`can_dispatch`) on a screen (`ComplaintView`).

    Commands and jobs have no user; what they reach is said by their scope.
    """
    return not has_request_context() or bool(appbuilder.sm.has_access(permission, view))
