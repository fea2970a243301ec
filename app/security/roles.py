"""Verbs for roles: what one may do (FAB's permissions) and how far one sees (`RoleReach`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    Role,
    ViewMenu,
    assoc_group_role,
    assoc_user_role,
)
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.core.errors import Invalid, Refused
from app.core.i18n import N_
from app.db.journal import record
from app.extensions import db
from app.security.models import REACHES, RoleReach
from app.security.rights import ADMINISTRATOR, Pair, check_grant

LONGEST_NAME = 64


def role_labels() -> dict[str, str]:
    """Role id → name."""
    rows = db.session.scalars(select(RoleReach).options(selectinload(RoleReach.role)).order_by(RoleReach.id))
    return {str(row.role_id): row.role.name for row in rows}


def add_role(
    *,
    name: str,
    reach: str,
    pairs: Iterable[Pair],
    sees_personal_data: bool = False,
    code: str | None = None,
    actor: Any | None,
    now: datetime,
) -> RoleReach:
    """A new role. `pairs`: (permission, screen) names that exist. Raises Invalid, NotAllowed."""
    pairs = set(pairs)
    _check(name, reach)
    check_grant(actor, pairs, reach, sees_personal_data)
    role = Role(name=name, permissions=_rows(pairs))
    db.session.add(role)
    db.session.flush()
    row = RoleReach(role_id=role.id, reach=reach, sees_personal_data=sees_personal_data, code=code)
    db.session.add(row)
    db.session.flush()
    facts = {"name": name, "reach": reach, "sees_personal_data": sees_personal_data, "permissions": _plain(pairs)}
    record(row, "create", actor=actor, now=now, facts=facts)
    return row


def change_role(
    row: RoleReach,
    *,
    name: str,
    reach: str,
    pairs: Iterable[Pair],
    sees_personal_data: bool,
    actor: Any | None,
    now: datetime,
) -> None:
    """Change name, reach and permissions. Raises Invalid, NotAllowed; Refused for the administrator's rights."""
    pairs, before = set(pairs), pairs_of_role(row)
    _check(name, reach, row)
    old = {"name": row.role.name, "reach": row.reach, "sees_personal_data": row.sees_personal_data}
    new = {"name": name, "reach": reach, "sees_personal_data": sees_personal_data}
    if row.code == ADMINISTRATOR and (pairs != before or reach != "all"):
        raise Refused(N_("The system administrator holds every right; make a copy of the role and change that."))
    check_grant(actor, pairs ^ before, max(reach, row.reach, key=list(REACHES).index), sees_personal_data)
    row.role.name, row.reach, row.sees_personal_data = name, reach, sees_personal_data
    row.role.permissions = _rows(pairs)
    row.changed_at = now
    db.session.flush()
    facts: dict[str, Any] = {"changes": {key: [old[key], new[key]] for key in old if old[key] != new[key]}}
    facts |= {"given": _plain(pairs - before), "taken": _plain(before - pairs)}
    if any(facts.values()):
        record(row, "change", actor=actor, now=now, facts=facts)


def copy_role(row: RoleReach, *, name: str, actor: Any | None, now: datetime) -> RoleReach:
    """A new role with the same rights. Raises Invalid at `name`, NotAllowed."""
    rights = {"reach": row.reach, "pairs": pairs_of_role(row), "sees_personal_data": row.sees_personal_data}
    return add_role(name=name, actor=actor, now=now, **rights)


def delete_role(row: RoleReach, *, actor: Any | None, now: datetime) -> None:
    """Delete a role that nobody has. Raises Refused."""
    tables = (assoc_user_role, assoc_group_role)
    counts = (select(func.count()).select_from(table).where(table.c.role_id == row.role_id) for table in tables)
    holders = sum(db.session.scalar(count) or 0 for count in counts)
    if holders:
        raise Refused(N_("%(count)s people have this role; give them another first."), count=holders)
    check_grant(actor, pairs_of_role(row), row.reach, row.sees_personal_data)
    # The code tells an upgrade not to make a default role again that was deleted here.
    record(row, "delete", actor=actor, now=now, facts={"name": row.name, "code": row.code})
    role = row.role
    db.session.delete(row)
    db.session.flush()
    role.permissions = []
    db.session.delete(role)
    db.session.flush()


def pairs_of_role(row: RoleReach) -> set[Pair]:
    """The (permission, screen) pairs that the role holds."""
    return {(held.permission.name, held.view_menu.name) for held in row.role.permissions}


def all_pairs() -> dict[Pair, PermissionView]:
    """Every pair that this database knows."""
    rows = db.session.scalars(select(PermissionView).join(Permission).join(ViewMenu)).all()
    return {(row.permission.name, row.view_menu.name): row for row in rows}


def _rows(pairs: set[Pair]) -> list[PermissionView]:
    known = all_pairs()
    if not pairs <= known.keys():
        raise Invalid.field("permissions", N_("Not a valid choice."))
    return [known[pair] for pair in sorted(pairs)]


def _check(name: str, reach: str, row: RoleReach | None = None) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", N_("At most %(length)s characters."), length=LONGEST_NAME)
    same = select(Role.id).where(func.lower(Role.name) == name.lower(), Role.id != (row.role_id if row else 0))
    if db.session.execute(same).first() is not None:
        raise Invalid.field("name", N_("There is a role of this name already."))
    if reach not in REACHES:
        raise Invalid.field("reach", N_("Not a valid choice."))


def _plain(pairs: Iterable[Pair]) -> list[str]:
    return sorted(f"{view}.{permission}" for permission, view in pairs)
