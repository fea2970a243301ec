"""The banner of those who are away, and of those who act for them."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.absence import Absence, StandIn, acts_for, away_now, stand_in
from app.core import clock
from app.security import current_actor, hand_of
from app.security.scoped import scope_in_force
from app.security.seeing import seeing_as
from app.security.standing_in import Acting, acting


@dataclass(frozen=True)
class Banner:
    """For whom this page is seen; else for whom the reader could act, and the reader's own absence."""

    acting: Acting | None = None
    acts: tuple[StandIn, ...] = ()
    away: Absence | None = None
    stand_in: StandIn | None = None


def banner() -> Banner:
    """What there is to say to the present reader."""
    hand: Any = hand_of(current_actor())
    now = clock.now()
    # A request that was refused before anybody knew who asks has no scope: its error page has no banner.
    if hand is None or seeing_as() is not None or scope_in_force() is None:
        return Banner()
    if acting() is not None:
        return Banner(acting=acting())
    away = away_now(now)
    if not away:
        return Banner()
    mine = next((each for each in away if each.person_id == hand.id), None)
    if mine is not None:
        return Banner(away=mine, stand_in=stand_in(hand, now, away))
    return Banner(acts=tuple(acts_for(hand, now, away)))


def install(app: Flask) -> None:
    """Let templates ask for it."""
    app.jinja_env.globals.update(standing=banner)
