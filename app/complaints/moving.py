"""Open complaints under another version of the policy: what would change, and the move itself.

They keep the version that they were received under until an administrator moves them, one transaction each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from app import deadlines
from app.complaints.facts import facts_of, pack_for
from app.complaints.grading import grade_by_pack
from app.complaints.models import Complaint
from app.complaints.states import VERBS
from app.core.errors import Refused, UserError
from app.core.i18n import N_, Text
from app.db import by_id, move_row, undone
from app.deadlines import Deadline
from app.events import record
from app.extensions import db
from app.org.tree import subtree_ids
from app.policy.pack import Pack
from app.rulebook import Category, PackVersion, pack_of
from app.security import verb

OPEN = VERBS["amend"].sources
MOST = 50
"""So many at once: each is tried out in full for the preview."""


class Along(Protocol):
    """What higher packages hang on a complaint: which of it moves along with it, and what stays as it was."""

    def owners(self, complaint: Complaint) -> Sequence[Any]:
        """Its rows with deadlines of their own that move along."""
        ...

    def move(self, complaint: Complaint, target: PackVersion, *, actor: Any | None, now: datetime) -> None:
        """Move them; the complaint is under the target already."""
        ...

    def stays(self, complaint: Complaint, target: PackVersion) -> Sequence[Text]:
        """What doesn't move, and why, for the preview."""
        ...


_along: list[Along] = []


def register_along(along: Along) -> None:
    """Called once by each package that has something on complaints."""
    _along.append(along)


@dataclass(frozen=True)
class DeadlineChange:
    """A clock before and after; None for one that starts, or that stops."""

    label: Text
    before: datetime | None
    after: datetime | None
    clause: Text
    late: bool
    """Late by both, so it stays as it is."""


@dataclass(frozen=True)
class Preview:
    """What the move would do to a complaint; `refused` says why it is not possible."""

    complaint_id: int
    no: str
    version: int
    grade: tuple[str, str] | None
    changes: tuple[DeadlineChange, ...]
    refused: str | Text = ""
    stays: tuple[Text, ...] = ()
    """What doesn't move with it, in words."""

    @property
    def moved(self) -> int:
        """How many of its deadlines come out otherwise; what is late by both versions does not."""
        return sum(not change.late for change in self.changes)


def movable(target: PackVersion, *, source_id: int | None = None, department_id: int | None = None) -> Any:
    """A select of the open complaints that are not under that version."""
    found = select(Complaint).where(Complaint.state.in_(OPEN), Complaint.pack_version_id != target.id)
    if source_id is not None:
        found = found.where(Complaint.pack_version_id == source_id)
    if department_id is not None:
        found = found.where(Complaint.department_id.in_(subtree_ids(department_id)))
    return found.order_by(Complaint.received_at, Complaint.id)


@verb
def move_version(
    complaint: Complaint, *, target: PackVersion, seen: int, actor: Any | None, now: datetime, note: str = ""
) -> None:
    """Let it fall under that version: graded anew, its clocks counted anew.

    `seen` is the complaint's version that was on the screen. Raises Refused where it has changed since, is closed, or
    is of a channel, a category or a behaviour that the version doesn't have.
    """
    before, grade = str(complaint.pack_version), complaint.severity
    check_movable(complaint, target)
    _claim(complaint, target, seen, now)
    facts: dict[str, Any] = {"before": before, "after": str(target)}
    if grade_by_pack(complaint):
        facts["severity"] = {"from": grade, "to": complaint.severity}
    db.session.flush()
    state = complaint.state
    record(complaint, "move_version", actor=actor, now=now, from_state=state, to_state=state, facts=facts, note=note)
    deadlines.move(complaint, version_id=target.id, facts=facts_of(complaint), now=now, actor=actor)
    for along in _along:
        along.move(complaint, target, actor=actor, now=now)


def check_movable(complaint: Complaint, target: PackVersion) -> None:
    """Raises Refused where the version can't hold the complaint."""
    if target.status != "published":
        raise Refused(N_("Complaints fall under published versions only."))
    if complaint.state not in OPEN:
        raise Refused(N_("Only open complaints are moved."))
    missing = list(_missing(complaint, pack_of(target.id)))
    if missing:
        raise Refused(N_("The version doesn't have: %(missing)s"), missing=_listed(missing))


def preview(complaint_ids: Sequence[int], target_id: int, *, actor: Any | None, now: datetime) -> list[Preview]:
    """What moving each would change: the move itself is done and undone. Opens its own units of work."""
    found = []
    for complaint_id in complaint_ids:
        with undone():
            found.append(_try(complaint_id, target_id, actor, now))
    return found


def _try(complaint_id: int, target_id: int, actor: Any | None, now: datetime) -> Preview:
    complaint, target = by_id(Complaint, complaint_id), by_id(PackVersion, target_id)
    if complaint is None or target is None:
        return Preview(
            complaint_id, str(complaint_id), 0, None, (), N_("There is no such record, or it is not yours to see.")
        )
    version, severity = complaint.version, complaint.severity
    told = {"complaint_id": complaint_id, "no": complaint.no, "version": version}
    before = _running(complaint)
    stays = tuple(line for along in _along for line in along.stays(complaint, target))
    try:
        move_version(complaint, target=target, seen=version, actor=actor, now=now)
    except UserError as error:
        return Preview(**told, grade=None, changes=(), refused=error.message)
    after = _running(complaint)
    grade = (severity, complaint.severity) if complaint.severity != severity else None
    return Preview(**told, grade=grade, changes=tuple(_changes(before, after, target_id, now)), stays=stays)


@dataclass(frozen=True)
class _Seen:
    label: Text
    due_at: datetime
    clause: Text
    version_id: int


def _running(complaint: Complaint) -> dict[tuple[str, int, str], _Seen]:
    """What runs on the complaint and on what hangs on it, by owner and clock."""
    db.session.flush()
    found = {}
    for owner in (complaint, *(row for along in _along for row in along.owners(complaint))):
        rows = select(Deadline).where(
            Deadline.owner_kind == owner.__tablename__, Deadline.owner_id == owner.id, Deadline.ended_at.is_(None)
        )
        name = "" if owner is complaint else str(owner)
        for row in db.session.scalars(rows.order_by(Deadline.id)):
            found[row.owner_kind, row.owner_id, row.clock] = _seen(row, name)
    return found


def _seen(row: Deadline, owner: str) -> _Seen:
    pack = pack_of(row.pack_version_id)
    label = pack.clock(row.clock).label.text()
    if owner:
        label = Text(N_("%(owner)s: %(clock)s"), {"owner": owner, "clock": label})
    return _Seen(label, row.due_at, pack.cite(row.clause), row.pack_version_id)


def _changes(
    before: dict[tuple[str, int, str], _Seen],
    after: dict[tuple[str, int, str], _Seen],
    target_id: int,
    now: datetime,
) -> Iterator[DeadlineChange]:
    for clock in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(clock), after.get(clock)
        shown = new or old
        assert shown is not None, "it is in one of the two"
        late = bool(old and new and new.version_id != target_id)
        if late or old is None or new is None or old.due_at != new.due_at:
            dates = (old.due_at if old else None, new.due_at if new else None)
            yield DeadlineChange(shown.label, *dates, shown.clause, late)


def _claim(complaint: Complaint, target: PackVersion, seen: int, now: datetime) -> None:
    """As `step.claim`, for a step that leaves the state: of two who press at once the second matches no row."""
    same = (Complaint.version == seen, Complaint.pack_version_id == complaint.pack_version_id)
    values = {"pack_version_id": target.id, "version": seen + 1, "changed_at": now}
    if not move_row(complaint, *same, Complaint.state.in_(OPEN), **values):
        raise Refused(N_("Somebody else has changed this complaint meanwhile. Please look at it again."))


def _missing(complaint: Complaint, pack: Pack) -> Iterator[Text]:
    """What of the complaint that pack doesn't know, as people call it."""
    if complaint.channel not in {channel.code for channel in pack.channels}:
        yield Text(N_("channel “%(name)s”"), {"name": pack_for(complaint).channel(complaint.channel).label.text()})
    category = db.session.get_one(Category, complaint.category_id)
    known = {each.code for each, _ in pack.walk_categories()}
    # A category of the company's own is in no pack, and asks for none.
    if known and category.clause and category.code not in known:
        yield Text(N_("category “%(name)s”"), {"name": category.name_zh})
    behaviours = {each.code for each in pack.severity.behaviours} if pack.severity else set()
    for code in complaint.behaviours:
        if code not in behaviours:
            yield Text(N_("behaviour “%(name)s”"), {"name": pack_for(complaint).behaviour(code).label.text()})


def _listed(parts: list[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    return Text(N_("%(first)s, %(rest)s"), {"first": parts[0], "rest": _listed(parts[1:])})
