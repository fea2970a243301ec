"""Past complaints as courses for the pure replay, in chunks: whatever their number, one chunk is in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.complaints.facts import FOUND_TRUE, facts_of
from app.complaints.models import Complaint
from app.core.clock import SHANGHAI
from app.deadlines import Deadline
from app.events import Event
from app.extensions import db
from app.org.models import Department
from app.org.tree import subtree_ids
from app.policy.replay import Course, Moment, Outcome
from app.rectifications.models import RectificationReport
from app.replays.known import CHANGES, Told, as_it_became_known, snapshots

CHUNK = 200
_REPORT_VERBS = {
    "open": "rectification_open",
    "return": "rectification_open",
    "submit": "rectification_submit",
    "cancel": "withdraw",
}
"""What a report's own steps are called in packs; a return opens it anew, a cancelled one owes nothing."""


@dataclass(frozen=True)
class Question:
    """Which complaints: received on these days (both included), with this department or those below it."""

    since: date | None = None
    until: date | None = None
    department_id: int | None = None

    def criteria(self) -> list[ColumnElement[bool]]:
        """For a select of complaints."""
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(Complaint.received_at >= _midnight(self.since))
        if self.until is not None:
            found.append(Complaint.received_at < _midnight(self.until + timedelta(days=1)))
        if self.department_id is not None:
            found.append(Complaint.department_id.in_(subtree_ids(self.department_id)))
        return found


@dataclass(frozen=True)
class Past:
    """A complaint's course, and what stands in the records: grade, clocks that were missed, fen owed."""

    id: int
    department_id: int | None
    pack_version_id: int
    overlay_ids: tuple[int, ...]
    course: Course
    severity: str
    missed: tuple[str, ...]


def count(question: Question) -> int:
    """How many complaints it asks for."""
    return db.session.scalars(select(func.count(Complaint.id)).where(*question.criteria())).one()


def pasts(
    question: Question,
    as_of: datetime,
    *,
    after: int = 0,
    limit: int | None = None,
    asked: frozenset[str] = frozenset(),
) -> list[Past]:
    """The next complaints beyond the id `after`, in the order of their ids; `asked`: fields that the draft asks for."""
    wanted = (
        select(Complaint).where(Complaint.id > after, *question.criteria()).order_by(Complaint.id).limit(limit or CHUNK)
    )
    rows = list(db.session.scalars(wanted))
    ids = [row.id for row in rows]
    told: dict[int, Told] = defaultdict(Told)
    moments, beside, missed = _moments(ids, as_of, told), _beside(ids, as_of), _missed(ids)
    kept, found = snapshots(told), []
    for row in rows:
        facts, steps = as_it_became_known(facts_of(row, asked), moments[row.id], told[row.id], kept.get(row.id, {}))
        found.append(_past(row, facts, steps, beside[row.id], missed=missed[row.id], as_of=as_of))
    return found


def past_of(complaint_id: int, as_of: datetime, asked: frozenset[str]) -> Past | None:
    """One complaint; None out of reach."""
    found = pasts(Question(), as_of, after=complaint_id - 1, limit=1, asked=asked)
    return found[0] if found and found[0].id == complaint_id else None


def as_recorded(past: Past, outcome: Outcome) -> bool:
    """Whether the replay under the complaint's own pack says what the records say."""
    missed = tuple(sorted(clocked.clock.code for clocked in outcome.clocks if clocked.late))
    return (outcome.severity, missed) == (past.severity, past.missed)


def department_of(code: str) -> Department | None:
    """The department of that code."""
    return db.session.scalars(select(Department).where(Department.code == code)).one_or_none()


def _past(
    row: Complaint,
    known: dict[str, Any],
    moments: list[Moment],
    beside: list[tuple[Moment, ...]],
    *,
    missed: list[str],
    as_of: datetime,
) -> Past:
    # What a verdict and a record of misconduct bring is known from then on.
    later = ("severity", "confirmed", "liable_party", "misconduct")
    facts = {name: fact for name, fact in known.items() if name not in later}
    course = Course(row.no, facts, tuple(moments), as_of, tuple(beside))
    over = tuple(row.overlay_ids)
    return Past(row.id, row.department_id, row.pack_version_id, over, course, row.severity, tuple(sorted(missed)))


def _moments(ids: list[int], as_of: datetime, told: dict[int, Told]) -> dict[int, list[Moment]]:
    found: dict[int, list[Moment]] = defaultdict(list)
    for owner, verb, at, facts in _events("complaint", ids, as_of):
        # What the ladder did by itself is no verb of a person, and starts and stops no clock.
        if "deadline" in facts:
            continue
        found[owner].append(Moment(verb, at, _known(verb, facts), _record(facts)))
        if verb in CHANGES:
            told[owner].changed.append(at)
        if facts.get("severity"):
            told[owner].regraded.append(at)
    return found


def _record(facts: dict[str, Any]) -> tuple[str, str] | None:
    """Of misconduct: which record, and its code."""
    return (str(facts["record"]), facts["code"]) if "record" in facts and "code" in facts else None


def _known(verb: str, facts: dict[str, Any]) -> dict[str, Any]:
    if verb == "verdict":
        return {"confirmed": FOUND_TRUE.get(facts.get("verdict", "")), "liable_party": facts.get("party")}
    if facts.get("promised_at"):
        return {"promised_at": datetime.fromisoformat(facts["promised_at"])}
    return {}


def _beside(ids: list[int], as_of: datetime) -> dict[int, list[tuple[Moment, ...]]]:
    """Reports only: a measure runs to the day that its author wrote, which no pack moves."""
    owners = select(RectificationReport.id, RectificationReport.complaint_id)
    of = {row[0]: row[1] for row in db.session.execute(owners.where(RectificationReport.complaint_id.in_(ids)))}
    steps: dict[int, list[Moment]] = defaultdict(list)
    for owner, verb, at, _facts in _events(RectificationReport.__tablename__, sorted(of), as_of):
        if verb in _REPORT_VERBS:
            steps[owner].append(Moment(_REPORT_VERBS[verb], at))
    found: dict[int, list[tuple[Moment, ...]]] = defaultdict(list)
    for report, moments in sorted(steps.items()):
        found[of[report]].append(tuple(moments))
    return found


def _missed(ids: list[int]) -> dict[int, list[str]]:
    """Clocks that the records call missed, those of reports with their complaint's."""
    report = RectificationReport
    there = Deadline.breached_at.is_not(None)
    mine = select(Deadline.owner_id, Deadline.clock).where(Deadline.owner_kind == "complaint", there)
    theirs = select(report.complaint_id, Deadline.clock).join(report, report.id == Deadline.owner_id)
    theirs = theirs.where(Deadline.owner_kind == report.__tablename__, there, report.complaint_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for statement in (mine.where(Deadline.owner_id.in_(ids)), theirs):
        for owner, clock in db.session.execute(statement):
            found[owner].append(clock)
    return found


def _events(kind: str, ids: Iterable[int], as_of: datetime) -> Iterator[tuple[int, str, datetime, dict[str, Any]]]:
    asked = select(Event.owner_id, Event.verb, Event.at, Event.facts)
    mine = (Event.owner_kind == kind, Event.owner_id.in_(list(ids)), Event.at <= as_of)
    for row in db.session.execute(asked.where(*mine).order_by(Event.at, Event.id)):
        yield row[0], row[1], row[2], row[3]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
