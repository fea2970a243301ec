"""When a job is due: the pure part."""

from datetime import UTC, datetime, timedelta

from app.core.clock import SHANGHAI
from app.worker.timetable import Job, at_times, every, missing_slots, next_slot

NOON = datetime(2026, 11, 20, 12, 0, 1, tzinfo=SHANGHAI)


def job(trigger, keep="newest"):
    return Job("test", trigger, lambda now: None, "Test", keep)


def hours(*values: int) -> list[datetime]:
    return [datetime(2026, 11, 20, hour, tzinfo=SHANGHAI) for hour in values]


def test_a_sweep_keeps_the_newest_slot_only():
    sweep = job(every(hours=1))
    assert missing_slots(sweep, hours(8)[0], NOON) == hours(12)
    assert missing_slots(sweep, hours(12)[0], NOON) == []


def test_a_report_makes_up_for_every_missed_slot():
    report = job(at_times(hour="9-12"), keep="all")
    assert missing_slots(report, hours(9)[0], NOON) == hours(10, 11, 12)


def test_a_sweep_seen_for_the_first_time_is_due_at_once_and_a_report_is_not():
    assert missing_slots(job(every(hours=1)), None, NOON) == hours(12)
    assert missing_slots(job(at_times(hour=9), keep="all"), None, NOON) == []


def test_a_daily_time_is_a_shanghai_wall_clock_time():
    assert next_slot(job(at_times(hour=8, minute=30)), NOON) == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def test_slots_of_a_pace_are_the_same_in_every_process():
    assert next_slot(job(every(seconds=7)), NOON) == next_slot(job(every(seconds=7)), NOON)


def test_after_a_year_of_downtime_the_newest_slot_is_found_without_walking_through_all():
    looks = []

    class Counted(type(every(seconds=2))):
        def get_next_fire_time(self, previous_fire_time, now):
            looks.append(now)
            return super().get_next_fire_time(previous_fire_time, now)

    sweep = job(Counted(seconds=2, start_date=datetime(2020, 1, 1, tzinfo=SHANGHAI)))
    assert missing_slots(sweep, NOON - timedelta(days=365), NOON) == [NOON - timedelta(seconds=1)]
    assert len(looks) < 100
