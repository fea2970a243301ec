"""Complaints that are judged, and what comes of it."""

from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.db import by_id, unit_of_work
from app.extensions import db
from app.penalties.models import Penalty
from tests.complaints.company import MONDAY, Company, told


def dispatched(company: Company, department: str = "jianghan", **facts: Any) -> int:
    """A complaint with that department."""
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)
        workflow.accept(complaint, actor=company.person("li"), now=MONDAY)
        department_id = company.departments[department]
        workflow.dispatch(complaint, department_id=department_id, actor=company.person("li"), now=MONDAY)
        return complaint.id


def judge(
    company: Company, complaint_id: int, verdict: str = "sustained", party: str = "department", **facts: Any
) -> None:
    """吴敏 judges."""
    facts = {"reason": "监控为证", "explanation": "货物完好送达" if verdict == "dismissed" else ""} | facts
    actor = facts.pop("actor", company.person("wu"))
    with unit_of_work():
        workflow.verdict(
            the(complaint_id), verdict=verdict, party=party, actor=actor, now=facts.pop("now", MONDAY), **facts
        )


def the(complaint_id: int) -> Complaint:
    """The complaint."""
    complaint = by_id(Complaint, complaint_id)
    assert complaint is not None
    return complaint


def penalties() -> list[Penalty]:
    """All there are, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(Penalty).order_by(Penalty.id)))
