"""Roles: what one may do and how far one sees, given in the browser."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from flask_appbuilder.security.sqla.models import Role
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import func, select
from wtforms import RadioField

from app.admin.companions import with_companions
from app.admin.permission_field import PermissionsField, groups, offered_pairs
from app.core import clock
from app.extensions import db
from app.security import current_actor
from app.security.models import REACHES, Person, RoleReach
from app.security.roles import LONGEST_NAME, add_role, change_role, copy_role, delete_role, pairs_of_role
from app.web import KesuForm, KesuInterface, KesuModelView, Verb
from app.web.editing import EditForm
from app.web.fields import BooleanField, Filled, TextField
from app.web.show import said


class ReachField(RadioField):
    """How far the role's eyes reach: one of four, each said in full."""

    @staticmethod
    def widget(field: "ReachField", **attributes: Any) -> Markup:
        """Radio buttons."""
        return Markup(render_template("admin/reach.html", field=field))  # noqa: S704


class RoleForm(EditForm):
    """Everything about a role on one page."""

    name = TextField(_l("Name"), [Filled()], longest=LONGEST_NAME)
    reach = ReachField(
        _l("Which records it reaches"),
        choices=lambda: [(code, said(text)) for code, text in REACHES.items()],
        default="none",
        validate_choice=True,
    )
    sees_personal_data = BooleanField(
        _l("Sees telephone numbers unmasked"),
        description=_l("Without it, numbers are masked; looking at one needs a reason and is recorded."),
    )
    permissions = PermissionsField(
        _l("Permissions"),
        description=_l("What a form needs to choose from (customers, departments …) comes along by itself."),
    )


class CopyForm(KesuForm):
    """The copy's name."""

    name = TextField(_l("Name of the copy"), [Filled()], longest=LONGEST_NAME)


class RoleInterface(KesuInterface):
    """Reaches with the roles whose names they bear."""

    along = ("role",)


class RoleView(KesuModelView):
    """角色: permissions of FAB and the reach of ours, as one thing."""

    datamodel, route_base = RoleInterface(RoleReach), "/role"
    title, thing = _l("Roles"), _l("Role")
    label_columns = {
        "reach": _l("Which records it reaches"),
        "sees_personal_data": _l("Sees telephone numbers unmasked"),
        "people": _l("People"),
        "permissions": _l("Permissions"),
    }
    list_columns = ["name", "reach", "sees_personal_data", "people"]
    show_columns = ["name", "reach", "sees_personal_data", "people"]
    add_columns = edit_columns = ["name", "reach", "sees_personal_data", "permissions"]
    search_columns, order_columns, base_order = ["reach"], [], ("id", "asc")
    choices = {"reach": REACHES}
    add_form, edit_form = RoleForm, RoleForm
    show_template, form_template = "admin/role.html", "admin/role_form.html"
    removable = True
    verbs = (Verb("copy", _l("Copy"), copy_role, CopyForm, permission="can_add"),)

    def create(self, data: dict[str, Any]) -> RoleReach:
        """By the verb."""
        pairs = with_companions(data.pop("permissions")) & offered_pairs()
        return add_role(**data, pairs=pairs, actor=current_actor(), now=clock.now())

    def change(self, row: RoleReach, data: dict[str, Any]) -> None:
        """By the verb. What the role holds of screens that this release doesn't have stays."""
        offered = offered_pairs()
        pairs = with_companions(data.pop("permissions")) & offered | (pairs_of_role(row) - offered)
        change_role(row, **data, pairs=pairs, actor=current_actor(), now=clock.now())

    def remove(self, row: RoleReach) -> None:
        """By the verb."""
        delete_role(row, actor=current_actor(), now=clock.now())

    def show_context(self, row: RoleReach) -> Mapping[str, Any]:
        """Per screen, what it may do; and who has it."""
        held = [group for group in groups(pairs_of_role(row)) if any(box.ticked for box in group.boxes)]
        mine = select(Person).where(Person.roles.any(id=row.role_id)).order_by(Person.username)
        return {"held": held, "holders": db.session.scalars(mine.limit(100)).all()}

    def cell(self, row: RoleReach, column: str) -> Any:
        """The number of active people is counted, not stored."""
        if column != "people":
            return super().cell(row, column)
        if "people_by_role" not in g:
            g.people_by_role = _people_by_role()
        return str(g.people_by_role.get(row.role_id, 0))


def _people_by_role() -> dict[int, int]:
    """Role → how many active people have it: one query for the whole list."""
    active = select(Role.id, func.count()).join(Person.roles).where(Person.active.is_(True)).group_by(Role.id)
    return {row[0]: row[1] for row in db.session.execute(active)}
