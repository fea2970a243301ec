"""Texts cut into short overlapping pieces, so that any part of a text of two characters or more is found. Pure.

Chinese isn't written with blanks between words, and a search for 破损 has to find 外包装破损. Each pair of neighbouring
letters or digits is a piece; of Latin letters and digits each four too, since pairs of digits are everywhere.
"""

import re
import unicodedata
from collections.abc import Iterator

LONG = 4
_RUN = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[0-9a-z]{4,}")


def plain(text: str) -> str:
    """As it is compared: full-width letters and digits in their plain form, without regard to case.

    >>> plain("ＡＢ１２箱")
    'ab12箱'
    """
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(asked: str) -> list[str]:
    """The words of a search, each of which a text has to contain."""
    return list(dict.fromkeys(plain(asked).split()))


def grams_of(text: str) -> list[str]:
    """Every piece of a text that was made plain, once each, as the index keeps it.

    >>> grams_of("破损 a1")
    ['u7834635f', 'a1']
    """
    pieces: dict[str, None] = {}
    for run in _RUN.findall(text):
        pieces.update(dict.fromkeys(_pieces(run, 2)))
        for latin in _LATIN.findall(run):
            pieces.update(dict.fromkeys(_pieces(latin, LONG)))
    return [_token(piece) for piece in pieces]


def wanted_grams(word: str) -> list[str]:
    """The pieces that a text with this word has for certain: the long ones where there are some, they are rarer.

    >>> wanted_grams("ts2026")
    ['ts20', 's202', '2026']
    >>> wanted_grams("损")
    []
    """
    pieces: dict[str, None] = {}
    for run in _RUN.findall(word):
        covered = [match.span() for match in _LATIN.finditer(run)]
        for first, last in covered:
            pieces.update(dict.fromkeys(_pieces(run[first:last], LONG)))
        for at, piece in enumerate(_pieces(run, 2)):
            if not any(first <= at and at + 2 <= last for first, last in covered):
                pieces[piece] = None
    return [_token(piece) for piece in pieces]


def is_whole(word: str) -> bool:
    """Whether the word is one piece itself, so that having the piece is having the word."""
    return len(word) == 2 and _RUN.fullmatch(word) is not None


def _pieces(run: str, length: int) -> Iterator[str]:
    return (run[at : at + length] for at in range(len(run) - length + 1))


def _token(piece: str) -> str:
    """Letters that no tokenizer takes apart or folds: Latin ones as they are, others by their code points."""
    return piece if piece.isascii() else "u" + "".join(f"{ord(char):04x}" for char in piece)
