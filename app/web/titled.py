"""What menu, role editor and templates ask of every view and API."""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.extensions import appbuilder


class Whole:
    """What the parts of `KesuModelView`, each in a file of its own, ask of the whole view."""

    datamodel: Any
    endpoint: Any
    cell: Any
    may: Any
    reach: Any
    page: Any
    form_page: Any
    back_url: Any
    show_url: Any
    list_url: Any
    get_action_permission_name: Any
    _base_filters: Any


class Titled:
    """What the menu and the role editor call a view."""

    title: Any = ""
    """Plural name, lazy: `_l("Carriers")`."""
    permission_labels: ClassVar[Mapping[str, Any]] = {}
    """Permissions of its own beside the usual ones: `{"can_reveal": _l("Reveal phone numbers")}`."""
    class_permission_name: str | None
    base_permissions: Any

    def may(self, permission: str) -> bool:
        """Whether the present user holds a permission on this view, and the view has it at all."""
        name = self.class_permission_name or type(self).__name__
        return permission in self.base_permissions and bool(appbuilder.sm.has_access(permission, name))
