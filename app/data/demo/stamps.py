"""Rows of a replayed past carry the instants and the people of that past, not those of the command that replays it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm.attributes import flag_modified

from app.db import Stamped
from app.db.base import ACTOR
from app.extensions import db


class Stamps:
    """What new and changed rows are stamped with while `stamping` lasts."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def turn(self, now: datetime, actor: Any | None) -> None:
        """From here on it is `now`, and the one who acts is `actor` (None: the system). Flushes what was before."""
        db.session.flush()
        self.now = now
        db.session.info[ACTOR] = actor.id if actor else None

    def stamp(self, session: Any, _context: Any, _instances: Any) -> None:
        for row in session.new:
            if isinstance(row, Stamped):
                row.created_at = row.changed_at = self.now
        for row in session.dirty:
            if isinstance(row, Stamped) and session.is_modified(row):
                row.changed_at = self.now
                # The same instant as before is no change to SQLAlchemy, which would then ask the real clock.
                flag_modified(row, "changed_at")


@contextmanager
def stamping(now: datetime) -> Iterator[Stamps]:
    """Stamp rows with an instant of ours; it starts at `now`. Flushes at its end."""
    stamps = Stamps(now)
    event.listen(db.session, "before_flush", stamps.stamp)
    try:
        yield stamps
        db.session.flush()
    finally:
        event.remove(db.session, "before_flush", stamps.stamp)
        db.session.info.pop(ACTOR, None)
