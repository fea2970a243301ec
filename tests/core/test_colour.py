"""Contrast as WCAG reckons it, and the shades that follow from any accent that is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.colour import ENOUGH, carries_words, contrast, is_colour, mixed, nearest_that_carries, shades

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)],
)
def test_contrast_is_what_the_guideline_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_a_light_yellow_carries_no_words_and_a_darker_one_is_proposed() -> None:
    assert not carries_words("#ffd400")
    better = nearest_that_carries("#ffd400")
    assert carries_words(better)
    assert better != "#000000"
    assert nearest_that_carries("#2067de") == "#2067de"


@given(colours)
def test_whatever_accent_is_taken_its_shades_can_be_read_light_and_dark(accent: str) -> None:
    light, dark = shades(nearest_that_carries(accent))
    for part, paper in ((light, "#ffffff"), (light, "#f4f5f7"), (dark, "#1a1e24"), (dark, "#12151a")):
        assert contrast(part["accent"], paper) >= ENOUGH
        assert contrast(part["accent-dark"], part["accent-soft"]) >= ENOUGH
        assert contrast("#ffffff", part["accent-fill"]) >= ENOUGH
        assert contrast("#ffffff", part["accent-fill-hover"]) >= ENOUGH


@given(colours, colours, st.floats(0, 1))
def test_a_mixture_is_a_colour(one: str, other: str, share: float) -> None:
    assert is_colour(mixed(one, other, share))


@pytest.mark.parametrize("text", ["1b62d6", "#1B62D6", "#1b62d", "red", "#2067de\n", ""])
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
