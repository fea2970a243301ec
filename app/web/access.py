"""The permission check of screens: 403 for a person who lacks it, the login page for a stranger."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import abort, redirect, request
from flask_appbuilder.const import PERMISSION_PREFIX
from flask_login import current_user

from app.extensions import appbuilder


def has_access(method: Callable[..., Any]) -> Callable[..., Any]:
    """Guard a view's method with the permission `can_<its name>` (or the one `@permission_name` gives).

    FAB's own decorator greets a stranger with “access denied” on the login page; this one doesn't.
    """
    name = getattr(method, "_permission_name", method.__name__)

    @functools.wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        permission = PERMISSION_PREFIX + self.method_permission_name.get(method.__name__, name)
        if permission in self.base_permissions and appbuilder.sm.has_access(permission, self.class_permission_name):
            return method(self, *args, **kwargs)
        if current_user.is_authenticated:
            abort(403)
        return to_login()

    guarded._permission_name = name  # type: ignore[attr-defined]
    return guarded


def logged_in(method: Callable[..., Any]) -> Callable[..., Any]:
    """Guard a method that every person who is logged in may use; no permission."""

    @functools.wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        return method(self, *args, **kwargs) if current_user.is_authenticated else to_login()

    return guarded


def own_page(target: str | None) -> str | None:
    """The target of a redirect that came with the request, if it is a page of ours; else None."""
    if not target or not target.startswith("/") or "\\" in target or not target.isprintable():
        return None
    try:
        return None if urlsplit(target).netloc else target
    except ValueError:
        return None


def to_login() -> Any:
    """Send a stranger to the login page, and back here afterwards."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(appbuilder.get_url_for_login_with(here))
