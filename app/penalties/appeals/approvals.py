"""Appeals among what waits for a person's decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.approvals import Kind, Line
from app.approvals.registry import MOST
from app.deadlines import running_of
from app.extensions import db
from app.files import attachments_of
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import may_answer
from app.penalties.why import why_of
from app.security import Person


def _waiting(person: Person) -> list[Appeal]:
    """Those that are this person's to answer: never one that they pay, filed or brought about."""
    asked = select(Appeal).where(Appeal.state == "open").order_by(Appeal.filed_at, Appeal.id).limit(2 * MOST)
    return [appeal for appeal in db.session.scalars(asked) if may_answer(appeal, person)]


def _line(appeal: Appeal) -> Line:
    about = " · ".join((appeal.payee.full_name, str(appeal.department), str(appeal.penalty.amount)))
    due = next((row.due_at for row in running_of(appeal)), None)
    return Line(appeal.no, about, appeal.filed_at, due)


def _facts(appeal: Appeal) -> dict[str, Any]:
    penalty = appeal.penalty
    return {"appeal": appeal, "penalty": penalty, "why": why_of(penalty), "attachments": attachments_of(appeal)}


APPEALS = Kind(
    "appeal",
    _l("Appeals"),
    "AppealView",
    ("answer",),
    _waiting,
    _line,
    "penalties/appeal_decision.html",
    _facts,
    one=_l("Appeal"),
)
