"""The first page after login: a greeting and cards that the domain packages bring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_appbuilder import IndexView, expose
from flask_babel import gettext as _

from app.core import clock
from app.web.access import logged_in


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


_cards: list[Callable[[], Card | None]] = []


def register_home_card(make: Callable[[], Card | None]) -> Callable[[], Card | None]:
    """Add a card; `make` runs in each request, in the user's scope, and gives None for nothing. Usable as decorator."""
    if make not in _cards:
        _cards.append(make)
    return make


class HomeView(IndexView):
    """Home; for everybody who is logged in."""

    title = ""

    @expose("/")
    @logged_in
    def index(self) -> Any:
        """Greeting and cards."""
        cards = [card for card in (make() for make in _cards) if card is not None]
        return render_template("kesu/home.html", title=_("Home"), greeting=greeting(), cards=cards)


def greeting() -> str:
    """By the hour in Shanghai."""
    hour = clock.local(clock.now()).hour
    if hour < 6 or hour >= 22:
        return _("It is late")
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
