"""Texts cut into pieces: any part of two characters or more has pieces, and only texts with it have them all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.grams import grams_of, is_whole, plain, wanted_grams, words_of

LETTERS = st.text("外包装破损上海AB12ａ２ -。,", max_size=30)


@given(LETTERS, st.integers(0, 29), st.integers(2, 8))
def test_a_text_has_the_pieces_of_each_part_of_it(text: str, at: int, length: int) -> None:
    part = plain(text)[at : at + length]
    assert set(wanted_grams(part)) <= set(grams_of(plain(text)))


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("破损", ["u7834635f"]),
        ("外包装", ["u59165305", "u530588c5"]),
        ("ts20261126-0003", ["ts20", "s202", "2026", "0261", "2611", "6112", "1126", "0003"]),
        ("12箱", ["12", "u00327bb1"]),
        ("破", []),
        ("-", []),
        ("a b", []),
    ],
)
def test_what_a_word_is_looked_for_by(word: str, pieces: list[str]) -> None:
    assert wanted_grams(word) == pieces


def test_width_and_case_make_no_difference() -> None:
    assert plain("ＴＳ２０") == plain("ts20")
    assert words_of("破损  Shanghai 破损") == ["破损", "shanghai"]


def test_only_a_word_of_one_piece_needs_no_second_look() -> None:
    assert is_whole("破损")
    assert not is_whole("破")
    assert not is_whole("外包装")
    assert not is_whole("-损")
