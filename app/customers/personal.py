"""Telephone numbers on the pages of contacts and complaints: masked, and shown for a while after a recorded reason."""

from datetime import datetime, timedelta
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock
from app.customers.models import Address
from app.events import Event
from app.extensions import db
from app.security import Person, current_actor
from app.security.masking import readable_phone, reveal, shown_phone
from app.security.reach import sees_personal_data
from app.web import KesuForm, Verb
from app.web.fields import Filled, TextField

_KEPT = 6
"""Characters that stay of a masked address: about the city."""
REVEALED_FOR = timedelta(minutes=15)
"""How long a number stays in sight after a reveal: a telephone call's time."""


class RevealForm(KesuForm):
    """Why somebody needs to see the number."""

    reason = TextField(_l("Reason"), [Filled()], longest=200)


def phone_in_sight(row: Any) -> str:
    """The row's number as the present reader may see it now."""
    if row.phone and (row.__tablename__, row.id) in _revealed():
        return readable_phone(row.phone)
    return shown_phone(row)


def is_masked(address: Address) -> bool:
    """Whether the present reader may not see it: where a private person lives is personal data, a firm's address isn't
    (个人信息保护法 art. 4)."""
    return address.customer.kind == "walk_in" and not sees_personal_data(current_actor())


def address_in_sight(address: Address) -> str:
    """The address as the present reader may see it."""
    return f"{address.line[:_KEPT]}****" if is_masked(address) else address.line


def _reveal(row: Any, *, reason: str, actor: Person | None, now: datetime) -> bool:
    reveal(row, "phone", reason=reason, actor=actor, now=now)
    return True


def _revealed() -> set[tuple[str, int]]:
    """(kind, id) of what the reader has lately given a reason for; asked once a request, whatever the list's length."""
    reader = current_actor()
    if reader is None:
        return set()
    if "revealed" not in g:
        recent = (Event.actor_id == reader.id, Event.verb == "reveal", Event.at > clock.now() - REVEALED_FOR)
        rows = db.session.execute(select(Event.owner_kind, Event.owner_id).where(*recent))
        g.revealed = {(row.owner_kind, row.owner_id) for row in rows}
    return g.revealed


REVEAL = Verb(
    "reveal",
    _l("Show the telephone number"),
    _reveal,
    RevealForm,
    opens=lambda row: row.phone_sealed is not None and not sees_personal_data(current_actor()),
)
