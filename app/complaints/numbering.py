"""Complaint numbers: `TS20261122-0001`, per Shanghai day of registration, without a gap."""

from datetime import datetime

from app.core.clock import local_day
from app.customers.numbering import next_in


def next_number(now: datetime) -> str:
    """The next number of the day. Others wait for theirs until the caller's transaction ends: take it late."""
    series = f"TS{local_day(now):%Y%m%d}"
    return f"{series}-{next_in(series):04d}"
