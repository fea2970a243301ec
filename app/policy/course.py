"""One clock of a replayed course: it begins, stands still, is counted anew, ends. As `app.deadlines.workflow`, pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.core.clock import local
from app.policy.calendars import Calendar
from app.policy.counting import Length, after
from app.policy.pack import Pack
from app.policy.timing import Clock
from app.policy.worktime import Due, Pause, due, regraded

Calendars = Mapping[str, Calendar]
PROMISED = "promised_at"


@dataclass(slots=True)
class Running:
    """A clock and what it was counted by. `late` once it was missed; that stays."""

    pack: Pack
    calendars: Calendars
    clock: Clock
    facts: dict[str, Any]
    started_at: datetime
    due: Due
    pauses: list[Pause] = field(default_factory=list)
    standing: bool = False
    late: bool = False
    cancelled: bool = False
    ended_at: datetime | None = None

    @classmethod
    def started(
        cls,
        pack: Pack,
        calendars: Calendars,
        clock: Clock,
        facts: Mapping[str, Any],
        at: datetime,
        *,
        late: datetime | None = None,
    ) -> "Running":
        """Started at that instant. `late`: nobody could know before this later one, so it has the grace."""
        kept = {name: value for name, value in facts.items() if name != PROMISED or clock.unit == "promised"}
        if late is None:
            counted = due(pack, clock, calendars, at, kept)
        else:
            counted = regraded(pack, clock, calendars, at, kept, now=late)
        return cls(pack, calendars, clock, kept, at, counted)

    @property
    def promised(self) -> bool:
        """Whether it runs to a promised time, which nothing but another promise moves."""
        return self.clock.unit == "promised" or PROMISED in self.facts

    @property
    def kept(self) -> bool:
        """Whether it counts: what was cancelled before it was missed does not."""
        return self.late or not self.cancelled

    def pause(self, now: datetime) -> None:
        """Let it stand still, at most as long as the pack allows. A clock whose time is up isn't helped by it, and the
        company pauses nothing that is laid over its policy."""
        if self.standing or self.promised or self.pack.overlay or self.due.at <= now:
            return
        self.standing = True
        self.pauses.append(Pause(now, self._limit(now)))

    def resume(self, now: datetime) -> None:
        """Let it run on; the time that it stood still is added."""
        if not self.standing:
            return
        begin, end = self.pauses[-1].begin, self.pauses[-1].end
        at = min(now, end or now)
        self.pauses[-1] = Pause(begin, at)
        self.standing = False
        had_grace = self.due.segments[0].kind == "regraded"
        self.due = self._with_grace(at) if had_grace else self._count()

    def run_on_by_itself(self, now: datetime) -> None:
        """A pause that has reached its limit ends there."""
        end = self.pauses[-1].end if self.standing else None
        if end is not None and end <= now:
            self.resume(end)

    def begin_anew(self, now: datetime) -> None:
        """Count from now on; one that stands still runs again. What was missed before stays missed."""
        self.mark_late(now)
        if self.standing:
            self.pauses[-1] = Pause(self.pauses[-1].begin, now)
            self.standing = False
        self.started_at = now
        self.due = self._count()

    def promise(self, verb: str, facts: Mapping[str, Any], now: datetime) -> None:
        """Move it to the promised time, if that verb moves this clock."""
        again = self.clock.unit == "promised" and verb in self.clock.start
        extends = self.clock.extension is not None and self.clock.extension.by == verb
        if not (again or extends) or facts.get(PROMISED) is None:
            return
        if self.clock.unit != "promised" and (self.due.at < now or self.standing):
            return
        self.mark_late(now)
        self.facts = {**self.facts, PROMISED: facts[PROMISED]}
        self.due = self._count()

    def count_again(self, facts: Mapping[str, Any], now: datetime) -> None:
        """Under new facts, from its original start; where that is past, the pack's grace runs from now."""
        amount = self.clock.amount_for(self.pack.facts(facts))
        self.facts = {name: value for name, value in facts.items() if name != PROMISED}
        same = amount is not None and (amount.value, amount.clause) == (self.due.amount, self.due.clause)
        if same or self.standing:
            return
        counted = self._with_grace(now)
        if counted.segments[0].kind == "regraded" and self.due.at < now:
            return
        self.mark_late(now)
        self.due = counted

    def end(self, now: datetime, *, cancelled: bool) -> None:
        """Stop it: kept up to and including the due instant."""
        self.run_on_by_itself(now)
        self.mark_late(now)
        self.ended_at, self.cancelled = now, cancelled

    def mark_late(self, now: datetime) -> None:
        """It was due before now, and wasn't standing still."""
        if not self.standing and self.due.at < now:
            self.late = True

    def _limit(self, begin: datetime) -> datetime | None:
        span = self.clock.pause_limit
        if span is None:
            return None
        calendar = self.calendars[span.calendar] if span.calendar else None
        return after(local(begin), Length(span.amount, span.unit, calendar))[0]

    def _count(self) -> Due:
        if self.clock.extension is not None and PROMISED in self.facts:
            promised = self.clock.model_copy(update={"unit": "promised", "amount": ()})
            counted = due(self.pack, promised, {}, self.started_at, self.facts)
            return replace(counted, clause=self.clock.extension.clause)
        return due(self.pack, self.clock, self.calendars, self.started_at, self.facts, self.pauses)

    def _with_grace(self, now: datetime) -> Due:
        return regraded(self.pack, self.clock, self.calendars, self.started_at, self.facts, self.pauses, now=now)
