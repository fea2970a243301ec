"""Complaints and their follow-ups, for these tests."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.db import unit_of_work
from app.extensions import db
from app.followups.models import FollowUp
from app.followups.templates import SURVEY
from app.outbox import Message
from tests.complaints.company import MONDAY, Company, told


def after(**time: float) -> datetime:
    """So long after Monday, nine in the morning."""
    return MONDAY + timedelta(**time)


def register(company: Company, **facts: Any) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)


def close(company: Company, complaint: Complaint, *, called: bool = True, at: datetime | None = None) -> None:
    """All the way to the closing; the satisfaction call is made on the way, unless it isn't."""
    at = at or after(hours=2)
    everything = {"actor": company.person("li"), "now": at}
    with unit_of_work():
        if complaint.state == "registered":
            workflow.accept(complaint, **everything)
        if called:
            workflow.call_satisfaction(complaint, result="satisfied", **everything)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], **everything)
        workflow.investigate(complaint, findings="属实", **everything)
        workflow.propose(complaint, remedy="apology", text="致歉", **everything)
        workflow.agree(complaint, answer="好", **everything)
        workflow.carry_out(complaint, **everything)
        workflow.close(complaint, **everything)


def closed(company: Company, **facts: Any) -> Complaint:
    complaint = register(company, **facts)
    close(company, complaint)
    return complaint


def followups() -> list[FollowUp]:
    db.session.rollback()
    return list(db.session.scalars(select(FollowUp).order_by(FollowUp.id)))


def asked() -> FollowUp:
    """The one whose link waits for an answer."""
    return next(row for row in followups() if row.state == "sent")


def token() -> str:
    """Out of the customer's newest message."""
    bodies = select(Message.body).where(Message.template_code == SURVEY).order_by(Message.id.desc())
    body = db.session.scalars(bodies.limit(1)).one()
    found = re.search(r"/s/([\w-]+)", body)
    assert found, body
    return found.group(1)
