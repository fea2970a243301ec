"""What the complaint's page shows beside its columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.sections import sections_of
from app.complaints.words import SEVERITIES
from app.core.i18n import N_, Text
from app.deadlines import Deadline, of_owner, standing_beside, why_of, whys_of
from app.deadlines.models import TONES
from app.deadlines.why import in_order
from app.extensions import db
from app.rulebook import pack_of
from app.rulebook.why import Why, facts_held, why
from app.web.show import said


@dataclass(frozen=True)
class Clock:
    """A deadline as a line of the page's table."""

    row: Deadline
    label: str
    keeper: str
    why: Why
    binds: bool | None = None
    """Whether it is the earlier of two that speak of the same; None where nothing runs beside it."""

    @property
    def tone(self) -> str:
        """The badge's colour."""
        return TONES.get(self.row.standing, "plain")


def clocks_of(complaint: Complaint) -> list[Clock]:
    """Those that run first, the most pressing on top; then those that ended, the latest first."""
    return [_clock(row) for row in in_order(of_owner(complaint))]


def next_clock(complaint: Complaint, clocks: Iterable[Clock]) -> Clock | None:
    """The one to look at first, by the rule of `next_dues`."""
    if complaint.closed_at is not None:
        return None
    return next((clock for clock in clocks if clock.row.state == "running"), None)


def why_graded(complaint: Complaint) -> Why:
    """Where the grade comes from."""
    working = [Text.from_json(line) for line in complaint.severity_working]
    return why(
        Text(N_("Severity: %(severity)s"), {"severity": Text(SEVERITIES[complaint.severity])}),
        complaint.pack_version_id,
        complaint.severity_clause,
        facts=facts_held(working),
        working=working,
    )


def whys_of_complaint(complaint: Complaint) -> list[Why]:
    """Its deadlines, the most pressing first, its grade, and what higher packages add."""
    parts = [each for section in sections_of(complaint) for each in section.whys]
    return [*whys_of(complaint), why_graded(complaint), *parts]


def behaviours_of(complaint: Complaint) -> str:
    """The attitude behaviours observed, in words."""
    pack = pack_for(complaint)
    return _(", ").join(said(pack.behaviour(code).label.text()) for code in complaint.behaviours)


def channel_label(complaint: Complaint) -> str:
    """The way in, in words."""
    return said(pack_for(complaint).channel(complaint.channel).label.text())


def next_dues(complaints: Iterable[Complaint]) -> dict[int, datetime]:
    """For each complaint under way with a running clock, when the first one is due: one query for a whole list.

    A closed one has no next deadline: what may still run then, the satisfaction call, stands among the follow-ups.
    """
    ids = [complaint.id for complaint in complaints if complaint.closed_at is None]
    running = (Deadline.owner_kind == "complaint", Deadline.owner_id.in_(ids), Deadline.state == "running")
    first = select(Deadline.owner_id, func.min(Deadline.due_at)).where(*running).group_by(Deadline.owner_id)
    return {row[0]: row[1] for row in db.session.execute(first)}


def _clock(row: Deadline) -> Clock:
    pack = pack_of(row.pack_version_id)
    keeper: Any = row.responsible_person or row.responsible_department
    name = keeper.full_name if row.responsible_person else str(keeper or "")
    return Clock(row, said(pack.clock(row.clock).label.text()), name, why_of(row), standing_beside(row))
