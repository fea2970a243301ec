"""Nobody gives away more than they have; somebody can always administer."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_
from app.extensions import db
from app.security.held import pairs_of, pairs_of_roles, role_ids_of
from app.security.models import Person, RoleReach
from app.security.reach import ORDER

ADMINISTRATOR = "administrator"
"""Code of the role that holds every permission, new ones included."""
Pair = tuple[str, str]


def is_administrator(person: Any) -> bool:
    """Whether one of the person's roles is the system administrator's."""
    mine = select(RoleReach.id).where(RoleReach.code == ADMINISTRATOR, RoleReach.role_id.in_(role_ids_of(person.id)))
    return db.session.execute(mine).first() is not None


def check_gift(actor: Any | None, role_ids: Iterable[int]) -> None:
    """Raises NotAllowed where the roles hold a permission or a reach that the actor lacks. None: the system."""
    ids = list(role_ids)
    if actor is None or not ids or is_administrator(actor):
        return
    pairs = {(permission, screen) for permission, screen in db.session.execute(pairs_of_roles(ids))}
    rows = db.session.scalars(select(RoleReach).where(RoleReach.role_id.in_(ids))).all()
    widest = max((row.reach for row in rows), key=ORDER.index, default="none")
    check_grant(actor, pairs, widest, any(row.sees_personal_data for row in rows))


def check_grant(actor: Any | None, pairs: Iterable[Pair], reach: str, personal_data: bool) -> None:
    """Raises NotAllowed where the actor lacks one of the pairs, the reach, or the sight of personal data."""
    if actor is None or is_administrator(actor):
        return
    mine = {(permission, screen) for permission, screen in db.session.execute(pairs_of(actor.id))}
    rows = db.session.scalars(select(RoleReach).where(RoleReach.role_id.in_(role_ids_of(actor.id)))).all()
    widest = max((row.reach for row in rows), key=ORDER.index, default="none")
    enough = set(pairs) <= mine and ORDER.index(reach) <= ORDER.index(widest)
    if not enough or (personal_data and not any(row.sees_personal_data for row in rows)):
        raise NotAllowed(N_("You can't give, take or change rights that you don't have yourself."))


def check_administrator_left() -> None:
    """Raises Refused where no active person could administer any more. Call after the change, flushed."""
    db.session.flush()
    # Held against another administrator who is being taken away at this very moment.
    role_id = db.session.scalar(select(RoleReach.role_id).where(RoleReach.code == ADMINISTRATOR).with_for_update())
    if role_id is None:
        return
    active = select(func.count()).select_from(Person).where(Person.active.is_(True), Person.roles.any(id=role_id))
    if not db.session.scalar(active):
        raise Refused(N_("This is the last administrator: make somebody else one first."))
