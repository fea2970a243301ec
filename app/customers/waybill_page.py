"""The waybill's page: its track, the messages about it; higher packages bring their parts here."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.customers.models import TrackingEvent, Waybill
from app.customers.page import Part, register_correspondence
from app.customers.tracking import SOURCES
from app.customers.words import TRACKING_KINDS, TRACKING_TONES
from app.extensions import db
from app.outbox import messages_of
from app.outbox.told import messages_told
from app.security import may
from app.web.case import Entry, told_by_day

MOST = 200
Build = Callable[[Waybill], Part | None]
_parts: list[Build] = []


def register_waybill_part(build: Build) -> Build:
    """`build(waybill)` gives the part for the present reader; None where there is nothing or none may be seen."""
    if build not in _parts:
        _parts.append(build)
    return build


def parts_of(waybill: Waybill) -> list[Part]:
    """In the order in which they were registered."""
    return [part for part in (build(waybill) for build in _parts) if part is not None]


def story_of(waybill: Waybill) -> Mapping[str, Any]:
    """The track and the messages, by day."""
    mine = select(TrackingEvent).where(TrackingEvent.waybill_id == waybill.id)
    found = mine.options(selectinload(TrackingEvent.station)).order_by(TrackingEvent.at.desc()).limit(MOST)
    track = [_entry(event) for event in db.session.scalars(found)]
    messages = messages_told(messages_of(waybill)) if may("can_list", "MessageView") else ()
    return told_by_day([*track, *messages])


def _entry(event: TrackingEvent) -> Entry:
    where = " · ".join(filter(None, (str(event.station or ""), event.place)))
    kind = _(TRACKING_KINDS[event.kind])
    mark = (kind, TRACKING_TONES[event.kind]) if event.kind in TRACKING_TONES else None
    told = " ".join(filter(None, (where, "" if mark else kind)))
    return Entry(event.at, told, event.note, (_(SOURCES[event.source]),), mark=mark)


register_correspondence("waybill", lambda owner: select(Waybill.id).where(Waybill.customer_id == owner))
