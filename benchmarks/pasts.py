"""A past for measurements: complaints with facts and steps by a seeded chance, as courses or as rows of a database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST_DAY = datetime(2025, 1, 1, 1, tzinfo=UTC)
A_DAY = 250
"""Complaints a day: 100,000 are four hundred days."""
STEPS = (
    ("accept", 10),
    ("dispatch", 15),
    ("investigate", 400),
    ("verdict", 600),
    ("propose", 900),
    ("agree", 1_500),
    ("call_satisfaction", 1_600),
    ("carry_out", 2_500),
    ("close", 4_000),
)
"""(step, minutes after the receipt that it takes at most; half of them take a tenth)."""


@dataclass(frozen=True)
class Told:
    """One complaint."""

    number: int
    received_at: datetime
    loss_fen: int
    urgent: bool
    sustained: bool
    department: int
    steps: tuple[tuple[str, datetime], ...]

    @property
    def no(self) -> str:
        """Its number as people write it."""
        return f"TS{self.received_at:%Y%m%d}-{self.number:06d}"


def told(count: int, departments: int = 20) -> Iterator[Told]:
    """The first so many, one after the other; the same for the same count and for any larger one."""
    for number in range(1, count + 1):
        chance = random.Random(number)
        received = FIRST_DAY + timedelta(days=(number - 1) // A_DAY, minutes=chance.randrange(600))
        at, steps = received, []
        for step, most in STEPS:
            length = most // 10 if chance.random() < 0.5 else most
            at += timedelta(minutes=chance.randrange(1, length + 1))
            steps.append((step, at))
        loss = chance.choice((0, 20_000, 99_999, 100_000, 150_000, 400_000, 900_000))
        yield Told(
            number, received, loss, chance.random() < 0.1, chance.random() < 0.4, number % departments, tuple(steps)
        )


def facts_of_step(each: Told, step: str) -> dict[str, Any]:
    """What its event holds."""
    if step != "verdict":
        return {}
    return {
        "verdict": "sustained" if each.sustained else "dismissed",
        "party": "department" if each.sustained else "nobody",
        "previous": "pending",
    }
