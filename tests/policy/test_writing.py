"""What is written reads as what it was."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.load import PACKS, check
from app.policy.source import read
from app.policy.writing import write

_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=30)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.decimals(-(10**6), 10**6, places=2).filter(lambda number: not (number.is_signed() and number == 0)),
    _TEXTS,
    st.sampled_from(
        ["13:30", "no", "1.0", "010", "null", "~", "2026-01-01", "# x", "a: b", "- x", "", "1e5", "<<", "&a"]
    ),
)
DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4), max_leaves=12
)


@given(DATA)
def test_every_kind_of_data_comes_back_exactly(data: Any) -> None:
    wrapped = {"data": data}
    assert read(write(wrapped)).data == wrapped


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_pack_of_the_product_comes_back_without_loss_and_without_a_fault(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    data = read(text).data
    again = write(data)
    assert read(again).data == data
    assert check(again) == check(text) == []


def test_decimals_keep_their_digits() -> None:
    assert read(write({"amount": Decimal("1000.50")})).data == {"amount": Decimal("1000.50")}
