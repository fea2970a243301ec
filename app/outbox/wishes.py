"""What people outside wish of us: how to be reached, when to be left in peace, not to be contacted at all.

Higher packages know the people; what counts is the address that a message goes to, so that whoever writes to it, for
whatever reason, keeps to the wish. Staff are told at any hour, and their messages are not asked about here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.core.clock import SHANGHAI
from app.core.i18n import N_

NOT_WISHED = N_("The recipient does not want to be contacted.")


class Reached(Protocol):
    """What is known of a recipient."""

    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def person_id(self) -> int | None: ...


@dataclass(frozen=True)
class Wishes:
    """`quiet`: from and until, Shanghai wall-clock such as ("21:30", "08:00"); over midnight where that is earlier."""

    do_not_contact: bool = False
    quiet: tuple[str, str] | None = None
    channel: str | None = None

    def after_quiet(self, at: datetime) -> datetime:
        """The instant itself, or the end of the quiet hours that it lies in.

        >>> noon = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)
        >>> Wishes(quiet=("11:30", "14:00")).after_quiet(noon).strftime("%d %H:%M")
        '25 14:00'
        >>> Wishes(quiet=("21:00", "08:00")).after_quiet(noon + timedelta(hours=11)).strftime("%d %H:%M")
        '26 08:00'
        """
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return at
        start, end = self.quiet
        local = at.astimezone(SHANGHAI)
        clock = local.strftime("%H:%M")
        within = start <= clock < end if start < end else clock >= start or clock < end
        if not within:
            return at
        hour, minute = (int(part) for part in end.split(":"))
        over = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return (over if over > local else over + timedelta(days=1)).astimezone(at.tzinfo)


NONE = Wishes()
Find = Callable[[str | None, str | None], Wishes | None]
_finders: list[Find] = []


def register_wishes(find: Find) -> Find:
    """`find(email, phone)` gives the wishes of whoever is reached there; None where nobody is known to have any."""
    if find not in _finders:
        _finders.append(find)
    return find


def wishes_of(recipient: Reached) -> Wishes:
    """Of somebody outside; of staff none."""
    if recipient.person_id is not None:
        return NONE
    found = (find(recipient.email or None, recipient.phone or None) for find in _finders)
    return next((wishes for wishes in found if wishes is not None), NONE)
