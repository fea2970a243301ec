"""What a person holds: roles, and through them (permission, screen) pairs."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_group_role,
    assoc_permissionview_role,
    assoc_user_group,
    assoc_user_role,
)
from sqlalchemy import Select, select, union

from app.extensions import db

Pair = tuple[str, str]
_sources: list[Callable[[set[int]], Iterable[Pair]]] = []


def register_pairs(source: Callable[[set[int]], Iterable[Pair]]) -> None:
    """Where roles get (permission, screen) pairs from beside their permissions; `source` is given ids of roles."""
    if source not in _sources:
        _sources.append(source)


def further_pairs(role_ids: Select[Any]) -> set[Pair]:
    """What those sources give to the roles."""
    roles = set(db.session.scalars(role_ids))
    return {pair for source in _sources for pair in source(roles)}


def role_ids_of(person_id: int) -> Select[Any]:
    """Ids of the roles that a person has, directly or through a group."""
    own = select(assoc_user_role.c.role_id).where(assoc_user_role.c.user_id == person_id)
    through = assoc_user_group.join(assoc_group_role, assoc_group_role.c.group_id == assoc_user_group.c.group_id)
    grouped = select(assoc_group_role.c.role_id).select_from(through).where(assoc_user_group.c.user_id == person_id)
    return select(union(own, grouped).subquery().c.role_id)


def pairs_of(person_id: int) -> Select[str, str]:
    """(permission, screen) pairs that a person holds."""
    return pairs_of_roles(role_ids_of(person_id))


def pairs_of_roles(role_ids: Any) -> Select[str, str]:
    """(permission, screen) pairs that any of the roles holds."""
    held = assoc_permissionview_role
    return (
        select(Permission.name, ViewMenu.name)
        .join(PermissionView, PermissionView.permission_id == Permission.id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .join(held, held.c.permission_view_id == PermissionView.id)
        .where(held.c.role_id.in_(role_ids))
        .distinct()
    )
