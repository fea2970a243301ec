"""The Chinese texts and names that the demo is put together from, in texts/*.yaml."""

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TEXTS = Path(__file__).parent / "texts"
_PREFIXES = ("130", "131", "135", "136", "137", "138", "139", "150", "151", "155", "158", "159")


@cache
def source(name: str) -> dict[str, Any]:
    """texts/<name>.yaml, read once."""
    return yaml.safe_load((_TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))


def person_name(rng: random.Random) -> str:
    """An invented Chinese name, family name first."""
    parts = source("clients")
    return rng.choice(parts["surnames"]) + rng.choice(parts["given"])


def caller_name(rng: random.Random) -> str:
    """What somebody at the other end of the line is called."""
    parts = source("clients")
    return rng.choice(parts["surnames"]) + rng.choice(parts["titles"])


def mobile(number: int) -> str:
    """A mobile number that looks valid and is nobody's we know: 0000 in its middle, as in textbooks."""
    return f"{_PREFIXES[number % len(_PREFIXES)]}0000{number // len(_PREFIXES) % 10_000:04d}"


def yuan(amount: int) -> str:
    """An amount as it is said on the phone."""
    return source("course")["yuan"].format(amount=amount)
