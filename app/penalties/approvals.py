"""Penalties among what waits for a person's decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.approvals import Kind, Line
from app.approvals.registry import MOST
from app.extensions import db
from app.penalties.models import Penalty
from app.penalties.why import why_of
from app.penalties.workflow import may_decide
from app.security import Person


def _waiting(person: Person) -> list[Penalty]:
    """Those whose decision is this person's: not what they pay themselves, nor what the rule gives to another."""
    proposed = select(Penalty).where(Penalty.state == "proposed", Penalty.payee_id != person.id)
    oldest = db.session.scalars(proposed.order_by(Penalty.proposed_at, Penalty.id).limit(2 * MOST))
    return [penalty for penalty in oldest if may_decide(penalty, person)]


def _line(penalty: Penalty) -> Line:
    about = " · ".join(filter(None, (penalty.payee.full_name, str(penalty.department), str(penalty.amount))))
    return Line(penalty.no, about, penalty.proposed_at)


def _facts(penalty: Penalty) -> dict[str, Any]:
    return {"penalty": penalty, "why": why_of(penalty)}


PENALTIES = Kind(
    "penalty",
    _l("Penalties"),
    "PenaltyView",
    ("confirm", "cancel"),
    _waiting,
    _line,
    "penalties/decision.html",
    _facts,
    one=_l("Penalty"),
)
