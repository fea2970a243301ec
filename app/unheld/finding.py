"""What nobody has: a finder for each kind. It asks within the reader's reach, for `MOST` rows, the oldest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from app.complaints.models import Complaint, Proposal
from app.complaints.proposals import current_proposal
from app.complaints.remedies import allowed, approvers_of
from app.complaints.states import VERBS
from app.core.i18n import N_, Text
from app.customers.inquiries.models import Inquiry
from app.customers.inquiries.words import WAITING
from app.customers.visits.models import Visit
from app.customers.visits.words import OPEN as VISITS_OPEN
from app.extensions import db
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import answerers_of
from app.penalties.models import Penalty
from app.penalties.payees import deciders_of
from app.rectifications.approval import approver_level
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.states import WRITABLE
from app.security import elevated
from app.security.scope import current_scope
from app.surveys.models import SurveyTask
from app.unheld.people import Missing

MOST = 200
UNTAKEN = timedelta(hours=1)
"""So long a new complaint may wait for somebody at the desk to take it on before it counts as nobody's."""
_DEPARTMENTS_TURN = ("dispatched", "investigated", "agreed")


@dataclass(frozen=True)
class Kind:
    """A kind of thing that somebody has to have. `view`: its screen; `hand_over`: the permission that hands it over,
    empty where it is decided and not handed over."""

    code: str
    label: str
    view: str
    find: Callable[[Missing], Iterator[tuple[Any, Text]]]
    since: Callable[[Any], datetime | None] = lambda row: None
    hand_over: str = ""


def _nobody() -> Text:
    return Text(N_("nobody has taken it on"))


def _complaints(missing: Missing) -> Iterator[tuple[Any, Text]]:
    """Under way, and the handler is gone or none, or it is the turn of a department where nobody can."""
    untaken = and_(
        Complaint.handler_id.is_(None),
        or_(Complaint.state != "registered", Complaint.received_at < missing.now - UNTAKEN),
    )
    stuck = and_(Complaint.department_id.in_(missing.departments), Complaint.state.in_(_DEPARTMENTS_TURN))
    wanted = or_(untaken, missing.holds_nothing(Complaint.handler_id), stuck)
    found = select(Complaint).where(Complaint.state.in_(VERBS["amend"].sources), wanted)
    for row in db.session.scalars(found.order_by(Complaint.received_at, Complaint.id).limit(MOST)):
        stuck_there = missing.departments.get(row.department_id or 0) if row.state in _DEPARTMENTS_TURN else None
        yield row, stuck_there or missing.why(row.handler) or _nobody()


def _proposals(missing: Missing) -> Iterator[tuple[Any, Text]]:
    waits = select(Proposal.complaint_id).where(Proposal.approval == "awaiting", Proposal.outcome == "open")
    found = select(Complaint).where(Complaint.state == "proposed", Complaint.id.in_(waits)).order_by(Complaint.id)
    for row in db.session.scalars(found.limit(MOST)):
        proposal = current_proposal(row)
        if proposal is not None and proposal.approval == "awaiting":
            asked = allowed(row, proposal.proposed_by, proposal.remedy, proposal.amount)
            yield from _decided_by(row, approvers_of(row, asked), missing)


def _reports(missing: Missing) -> Iterator[tuple[Any, Text]]:
    """To be written by somebody who is gone, or waiting for a decision that nobody can take."""
    named = missing.holds_nothing(RectificationReport.author_id)
    unnamed = and_(RectificationReport.author_id.is_(None), RectificationReport.department_id.in_(missing.departments))
    written = select(RectificationReport).where(RectificationReport.state.in_(WRITABLE), or_(named, unnamed))
    for row in db.session.scalars(written.order_by(RectificationReport.id).limit(MOST)):
        yield row, missing.why(row.author) or missing.departments[row.department_id]
    asked = select(RectificationReport).where(RectificationReport.state == "submitted")
    for row in db.session.scalars(asked.order_by(RectificationReport.submitted_at).limit(MOST)):
        with elevated():
            people = approver_level(row)[1]
        if people:
            yield from _decided_by(row, people, missing)
        else:
            yield row, Text(N_("nobody is there who may approve it"))


def _measures(missing: Missing) -> Iterator[tuple[Any, Text]]:
    approved = Measure.report.has(RectificationReport.state == "approved")
    found = select(Measure).where(Measure.state == "planned", approved, missing.holds_nothing(Measure.owner_id))
    for row in db.session.scalars(found.order_by(Measure.due_on, Measure.id).limit(MOST)):
        yield row, missing.why(row.owner) or _nobody()


def _appeals(missing: Missing) -> Iterator[tuple[Any, Text]]:
    found = select(Appeal).where(Appeal.state == "open").order_by(Appeal.id).limit(MOST)
    for row in db.session.scalars(found):
        yield from _decided_by(row, answerers_of(row), missing)


def _penalties(missing: Missing) -> Iterator[tuple[Any, Text]]:
    found = select(Penalty).where(Penalty.state == "proposed").order_by(Penalty.proposed_at, Penalty.id).limit(MOST)
    for row in db.session.scalars(found):
        with elevated():
            people = deciders_of(row)
        yield from _decided_by(row, people, missing)


def _inquiries(missing: Missing) -> Iterator[tuple[Any, Text]]:
    nowhere = or_(Inquiry.department_id.is_(None), Inquiry.department_id.in_(missing.departments))
    nobody = and_(Inquiry.handler_id.is_(None), nowhere)
    wanted = or_(nobody, missing.holds_nothing(Inquiry.handler_id))
    found = select(Inquiry).where(Inquiry.state.in_(WAITING), wanted).order_by(Inquiry.received_at, Inquiry.id)
    for row in db.session.scalars(found.limit(MOST)):
        yield row, missing.why(row.handler) or missing.departments.get(row.department_id or 0) or _nobody()


def _visits(missing: Missing) -> Iterator[tuple[Any, Text]]:
    found = select(Visit).where(Visit.state.in_(VISITS_OPEN), missing.holds_nothing(Visit.owner_id))
    for row in db.session.scalars(found.order_by(Visit.planned_at, Visit.id).limit(MOST)):
        yield row, missing.why(row.owner) or _nobody()


def _survey_tasks(missing: Missing) -> Iterator[tuple[Any, Text]]:
    """Somebody's who is gone; or nobody's by name, at a department where nobody can, or at none."""
    nowhere = or_(SurveyTask.department_id.is_(None), SurveyTask.department_id.in_(missing.departments))
    nobody = and_(SurveyTask.assigned_id.is_(None), nowhere)
    wanted = or_(nobody, missing.holds_nothing(SurveyTask.assigned_id))
    found = select(SurveyTask).where(SurveyTask.state == "open", wanted).order_by(SurveyTask.due_at, SurveyTask.id)
    for row in db.session.scalars(found.limit(MOST)):
        yield row, missing.why(row.assigned) or missing.departments.get(row.department_id or 0) or _nobody()


def _departments(missing: Missing) -> Iterator[tuple[Any, Text]]:
    scope = current_scope()
    for row in missing.vacant:
        if not scope.unlimited and row.id not in scope.departments:
            continue
        yield row, Text(N_("no head: %(stands_in)s"), {"stands_in": row.in_charge})


def _decided_by(row: Any, people: list[Any], missing: Missing) -> Iterator[tuple[Any, Text]]:
    """Where someone is named to decide and none of them can."""
    reason = missing.why_all(people)
    if reason is not None:
        yield row, reason


KINDS = (
    Kind("complaint", N_("Complaints"), "ComplaintView", _complaints, lambda row: row.received_at, "can_assign"),
    Kind("proposal", N_("Proposals beyond authority"), "ComplaintView", _proposals),
    Kind("inquiry", N_("Inquiries"), "InquiryView", _inquiries, lambda row: row.received_at, "can_transfer"),
    Kind("visit", N_("Visits"), "VisitView", _visits, lambda row: row.planned_at, "can_hand_over"),
    Kind(
        "survey_task",
        N_("Low-score tasks"),
        "SurveyTaskView",
        _survey_tasks,
        lambda row: row.created_at,
        "can_hand_over",
    ),
    Kind("report", N_("Rectification reports"), "RectificationView", _reports, hand_over="can_reassign"),
    Kind("measure", N_("Rectification measures"), "RectificationMeasureView", _measures, hand_over="can_hand_on"),
    Kind("appeal", N_("Appeals"), "AppealView", _appeals),
    Kind("penalty", N_("Penalties"), "PenaltyView", _penalties, lambda row: row.proposed_at),
    Kind("department", N_("Departments without a head"), "DepartmentView", _departments),
)
