"""A person compares two complaints: the same matter again, merely related, or neither. Any answer can be revised.

Only a confirmed repeat counts: then the later complaint is graded by it, and penalties may be doubled.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.grading import grade_again, regrade
from app.complaints.matter import earlier_times, same_matter
from app.complaints.models import Complaint, ComplaintLink
from app.complaints.repeats import rule_between
from app.complaints.states import allows
from app.complaints.step import NOTE_LIMIT, require_reach, taking, verb
from app.complaints.words import COMPARED
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.db import by_id
from app.events import record
from app.extensions import db

_listeners: list[Callable[..., None]] = []


def register_repeat_listener(listener: Callable[..., None]) -> None:
    """`listener(complaint, *, previous, actor, now)` runs inside the comparison's transaction for each complaint of the
    matter that now counts more or fewer earlier ones; `previous`: how many it counted until then."""
    if listener not in _listeners:
        _listeners.append(listener)


def link(
    complaint: Complaint, *, other_id: int, outcome: str, note: str = "", actor: Any | None, now: datetime
) -> None:
    """Say what this complaint and another one have to do with each other; `outcome` is one of COMPARED.

    The later of the two is the one that repeats. Raises Invalid; Refused where it stands so already.
    """
    require_reach(complaint)
    checks = Checks()
    other = checks.row("other_id", Complaint, other_id, required=True)
    checks.choice("outcome", outcome, COMPARED)
    note = checks.text("note", note, limit=NOTE_LIMIT)
    if other is not None and other.id == complaint.id:
        checks.refuse("other_id", N_("A complaint can't repeat itself."))
    checks.done()
    assert other is not None, "checked"
    earlier, later = sorted((complaint, other), key=lambda each: each.id)
    _link(later, earlier=earlier, outcome=outcome, note=note, actor=actor, now=now)


@verb
def _link(
    complaint: Complaint, *, earlier: Complaint, outcome: str, note: str, actor: Any | None, now: datetime
) -> None:
    _one_at_a_time(earlier, complaint)
    stands = db.session.scalars(
        select(ComplaintLink).where(ComplaintLink.earlier_id == earlier.id, ComplaintLink.later_id == complaint.id)
    ).one_or_none()
    if stands is not None and stands.outcome == outcome:
        raise Refused(N_("These two complaints are linked like that already."))
    together = same_matter(complaint.id) | same_matter(earlier.id)
    with taking(complaint, "link", actor=actor, now=now, note=note) as facts:
        facts.update({"other": earlier.no, "compared": outcome, "previous": stands.outcome if stands else None})
        decided = {"decided_at": now, "decided_by_id": actor.id if actor else None}
        _decide(stands, earlier, complaint, outcome=outcome, note=note, **decided)
        previous = complaint.repeat_count
        complaint.repeat_count = earlier_times(complaint)
        grade_again(complaint, facts, actor, now)
    _tell(complaint, previous, actor, now)
    told = {"other": complaint.no, "compared": outcome}
    record(
        earlier, "link", actor=actor, now=now, from_state=earlier.state, to_state=earlier.state, facts=told, note=note
    )
    together |= same_matter(complaint.id) | same_matter(earlier.id)
    _count_again(together - {complaint.id}, actor, now)


def _decide(stands: ComplaintLink | None, earlier: Complaint, later: Complaint, **answer: Any) -> None:
    if stands is None:
        stands = ComplaintLink(earlier_id=earlier.id, later_id=later.id, rule=rule_between(later, earlier))
        db.session.add(stands)
    for name, value in answer.items():
        setattr(stands, name, value)
    db.session.flush()


def _count_again(ids: set[int], actor: Any | None, now: datetime) -> None:
    """Others of the same matter are more or fewer times complained of now; those under way are graded by it."""
    for each in sorted(ids):
        complaint = by_id(Complaint, each)
        if complaint is None or complaint.repeat_count == (times := earlier_times(complaint)):
            continue
        previous, complaint.repeat_count = complaint.repeat_count, times
        db.session.flush()
        if allows("regrade", complaint.state):
            regrade(complaint, actor=actor, now=now)
        _tell(complaint, previous, actor, now)


def _tell(complaint: Complaint, previous: int, actor: Any | None, now: datetime) -> None:
    if complaint.repeat_count == previous:
        return
    for listener in _listeners:
        listener(complaint, previous=previous, actor=actor, now=now)


def _one_at_a_time(*complaints: Complaint) -> None:
    """Two people who link complaints of one matter at once must each count the other's link; in order of id, lest two
    wait for each other."""
    ids = {each for complaint in complaints for each in same_matter(complaint.id)}
    db.session.execute(select(Complaint.id).where(Complaint.id.in_(ids)).order_by(Complaint.id).with_for_update()).all()
