"""From a person's roles to the rows that they reach."""

from collections.abc import Sequence
from typing import Any

from flask import g, has_request_context
from sqlalchemy import select

from app.extensions import db
from app.org.tree import subtree_ids
from app.security.held import role_ids_of
from app.security.models import RoleReach
from app.security.scope import Scope

ORDER = ("none", "own", "tree", "all")
"""From nothing to everything."""


def roles_of(user: Any) -> Sequence[Any]:
    """(reach, sees_personal_data) of each of a user's roles, groups included; asked once per request."""
    cache = g.setdefault("roles_of", {}) if has_request_context() else {}
    if user.id not in cache:
        cache[user.id] = db.session.execute(
            select(RoleReach.reach, RoleReach.sees_personal_data).where(RoleReach.role_id.in_(role_ids_of(user.id)))
        ).all()
    return cache[user.id]


def widest_reach(user: Any) -> Scope:
    """The widest reach among the user's roles; nothing for a person without one."""
    if user is None or not getattr(user, "is_authenticated", False) or not user.active:
        return Scope("none")
    reach = max((row.reach for row in roles_of(user)), key=ORDER.index, default="none")
    departments = subtree_ids(user.department_id) if reach == "tree" and user.department_id else frozenset()
    return Scope(reach, user.id, departments)


def sees_personal_data(user: Any) -> bool:
    """Whether phone numbers show unmasked without a recorded reveal."""
    return user is not None and any(row.sees_personal_data for row in roles_of(user))
