"""The words of case files, as `policies/cases/_words.yaml` has them, in both directions."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.policy.source import read

CASES = Path(__file__).resolve().parents[3] / "policies" / "cases"


@cache
def words(chapter: str) -> Mapping[str, Any]:
    """Chinese word → what it is called in the product; chapters: keys, facts, steps, parameters, values …"""
    return read((CASES / "_words.yaml").read_text(encoding="utf-8")).data[chapter]


def meaning(chapter: str, word: Any) -> Any:
    """What the word means; the word itself where the chapter doesn't have it."""
    return words(chapter).get(word, word) if isinstance(word, str) else word


def word_for(chapter: str, meant: Any) -> str:
    """The Chinese word for something; itself where the chapter has none."""
    return next((word for word, value in words(chapter).items() if value == meant), str(meant))


_BY_NAME = ("switches", "clocks", "spared")
"""Under these stand names of the pack's rules, which may be words of case files too: a clock called 回访."""


def english(data: Any) -> Any:
    """Plain data with its keys in the product's words; names of rules stay, facts and steps have words of their own."""
    if isinstance(data, list):
        return [english(item) for item in data]
    if not isinstance(data, Mapping):
        return [] if meaning("values", data) == "nothing" else data
    named = {meaning("keys", key): value for key, value in data.items()}
    return {key: _below(key, value) for key, value in named.items()}


def _below(key: str, value: Any) -> Any:
    if key in ("facts", "steps"):
        return value
    if key in _BY_NAME and isinstance(value, Mapping):
        return {name: english(said) for name, said in value.items()}
    return english(value)
