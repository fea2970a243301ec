"""From a timetable to claimed occurrences: insert what is missing, claim one, mark it done."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.db import claim_rows, release_row
from app.extensions import db
from app.worker.models import Occurrence
from app.worker.timetable import Job, missing_slots

# Clocks of two machines differ by less. A sweep's slot further ahead than this is from before the clock was set back.
_CLOCKS_DIFFER = timedelta(seconds=60)


def is_due(job: Job, now: datetime) -> bool:
    """Whether there is something to insert or claim; only reads, so that an idle worker writes nothing."""
    watermark = _watermark(job, now)
    if missing_slots(job, watermark, now) or (job.keep == "all" and watermark is None):
        return True
    lapsed = or_(Occurrence.lease_until.is_(None), Occurrence.lease_until <= now)
    return bool(db.session.scalar(select(exists().where(*_open(job, now), lapsed))))


def take(job: Job, now: datetime) -> tuple[int, int, datetime] | None:
    """Insert the missing slots and claim one: (id, token, slot), or None. Inside a unit of work; commit at once."""
    _insert_missing(job, now)
    order = Occurrence.slot if job.keep == "all" else Occurrence.slot.desc()
    claimed = claim_rows(Occurrence, *_open(job, now), order_by=order, limit=1, lease=job.lease, now=now)
    if not claimed:
        return None
    row_id, token = claimed[0]
    slot = db.session.scalar(select(Occurrence.slot).where(Occurrence.id == row_id))
    return (row_id, token, slot) if slot else None


def finish(row_id: int, token: int, now: datetime) -> bool:
    """Mark an occurrence done. False: the lease lapsed and another worker has it."""
    return release_row(Occurrence, row_id, token, done_at=now, error=None)


def note_failure(row_id: int, token: int, error: str) -> None:
    """Keep what went wrong; the lease stays, and with its end comes the next try."""
    mine = (Occurrence.id == row_id, Occurrence.lease_token == token)
    db.session.execute(update(Occurrence).where(*mine).values(error=error))


def due_again(job: Job) -> None:
    """Forget the runs that are done, so that the newest slot is due once more."""
    db.session.execute(delete(Occurrence).where(Occurrence.job == job.id, Occurrence.done_at.is_not(None)))


def _insert_missing(job: Job, now: datetime) -> None:
    watermark = _watermark(job, now)
    if watermark is None and job.keep == "all":
        # First seen: nothing of the past is owed, and later passes count from here.
        _insert(Occurrence(job=job.id, slot=now, done_at=now))
        return
    for slot in missing_slots(job, watermark, now):
        if _insert(Occurrence(job=job.id, slot=slot)) and job.keep == "newest":
            _forget_others(job, slot, now)


def _insert(row: Occurrence) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _forget_others(job: Job, slot: datetime, now: datetime) -> None:
    """A sweep's older slots are superseded; those that somebody is running stay until they end."""
    idle = or_(Occurrence.done_at.is_not(None), Occurrence.lease_until.is_(None), Occurrence.lease_until <= now)
    db.session.execute(delete(Occurrence).where(Occurrence.job == job.id, Occurrence.slot != slot, idle))


def _watermark(job: Job, now: datetime) -> datetime | None:
    """The newest slot so far. A sweep starts over when the clock was set back; kept slots are never repeated."""
    rows = select(func.max(Occurrence.slot)).where(Occurrence.job == job.id)
    if job.keep == "newest":
        rows = rows.where(Occurrence.slot <= now + _CLOCKS_DIFFER)
    return db.session.scalar(rows)


def _open(job: Job, now: datetime) -> tuple:
    return (Occurrence.job == job.id, Occurrence.done_at.is_(None), Occurrence.slot <= now)
