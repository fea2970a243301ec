"""The pieces of a pack that speak of time: calendars, clocks, amounts, reminders, pauses, ladders. All frozen."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, field_validator, model_validator

from app.core.i18n import N_
from app.policy.calendars import BASES, Calendar, Day, Hours, parse_hours, parse_weekdays
from app.policy.conditions import Condition, Facts, Wrong, holds
from app.policy.parts import BRIEF, ClauseId, Code, Count, Minutes, Mode, Part, Role, Rule, Unit, Verb, Words


class CalendarRule(Rule):
    """A calendar of the pack: what differs from its base. `week` maps mon or mon-fri to ranges of hours."""

    base: Literal["default", "six_day", "none"] = "default"
    week: Mapping[str, tuple[Words, ...]] = Field(default_factory=dict)
    holidays: StrictBool = True
    day_end: str | None = None

    @field_validator("week")
    @classmethod
    def _week_readable(cls, week: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        for days, ranges in week.items():
            parse_weekdays(days)
            parse_hours(ranges)
        return week

    @field_validator("day_end")
    @classmethod
    def _day_end_readable(cls, day_end: str | None) -> str | None:
        if day_end is not None:
            parse_hours([f"00:00-{day_end}"])
        return day_end

    @model_validator(mode="after")
    def _has_an_open_day(self) -> "CalendarRule":
        if not any(self.hours_of_week):
            raise Wrong(N_("the calendar has no open day"))
        return self

    @property
    def hours_of_week(self) -> tuple[Hours, ...]:
        """Open hours from Monday to Sunday."""
        hours: list[Hours] = [()] * 7 if self.base == "none" else list(BASES[self.base].week)
        for days, ranges in self.week.items():
            for weekday in parse_weekdays(days):
                hours[weekday] = parse_hours(ranges)
        return tuple(hours)

    def build(self, days: Mapping[date, Day], covered: Iterable[int]) -> Calendar:
        """The calendar with these holidays and make-up days, unless it heeds none."""
        end = parse_hours([f"00:00-{self.day_end}"])[0][1] if self.day_end else None
        known = (days, frozenset(covered)) if self.holidays else ({}, None)
        return Calendar(self.code, self.hours_of_week, *known, day_end=end)


def _on_a_calendar(data: Any) -> Any:
    """Days are counted on the default calendar where no other is named."""
    days = isinstance(data, Mapping) and data.get("unit") in ("working_days", "calendar_days")
    return {**data, "calendar": data.get("calendar") or "default"} if days else data


class Span(Part):
    """A length of time: on the wall clock, through a calendar's open hours, or in days."""

    amount: Count
    unit: Literal["minutes", "hours", "working_days", "calendar_days"]
    calendar: Code | None = None

    _days_on_a_calendar = model_validator(mode="before")(_on_a_calendar)


class Grace(Span):
    """What is left to somebody whose clock is already up after a regrade."""

    clause: ClauseId


class PauseLimit(Span):
    """How long a pause may last before the clock runs on by itself."""

    clause: ClauseId


class Amount(Part):
    """How many units a clock runs, and when that number is the one; the first that applies decides."""

    value: Count
    when: Condition | None = None
    clause: ClauseId


class Reminders(Part):
    """When the owner hears of a clock, in minutes: once before it is due and at each step after."""

    warn_before: Minutes | None = None
    overdue: tuple[Minutes, ...] = ()
    clause: ClauseId


class Extension(Part):
    """A clock that may be moved to a promised time, by a verb that comes before it is due."""

    by: Verb
    clause: ClauseId


class Clock(Rule):
    """A time limit. Minutes and hours run on the wall clock unless a calendar is named; days need one.

    `mode` (working days only) is how the last day ends: `close_of_business`, `same_time` or `working_hours`.
    """

    unit: Unit
    amount: tuple[Amount, ...] = ()
    calendar: Code | None = None
    mode: Mode = "close_of_business"
    start: Annotated[tuple[Verb, ...], Field(min_length=1)]
    stop: Annotated[tuple[Verb, ...], Field(min_length=1)]
    owner: Role
    when: Condition | None = None
    reminders: Reminders | None = None
    pause_limit: PauseLimit | None = None
    extension: Extension | None = None
    reset: tuple[Verb, ...] = Field((), description=N_("Steps that start the count anew"))
    beside: tuple[Code, ...] = Field(
        (), description=N_("In an overlay: the company's clocks that speak of the same; the earlier one binds")
    )

    _days_on_a_calendar = model_validator(mode="before")(_on_a_calendar)

    @model_validator(mode="before")
    @classmethod
    def _short_amount(cls, data: Any) -> Any:
        """`amount: 5` is one amount under the clock's own clause."""
        if not isinstance(data, Mapping) or "amount" not in data or isinstance(data["amount"], (list, tuple)):
            return data
        return {**data, "amount": [{"value": data["amount"], "clause": data.get("clause", BRIEF)}]}

    @model_validator(mode="after")
    def _unit_fits(self) -> "Clock":
        if (self.unit == "promised") == bool(self.amount):
            raise Wrong(N_("a promised clock has no amount, every other clock needs one"))
        if self.mode != "close_of_business" and self.unit != "working_days":
            raise Wrong(N_("only a clock in working days has the mode “%(mode)s”"), mode=self.mode)
        if shared := set(self.start) & set(self.stop):
            raise Wrong(N_("“%(verb)s” both starts and stops the clock"), verb=", ".join(sorted(shared)))
        if shared := set(self.reset) & {*self.start, *self.stop}:
            raise Wrong(N_("“%(verb)s” starts or stops the clock already"), verb=", ".join(sorted(shared)))
        return self

    def applies(self, facts: Facts) -> bool:
        """Whether the clock is meant for a complaint with these facts (`Pack.facts`)."""
        return holds(self.when, facts)

    def amount_for(self, facts: Facts) -> Amount | None:
        """The number that counts under these facts; None when the clock has none for them."""
        return next((amount for amount in self.amount if holds(amount.when, facts)), None)


class LadderStep(Part):
    """One rung: who is told and asked to act, and how long after the clock was due.

    `after` is for clocks in minutes, hours and for promises, `after_days` for those in days; without it: once due.
    """

    to: Annotated[tuple[Role, ...], Field(min_length=1)]
    after: Span | None = None
    after_days: Span | None = None
    after_clause: ClauseId = BRIEF
    clause: ClauseId

    def wait(self, clock: Clock) -> Span | None:
        """How long after this clock's due instant; None: at once."""
        return self.after_days if clock.unit in ("working_days", "calendar_days") else self.after


class Ladder(Rule):
    """The way up when a case isn't settled in time; the first ladder that fits a clock is the one."""

    clock: Code | None = None
    when: Condition | None = None
    steps: Annotated[tuple[LadderStep, ...], Field(min_length=1)]

    def fits(self, clock: Clock, facts: Facts) -> bool:
        """Whether it leads up from this clock on a complaint with these facts (`Pack.facts`)."""
        return self.clock in (None, clock.code) and holds(self.when, facts)
