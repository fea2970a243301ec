"""The first page after login: figures, and what there is to do, which the domain packages bring."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import render_template
from flask_appbuilder import IndexView, expose
from flask_babel import gettext as _

from app.core import clock
from app.web.access import logged_in

Made = TypeVar("Made")


@dataclass(frozen=True)
class Card:
    """A card: a heading, a number or a few lines, and where it leads. `tone`: plain, info, good, warn, bad."""

    title: Any
    figure: Any = None
    url: str = ""
    icon: str = "fa-circle"
    tone: str = "plain"
    lines: tuple[tuple[Any, str], ...] = ()
    """(text, link) below the figure."""


@dataclass(frozen=True)
class Press:
    """A step that is taken from the list: a POST to `url`, which leads back here."""

    label: Any
    url: str


@dataclass(frozen=True)
class Item:
    """A line of a block: what it is, what it is about, when it is due, marks (text, tone), steps to take at once."""

    title: Any
    url: str = ""
    about: str = ""
    due: datetime | None = None
    marks: tuple[tuple[Any, str], ...] = ()
    presses: tuple[Press, ...] = ()
    part: str = ""
    """Address of what unfolds below the line when it is opened, such as a decision with its facts."""


@dataclass(frozen=True)
class Tab:
    """A part of a block: its first lines, how many there are in all, and where all of them are."""

    code: str
    label: Any
    items: tuple[Item, ...]
    count: int
    url: str = ""
    empty: Any = ""
    """Said where there is nothing."""


@dataclass(frozen=True)
class Block:
    """A list on the first page, in one or several parts. `aside`: in the narrow column."""

    code: str
    title: Any
    icon: str
    tabs: tuple[Tab, ...]
    aside: bool = False
    sheets: tuple[str, ...] = ()
    """Style sheets of what unfolds in it."""


@dataclass(frozen=True)
class Start:
    """A button on top of the first page: what people begin most often, with its key."""

    label: Any
    url: str
    icon: str
    key: str


ON_BLOCK = 8
"""So many lines a part shows; the rest is a list away."""
_cards: list[Callable[[], Card | None]] = []


def register_home_card(make: Callable[[], Card | None]) -> Callable[[], Card | None]:
    """Add a card; `make` runs in each request, in the user's scope, and gives None for nothing. Usable as decorator."""
    if make not in _cards:
        _cards.append(make)
    return make


_blocks: list[tuple[int, Callable[[], Block | None]]] = []
_starts: list[Callable[[], Start | None]] = []


def register_home_block(place: int, make: Callable[[], Block | None]) -> None:
    """Add a block; the lower its place, the higher it stands. `make` runs as a card's does, and asks for at most
    `ON_BLOCK` rows a part."""
    if all(make is not there for _place, there in _blocks):
        _blocks.append((place, make))
        _blocks.sort(key=lambda each: each[0])


def register_home_start(make: Callable[[], Start | None]) -> None:
    """Add a button on top; None for those who have no use for it."""
    if make not in _starts:
        _starts.append(make)


class HomeView(IndexView):
    """Home; for everybody who is logged in."""

    title = ""

    @expose("/")
    @logged_in
    def index(self) -> Any:
        """Greeting, figures, and what there is to do: a person of several roles has the blocks of each."""
        blocks = _made(make for _place, make in _blocks)
        return render_template(
            "kesu/home.html",
            title=_("Home"),
            greeting=greeting(),
            today=clock.local_day(clock.now()),
            starts=_made(_starts),
            cards=_made(_cards),
            sheets=list(dict.fromkeys(sheet for block in blocks for sheet in block.sheets)),
            wide=[block for block in blocks if not block.aside],
            narrow=[block for block in blocks if block.aside],
        )


def _made(makers: Iterable[Callable[[], Made | None]]) -> list[Made]:
    return [made for made in (make() for make in makers) if made is not None]


def greeting() -> str:
    """By the hour in Shanghai."""
    hour = clock.local(clock.now()).hour
    if hour < 6 or hour >= 22:
        return _("It is late")
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
