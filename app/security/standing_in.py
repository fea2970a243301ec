"""代理: a person who works for an absent one, with that one's rights and reach and with no more than those.

Kept in the session (a program says it with each request, in the header `X-Acting-For`), asked anew each time: once the
absence is over, or somebody else is the delegate, it ends by itself. Meanwhile the actor of everything is the absent
person, and the hand that does it the delegate: events name both, and who may not decide because of something they
did themselves may not do so as anybody's delegate either.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from flask import g, has_request_context, request, session

from app.core import clock
from app.core.i18n import N_

Pair = tuple[str, str]
HEADER = "X-Acting-For"
_KEY = "acting_for"
_LOOKING = frozenset({"can_list", "can_show", "can_choices", "can_get", "can_info", "can_index", "can_download"})
_WORK = (
    "Complaint*", "Approvals*", "Deadline*", "Rectification*", "FollowUp*", "Penalty*", "Appeal*", "Customer*",
    "Contact*", "Address*", "Inquiry*", "Waybill*", "Tracking*", "Visit*", "OwnRecord*", "Attachment*", "Presence*",
)  # fmt: skip
"""Screens and resources of the daily work. All others can be looked at, where the absent person may, or not at all."""
_RULES = ("Category*", "Calendar*", "PackVersion*", "Tier*", "Carrier*", "Department*", "CannedReply*", "Message*")
_PERSONAL = ("PersonView",)
_LEAVING = ("ActingView", "LoginView", "LanguageView", "LocaleView", "ThemeView", "SecurityApi", "KesuSecurityApi")
REFUSED = N_("You act for %(name)s: this is not part of the daily work. Go back to your own rights first.")


@dataclass(frozen=True)
class Acting:
    """The delegate who is logged in, and the absent person for whom this request is made."""

    hand: Any
    absent: Any
    until: datetime


Source = Callable[[Any, datetime], Iterable[tuple[Any, datetime]]]
"""`source(person, now)`: (absent person, until when) for each for whom the person acts."""
_sources: list[Source] = []


def register_delegations(source: Source) -> None:
    """Where it is known who acts for whom."""
    if source not in _sources:
        _sources.append(source)


def look(hand: Any) -> Acting | None:
    """What session or header say, if it is still so."""
    wanted = request.headers.get(HEADER, "") or session.get(_KEY)
    if hand is None or not wanted:
        return None
    for source in _sources:
        for absent, until in source(hand, clock.now()):
            if wanted in (absent.id, absent.username):
                return Acting(hand, absent, until)
    return None


def begin_acting(absent: Any) -> None:
    """From the next request on this session acts for that person."""
    session[_KEY] = absent.id


def end_acting() -> None:
    """From the next request on this session is its person's own again."""
    session.pop(_KEY, None)


def acting() -> Acting | None:
    """For whom this request is made; None: for the person who is logged in."""
    return g.get("acting_for") if has_request_context() else None


def hand_of(actor: Any | None) -> Any | None:
    """Who really does what the actor does."""
    now = acting()
    return now.hand if now and actor is not None and actor.id == now.absent.id else actor


def hands_of(actor: Any | None) -> set[int]:
    """The actor and the hand: neither may be one who is barred."""
    return {person.id for person in (actor, hand_of(actor)) if person is not None}


def narrowed(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Of the absent person's rights those that a delegate has."""
    return frozenset(pair for pair in pairs if _goes_along(*pair))


def may_write_here(endpoint: str) -> bool:
    """Whether something may be sent to that endpoint while one acts for somebody."""
    screen = endpoint.partition(".")[0]
    return any(fnmatchcase(screen, pattern) for pattern in (*_WORK, *_LEAVING))


def _goes_along(permission: str, screen: str) -> bool:
    if any(fnmatchcase(screen, pattern) for pattern in _WORK) or screen.partition(":")[0] == "RecordType":
        return True
    if any(fnmatchcase(screen, pattern) for pattern in _RULES):
        return permission in _LOOKING
    return screen in _PERSONAL and permission == "can_choices"
