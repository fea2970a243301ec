"""From a person's roles to the rows that they reach."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.org.tree import subtree_ids
from app.security.models import RoleReach
from app.security.scope import Scope

_ORDER = ("none", "own", "tree", "all")


def roles_of(user: Any) -> list[RoleReach]:
    """The reach rows of a user's roles, those inherited through groups included."""
    role_ids = {role.id for role in user.roles} | {role.id for group in user.groups for role in group.roles}
    return list(db.session.scalars(select(RoleReach).where(RoleReach.role_id.in_(role_ids))))


def widest_reach(user: Any) -> Scope:
    """The widest reach among the user's roles; nothing for a person without one."""
    if user is None or not getattr(user, "is_authenticated", False) or not user.active:
        return Scope("none")
    reach = max((row.reach for row in roles_of(user)), key=_ORDER.index, default="none")
    departments = subtree_ids(user.department_id) if reach == "tree" and user.department_id else frozenset()
    return Scope(reach, user.id, departments)


def sees_personal_data(user: Any) -> bool:
    """Whether phone numbers show unmasked without a recorded reveal."""
    return any(row.sees_personal_data for row in roles_of(user))
