"""Permissions in words, for the role editor."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import appbuilder
from app.web.show import said

USUAL = {
    "can_list": _l("See the list"),
    "can_show": _l("See one"),
    "can_add": _l("Add"),
    "can_edit": _l("Change"),
    "can_delete": _l("Remove"),
    "can_download": _l("Export the list"),
    "can_choices": _l("Choose in forms"),
    "can_get": _l("Read"),
    "can_post": _l("Add"),
    "can_put": _l("Change"),
    "can_info": _l("Read the description"),
    "can_index": _l("Open"),
    "can_this_form_get": _l("Open"),
    "can_this_form_post": _l("Save"),
}


def view_label(name: str) -> str:
    """What a screen or API is called; its own name where it has none."""
    view = next((view for view in appbuilder.baseviews if view.class_permission_name == name), None)
    title = said(getattr(view, "title", "") or "")
    if not title:
        return name
    return _("%(title)s (API)", title=title) if hasattr(view, "resource_name") else title


def permission_label(permission: str, view_name: str) -> str:
    """`("can_dispatch", "ComplaintView")` → “Complaints: Dispatch”, in the reader's language."""
    return _("%(view)s: %(permission)s", view=view_label(view_name), permission=action_label(permission, view_name))


def action_label(permission: str, view_name: str) -> str:
    """What a permission allows, without the screen's name."""
    for view in appbuilder.baseviews:
        if view.class_permission_name == view_name and permission in (own := _own_labels(view)):
            return said(own[permission])
    return said(USUAL[permission]) if permission in USUAL else permission


def _own_labels(view: Any) -> dict[str, Any]:
    verbs = {verb.needs: verb.label for verb in getattr(view, "verbs", ()) if not verb.permission}
    actions = {action.name: action.text for action in (getattr(view, "actions", None) or {}).values()}
    return verbs | actions | dict(getattr(view, "permission_labels", {}))
