"""Where a window of earlier cases begins, on the Shanghai calendar."""

from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local_day
from app.policy.charges import Window


def window_start(window: Window, at: datetime) -> datetime | None:
    """Midnight of the first day that counts for a case at that instant; None: there is no first day."""
    day = local_day(at)
    if window.within == "ever":
        return None
    return datetime.combine(_first_day(window, day), time(), SHANGHAI)


def _first_day(window: Window, day: date) -> date:
    if window.within == "days":
        assert window.days is not None, "the model has seen to it"
        return day - timedelta(days=window.days - 1)
    if window.within == "month":
        return day.replace(day=1)
    return day.replace(month=1 if window.within == "year" else (day.month - 1) // 3 * 3 + 1, day=1)


def month_before(day: date) -> tuple[datetime, datetime]:
    """The first instants of the last whole calendar month and of the one after it."""
    end = day.replace(day=1)
    begin = (end - timedelta(days=1)).replace(day=1)
    return datetime.combine(begin, time(), SHANGHAI), datetime.combine(end, time(), SHANGHAI)
