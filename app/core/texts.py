"""Two texts side by side."""

from difflib import SequenceMatcher

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it differs from the other side."""


def compare_texts(before: str, after: str) -> tuple[Parts, Parts]:
    """Both texts in pieces, character by character: Chinese has no blanks between words."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append((before[a:b], kind != "equal"))
        right.append((after[c:d], kind != "equal"))
    return tuple(part for part in left if part[0]), tuple(part for part in right if part[0])
