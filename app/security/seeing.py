"""“See as this role”: an administrator looks at the app with a role's rights and reach, without being able to write.

What is seen is the role's *and* the person's own: permissions and reach are the narrower of the two, so that looking
through a role never opens anything. Kept in the session; asked of the database anew with each request.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, has_request_context, session
from sqlalchemy import select

from app.core.errors import Refused
from app.core.i18n import N_
from app.db import by_id
from app.db.journal import record
from app.extensions import db
from app.org.models import Department
from app.org.tree import subtree_ids
from app.security.held import further_pairs, pairs_of_roles
from app.security.models import RoleReach

Pair = tuple[str, str]
PERMISSION: Pair = ("can_see_as", "RoleView")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_KEY = "seeing_as"
READ_ONLY = N_("You are only looking as “%(role)s”: nothing can be changed. Go back to your own rights first.")


@dataclass(frozen=True)
class Seeing:
    """The role that a person looks through in this request."""

    person_id: int
    role_id: int
    name: str
    reach: str
    sees_personal_data: bool
    department_id: int | None
    department: str
    pairs: frozenset[Pair]


def begin_seeing(row: RoleReach, *, department: Any | None = None, actor: Any, now: datetime) -> RoleReach:
    """Note that the person looks through the role from now on, from a department or their own. Raises Refused."""
    if department is not None and not _within_reach(department.id):
        raise Refused(N_("This department lies outside your own reach."))
    record(row, "see_as", actor=actor, now=now, facts={"name": row.name, "department": department})
    return row


def end_seeing(seen: Seeing, *, actor: Any, now: datetime) -> None:
    """Note that the person is back at their own rights."""
    row = db.session.scalar(select(RoleReach).where(RoleReach.role_id == seen.role_id))
    if row is not None:
        record(row, "see_as_end", actor=actor, now=now, facts={"name": seen.name})


def put_on(row: RoleReach, department: Any | None) -> None:
    """From the next request on this session looks through the role."""
    session[_KEY] = [row.id, department.id if department else None]


def take_off() -> None:
    """From the next request on this session has its person's own rights."""
    session.pop(_KEY, None)


def look(actor: Any, own: frozenset[Pair]) -> Seeing | None:
    """What the session says, if the person may still do so and the role is still there."""
    kept = session.get(_KEY)
    if actor is None or not kept or PERMISSION not in own:
        return None
    row = by_id(RoleReach, kept[0])
    if row is None:
        return None
    department = by_id(Department, kept[1] or actor.department_id or 0)
    held = {(permission, screen) for permission, screen in db.session.execute(pairs_of_roles([row.role_id]))}
    return Seeing(
        person_id=actor.id,
        role_id=row.role_id,
        name=row.name,
        reach=row.reach,
        sees_personal_data=row.sees_personal_data,
        department_id=department.id if department else None,
        department=str(department or ""),
        pairs=frozenset(held | further_pairs(select(RoleReach.role_id).where(RoleReach.id == row.id))),
    )


def seeing_as(person: Any | None = None) -> Seeing | None:
    """The role that this request is seen through; with a person: only if it is theirs."""
    seen: Seeing | None = g.get("seeing_as") if has_request_context() else None
    return seen if seen and (person is None or person.id == seen.person_id) else None


def _within_reach(department_id: int) -> bool:
    from app.security.scoped import current_scope

    scope = current_scope()
    return scope.unlimited or (scope.reach == "tree" and subtree_ids(department_id) <= scope.departments)
