"""A question set, a round of it, and customers, for these tests. 李娜 prepares; 赵强 heads Jianghan, who serve 鑫源."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.customers.models import Customer
from app.customers.verbs import add_contact, register_customer
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message
from app.surveys import verbs, workflow
from app.surveys.group import preview_of
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyQuestion, SurveyRound, SurveyTask
from app.surveys.sending import send_due
from tests.complaints.company import MONDAY, Company

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"kind": "score5", "text": "总体满意吗？", "required": True},
    {"kind": "score10", "text": "愿意推荐我们吗？", "required": False},
    {"kind": "single", "text": "最常用的产品", "options_text": "零担\n整车\n快递", "required": True},
    {"kind": "multi", "text": "哪些需要改进？", "options_text": "时效\n态度\n价格", "required": False},
    {"kind": "text", "text": "您的建议", "required": False},
)
PHONE = "13912345678"


def who(company: Company, **more: Any) -> dict[str, Any]:
    return {"actor": company.person("li"), "now": MONDAY, **more}


def composed(company: Company, *, publish: bool = True, **facts: Any) -> QuestionSet:
    """四季度满意度: a low score is 2 or less of 5, 4 or less of 10."""
    with unit_of_work():
        told = {"title": "四季度满意度", "low_of_5": 2, "low_of_10": 4, "task_days": 2} | facts
        row = verbs.compose(**told, **who(company))
        for question in QUESTIONS:
            verbs.add_question(row, **question, **who(company))
        if publish:
            verbs.publish(row, **who(company))
    return row


def customer(company: Company, name: str, *, phone: str = "", email: str = "", **facts: Any) -> Customer:
    """A customer of Jianghan's with a contact."""
    wishes = {key: facts.pop(key) for key in ("do_not_contact", "quiet_from", "quiet_until") if key in facts}
    with unit_of_work():
        told = {"name": name, "department_id": company.departments["jianghan"]} | facts
        row = register_customer(**told, **who(company))
        add_contact(row, name="联系人", phone=phone, email=email, **wishes, **who(company))
    return row


def prepared(company: Company, asked: QuestionSet, **facts: Any) -> SurveyRound:
    with unit_of_work():
        told = {"name": "四季度调查", "set_id": asked.id, "channel": "sms"} | facts
        return workflow.prepare(**told, **who(company))


def scheduled(company: Company, row: SurveyRound, now: Any = MONDAY) -> SurveyRound:
    with unit_of_work():
        workflow.schedule(row, preview_of(row, None, now), **who(company, now=now))
    return row


def sent(company: Company, now: Any = None, **facts: Any) -> SurveyRound:
    """Prepared, scheduled, and sent by the worker, now."""
    now = now or clock.now()
    row = scheduled(company, prepared(company, composed(company), **facts), now)
    send_due(now)
    db.session.rollback()
    return row


def token() -> str:
    """Out of the newest text message to a customer."""
    bodies = select(Message.body).where(Message.template_code == "survey_invitation").order_by(Message.id.desc())
    found = re.search(r"/q/([\w-]+)", db.session.scalars(bodies.limit(1)).one())
    assert found
    return found.group(1)


def given(**answers: Any) -> dict[str, Any]:
    """What a customer enters, by the beginning of the question's kind: `given(score5=2, single=0)`."""
    rows = db.session.scalars(select(SurveyQuestion)).all()
    return {f"q{row.id}": answers[row.kind] for row in rows if row.kind in answers}


def invitations() -> list[SurveyInvitation]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id)))


def tasks() -> list[SurveyTask]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyTask).order_by(SurveyTask.id)))


def days(number: float) -> timedelta:
    return timedelta(days=number)
