"""Texts that are decided now and translated later: filled in, kept as JSON, compared."""

from datetime import date

import pytest

from app.core.i18n import Text, show
from app.core.money import Money

CHINESE = {"late": "逾期", "%(clock)s is %(state)s": "%(clock)s已%(state)s", "%(rate)s %%": "%(rate)s %%"}


def chinese(msgid: str) -> str:
    return CHINESE.get(msgid, msgid)


def test_a_text_within_a_text_is_translated_too() -> None:
    text = Text("%(clock)s is %(state)s", {"clock": "处理完毕", "state": Text("late")})
    assert show(text, chinese) == "处理完毕已逾期"
    assert str(text) == "处理完毕 is late"


def test_a_plain_string_is_a_msgid_and_an_empty_one_stays_empty() -> None:
    """gettext answers an empty msgid with the catalogue's head."""
    assert show("late", chinese) == "逾期"
    assert show("", lambda msgid: "Project-Id-Version") == ""


def test_a_percent_sign_counts_only_where_something_is_filled_in() -> None:
    assert show(Text("100 %"), chinese) == "100 %"
    assert show(Text("%(rate)s %%", {"rate": 5}), chinese) == "5 %"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None), (True, True), (3, 3), (1.5, 1.5), ("甲", "甲"),
        (Money(5000), "¥50.00"), (date(2026, 11, 23), "2026-11-23"),
    ],
)  # fmt: skip
def test_parameters_are_kept_as_plain_data(value: object, kept: object) -> None:
    assert Text("%(x)s", {"x": value}).to_json() == {"msgid": "%(x)s", "params": {"x": kept}}


def test_a_text_comes_back_from_json_with_those_within_it() -> None:
    text = Text("%(clock)s is %(state)s", {"clock": "处理完毕", "state": Text("late", {"by": 5})})
    assert Text.from_json(text.to_json()) == text
    assert Text.from_json({"msgid": "late"}) == Text("late")
    odd = {"msgid": "%(x)s", "params": {"x": {"no": "text"}}}
    assert Text.from_json(odd).params == {"x": {"no": "text"}}


def test_equal_texts_count_once_in_a_set() -> None:
    assert len({Text("late", {"a": 1, "b": 2}), Text("late", {"b": 2, "a": 1}), Text("late", {"a": 1, "b": 3})}) == 2
    assert hash(Text("late", {"a": 1})) != hash(Text("late"))
