"""From a person's roles to the rows that they reach."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import g, has_request_context
from sqlalchemy import select

from app.extensions import appbuilder, db
from app.org.tree import subtree_ids
from app.security.held import role_ids_of
from app.security.models import RoleReach
from app.security.scope import Scope
from app.security.scoped import secrets_need
from app.security.seeing import Seeing, seeing_as

ORDER = ("none", "own", "tree", "all")
"""From nothing to everything."""


def roles_of(user: Any) -> Sequence[Any]:
    """(reach, sees_personal_data) of each of a user's roles, groups included; asked once per request."""
    cache = g.setdefault("roles_of", {}) if has_request_context() else {}
    if user.id not in cache:
        cache[user.id] = db.session.execute(
            select(RoleReach.reach, RoleReach.sees_personal_data).where(RoleReach.role_id.in_(role_ids_of(user.id)))
        ).all()
    seen = seeing_as(user)
    return [_narrower(cache[user.id], seen)] if seen else cache[user.id]


class _Rights(NamedTuple):
    reach: str
    sees_personal_data: bool


def _narrower(own: Sequence[Any], seen: Seeing) -> _Rights:
    """The lesser of one's own and the role's."""
    widest = max((row.reach for row in own), key=ORDER.index, default="none")
    personal = seen.sees_personal_data and any(row.sees_personal_data for row in own)
    return _Rights(min(widest, seen.reach, key=ORDER.index), personal)


def widest_reach(user: Any) -> Scope:
    """The widest reach among the user's roles; nothing for a person without one."""
    if user is None or not getattr(user, "is_authenticated", False) or not user.active:
        return Scope("none")
    reach = max((row.reach for row in roles_of(user)), key=ORDER.index, default="none")
    departments = _departments(user) if reach == "tree" else frozenset()
    return Scope(reach, user.id, departments, secrets=sees_secrets(user))


def sees_secrets(user: Any) -> bool:
    """Whether what is marked confidential shows to this person beyond what names them."""
    held = appbuilder.sm.permissions_of(user)  # type: ignore[attr-defined]
    return any(pair in held for pair in secrets_need())


def _departments(user: Any) -> frozenset[int]:
    """The person's department and those below; seen as a role, those of the chosen one that are within one's own."""
    own = subtree_ids(user.department_id) if user.department_id else frozenset()
    seen = seeing_as(user)
    if seen is None:
        return own
    chosen = subtree_ids(seen.department_id) if seen.department_id else frozenset()
    unlimited = any(row.reach == "all" for row in g.roles_of[user.id])
    return chosen if unlimited else chosen & own


def sees_personal_data(user: Any) -> bool:
    """Whether phone numbers show unmasked without a recorded reveal."""
    return user is not None and any(row.sees_personal_data for row in roles_of(user))
