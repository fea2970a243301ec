"""What came of a case in the database: rows of deadlines, messages, penalties, reports and follow-ups."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.complaints.models import Complaint
from app.core.money import Money
from app.deadlines import Deadline, keepers, of_owner
from app.deadlines.reckoning import pack_and_clock
from app.extensions import db
from app.followups.models import FollowUp
from app.outbox import Message
from app.penalties.appeals.models import Appeal
from app.penalties.models import Penalty
from app.penalties.standing import standing
from app.policy.cases.found import Found, FoundClock, FoundFollowUp, FoundPenalty, Told
from app.policy.cases.naming import grade_label
from app.policy.cases.words import words
from app.policy.pack import Pack
from app.rectifications.models import Measure, RectificationReport
from tests.cases.stage import BEFORE_DISPATCH, CAST

STAND_IN = {"superior": ("赵强",), "department_head": ("李娜",), "department": ("李娜",)}
"""The superior of whoever is complained of heads the department; before there is one the handler stands in."""


def seen(complaint: Complaint, pack: Pack, until: datetime) -> Found:
    """Everything that a case may speak of."""
    reports = list(
        db.session.scalars(select(RectificationReport).where(RectificationReport.complaint_id == complaint.id))
    )
    measures = list(db.session.scalars(select(Measure).where(Measure.report_id.in_([row.id for row in reports]))))
    mine = select(Appeal).join(Penalty, Appeal.penalty_id == Penalty.id).where(Penalty.complaint_id == complaint.id)
    rows = [row for owner in (complaint, *reports, *measures, *db.session.scalars(mine)) for row in of_owner(owner)]
    penalties = standing(complaint.id)
    live = [report for report in reports if report.state != "cancelled"]
    planned = db.session.scalars(select(FollowUp).where(FollowUp.complaint_id == complaint.id).order_by(FollowUp.id))
    timed = {rule.code for rule in pack.follow_ups if rule.clock}
    return Found(
        severity=grade_label(pack, complaint.severity),
        severity_clause=complaint.severity_clause,
        clocks={row.clock: _clock(row, until) for row in rows},
        penalties=[
            FoundPenalty(row.rule, row.amount, row.payee.full_name, row.clause, row.month)
            for row in penalties
            if row.amount > Money(0)
        ],
        broken={
            rule.code: list(words("conditions").values())
            for rule in pack.penalties
            if rule.code not in {row.rule for row in penalties}
        },
        rectification=live[0].clause if live else None,
        follow_ups=[FoundFollowUp(row.rule, row.due_at if row.rule in timed else None, row.clause) for row in planned],
        cast=CAST if complaint.department_id else BEFORE_DISPATCH,
    )


def _clock(row: Deadline, until: datetime) -> FoundClock:
    late = row.ended_at is None and row.state == "running" and row.due_at < until
    steps = [event for event in row.events if event.facts.get("step")]
    reminded = [event for event in steps if event.kind != "escalate"]
    climbed = [event for event in steps if event.kind == "escalate"]
    told = _names(row, f"deadline:{row.id}:")
    has_reminders = pack_and_clock(row)[1].reminders is not None
    if has_reminders and reminded:
        assert told, f"nobody was told of {row.clock}"
    return FoundClock(
        code=row.clock,
        due=row.due_at,
        clause=row.clause,
        outcome="missed" if late else row.state,
        owner=_owner(row),
        reminders=tuple(Told(_planned(event), event.kind) for event in reminded) if has_reminders else (),
        escalations=tuple(Told(_planned(event), "escalate", tuple(event.facts.get("people", ()))) for event in climbed),
        keepers=tuple(told),
    )


def _owner(row: Deadline) -> str:
    """The role that keeps it, where it is one of its people who are asked; otherwise their names."""
    role, names = pack_and_clock(row)[1].owner, [person.full_name for person in keepers(row)]
    return role if set(names) & {*CAST[role], *STAND_IN.get(role, ())} else "、".join(names)


def _planned(event: object) -> datetime:
    return datetime.fromisoformat(event.facts["planned"])  # type: ignore[attr-defined]


def _names(row: Deadline, prefix: str) -> Iterable[str]:
    mine = (Message.owner_kind == row.owner_kind, Message.owner_id == row.owner_id)
    messages = db.session.scalars(select(Message).where(*mine, Message.dedup_key.startswith(prefix)))
    return list(dict.fromkeys(message.to_name for message in messages))
