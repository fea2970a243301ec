"""复议: whether a penalty may be appealed against, until when, and who answers."""

from dataclasses import dataclass
from datetime import datetime

from app.core.clock import local
from app.policy.calendars import Calendar
from app.policy.charges import Appeal, Penalty
from app.policy.counting import Length, after
from app.policy.parts import BRIEF

UNSAID = Appeal(allowed=True, clause=BRIEF)
"""A text that says nothing bars nothing: the product lets an appeal be filed, at any time."""


@dataclass(frozen=True)
class Chance:
    """What a rule says of an appeal. `until`: the last instant at which it may be filed; None: at any time."""

    said: Appeal
    until: datetime | None = None

    @property
    def barred(self) -> bool:
        """Whether the rule lets nobody appeal."""
        return not self.said.allowed

    def too_late(self, now: datetime) -> bool:
        """Whether the time for it has run out."""
        return self.until is not None and now > self.until


def said_of(rule: Penalty | None) -> Appeal:
    """What the rule says; what the product lays down where it says nothing, or is gone."""
    return rule.appeal if rule is not None and rule.appeal is not None else UNSAID


def chance_of(rule: Penalty | None, confirmed_at: datetime, calendar: Calendar) -> Chance:
    """The chance of appealing against a penalty that was confirmed then.

    Counted as any clock in calendar days: the day of the confirmation isn't (民法典 art. 201), and a last day that is
    off moves to the next working day (art. 203).
    """
    said = said_of(rule)
    if not said.allowed or said.within_days is None:
        return Chance(said)
    return Chance(said, after(local(confirmed_at), Length(said.within_days, "calendar_days", calendar))[0])
