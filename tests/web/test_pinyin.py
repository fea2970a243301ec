"""Categories and stations are found by the initials of their pinyin, whichever way a character is read."""

import pytest

from app.web.pinyin import initials


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("货损 / 外包装破损", "h s w bpf z p s"),
        ("重庆", "zct q"),
        ("长沙", "zc s"),
        ("A1 网点", "a 1 w d"),
        ("", ""),
        ("😀", ""),
    ],
)
def test_each_character_stands_under_its_letters(words: str, letters: str) -> None:
    assert initials(words) == letters
