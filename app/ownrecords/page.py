"""What the pages of one's own records show beside their columns."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.core.i18n import N_
from app.events import Event, history_of
from app.ownrecords.models import OwnRecord

_SENTENCES = {
    "register": N_("%(who)s recorded it."),
    "change": N_("%(who)s changed it."),
    "fill": N_("%(who)s filled in: %(changed)s"),
    "submit": N_("%(who)s submitted it again."),
    "approve": N_("%(who)s approved it."),
    "send_back": N_("%(who)s returned it."),
    "archive": N_("%(who)s archived it."),
    "restore": N_("%(who)s restored it."),
}


@dataclass(frozen=True)
class Entry:
    """One line of what happened."""

    at: datetime
    sentence: str
    note: str


def timeline(row: OwnRecord) -> list[Entry]:
    """Everything that happened, newest first."""
    return [_entry(event) for event in reversed(history_of(row))]


def _entry(event: Event) -> Entry:
    who = event.who
    changed = _(", ").join(map(str, event.facts.get("changed", ())))
    return Entry(event.at, _(_SENTENCES.get(event.verb, event.verb)) % {"who": who, "changed": changed}, event.note)
