"""Two texts side by side: what is common, what is only in the one or the other."""

import pytest

from app.core.texts import compare_texts


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("", "", (), ()),
        ("甲乙", "甲乙", (("甲乙", False),), (("甲乙", False),)),
        ("", "甲", (), (("甲", True),)),
        ("甲", "", (("甲", True),), ()),
    ],
)
def test_what_differs_is_marked(
    before: str, after: str, left: tuple[tuple[str, bool], ...], right: tuple[tuple[str, bool], ...]
) -> None:
    assert compare_texts(before, after) == (left, right)


def test_what_stands_in_the_middle_is_marked_alone() -> None:
    assert compare_texts("三个工作日内回复", "五个工作日内回复") == (
        (("三", True), ("个工作日内回复", False)),
        (("五", True), ("个工作日内回复", False)),
    )


def test_long_texts_that_repeat_themselves_are_compared_in_full() -> None:
    """difflib would take frequent letters of a long text for noise."""
    before = "时限" * 150
    assert compare_texts(before, before + "内") == (((before, False),), ((before, False), ("内", True)))
