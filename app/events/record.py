"""Writing and reading events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.i18n import Text
from app.events.models import Event
from app.extensions import db
from app.security import hand_of


def record(
    owner: Any,
    verb: str,
    *,
    actor: Any | None,
    now: datetime,
    from_state: str | None = None,
    to_state: str | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Append an event to a stored row (`owner` has an id). The kind is the owner's table name. Flushes nothing.

    What a delegate does for an absent person names both: the delegate as the actor, the other in the facts.
    """
    hand = hand_of(actor)
    told = {"acting_for": actor} if hand is not actor else {}
    row = Event(
        owner_kind=owner.__tablename__,
        owner_id=owner.id,
        at=now,
        actor_id=hand.id if hand else None,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        facts={k: plain(v) for k, v in {**(facts or {}), **told}.items()},
        note=note,
    )
    db.session.add(row)
    return row


def history_of(owner: Any) -> list[Event]:
    """All events of a row, oldest first."""
    mine = (Event.owner_kind == owner.__tablename__, Event.owner_id == owner.id)
    return list(db.session.scalars(select(Event).where(*mine).order_by(Event.at, Event.id)))


def hands_in(owner: Any, *verbs: str) -> set[int]:
    """Ids of who really took these steps with a row: for a delegate's, the delegate."""
    mine = (Event.owner_kind == owner.__tablename__, Event.owner_id == owner.id, Event.verb.in_(verbs))
    return {actor_id for actor_id in db.session.scalars(select(Event.actor_id).where(*mine)) if actor_id is not None}


def plain(value: Any) -> Any:
    """A value as JSON can hold it; rows become their name, money its text, a marked text stays translatable."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.isoformat()
        case Text():
            return value.to_json()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return str(value)
