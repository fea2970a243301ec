"""Tracking events of waybills: by a person, a program or an import. Each is kept once; the newest moves the waybill's
status; customers are told of nodes and of mishaps where their tier says so (text Y)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.core.errors import UserError
from app.core.i18n import N_, Text
from app.customers import notices_waybill
from app.customers.checks import Checks
from app.customers.models import TrackingEvent, Waybill
from app.customers.words import TRACKING_KINDS, TRACKING_STATUSES
from app.db import unit_of_work
from app.extensions import db
from app.org.models import Department
from app.security import elevated, require_reach

SOURCES = {"person": N_("Entered by hand"), "api": N_("Sent by a program"), "import": N_("Imported")}
_AHEAD = timedelta(minutes=10)
"""Clocks of other systems go a little differently."""


@dataclass
class Taken:
    """What became of many events: how many were new, how many known, and what was wrong with which (from 0)."""

    new: int = 0
    known: int = 0
    wrong: dict[int, Text] = field(default_factory=dict)


def track(waybill: Waybill, *, actor: Any | None, now: datetime, source: str = "person", **facts: Any) -> bool:
    """Keep an event: kind, at (now where left out), station_id, place, note. False: it was known already.

    Raises NotFound, Invalid.
    """
    require_reach(waybill)
    values = _facts(facts, now)
    with elevated():
        same = (TrackingEvent.waybill_id == waybill.id, TrackingEvent.at == values["at"])
        known = select(TrackingEvent.id).where(*same, TrackingEvent.kind == values["kind"])
        if db.session.scalars(known).first() is not None:
            return False
        latest = db.session.scalar(select(func.max(TrackingEvent.at)).where(TrackingEvent.waybill_id == waybill.id))
        event = TrackingEvent(waybill_id=waybill.id, source=source, created_at=now, **values)
        event.created_by_id = actor.id if actor else None
        db.session.add(event)
        db.session.flush()
        if latest is None or event.at >= latest:
            _move(waybill, event)
        if source != "import":  # an import tells nobody
            notices_waybill.tell(waybill, event, now=now)
        db.session.flush()
    return True


def track_rows(rows: Iterable[Mapping[str, Any]], *, source: str, actor: Any | None, now: datetime) -> Taken:
    """Many events, each in a unit of work of its own: `waybill_no`, `station_code`, and the facts of `track`.

    What imports call; nothing is told to anybody with the source `import`.
    """
    taken = Taken()
    for number, row in enumerate(rows):
        facts = dict(row)
        try:
            with unit_of_work():
                waybill = waybill_numbered(facts.pop("waybill_no", ""))
                if code := facts.pop("station_code", None):
                    facts["station_id"] = station_coded(code)
                new = track(waybill, source=source, actor=actor, now=now, **facts)
        except UserError as error:
            taken.wrong[number] = next(iter(error.fields.values()), error.message)
        else:
            taken.new, taken.known = taken.new + new, taken.known + (not new)
    return taken


def waybill_numbered(no: Any) -> Waybill:
    """The waybill of this number within the actor's reach. Raises Invalid at `waybill_no`."""
    checks = Checks()
    text = checks.text("waybill_no", no, limit=40, required=True)
    row = db.session.scalars(select(Waybill).where(Waybill.no == text)).one_or_none() if text else None
    if row is None:
        checks.refuse("waybill_no", N_("There is no such waybill, or it is not yours to see."))
    checks.done()
    assert row is not None, "refused otherwise"
    return row


def station_coded(code: Any) -> int:
    """Id of the station with this code. Raises Invalid at `station_code`."""
    checks = Checks()
    text = checks.text("station_code", code, limit=32)
    found = db.session.scalars(select(Department.id).where(Department.code == text)).one_or_none() if text else None
    if found is None:
        checks.refuse("station_code", N_("There is no such station."))
    checks.done()
    assert found is not None, "refused otherwise"
    return found


def _facts(facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    checks = Checks()
    at = checks.instant("at", facts.get("at")) or now
    if at > now + _AHEAD:
        checks.refuse("at", N_("This lies in the future."))
    station = checks.row("station_id", Department, facts.get("station_id"))
    values = {
        "kind": checks.choice("kind", facts.get("kind"), TRACKING_KINDS),
        "at": at,
        "station_id": station.id if station else None,
        "place": checks.text("place", facts.get("place"), limit=100),
        "note": checks.text("note", facts.get("note"), limit=500),
    }
    checks.done()
    return values


def _move(waybill: Waybill, event: TrackingEvent) -> None:
    waybill.status = TRACKING_STATUSES.get(event.kind, waybill.status)
    if event.kind == "picked_up":
        waybill.shipped_at = event.at
    if event.kind == "signed":
        waybill.delivered_at = event.at
