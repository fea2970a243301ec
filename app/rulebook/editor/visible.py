"""Drafts are for those who may edit them: everybody else's lists and pages know published versions only."""

from typing import Any

from app.rulebook.models import PackVersion
from app.security import may
from app.web.filters import KesuFilter


class OfEditors(KesuFilter):
    """Base filter of a screen over policy packs."""

    name, arg_name = "", "drafts"

    def apply(self, query: Any, value: Any) -> Any:
        """Drafts only for editors."""
        return query if may("can_edit", "PackDraftView") else query.filter(PackVersion.status != "draft")


class Published(KesuFilter):
    """Base filter of a screen on which drafts have no place."""

    name, arg_name = "", "published"

    def apply(self, query: Any, value: Any) -> Any:
        """No drafts."""
        return query.filter(PackVersion.status != "draft")
