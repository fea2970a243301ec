"""Being there, and being gone. No events: a page that is open changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.db import unit_of_work
from app.extensions import db
from app.presence.models import Presence
from app.security import Person, elevated, require_reach, system_scope

HERE_FOR = timedelta(seconds=60)
"""After the last sign of life; pages give one every 20 seconds."""
_KEPT = timedelta(hours=1)
_screens: dict[str, str] = {}


def register_presence(owner_kind: str, screen: str) -> None:
    """Pages of this kind say who else is there, to those who hold `can_show` on the screen."""
    _screens[owner_kind] = screen


def screen_of(owner_kind: str) -> str | None:
    """The name of the screen of this kind of page."""
    return _screens.get(owner_kind)


def be_here(owner: Any, *, doing: str, actor: Person, now: datetime) -> None:
    """The person has the page open. Raises NotFound for what they don't reach."""
    require_reach(owner)
    kind, mine = owner.__tablename__, _mine(owner, actor)
    with elevated():
        seen = update(Presence).where(*mine).values(doing=doing, seen_at=now)
        result: Any = db.session.execute(seen, execution_options={"synchronize_session": False})
        if result.rowcount:
            return
        try:
            with db.session.begin_nested():
                row = Presence(owner_kind=kind, owner_id=owner.id, person_id=actor.id, doing=doing, seen_at=now)
                db.session.add(row)
        except IntegrityError:  # a second window of the same person was faster
            return


def be_gone(owner: Any, *, actor: Person) -> None:
    """The page was closed."""
    with elevated():
        gone = delete(Presence).where(*_mine(owner, actor))
        db.session.execute(gone, execution_options={"synchronize_session": False})


def others_at(owner: Any, *, actor: Person, now: datetime) -> Sequence[Presence]:
    """Who else is there now."""
    here = (Presence.owner_kind == owner.__tablename__, Presence.owner_id == owner.id, Presence.person_id != actor.id)
    alive = select(Presence).where(*here, Presence.seen_at > now - HERE_FOR)
    return db.session.scalars(alive.order_by(Presence.id)).all()


def forget_gone(now: datetime) -> None:
    """Remove what is long over."""
    with system_scope(), unit_of_work():
        old = delete(Presence).where(Presence.seen_at < now - _KEPT)
        db.session.execute(old, execution_options={"synchronize_session": False})


def _mine(owner: Any, actor: Person) -> tuple[Any, ...]:
    return (
        Presence.owner_kind == owner.__tablename__,
        Presence.owner_id == owner.id,
        Presence.person_id == actor.id,
    )
