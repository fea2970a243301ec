"""FAB's security manager, kept to login and permissions; the screens for users and roles are ours."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, jsonify, request, session
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_babel import gettext as _
from flask_jwt_extended import JWTManager

from app.core import clock
from app.extensions import db
from app.security.api import KesuSecurityApi
from app.security.held import further_pairs, pairs_of, role_ids_of
from app.security.login import EPOCH, authenticate, is_current
from app.security.models import Person
from app.security.seeing import seeing_as
from app.security.standing_in import acting, narrowed


class KesuSecurityManager(SecurityManager):
    """Our user model and login, one permission query per request, no stock security screens."""

    user_model = Person
    security_api = KesuSecurityApi

    def __init__(self, builder: Any) -> None:
        # FAB's REST menu tells FAB's menu, which is empty: the sidebar is `app.web.menu`.
        current_app.config.setdefault("FAB_ADD_MENU_API", False)
        super().__init__(builder)

    def register_views(self) -> None:
        self.appbuilder.add_api(self.security_api)
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)

    def create_jwt_manager(self, app: Flask) -> JWTManager:
        tokens = super().create_jwt_manager(app)
        tokens.additional_claims_loader(lambda identity: {EPOCH: self.get_user_by_id(int(identity)).session_epoch})
        tokens.user_lookup_error_loader(lambda _header, _data: (jsonify(error=_ended()), 401))
        return tokens

    def auth_user_db(self, username: str, password: str) -> Person | None:
        """For the form and the API. Raises TooMany while the account or the address is locked."""
        address = request.remote_addr or "" if has_request_context() else ""
        return authenticate(username or "", password or "", address=address, now=clock.now())

    def load_user(self, pk: Any) -> Person | None:
        """The person of a session cookie, unless the session was ended."""
        person = self.get_user_by_id(int(pk))
        return person if is_current(person, session.get(EPOCH)) else None

    def load_user_jwt(self, _jwt_header: Any, jwt_data: Any) -> Person | None:
        """The person of an API token, unless it was ended."""
        person = self.get_user_by_id(int(jwt_data["sub"]))
        return person if is_current(person, jwt_data.get(EPOCH)) else None

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """No screen is public; the portal has pages of its own that need no permission."""
        return False

    def _has_view_access(self, user: Any, permission_name: str, view_name: str) -> bool:
        return (permission_name, view_name) in self.permissions_of(user)

    def _get_user_permission_view_menus(self, user: Any, permission_name: str, view_menus_name: list[str]) -> set[str]:
        if user is None or not user.is_authenticated:
            return set()
        return {view for permission, view in self.permissions_of(user) if permission == permission_name}

    def permissions_of(self, user: Any) -> frozenset[tuple[str, str]]:
        """All (permission, screen) pairs of a user's roles, groups included: asked once a request.

        Who acts for somebody has what goes along of that one's, and nothing of their own.
        """
        standing = acting()
        if standing is not None and user.id in (standing.hand.id, standing.absent.id):
            return self._going_along(standing.absent)
        seen, held = seeing_as(user), self._held(user)
        return held & seen.pairs if seen else held

    def _going_along(self, absent: Any) -> frozenset[tuple[str, str]]:
        """What a delegate has of the absent person's, picked out once a request: each button of a page asks for it."""
        cache = g.setdefault("permissions_going_along", {})
        if absent.id not in cache:
            cache[absent.id] = narrowed(self._held(absent))
        return cache[absent.id]

    @staticmethod
    def _held(user: Any) -> frozenset[tuple[str, str]]:
        cache = g.setdefault("permissions_of", {}) if has_request_context() else {}
        if user.id not in cache:
            held = {(permission, screen) for permission, screen in db.session.execute(pairs_of(user.id))}
            cache[user.id] = frozenset(held | further_pairs(role_ids_of(user.id)))
        return cache[user.id]


def _ended() -> dict[str, Any]:
    message = _("Your session has ended, or you have not logged in yet.")
    return {"code": "not_logged_in", "message": message, "fields": {}}
