"""The customer's page: everything that ever happened, each kind bounded. Higher packages bring their parts here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from app.core.i18n import N_
from app.customers.labels import CUSTOMER_LABELS
from app.customers.models import Customer
from app.events import Event
from app.extensions import db
from app.outbox.models import Message
from app.outbox.told import messages_told
from app.security import may
from app.web.case import Entry, told_by_day
from app.web.show import said

MOST = 30
"""So many of each kind does the timeline ask for; lists tell of the rest."""
ROWS = 8
"""So many does a part show."""


@dataclass(frozen=True)
class Part:
    """A part of the page. Its template finds the context as `part`; `figures` stand at the top: (label, value)."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Note:
    """A line above the page; `tone` as of badges, `links` lead on: (text, address)."""

    words: str
    tone: str = "info"
    links: tuple[tuple[str, str], ...] = ()


Build = Callable[[Customer], Part | None]
History = Callable[[Customer], Iterable[Entry]]
_parts: list[tuple[int, Build]] = []
_histories: list[History] = []
_correspondence: dict[str, Callable[[int], Any]] = {}
_SENTENCES = {
    "register_customer": N_("%(who)s opened the file."),
    "change_customer": N_("%(who)s changed the file: %(changed)s"),
    "add_contact": N_("%(who)s added the contact %(contact)s."),
    "change_contact": N_("%(who)s changed a contact."),
    "add_address": N_("%(who)s added an address."),
    "change_address": N_("%(who)s changed an address."),
    "merge": N_("%(who)s merged this file into %(into)s."),
    "take_in": N_("%(who)s merged %(from)s into this file."),
    "unmerge": N_("%(who)s took the file apart from %(into)s again."),
    "give_back": N_("%(who)s took %(from)s out of this file again."),
    "archive_file": N_("%(who)s archived the file."),
    "restore_file": N_("%(who)s took the file out of the archive."),
    "confirm_file": N_("%(who)s confirmed that the file is right."),
}


def register_part(build: Build, *, place: int) -> None:
    """`build(customer)` gives the part for the present reader; None where there is nothing or none may be seen. The
    lower `place`, the higher up."""
    if all(known is not build for _place, known in _parts):
        _parts.append((place, build))
        _parts.sort(key=lambda each: each[0])


def register_history(find: History) -> History:
    """`find(customer)` gives what happened, at most `MOST` entries, the newest."""
    if find not in _histories:
        _histories.append(find)
    return find


def register_sentences(sentences: Mapping[str, str]) -> None:
    """Verb → sentence for events on the customer's own file that are recorded elsewhere."""
    _SENTENCES.update(sentences)


def register_correspondence(owner_kind: str, ids_of: Callable[[int], Any]) -> None:
    """Messages about this kind of owner are the customer's where `ids_of(customer_id)`, a select, has the owner."""
    _correspondence[owner_kind] = ids_of


def parts_of(customer: Customer) -> list[Part]:
    """In the order of the page."""
    found = (build(customer) for _place, build in _parts)
    return [part for part in found if part is not None]


def story_of(customer: Customer) -> Mapping[str, Any]:
    """The timeline, for `draw_timeline`."""
    entries = chain(_own(customer), messages_told(_messages(customer)), *(find(customer) for find in _histories))
    return told_by_day(list(entries))


def _messages(customer: Customer) -> Sequence[Message]:
    """The newest messages to the customer, whatever they are about."""
    if not may("can_list", "MessageView"):
        return ()
    theirs = (
        and_(Message.owner_kind == kind, Message.owner_id.in_(ids(customer.id)))
        for kind, ids in _correspondence.items()
    )
    outside = select(Message).where(or_(*theirs), Message.to_person_id.is_(None))
    return db.session.scalars(outside.order_by(Message.id.desc()).limit(MOST)).all() if _correspondence else ()


def _own(customer: Customer) -> list[Entry]:
    merged = select(Customer.id).where(Customer.merged_into_id == customer.id)
    files = or_(Event.owner_id == customer.id, Event.owner_id.in_(merged))
    mine = (Event.owner_kind == "customer", files, Event.verb.in_(_SENTENCES))
    rows = db.session.scalars(select(Event).where(*mine).order_by(Event.at.desc(), Event.id.desc()).limit(MOST))
    return [_entry(event) for event in rows]


def _entry(event: Event) -> Entry:
    who = event.who
    names = [said(CUSTOMER_LABELS.get(name.removesuffix("_id")) or CUSTOMER_LABELS.get(name, name))
             for name in event.facts.get("changed", ())]  # fmt: skip
    told = {"contact": "", **event.facts, "who": who, "changed": _(", ").join(names)}
    return Entry(event.at, (_(_SENTENCES[event.verb]) % told).strip(), event.note)
