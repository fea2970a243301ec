"""The lines that explain how a due instant was counted: a stretch of time each, and what it meant for the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from app.core.i18n import N_, Text
from app.policy.calendars import DAY, Calendar, at_minute

Kind = Literal["received", "counted", "makeup", "closed", "off", "paused", "added", "moved", "regraded", "due"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch on the Shanghai clock and its line. `makeup` is a counted make-up day."""

    kind: Kind
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


def received(start: datetime, calendar: Calendar) -> Segment:
    """The day of receipt, which isn't counted."""
    if calendar.works(start.date()):
        msgid = N_("Received %(at)s; the day of receipt is not counted")
    else:
        msgid = N_("Received %(at)s, on a day off; counting begins after it")
    return Segment("received", start, at_minute(start.date(), DAY), Text(msgid, {"at": minute(start)}))


def counted(begin: datetime, end: datetime) -> Segment:
    """Open time that counts."""
    minutes = f"{(end - begin) / timedelta(minutes=1):.10g}"
    msgid = N_("%(from)s to %(to)s: %(minutes)s minutes counted")
    return Segment("counted", begin, end, _from_to(msgid, begin, end, minutes=minutes))


def closed(begin: datetime, end: datetime) -> Segment:
    """A break within a working day."""
    return Segment("closed", begin, end, _from_to(N_("%(from)s to %(to)s: closed"), begin, end))


def paused(begin: datetime, end: datetime) -> Segment:
    """Open time during which the clock stood still."""
    return Segment("paused", begin, end, _from_to(N_("%(from)s to %(to)s: paused, not counted"), begin, end))


def counted_day(day: date, number: int, total: int, calendar: Calendar) -> Segment:
    """A day that counts; a make-up day says so."""
    special = calendar.days.get(day)
    if special is None or special.hours is not None:
        return _day("counted", day, N_("%(day)s: day %(number)s of %(total)s"), number=number, total=total)
    msgid = N_("%(day)s: day %(number)s of %(total)s, a make-up working day (%(label)s)")
    label = Text(special.label or N_("make-up day"))
    return _day("makeup", day, msgid, number=number, total=total, label=label)


def off(day: date, calendar: Calendar) -> Segment:
    """A day that doesn't count, and why."""
    special = calendar.days.get(day)
    label = Text((special and special.label) or N_("weekly day off"))
    return _day("off", day, N_("%(day)s: off (%(label)s), not counted"), label=label)


def paused_day(day: date) -> Segment:
    """A day that a pause touched."""
    return _day("paused", day, N_("%(day)s: paused, not counted"))


def added(day: date) -> Segment:
    """The day of receipt when a pause touched it: it doesn't count anyway, so another day is added."""
    return _day("added", day, N_("%(day)s: paused on the day of receipt, one day is added"))


def moved(day: date) -> Segment:
    """A last day that can't be the last."""
    return _day("moved", day, N_("%(day)s: off or paused, so the end moves to the next working day"))


def regraded(counted_to: datetime, now: datetime, cite: Text) -> Segment:
    """A new clock that was already past when it was set."""
    msgid = N_("Counted from the start it was due %(at)s; that is past, so the grace runs from %(now)s (%(cite)s)")
    params = {"at": minute(counted_to), "now": minute(now), "cite": cite}
    return Segment("regraded", counted_to, now, Text(msgid, params))


def due(at: datetime) -> Segment:
    """The end."""
    return Segment("due", at, at, Text(N_("Due %(at)s"), {"at": minute(at)}))


def minute(instant: datetime) -> str:
    """The instant to the minute, as everybody reads it."""
    return f"{instant:%Y-%m-%d %H:%M}"


def _day(kind: Kind, day: date, msgid: str, **params: Any) -> Segment:
    return Segment(kind, at_minute(day, 0), at_minute(day, DAY), Text(msgid, {"day": day.isoformat(), **params}))


def _from_to(msgid: str, begin: datetime, end: datetime, **params: Any) -> Text:
    return Text(msgid, {"from": minute(begin), "to": minute(end), **params})
