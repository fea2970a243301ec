"""Running deadlines and a new calendar: which would move, and moving them.

A deadline keeps the calendars that it was counted by until an administrator moves it; what is overdue stays overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.core.i18n import N_, Text
from app.deadlines.models import Deadline
from app.deadlines.reckoning import count_with_grace
from app.deadlines.verbs import house_business
from app.deadlines.workflow import recount
from app.events import record
from app.extensions import db
from app.rulebook import pack_of

MOST = 2_000


@dataclass(frozen=True)
class Shift:
    """A deadline that the new calendar would move."""

    deadline_id: int
    label: Text
    owner: tuple[str, int]
    before: datetime
    after: datetime

    @property
    def by(self) -> Text:
        """By how much."""
        minutes = int(abs((self.after - self.before).total_seconds()) // 60)
        sign = N_("%(days)sd %(hours)sh later") if self.after > self.before else N_("%(days)sd %(hours)sh earlier")
        return Text(sign, {"days": minutes // 1440, "hours": minutes % 1440 // 60})


def touched(days: Sequence[date], now: datetime) -> list[int]:
    """Ids of the running deadlines that reach across one of the days and aren't overdue, the most pressing first."""
    if not days:
        return []
    first = datetime.combine(min(days), time(), SHANGHAI).astimezone(UTC)
    last = datetime.combine(max(days) + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
    running = (Deadline.state == "running", Deadline.ended_at.is_(None), Deadline.due_at >= max(now, first))
    rows = select(Deadline.id).where(*running, Deadline.started_at < last).order_by(Deadline.due_at, Deadline.id)
    return list(db.session.scalars(rows.limit(MOST)))


@house_business
def shifts(deadline_ids: Sequence[int], edition_id: int, now: datetime) -> list[Shift]:
    """Those that the edition would move. Changes rows: call it in a unit of work that is undone."""
    found = []
    for row in db.session.scalars(select(Deadline).where(Deadline.id.in_(deadline_ids)).order_by(Deadline.due_at)):
        before, row.calendar_edition_id = row.due_at, edition_id
        counted = count_with_grace(row, now)
        if counted.at != before:
            label = pack_of(row.pack_version_id).clock(row.clock).label.text()
            found.append(Shift(row.id, label, (row.owner_kind, row.owner_id), before, counted.at))
    return found


@house_business
def recalendar(deadline_id: int, edition_id: int, *, now: datetime, actor: Any | None) -> bool:
    """Count a running deadline by that edition of the calendars, from its original start. False: nothing to move."""
    mine = select(Deadline).where(Deadline.id == deadline_id, Deadline.state == "running").with_for_update(of=Deadline)
    row = db.session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    if row is None or row.ended_at is not None or row.due_at < now:
        return False
    before, row.calendar_edition_id = row.due_at, edition_id
    counted = count_with_grace(row, now)
    if counted.at == before:
        return False
    recount(row, counted, "recalendar", now=now, actor=actor)
    record(row, "recalendar", actor=actor, now=now, facts={"from": before, "to": row.due_at})
    return True
