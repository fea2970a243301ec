"""Which permission the product has ever offered to which of its roles: one that an administrator took away, or never
wanted, is not offered a second time, and one that is new in a release is offered once."""

from collections.abc import Iterable

from sqlalchemy import select

from app.events import history_of
from app.extensions import db
from app.security.models import RoleOffer, RoleReach
from app.security.rights import Pair
from app.security.roles import pairs_of_role


def offered_to(row: RoleReach) -> set[Pair]:
    """What the role was offered so far. A role from before offers were kept: what it holds, and all that its history
    says it was given or relieved of."""
    assert row.code is not None, "only the product's own roles are offered anything"
    mine = select(RoleOffer.permission, RoleOffer.screen).where(RoleOffer.code == row.code)
    kept: set[Pair] = {(permission, screen) for permission, screen in db.session.execute(mine)}
    return kept or pairs_of_role(row) | _in_history(row)


def remember(row: RoleReach, pairs: Iterable[Pair]) -> None:
    """Keep that the role was offered these, besides what is kept already. Flushes."""
    mine = select(RoleOffer.permission, RoleOffer.screen).where(RoleOffer.code == row.code)
    kept = {(permission, screen) for permission, screen in db.session.execute(mine)}
    db.session.add_all(
        RoleOffer(code=row.code, permission=permission, screen=screen) for permission, screen in set(pairs) - kept
    )
    db.session.flush()


def _in_history(row: RoleReach) -> set[Pair]:
    """Events write a pair as “Screen.can_verb”."""
    facts = [event.facts for event in history_of(row)]
    names = [name for each in facts for key in ("permissions", "given", "taken") for name in each.get(key) or ()]
    return {(permission, screen) for screen, _, permission in (name.rpartition(".") for name in names)}
