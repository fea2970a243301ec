"""What came of a case, whether it was played against the pack alone or through the real complaint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.money import Money


@dataclass(frozen=True)
class Told:
    """At that instant somebody was reminded or something went up; `to` are roles, or names where people were told."""

    at: datetime
    kind: str = ""
    to: tuple[str, ...] = ()


@dataclass
class FoundClock:
    """A clock by its code; `outcome` is met, missed, running, paused or cancelled, `owner` the role that keeps it.
    `until`: when it ended, or when it was last looked at; played only."""

    code: str
    due: datetime
    clause: str
    outcome: str
    owner: str
    reminders: tuple[Told, ...] = ()
    escalations: tuple[Told, ...] = ()
    keepers: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class FoundPenalty:
    """A penalty by its rule's code; `payee` is a role, or a name where a person has to pay."""

    rule: str
    amount: Money
    payee: str
    clause: str
    month: str


@dataclass(frozen=True)
class FoundFollowUp:
    """A follow-up by its rule's code."""

    rule: str
    by: datetime | None
    clause: str


@dataclass
class Found:
    """Everything that a case is compared with. `cast`: names by role, where real people were told."""

    severity: str = ""
    severity_clause: str = ""
    clocks: dict[str, FoundClock] = field(default_factory=dict)
    penalties: list[FoundPenalty] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=dict)
    """Penalty rules that don't apply → the fields of the rows that don't hold."""
    rectification: str | None = None
    """The clause under which a report is due."""
    follow_ups: list[FoundFollowUp] = field(default_factory=list)
    unrefused: list[str] = field(default_factory=list)
    """Steps that should have been refused and weren't, and the reverse, in words."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the pack's conditions saw in the end; played only."""
    cast: Mapping[str, tuple[str, ...]] | None = None
