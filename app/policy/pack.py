"""A policy pack (制度包): everything a company's written policy says about complaints, as frozen data."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, Field, StrictBool

from app.core.errors import NotFound
from app.core.i18n import N_, Text
from app.policy.asking import FollowUp, Periodic
from app.policy.calendars import BASES, Calendar, Day
from app.policy.charges import Penalty
from app.policy.conditions import Facts, Row
from app.policy.handling import (
    Authority,
    Confidentiality,
    Consent,
    Misconduct,
    Priority,
    Publication,
    Recheck,
    Remedy,
    RepeatRule,
    Stage,
)
from app.policy.intake import Gate, Guard, Routing, Tell
from app.policy.own import OWN_CLOCKS, OWN_LADDERS
from app.policy.parts import (
    BRIEF,
    Behaviour,
    Category,
    Channel,
    Clause,
    Code,
    Label,
    Level,
    OriginRule,
    OwnWords,
    Part,
    Rectification,
    SeverityRules,
    Switch,
    Words,
)
from app.policy.timing import Amount, CalendarRule, Clock, Grace, Ladder

__all__ = ["Amount", "Clock", "Pack"]

T = TypeVar("T")


class Pack(Part):
    """A whole policy. Build it with `load.load`, which checks what one part says of another."""

    id: Code
    title: Label
    version: Words
    source: Words
    extends: Code | None = None
    """The pack that this one takes over; `load` has merged it already."""
    overlay: StrictBool = False
    """Laid over the company's own pack: its clocks run beside the company's. Such a pack may have no channels."""
    without: tuple[Code, ...] = Field((), description=N_("Rules of the other pack that are left out"))
    clauses: tuple[Clause, ...]
    switches: tuple[Switch, ...] = ()
    origins: tuple[OriginRule, ...] = ()
    channels: tuple[Channel, ...] = ()
    categories: tuple[Category, ...] = ()
    routing: Routing | None = None
    guards: tuple[Guard, ...] = ()
    gates: tuple[Gate, ...] = ()
    tell: tuple[Tell, ...] = ()
    severity: SeverityRules | None = None
    priority: Priority | None = None
    calendars: tuple[CalendarRule, ...] = ()
    clocks: tuple[Clock, ...] = ()
    regrade_grace: Grace = Grace(amount=60, unit="minutes", clause=BRIEF)
    ladders: tuple[Ladder, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    rectification: Rectification | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    periodic: tuple[Periodic, ...] = ()
    stages: tuple[Stage, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    authority: tuple[Authority, ...] = ()
    consent: Consent | None = None
    recheck: Recheck | None = None
    repeats: tuple[RepeatRule, ...] = ()
    misconduct: tuple[Misconduct, ...] = ()
    publication: Publication | None = None
    confidentiality: tuple[Confidentiality, ...] = ()

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id, `brief` included. Raises NotFound."""
        return _found(self._clauses, clause_id)

    def cite(self, clause_id: str) -> Text:
        """Where a rule stands, for people: the source's title and the clause number."""
        clause = self.clause(clause_id)
        if clause.id == BRIEF:
            return clause.title.text()
        return Text(N_("“%(source)s” %(ref)s"), {"source": clause.source or self.source, "ref": clause.ref})

    def clock(self, code: str) -> Clock:
        """The clock of that code; the product's own where the pack has none of it. Raises NotFound."""
        return _found(OWN_CLOCKS | self._clocks, code)

    def channel(self, code: str) -> Channel:
        """The channel of that code. Raises NotFound."""
        return _found(self._channels, code)

    def category(self, code: str) -> Category:
        """The category of that code, at any depth. Raises NotFound."""
        return _found(self._categories, code)

    def behaviour(self, code: str) -> Behaviour:
        """The behaviour of that code. Raises NotFound."""
        return _found(self._behaviours, code)

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """What attitude complaints are graded by; nothing where the pack grades none."""
        return self.severity.behaviours if self.severity else ()

    def remedy(self, code: str) -> Remedy | None:
        """The remedy of that code; None where the pack names none of its own."""
        return self._remedies.get(code)

    def misconduct_of(self, code: str) -> Misconduct:
        """The misconduct of that code. Raises NotFound."""
        return _found(self._misconduct, code)

    def level(self, code: str) -> Level:
        """The severity level of that code. Raises NotFound."""
        return _found(self._levels, code)

    def ladder_for(self, clock: Clock, facts: Facts) -> Ladder | None:
        """The way up from a clock that is late, for a complaint with these facts; None where the pack has none."""
        if clock.code in OWN_LADDERS and clock.code not in self._clocks:
            return OWN_LADDERS[clock.code]
        full = self.facts(facts)
        return next((ladder for ladder in self.ladders if ladder.fits(clock, full)), None)

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every field that a condition of the pack asks for: what needn't be known needn't be read."""
        return frozenset(_asked(self))

    @cached_property
    def switch_names(self) -> dict[str, Text]:
        """What each switch is called, by the field that conditions ask for."""
        return {f"switch.{switch.code}": switch.label.text() for switch in self.switches}

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
    def _levels(self) -> dict[str, Level]:
        return {level.code: level for level in self.severity.levels} if self.severity else {}

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
        return {behaviour.code: behaviour for behaviour in self.behaviours}

    @cached_property
    def _remedies(self) -> dict[str, Remedy]:
        return {remedy.code: remedy for remedy in self.remedies}

    @cached_property
    def _misconduct(self) -> dict[str, Misconduct]:
        return {misconduct.code: misconduct for misconduct in self.misconduct}


_BRIEF = Clause(
    id=BRIEF,
    ref=BRIEF,
    title=OwnWords.of(N_("the product's brief")),
    summary=OwnWords.of(N_("The text leaves this open; the product lays it down.")),
)


def _found(parts: Mapping[str, T], key: str) -> T:
    if key not in parts:
        raise NotFound(N_("The policy pack has no “%(key)s”."), key=key)
    return parts[key]


def _walk(
    categories: Iterable[Category], above: tuple[Category, ...]
) -> Iterator[tuple[Category, tuple[Category, ...]]]:
    for category in categories:
        yield category, above
        yield from _walk(category.children, (*above, category))


def _asked(part: Any) -> Iterator[str]:
    if isinstance(part, Row):
        yield part.field
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _asked(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _asked(each)
