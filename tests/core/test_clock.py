"""The one clock: aware and in UTC; people see Shanghai's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.clock import local, local_day, now


def test_now_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_sixteen_hours_utc_is_midnight_in_shanghai() -> None:
    midnight = local(datetime(2026, 10, 31, 16, tzinfo=UTC))
    assert (midnight.isoformat(), local_day(midnight)) == ("2026-11-01T00:00:00+08:00", date(2026, 11, 1))
    assert local_day(datetime(2026, 10, 31, 15, 59, tzinfo=UTC)) == date(2026, 10, 31)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        local(datetime(2026, 11, 1))  # noqa: DTZ001 - that is the point
