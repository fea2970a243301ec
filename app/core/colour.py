"""Colours by their contrast (WCAG 2.2, 1.4.3): which one can carry words, and its shades for light and dark pages."""

import re
from collections.abc import Callable

ENOUGH = 4.5
"""Ratio that words of ordinary size need (AA)."""
_HEX = re.compile(r"#[0-9a-f]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"
_GROUND = "#f4f5f7"
_DARK_PAPER, _DARK_NEUTRAL = "#1a1e24", "#2a3039"
"""The grounds of tokens.css that stand worst against an accent."""


def is_colour(text: str) -> bool:
    """Whether it is `#rrggbb` in lower case."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def carries_words(accent: str) -> bool:
    """Whether white words on it, and words of it on the pages' ground, can be read."""
    return min(contrast(accent, _WHITE), contrast(accent, _GROUND)) >= ENOUGH


def nearest_that_carries(accent: str) -> str:
    """The colour itself, or the same hue as much darker as it needs to be."""
    return _towards(accent, _BLACK, carries_words)


def shades(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """The tokens that follow from an accent which carries words: for light pages, for dark ones."""
    dark = mixed(accent, _BLACK, 0.22)
    soft = _towards(mixed(accent, _WHITE, 0.88), _WHITE, lambda each: contrast(accent, each) >= ENOUGH)
    light = {
        "accent": accent,
        "accent-dark": dark,
        "accent-soft": soft,
        "accent-line": mixed(accent, _WHITE, 0.7),
        "accent-fill": accent,
        "accent-fill-hover": dark,
    }
    bright = _towards(accent, _WHITE, lambda each: contrast(each, _DARK_NEUTRAL) >= ENOUGH + 0.3)
    deep = _towards(mixed(accent, _DARK_PAPER, 0.75), _BLACK, lambda each: contrast(bright, each) >= ENOUGH)
    return light, {
        "accent": bright,
        "accent-dark": mixed(bright, _WHITE, 0.3),
        "accent-soft": deep,
        "accent-line": mixed(accent, _DARK_PAPER, 0.45),
        "accent-fill": accent,
        "accent-fill-hover": dark,
    }


def mixed(one: str, other: str, share: float) -> str:
    """So much of the other in the one."""
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _towards(colour: str, goal: str, fits: Callable[[str], bool]) -> str:
    """The first on the way to the goal that fits."""
    return next(filter(fits, (mixed(colour, goal, step / 50) for step in range(51))), goal)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
