"""A worker's sign of life, for the health screen."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.db import unit_of_work
from app.extensions import db
from app.worker.models import Heartbeat

INTERVAL = timedelta(seconds=10)
_ALIVE_WITHIN = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(days=1)


def beat(worker: str, started_at: datetime, now: datetime) -> None:
    """Say that the worker is there; rows of workers long gone are dropped."""
    with unit_of_work():
        db.session.execute(delete(Heartbeat).where(Heartbeat.last_seen < now - _FORGOTTEN_AFTER))
        row = db.session.scalars(select(Heartbeat).where(Heartbeat.worker == worker)).one_or_none()
        if row is None:
            row = Heartbeat(worker=worker, started_at=started_at)
            db.session.add(row)
        row.last_seen = now


def workers_alive(now: datetime) -> Sequence[Heartbeat]:
    """Workers seen within the last minute; empty: nothing happens by itself at present."""
    seen = select(Heartbeat).where(Heartbeat.last_seen >= now - _ALIVE_WITHIN)
    return db.session.scalars(seen.order_by(Heartbeat.worker)).all()
