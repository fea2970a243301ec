"""What workers share: the occurrences of each job, and a sign of life."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Leased, Model, UTCDateTime


class Occurrence(Leased, Model):
    """One run of a job, named by the instant it was due. Unique, so that two workers can't both have it."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("job", "slot", name="uq_occurrence_job_slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    slot: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Model):
    """When a worker process was last seen."""

    __tablename__ = "worker_heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker: Mapped[str] = mapped_column(String(120), unique=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
