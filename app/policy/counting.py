"""Counting forward from an instant: through open time, or from day to day. Each step leaves a segment that explains it.

Everything here is on the Shanghai wall clock (aware instants; China has had no daylight saving time since 1991).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.core.clock import SHANGHAI
from app.core.i18n import N_, Text
from app.policy.calendars import DAY, Calendar, at_minute

FOREVER = datetime.max.replace(tzinfo=SHANGHAI)
_MINUTE = timedelta(minutes=1)
_OPEN = Text(N_("open"))


class StillPaused(ValueError):
    """The clock stands in a pause without end or limit, so it has no due instant yet."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time and what it meant for the clock.

    `kind`: received, counted, makeup (a counted make-up day), closed, off, paused, added, moved, due.
    """

    kind: str
    begin: datetime
    end: datetime
    text: Text

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON column."""
        begin, end = self.begin.isoformat(), self.end.isoformat()
        return {"kind": self.kind, "begin": begin, "end": end, "text": self.text.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Segment":
        """The reverse of `to_json`."""
        begin, end = datetime.fromisoformat(data["begin"]), datetime.fromisoformat(data["end"])
        return cls(data["kind"], begin, end, Text.from_json(data["text"]))


Stretch = tuple[datetime, datetime]
Counted = tuple[datetime, list[Segment]]


def open_time(calendar: Calendar | None, begin: datetime, end: datetime, pauses: Sequence[Stretch] = ()) -> timedelta:
    """How much open, unpaused time lies between two instants; all of it on the wall clock (calendar None)."""
    total = timedelta()
    for kind, first, last, _ in _walk(calendar, begin):
        if first >= end:
            break
        if kind == "open":
            pieces = _cut(first, min(last, end), pauses)
            total += sum((to - since for paused, since, to in pieces if not paused), timedelta())
    return total


def through_open_time(
    start: datetime, amount: timedelta, calendar: Calendar | None, pauses: Sequence[Stretch] = ()
) -> Counted:
    """The first instant by which `amount` of open, unpaused time has passed. Raises StillPaused."""
    left, segments = amount, []
    stuck_from = pauses[-1][0] if pauses and pauses[-1][1] == FOREVER else FOREVER
    for kind, begin, end, text in _walk(calendar, start):
        if kind != "open":
            segments.append(Segment(kind, begin, end, text))
            continue
        for paused, first, last in _cut(begin, end, pauses):
            if paused and first >= stuck_from:
                raise StillPaused
            if paused:
                segments.append(Segment("paused", first, last, _stretch(N_("%(from)s to %(to)s: paused"), first, last)))
                continue
            last = min(last, first + left)
            left -= last - first
            segments.append(_counted_time(first, last))
            if not left:
                return last, segments
    raise AssertionError("the walk has no end")


def through_days(
    start: datetime,
    count: int,
    calendar: Calendar,
    pauses: Sequence[Stretch] = (),
    *,
    working: bool = True,
    end_of: Callable[[date], datetime],
) -> Counted:
    """The end, by `end_of`, of the `count`-th day after the day of `start`, which isn't counted.

    Counts working days, or every day with `working=False`, when a last day that is off moves on to a working day.
    Each day touched by a pause is added. A pause that begins when the time is already up changes nothing.
    """
    heeded: list[Stretch] = []
    at, segments = _from_day_to_day(start, count, calendar, heeded, working, end_of)
    for pause in pauses:
        if pause[0] >= at:
            break
        if pause[1] == FOREVER:
            raise StillPaused
        heeded.append(pause)
        at, segments = _from_day_to_day(start, count, calendar, heeded, working, end_of)
    return at, segments


def _from_day_to_day(
    start: datetime,
    count: int,
    calendar: Calendar,
    pauses: Sequence[Stretch],
    working: bool,
    end_of: Callable[[date], datetime],
) -> Counted:
    day, segments, done = start.date(), [_received(start, calendar)], 0
    if _touched(day, pauses) and (calendar.works(day) or not working):
        count += 1
        segments.append(_whole(day, "added", N_("%(day)s: paused on the day of receipt, so one day is added")))
    while done < count:
        day += timedelta(days=1)
        if working and not calendar.works(day):
            segments.append(_day_off(day, calendar))
        elif _touched(day, pauses):
            segments.append(_whole(day, "paused", N_("%(day)s: paused, not counted")))
        else:
            done += 1
            segments.append(_counted_day(day, done, count, calendar))
    while not calendar.works(day) or _touched(day, pauses):
        segments.append(_whole(day, "moved", N_("%(day)s is off or paused: moved to the next working day")))
        day += timedelta(days=1)
    return end_of(day), segments


def _walk(calendar: Calendar | None, start: datetime) -> Iterator[tuple[str, datetime, datetime, Text]]:
    """Open stretches from `start` on, with the breaks and days off between them; the nights go unsaid."""
    if calendar is None:
        yield "open", start, FOREVER, _OPEN
        return
    day = start.date()
    while True:
        hours = calendar.intervals(day)
        if not hours:
            yield "off", max(start, at_minute(day, 0)), at_minute(day, DAY), _day_off(day, calendar).text
        before: datetime | None = None
        for begin, end in ((at_minute(day, begin), at_minute(day, end)) for begin, end in hours):
            if before and before < begin and start < begin:
                since = max(start, before)
                yield "closed", since, begin, _stretch(N_("%(from)s to %(to)s: closed"), since, begin)
            if start < end:
                yield "open", max(start, begin), end, _OPEN
            before = end
        day += timedelta(days=1)


def _cut(begin: datetime, end: datetime, pauses: Sequence[Stretch]) -> Iterator[tuple[bool, datetime, datetime]]:
    """The stretch in pieces, each paused or not; `pauses` are in order and apart from each other."""
    for since, until in pauses:
        if since >= end:
            break
        if until <= begin:
            continue
        if begin < since:
            yield False, begin, since
        yield True, max(begin, since), min(end, until)
        begin = min(end, until)
    if begin < end:
        yield False, begin, end


def _touched(day: date, pauses: Sequence[Stretch]) -> bool:
    midnight, next_midnight = at_minute(day, 0), at_minute(day, DAY)
    return any(since < next_midnight and until > midnight for since, until in pauses)


def _received(start: datetime, calendar: Calendar) -> Segment:
    day = start.date()
    params = {"at": f"{start:%Y-%m-%d %H:%M}"}
    msgid = N_("Received %(at)s; the day of receipt is not counted")
    if not calendar.works(day):
        msgid = N_("Received %(at)s, a day off; counting begins after it")
    return Segment("received", start, at_minute(day, DAY), Text(msgid, params))


def _counted_time(begin: datetime, end: datetime) -> Segment:
    minutes = (end - begin) / _MINUTE
    text = _stretch(N_("%(from)s to %(to)s: %(minutes)s minutes counted"), begin, end, minutes=f"{minutes:g}")
    return Segment("counted", begin, end, text)


def _counted_day(day: date, number: int, total: int, calendar: Calendar) -> Segment:
    special = calendar.days.get(day)
    params = {"number": number, "total": total}
    if special and special.hours is None:
        msgid = N_("%(day)s: day %(number)s of %(total)s, a make-up working day (%(label)s)")
        return _whole(day, "makeup", msgid, **params, label=Text(special.label))
    return _whole(day, "counted", N_("%(day)s: day %(number)s of %(total)s"), **params)


def _day_off(day: date, calendar: Calendar) -> Segment:
    special = calendar.days.get(day)
    label = Text(special.label) if special else Text(N_("weekly day off"))
    return _whole(day, "off", N_("%(day)s: off (%(label)s), not counted"), label=label)


def _whole(day: date, kind: str, msgid: str, **params: Any) -> Segment:
    return Segment(kind, at_minute(day, 0), at_minute(day, DAY), Text(msgid, {"day": day.isoformat(), **params}))


def _stretch(msgid: str, begin: datetime, end: datetime, **params: Any) -> Text:
    return Text(msgid, {"from": f"{begin:%Y-%m-%d %H:%M}", "to": f"{end:%Y-%m-%d %H:%M}", **params})
