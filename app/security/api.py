"""`POST /api/v1/security/login`: FAB's own, but a locked account is told so instead of ending in error 500."""

from typing import Any

from flask_appbuilder import expose
from flask_appbuilder.security.api import SecurityApi


class KesuSecurityApi(SecurityApi):
    """Tokens for programs."""

    @expose("/login", methods=["POST"])
    def login(self) -> Any:
        # Beneath FAB's `safe`, which turns every exception into error 500: TooMany is for the error pages.
        return SecurityApi.login.__wrapped__(self)  # type: ignore[attr-defined]

    login.__doc__ = SecurityApi.login.__doc__
