"""The role form's checkboxes: per screen, what may be done there, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.validators import ValidationError

from app.admin.bootstrap import wanted_pairs
from app.extensions import appbuilder
from app.security.rights import Pair
from app.security.roles import all_pairs
from app.web.permissions import action_label, view_label

_USUAL = ("can_list", "can_show", "can_get", "can_add", "can_post", "can_edit", "can_put", "can_delete")


@dataclass(frozen=True)
class Box:
    """One checkbox: `value` is `can_list|CarrierView`."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class Group:
    """A screen and its checkboxes."""

    screen: str
    label: str
    boxes: list[Box]


def groups(ticked: Iterable[Pair]) -> list[Group]:
    """Every screen of this release, in the order of the menu; REST resources, which are “(API)”, at the end."""
    chosen, offered = set(ticked), offered_pairs()
    found = []
    for view in appbuilder.baseviews:
        screen = view.class_permission_name or ""
        names = sorted((name for name, of in offered if of == screen), key=_order(view).index)
        if names:
            boxes = [Box(f"{name}|{screen}", action_label(name, screen), (name, screen) in chosen) for name in names]
            found.append(Group(screen, view_label(screen), boxes))
    return sorted(found, key=lambda group: group.screen.endswith("Api"))


def offered_pairs() -> set[Pair]:
    """What can be given: permissions of this release's screens that the database knows."""
    return wanted_pairs() & all_pairs().keys()


def _order(view: Any) -> list[str]:
    """The usual permissions first, then the steps in the order in which the screen has them."""
    steps = [verb.needs for verb in getattr(view, "verbs", ())]
    return [*_USUAL, *steps, *sorted(view.base_permissions or ())]


class PermissionsField(Field):
    """Value: a set of (permission, screen) pairs."""

    data: set[Pair]

    @staticmethod
    def widget(field: "PermissionsField", **attributes: Any) -> Markup:
        """Groups of checkboxes."""
        return Markup(render_template("admin/permissions.html", field=field, groups=groups(field.data or ())))  # noqa: S704

    def process_data(self, value: Any) -> None:
        """From a role: its FAB permissions."""
        self.data = {(held.permission.name, held.view_menu.name) for held in value or ()}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked boxes."""
        self.data = {(permission, screen) for permission, _bar, screen in (value.partition("|") for value in valuelist)}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """A form that was sent with no box ticked means none, not what the role had."""
        super().process(formdata, *(() if data is None else (data,)), extra_filters=extra_filters)
        if formdata is not None and self.name not in formdata:
            self.data = set()

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't on the list."""
        if not self.data <= offered_pairs():
            raise ValidationError(_("Not a valid choice."))
