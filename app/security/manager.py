"""FAB's security manager, kept to login and permissions; the screens for users and roles are ours."""

from typing import Any

from flask import g, has_request_context
from flask_appbuilder.security.sqla.manager import SecurityManager

from app.security.models import Person


class KesuSecurityManager(SecurityManager):
    """Our user model, one permission query per request, no stock security screens."""

    user_model = Person

    def register_views(self) -> None:
        self.appbuilder.add_api(self.security_api)
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        self.appbuilder.add_view_no_menu(self.resetmypasswordview())

    def _has_view_access(self, user: Any, permission_name: str, view_name: str) -> bool:
        return (permission_name, view_name) in self.permissions_of(user)

    def permissions_of(self, user: Any) -> frozenset[tuple[str, str]]:
        """All (permission, screen) pairs of a user's roles: one query, kept for the request."""
        cache = g.setdefault("permissions_of", {}) if has_request_context() else {}
        if user.id not in cache:
            pairs = self.get_user_roles_permissions(user).values()
            cache[user.id] = frozenset(tuple(pair) for role in pairs for pair in role)
        return cache[user.id]
