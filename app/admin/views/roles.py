"""Roles: what one may do and how far one sees, given in the browser."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template, request
from flask_appbuilder.security.decorators import permission_name
from flask_appbuilder.security.sqla.models import Role
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import func, select
from wtforms import RadioField

from app.admin.companions import with_companions
from app.admin.matrix import matrix, offered_pairs
from app.admin.permission_field import PermissionsField
from app.admin.role_compare import differences, rows_beside
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.extensions import appbuilder, db
from app.org.models import Department
from app.security import current_actor
from app.security.models import REACHES, Person, RoleReach
from app.security.roles import LONGEST_NAME, add_role, change_role, copy_role, delete_role, pairs_of_role
from app.security.seeing import begin_seeing, put_on
from app.web import KesuForm, KesuInterface, KesuModelView, Verb, expose, has_access
from app.web.editing import EditForm
from app.web.fields import BooleanField, Filled, TextField
from app.web.filters import INTEGER_MAX
from app.web.remote import RemoteSelectField
from app.web.show import said
from app.web.text import whole_number


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


class SeeAsForm(KesuForm):
    """From where one looks."""

    department = RemoteSelectField(
        _l("As somebody of this department"),
        model=Department,
        description=_l("Empty: your own. It matters for roles that reach a department and those below it."),
    )


def see_as(row: RoleReach, *, department: Any, actor: Any, now: Any) -> None:
    """Recorded first; the session looks through the role from the next page on."""
    begin_seeing(row, department=department, actor=actor, now=now)
    put_on(row, department)


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
    verbs = (
        Verb("copy", _l("Copy"), copy_role, CopyForm, permission="can_add"),
        Verb(
            "see_as",
            _l("See as this role"),
            see_as,
            SeeAsForm,
            note=_l(
                "You will see menus, pages and records as somebody with this role does, never more than you may see "
                "yourself, and can't change anything. That you looked is recorded; one click brings you back."
            ),
        ),
    )
    list_template = "admin/roles.html"

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
        rows = [each for part in matrix(pairs_of_role(row)) for each in part.rows]
        held = [each for each in rows if any(box.ticked for box in each.boxes)]
        mine = select(Person).where(Person.roles.any(id=row.role_id)).order_by(Person.username)
        return {"held": held, "holders": db.session.scalars(mine.limit(100)).all()}

    def after_verb(self, verb: Verb, pk: int) -> str:
        """Who looks through a role starts at that role's first page."""
        return appbuilder.get_url_for_index if verb.name == "see_as" else super().after_verb(verb, pk)

    @expose("/compare")
    @has_access
    @permission_name("show")
    def compare(self) -> Any:
        """Two roles side by side: `?a=…&b=…`; `&all=1` shows what is the same, too."""
        roles = db.session.scalars(select(RoleReach).order_by(RoleReach.id)).all()
        if not roles:
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        left = self._asked("a") or roles[0]
        right = self._asked("b") or next((role for role in roles if role is not left), left)
        show_all = bool(request.args.get("all"))
        parts = {"roles": roles, "left": left, "right": right, "show_all": show_all}
        parts |= {"facts": differences(left, right), "parts": rows_beside(left, right, everything=show_all)}
        return self.page("admin/compare.html", said(_l("Compare roles")), **parts)

    def _asked(self, name: str) -> RoleReach | None:
        key = request.args.get(name)
        return self.reach(whole_number(key, 1, INTEGER_MAX) or 0) if key else None

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
