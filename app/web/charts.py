"""Charts drawn on the server as inline SVG: no script, the theme's colours, and the figures as text beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.core.clock import local_day

WIDTH, HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 32, 16, 14, 28


@dataclass(frozen=True)
class Dot:
    """One value; `text` says it to those who don't see the chart."""

    at: datetime
    value: float
    text: str


@dataclass(frozen=True)
class Bar:
    """How many of `total` there are of one kind."""

    label: str
    count: int
    total: int

    @property
    def share(self) -> str:
        """In per cent."""
        return f"{self.count / self.total:.0%}" if self.total else ""

    @property
    def length(self) -> float:
        """Of a hundred."""
        return round(100 * self.count / self.total, 1) if self.total else 0


@dataclass(frozen=True)
class Placed:
    """A dot where it is drawn."""

    x: float
    y: float
    dot: Dot


def line_chart(dots: Sequence[Dot], *, low: int, high: int, title: str, summary: str) -> Markup:
    """Values between `low` and `high` over time, oldest first; nothing where there are none.

    `summary` is what the picture says in a sentence: read aloud in its place.
    """
    if not dots:
        return Markup()
    placed = [Placed(x, _y(dot.value, low, high), dot) for x, dot in zip(_xs(dots), dots, strict=True)]
    lines = [(value, _y(value, low, high)) for value in range(low, high + 1)]
    ends = [(placed[0].x, "start", local_day(dots[0].at)), (placed[-1].x, "end", local_day(dots[-1].at))]
    parts = {
        "placed": placed,
        "path": " ".join(f"{each.x:.1f},{each.y:.1f}" for each in placed),
        "lines": lines,
        "ends": ends[:1] if len(dots) == 1 else ends,
        "title": title,
        "summary": summary,
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
    }
    return Markup(render_template("kesu/line_chart.html", **parts))  # noqa: S704  (the template escapes)


def bar_chart(bars: Sequence[Bar], *, title: str) -> Markup:
    """A bar for each kind, its figure beside it as text; nothing where there are none."""
    if not bars:
        return Markup()
    return Markup(render_template("kesu/bar_chart.html", bars=bars, title=title))  # noqa: S704  (the template escapes)


def _xs(dots: Sequence[Dot]) -> list[float]:
    """By time; a single dot stands in the middle."""
    begin, span = dots[0].at, (dots[-1].at - dots[0].at).total_seconds()
    room = WIDTH - _LEFT - _RIGHT
    if span <= 0:
        return [_LEFT + room * (number + 1) / (len(dots) + 1) for number in range(len(dots))]
    return [_LEFT + room * (dot.at - begin).total_seconds() / span for dot in dots]


def _y(value: float, low: int, high: int) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low)
