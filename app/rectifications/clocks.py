"""The one place where reports and measures meet their deadlines."""

from datetime import datetime, time, timedelta
from typing import Any

from app import deadlines
from app.complaints.facts import facts_of
from app.core.clock import SHANGHAI, local_day
from app.extensions import db
from app.rectifications.models import Measure, RectificationReport

CLOSE_OF_BUSINESS = time(18)
"""A measure is due at the end of the working hours of its day."""


def opened(report: RectificationReport, *, actor: Any | None, now: datetime) -> None:
    """The report is to be written: the pack's clock starts, or starts again after a return."""
    deadlines.on_verb(report, "rectification_open", facts=facts_of(report.complaint), now=now, actor=actor)


def submitted(report: RectificationReport, *, actor: Any | None, now: datetime) -> None:
    """It was handed in: the clock stops."""
    deadlines.on_verb(report, "rectification_submit", facts=facts_of(report.complaint), now=now, actor=actor)


def approved(report: RectificationReport, *, actor: Any | None, now: datetime) -> list[int]:
    """Each measure's clock starts. One whose day went by while it waited gets the next; returns their numbers."""
    moved = []
    for measure in report.measures:
        if measure.due_on is not None and due_at(measure) <= now:
            measure.due_on = local_day(now) + timedelta(days=1)
            moved.append(measure.no)
    db.session.flush()
    for measure in report.measures:
        measure_open(measure, actor=actor, now=now)
    return moved


def reassigned(report: RectificationReport, *, actor: Any | None, now: datetime) -> None:
    """Another person has to keep the clock."""
    deadlines.reassign(report, now=now, actor=actor)


def cancelled(report: RectificationReport, *, actor: Any | None, now: datetime) -> None:
    """Nothing of it is owed any more."""
    for owner in (report, *report.measures):
        deadlines.stop_all(owner, "cancelled", now=now, actor=actor)


def measure_open(measure: Measure, *, actor: Any | None, now: datetime) -> None:
    """It is to be done by its day."""
    facts = facts_of(measure.report.complaint) | {"promised_at": due_at(measure)}
    deadlines.on_verb(measure, "measure_open", facts=facts, now=now, actor=actor)


def measure_handed_on(measure: Measure, *, actor: Any | None, now: datetime) -> None:
    """Another person has to keep the clock."""
    deadlines.reassign(measure, now=now, actor=actor)


def measure_done(measure: Measure, *, actor: Any | None, now: datetime) -> None:
    """Ticked off."""
    deadlines.on_verb(measure, "measure_done", facts=facts_of(measure.report.complaint), now=now, actor=actor)


def due_at(measure: Measure) -> datetime:
    """The instant at which it is due."""
    assert measure.due_on is not None, "submitted reports have a day for each measure"
    return datetime.combine(measure.due_on, CLOSE_OF_BUSINESS, SHANGHAI)
