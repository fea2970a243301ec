"""Money is exact, and reads what people type."""

from decimal import Decimal

import pytest

from app.core.errors import Invalid
from app.core.money import Money

FULL_WIDTH = str.maketrans("0123456789,.-", "".join(chr(ord(sign) + 0xFEE0) for sign in "0123456789,.-"))


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("0", 0),
        ("1000", 100_000),
        ("1000.01", 100_001),
        ("999.9", 99_990),
        ("1,000.01", 100_001),
        ("12,345,678", 1_234_567_800),
        ("¥50", 5_000),
        ("\uffe550", 5_000),
        ("50元", 5_000),
        ("50 元", 5_000),
        ("-3.05", -305),
        ("  7 ", 700),
        ("\u30007\u3000", 700),
        ("007", 700),
        ("50\u30025", 5_050),
        ("9999999999999.99", 999_999_999_999_999),
        ("1,000.01".translate(FULL_WIDTH), 100_001),
        ("-12.5".translate(FULL_WIDTH), -1_250),
    ],
)
def test_reads_what_people_type(typed: str, fen: int) -> None:
    assert Money.parse(typed) == Money(fen)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "1.234", "1,00", "1,0000", ",100", "1.", ".5", "1e3", "--1", "１½", "٣", "²", "1\x00", "9" * 14,
     "9" * 100_000, "😀", "¥", "10 000", "1,000,000,000,000,000"],
)  # fmt: skip
def test_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Money.parse(typed)
    assert len(str(refusal.value)) < 100, "a refusal doesn't repeat 10⁵ characters"


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "¥0.00"), (1, "¥0.01"), (100_001, "¥1,000.01"),
     (-5_000, "-¥50.00"), (-1, "-¥0.01"), (123_456_700, "¥1,234,567.00")],
)  # fmt: skip
def test_shows_an_amount(fen: int, shown: str) -> None:
    assert str(Money(fen)) == shown


def test_counts() -> None:
    assert Money(150) + Money(50) == Money(200)
    assert Money(150) - Money(200) == Money(-50)
    assert -Money(150) == Money(-150)
    assert Money(150) * 3 == 3 * Money(150) == Money(450)
    assert Money(99_999) < Money(100_000) < Money(100_001)
    assert max(Money(1), Money(2)) == Money(2)


def test_an_empty_amount_is_false() -> None:
    assert not Money()
    assert Money(1)
    assert Money(-1)


@pytest.mark.parametrize("other", [1, 1.5, "1", None])
def test_is_not_added_to_a_number(other: object) -> None:
    with pytest.raises(TypeError):
        Money(1) + other  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1) - other  # type: ignore[operator]


def test_is_multiplied_by_whole_numbers_only() -> None:
    with pytest.raises(TypeError):
        Money(1) * 1.5  # type: ignore[operator]


def test_comes_from_yuan_and_goes_back() -> None:
    assert Money.from_yuan(5000) == Money(500_000)
    assert Money.from_yuan("1000.01") == Money(100_001)
    assert Money.from_yuan(Decimal("0.10")).yuan == Decimal("0.10")
    assert str(Money(100_000).yuan) == "1000.00"


def test_has_no_fraction_of_a_fen() -> None:
    with pytest.raises(ValueError, match="fraction of a fen"):
        Money.from_yuan("0.001")
