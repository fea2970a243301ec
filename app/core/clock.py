"""The one clock: instants are aware and in UTC; people see Asia/Shanghai."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on a Shanghai wall clock. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(SHANGHAI)


def local_day(instant: datetime) -> date:
    """The calendar day on which the instant falls in Shanghai."""
    return local(instant).date()
