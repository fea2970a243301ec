"""A fortnight over National Day, planned and reckoned by hand: what happens to 300 complaints, who must hear of what.

Shares no code with the product. The days are those of the State Council's notice for 2026: 1 to 7 October are off, the
Saturday 10 October is worked. Names: 李娜 handles, 赵强 heads the station, 周明 the province, 吴敏 the call centre.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
START, END = (datetime(2026, month, day, tzinfo=SHANGHAI) for month, day in ((9, 28), (10, 12)))
COMPLAINTS = 300
WORKED = [
    date(2026, 9, 28),
    date(2026, 9, 29),
    date(2026, 9, 30),
    date(2026, 10, 8),
    date(2026, 10, 9),
    date(2026, 10, 10),
    *(date(2026, 10, day) for day in (12, 13, 14, 15, 16, 19, 20, 21, 22, 23)),
]
MINUTE = timedelta(minutes=1)
Line = tuple[int, str, str, datetime]
"""Number of the complaint, template, name, minute."""


@dataclass(frozen=True)
class Case:
    """One complaint: what it is, and when each thing is done to it. None: not within the fortnight."""

    number: int
    received: datetime
    urgent: bool
    major: bool
    dispatched: datetime
    proposed: datetime
    escalated: datetime | None
    called: datetime | None
    resolved: datetime | None

    @property
    def ordinary(self) -> bool:
        return not (self.urgent or self.major)


def cases() -> list[Case]:
    """300 complaints, day and night, every 67 minutes; most are dealt with at once, the others late in many ways."""
    return [_case(number) for number in range(COMPLAINTS)]


def _case(n: int) -> Case:
    received = START + n * 67 * MINUTE
    dispatched = _later(received, (2, 2, 2, 2, 2, 2, 4, 8, 17, 40)[n % 10])
    proposed = _later(dispatched, (10, 10, 10, 10, 10, 10, 17, 25, 40, 70)[(n // 3) % 10], seconds=0)
    minutes = (180, 180, 180, 180, 180, 180, 1500, 3000, 9000, None)[(n // 7) % 10]
    called = (20, 20, 20, 20, 20, 20, 28, 35, 50, None)[(n // 2) % 10]
    escalated = (2, 4, 8, 18, None)[n % 5]
    return Case(
        n,
        received,
        urgent=n % 12 == 5,
        major=n % 25 == 3,
        dispatched=dispatched,
        proposed=proposed,
        escalated=_later(received, escalated, seconds=45) if escalated else None,
        called=_later(received, called) if called else None,
        resolved=_later(received, minutes) if minutes else None,
    )


def _later(instant: datetime, minutes: int, seconds: int = 30) -> datetime:
    """People act in the middle of a minute, clocks at its beginning: nothing coincides."""
    return instant + timedelta(minutes=minutes, seconds=seconds)


def ledger() -> Counter[Line]:
    """Everything that has to be sent before the fortnight is over."""
    return Counter(line for case in cases() for line in _lines(case) if line[3] < END)


def _lines(case: Case) -> Iterator[Line]:
    yield case.number, "complaint_dispatched", "赵强", _minute(case.dispatched)
    yield case.number, "complaint_proposed", "李娜", _minute(case.proposed)
    if case.escalated is not None and not case.ordinary:
        for name in ("周明", "吴敏") if case.escalated > case.dispatched else ("吴敏",):
            yield case.number, "complaint_escalated", name, _minute(case.escalated)
    yield from _minutes_clock(case, case.received, 5, (2, 5, 15), case.dispatched, "李娜")
    if case.ordinary:
        yield from _minutes_clock(case, case.dispatched, 20, (5, 10, 30), case.proposed, "赵强")
        yield from _minutes_clock(case, case.received, 30, (5, 10, 30), case.called, "李娜")
    else:
        yield from _minutes_clock(case, case.received, 5, (2, 5, 15), case.escalated, "李娜")
    yield from _resolve(case)


def _minutes_clock(
    case: Case, start: datetime, amount: int, reminders: tuple[int, int, int], stop: datetime | None, keeper: str
) -> Iterator[Line]:
    """Warned before, told when due, reminded twice; after 10 minutes one level up, after 30 the next. At any hour."""
    due, (before, first, second) = start + amount * MINUTE, reminders
    steps = [("deadline_warn", -before), ("deadline_due", 0), ("deadline_overdue", first), ("deadline_overdue", second)]
    for template, minutes in steps:
        at = due + minutes * MINUTE
        if stop is None or at < stop:
            yield case.number, template, keeper, _minute(at)
    for level, minutes in ((1, 10), (2, 30)):
        at = due + minutes * MINUTE
        if stop is None or at < stop:
            for name in _above(case, level, at, keeper):
                yield case.number, "deadline_escalate", name, _minute(at)


def _resolve(case: Case) -> Iterator[Line]:
    """1 working day, 7 for what is major; outside working hours people hear only of what is urgent."""
    due = _close_of_nth_day_after(case.received.date(), 7 if case.major else 1)
    reminders = (
        ("deadline_warn", due - 120 * MINUTE),
        ("deadline_due", due),
        ("deadline_overdue", due + 60 * MINUTE),
        ("deadline_overdue", due + 1440 * MINUTE),
    )
    told = [(template, "李娜", at) for template, at in reminders]
    for level, at in ((1, _open_minutes_after(due, 60)), (2, _close_of_nth_day_after(due.date(), 1))):
        told += [("deadline_escalate", name, at) for name in _above(case, level, at, "李娜")]
    for template, name, at in told:
        sent = at if case.urgent else _next_open(at)
        pointless = template == "deadline_warn" and sent >= due
        if (case.resolved is None or sent < case.resolved) and not pointless:
            yield case.number, template, name, _minute(sent)


def _above(case: Case, level: int, at: datetime, keeper: str) -> tuple[str, ...]:
    """Before a department is responsible, the handler's own manager stands for all of them."""
    if at < case.dispatched:
        return ("吴敏",)
    names = ("赵强",) if level == 1 else ("周明", "吴敏")
    return tuple(name for name in names if name != keeper)


def _close_of_nth_day_after(day: date, number: int) -> datetime:
    return _at([worked for worked in WORKED if worked > day][number - 1], 18)


def _next_open(instant: datetime) -> datetime:
    return next(max(instant, begin) for begin, end in _hours() if instant < end)


def _open_minutes_after(instant: datetime, minutes: int) -> datetime:
    """Shorter than a morning, so it ends in the stretch in which it begins or in the next one."""
    (begin, end), (following, _) = [hours for hours in _hours() if instant < hours[1]][:2]
    until = max(instant, begin) + minutes * MINUTE
    return until if until <= end else following + (until - end)


def _hours() -> list[tuple[datetime, datetime]]:
    return [hours for day in WORKED for hours in ((_at(day, 9), _at(day, 12)), (_at(day, 13, 30), _at(day, 18)))]


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0)
