"""The first letters of Chinese words as people type them to find something: 货损 is found by “hs”."""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """For each character the letters that it may stand under, apart by blanks: 货差 → `h cj`.

    A character with several readings has each of them, since nobody should have to know which one a program takes.
    """
    return " ".join("".join(dict.fromkeys(readings)).lower() for readings in _pinyin()(text) if readings[0].isalnum())


@lru_cache(maxsize=1)
def _pinyin() -> Callable[[str], list[list[str]]]:
    # The words by which one reading is told from another take 40 MB, and all readings are wanted here.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    each_by_itself: Any = list  # what is no Chinese; pypinyin's types know of texts only

    def letters(text: str) -> Any:
        return pinyin(text, style=Style.FIRST_LETTER, heteronym=True, errors=each_by_itself)

    return letters
