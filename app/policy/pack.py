"""A policy pack (制度包): everything a company's written policy says about complaints, as frozen data.

Every rule names the clause it comes from; `brief` is the product's own brief, for what the text leaves open.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator, model_validator

from app.core.errors import NotFound
from app.core.i18n import N_, Text
from app.policy.calendars import BASES, Calendar, Day, Hours, parse_hours, parse_weekdays
from app.policy.conditions import Condition, Facts, Wrong, holds

Severity = Literal["minor", "moderate", "major"]
ComplaintKind = Literal["business", "attitude"]
Origin = Literal["external", "internal"]
Unit = Literal["minutes", "hours", "working_days", "calendar_days", "promised"]
Mode = Literal["close_of_business", "same_time", "working_hours"]
Role = Literal["handler", "department_head", "delegate", "superior", "own_manager", "administration", "quality",
               "call_centre", "department"]  # fmt: skip
Verb = Literal["register", "accept", "dispatch", "transfer", "investigate", "propose", "agree", "decline", "carry_out",
               "close", "archive", "withdraw", "reopen", "escalate", "call_satisfaction", "promise_callback",
               "callback_done", "verdict", "rectification_open", "rectification_submit"]  # fmt: skip
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ClauseId = Annotated[str, Field(min_length=1)]
Words = Annotated[str, Field(min_length=1)]
Count = Annotated[StrictInt, Field(ge=1)]
Minutes = Annotated[StrictInt, Field(ge=1)]

BRIEF = "brief"
T = TypeVar("T")


class Part(BaseModel):
    """A piece of a pack: it can't change, and a key it doesn't know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Part):
    """Words in Chinese and, where somebody wrote them, in English."""

    zh: Words
    en: str = ""

    def text(self) -> Text:
        """The words in the reader's language; the catalogue picks one of the two."""
        return Text(N_("%(en)s%(zh).0s"), {"en": self.en or self.zh, "zh": self.zh})


class Clause(Part):
    """A place in the source text. `informative` marks one that software can't carry and only shows."""

    id: ClauseId
    ref: Words
    title: Label
    summary: Label
    informative: StrictBool = False


class Rule(Part):
    """Something the pack lays down, with its code, its words and its clause."""

    code: Code
    label: Label
    clause: ClauseId


class Switch(Rule):
    """A choice where the text can be read in two ways; conditions ask for it as the field `switch.<code>`."""

    on: StrictBool


class OriginRule(Part):
    """Where complaints come from."""

    code: Origin
    label: Label
    clause: ClauseId


class Channel(Rule):
    """A way in. `hotline` marks the company's service line, on which penalties may hang."""

    origin: Origin
    hotline: StrictBool = False


class Category(Rule):
    """A node of the category tree; children are of their parent's kind."""

    kind: ComplaintKind
    children: tuple["Category", ...] = ()


class Level(Part):
    """A grade of severity, with the other names the text gives it."""

    code: Severity
    label: Label
    aliases: tuple[Words, ...] = ()
    clause: ClauseId


class SeverityRule(Part):
    """A grade and the condition for it; the first rule that holds decides."""

    severity: Severity
    when: Condition | None = None
    clause: ClauseId


class Behaviour(Rule):
    """Something a person did that a complaint about attitude is graded by."""

    severity: Severity


class SeverityRules(Part):
    """How complaints are graded: business by conditions, attitude by the worst behaviour observed."""

    levels: tuple[Level, ...]
    business: tuple[SeverityRule, ...]
    behaviours: tuple[Behaviour, ...]
    without_behaviour: SeverityRule


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


class Span(Part):
    """A length of time: on the wall clock, through a calendar's open hours, or in days."""

    amount: Count
    unit: Literal["minutes", "hours", "working_days", "calendar_days"]
    calendar: Code | None = None


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

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        """`amount: 5` is one amount under the clock's own clause; day clocks use the default calendar."""
        if not isinstance(data, Mapping):
            return data
        full = dict(data)
        if "amount" in full and not isinstance(full["amount"], (list, tuple)):
            full["amount"] = [{"value": full["amount"], "clause": full.get("clause", BRIEF)}]
        if full.get("unit") in ("working_days", "calendar_days"):
            full.setdefault("calendar", "default")
        return full

    @model_validator(mode="after")
    def _unit_fits(self) -> "Clock":
        if (self.unit == "promised") == bool(self.amount):
            raise Wrong(N_("a promised clock has no amount, every other clock needs one"))
        if self.mode != "close_of_business" and self.unit != "working_days":
            raise Wrong(N_("only a clock in working days has the mode “%(mode)s”"), mode=self.mode)
        if shared := set(self.start) & set(self.stop):
            raise Wrong(N_("“%(verb)s” both starts and stops the clock"), verb=", ".join(sorted(shared)))
        return self

    def applies(self, facts: Facts) -> bool:
        """Whether the clock is meant for a complaint with these facts (`Pack.facts`)."""
        return holds(self.when, facts)

    def amount_for(self, facts: Facts) -> Amount | None:
        """The number that counts under these facts; None when the clock has none for them."""
        return next((amount for amount in self.amount if holds(amount.when, facts)), None)


class LadderStep(Part):
    """One rung: who is told and asked to act."""

    to: Annotated[tuple[Role, ...], Field(min_length=1)]
    clause: ClauseId


class Ladder(Rule):
    """The way up when a case isn't settled in time."""

    clock: Code | None = None
    when: Condition | None = None
    steps: Annotated[tuple[LadderStep, ...], Field(min_length=1)]


class Penalty(Rule):
    """What a sustained complaint costs whom. `amount` is in yuan."""

    when: Condition
    payee: Role
    amount: Count
    per: Literal["case"] = "case"
    month_of: Literal["verdict", "receipt"]
    month_clause: ClauseId
    rectification: StrictBool = False


class Rectification(Part):
    """The 投诉整改表: who writes it, on which clock, who approves."""

    when: Condition
    author: Role
    clock: Code
    approver: Role
    approver_when_vacant: Role
    approval_clause: ClauseId
    sections: tuple[Code, ...]
    clause: ClauseId


class FollowUp(Rule):
    """A call or message that asks the customer whether all is well; `clock` says by when, if the pack does."""

    when: Condition | None = None
    after: Verb
    clock: Code | None = None
    means: tuple[Literal["phone", "sms", "email"], ...]


class Pack(Part):
    """A whole policy. Build it with `load.load`, which checks what one part says of another."""

    id: Code
    title: Label
    version: Words
    source: Words
    clauses: tuple[Clause, ...]
    switches: tuple[Switch, ...] = ()
    origins: tuple[OriginRule, ...] = ()
    channels: tuple[Channel, ...]
    categories: tuple[Category, ...]
    severity: SeverityRules
    calendars: tuple[CalendarRule, ...] = ()
    clocks: tuple[Clock, ...]
    regrade_grace: Grace
    ladders: tuple[Ladder, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    rectification: Rectification | None = None
    follow_ups: tuple[FollowUp, ...] = ()

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id, `brief` included. Raises NotFound."""
        return _found(self._clauses, clause_id)

    def cite(self, clause_id: str) -> Text:
        """Where a rule stands, for people: the source's title and the clause number."""
        clause = self.clause(clause_id)
        if clause.id == BRIEF:
            return clause.title.text()
        return Text(N_("“%(source)s” %(ref)s"), {"source": self.source, "ref": clause.ref})

    def clock(self, code: str) -> Clock:
        """The clock of that code. Raises NotFound."""
        return _found(self._clocks, code)

    def channel(self, code: str) -> Channel:
        """The channel of that code. Raises NotFound."""
        return _found(self._channels, code)

    def category(self, code: str) -> Category:
        """The category of that code, at any depth. Raises NotFound."""
        return _found(self._categories, code)

    def behaviour(self, code: str) -> Behaviour:
        """The behaviour of that code. Raises NotFound."""
        return _found(self._behaviours, code)

    def level(self, code: str) -> Level:
        """The severity level of that code. Raises NotFound."""
        return _found({level.code: level for level in self.severity.levels}, code)

    def switch(self, field: str) -> Switch:
        """The switch that a condition asks for as `switch.<code>`. Raises NotFound."""
        return _found({f"switch.{switch.code}": switch for switch in self.switches}, field)

    def walk_categories(self) -> Iterator[tuple[Category, tuple[Category, ...]]]:
        """Every category with the ones above it, in reading order."""
        return _walk(self.categories, ())

    def facts(self, facts: Facts) -> dict[str, Any]:
        """The facts together with the pack's switches, as conditions want them."""
        return {**facts, **{f"switch.{switch.code}": switch.on for switch in self.switches}}

    def build_calendars(self, days: Mapping[date, Day], covered: Iterable[int]) -> dict[str, Calendar]:
        """Every calendar that clocks may name, with these holidays and make-up days."""
        years = frozenset(covered)
        built = {code: base.knowing(days, years) for code, base in BASES.items()}
        return built | {rule.code: rule.build(days, years) for rule in self.calendars}

    @cached_property
    def _clauses(self) -> dict[str, Clause]:
        return {BRIEF: _BRIEF} | {clause.id: clause for clause in self.clauses}

    @cached_property
    def _clocks(self) -> dict[str, Clock]:
        return {clock.code: clock for clock in self.clocks}

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return {channel.code: channel for channel in self.channels}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.code: category for category, _ in self.walk_categories()}

    @cached_property
    def _behaviours(self) -> dict[str, Behaviour]:
        return {behaviour.code: behaviour for behaviour in self.severity.behaviours}


_BRIEF = Clause(
    id=BRIEF,
    ref=BRIEF,
    title=Label(zh="产品说明", en="the product's brief"),
    summary=Label(zh="原文未规定,由产品约定。", en="The text leaves this open; the product lays it down."),
)


def _found(parts: Mapping[str, T], key: str) -> T:
    if key not in parts:
        raise NotFound(N_("The policy pack has no “%(key)s”."), key=key)
    return parts[key]


def _walk(categories: Iterable[Category], above: tuple[Category, ...]) -> Iterator[tuple[Category, tuple[Category, ...]]]:
    for category in categories:
        yield category, above
        yield from _walk(category.children, (*above, category))
