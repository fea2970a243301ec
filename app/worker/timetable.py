"""Jobs and the instants at which they are due. APScheduler's triggers compute the times. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.core.clock import SHANGHAI

# An interval is counted from here in every process; APScheduler's own default, the process's start, would give
# each worker slots of its own.
_EPOCH = datetime(2020, 1, 1, tzinfo=SHANGHAI)
_JUST_AFTER = timedelta(milliseconds=1)
_FIRST_LOOK_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """Something that happens by itself.

    `keep` says what a downtime leaves to do: a sweep looks at everything due, so only its newest slot counts; a job
    with `keep="all"` makes up for each slot missed since it was first seen. `run` gets the slot where all are kept,
    else the present instant, and opens its units of work itself: one item, commit, next. Running it twice must be
    harmless: after `lease` a run that hasn't ended is somebody else's.
    """

    id: str
    trigger: BaseTrigger
    run: Callable[[datetime], object]
    label: str
    keep: Literal["newest", "all"] = "newest"
    lease: timedelta = timedelta(minutes=5)

    @property
    def polls(self) -> bool:
        """Whether the job only looks for what is due, so that an extra run at any time is in order."""
        return self.keep == "newest" and isinstance(self.trigger, IntervalTrigger)


def every(**interval: float) -> IntervalTrigger:
    """At a fixed pace: `every(seconds=2)`, `every(minutes=5)`."""
    arguments: dict[str, Any] = dict(interval)
    return IntervalTrigger(start_date=_EPOCH, **arguments)


def at_times(**fields: Any) -> CronTrigger:
    """By the Shanghai wall clock, cron-like: `at_times(hour=8, minute=30)`, `at_times(day=1, hour=6)`."""
    return CronTrigger(timezone=SHANGHAI, **fields)


def missing_slots(job: Job, watermark: datetime | None, now: datetime) -> list[datetime]:
    """Slots due after `watermark` (None: the job was never seen) up to `now`, those that the job keeps."""
    if job.keep == "newest":
        newest = _newest_slot(job.trigger, watermark or now - _FIRST_LOOK_BACK, now)
        return [newest] if newest else []
    return _slots(job.trigger, watermark, now) if watermark else []


def next_slot(job: Job, now: datetime) -> datetime | None:
    """The first slot after `now`; None when there is none any more."""
    return job.trigger.get_next_fire_time(None, now + _JUST_AFTER)


def _slots(trigger: BaseTrigger, after: datetime, until: datetime) -> list[datetime]:
    slots: list[datetime] = []
    slot = trigger.get_next_fire_time(None, after + _JUST_AFTER)
    while slot is not None and slot <= until:
        slots.append(slot)
        slot = trigger.get_next_fire_time(None, slot + _JUST_AFTER)
    return slots


def _newest_slot(trigger: BaseTrigger, after: datetime, until: datetime) -> datetime | None:
    """Looks back in doubling steps: a year's downtime of a two-second sweep is 24 looks, not 15 million."""
    reach = timedelta(seconds=1)
    while True:
        start = max(after, until - reach)
        slots = _slots(trigger, start, until)
        if slots or start == after:
            return slots[-1] if slots else None
        reach *= 2
