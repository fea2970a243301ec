"""The demo's surveys: one that was answered, its low scores seen to in part; one that is being prepared."""

import random
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.core.clock import SHANGHAI, local_day
from app.customers.models import Tier
from app.data.demo.company import Company
from app.data.demo.sources import source
from app.data.demo.stamps import Stamps
from app.extensions import db
from app.surveys import verbs, workflow
from app.surveys.answering import Said, keep
from app.surveys.group import preview_of
from app.surveys.models import QuestionSet, SurveyInvitation, SurveyQuestion, SurveyTask

_SENT_DAYS_AGO = 9
_ANSWERS = 0.45
_SENT_AT = time(10)
_LAST = 24 * (_SENT_DAYS_AGO - 1)
"""Hours after sending; the latest answers have just come."""
_WARNED = timedelta(hours=5)
"""Before a task is due, somebody would have been warned."""
_SCORES = {5: 30, 4: 38, 3: 17, 2: 10, 1: 5}


def add_surveys(rng: random.Random, company: Company, stamps: Stamps, end: datetime) -> None:
    """Compose, send and answer, as people would have. Flushes."""
    told, writer = source("surveys"), company.people["supervisor"]
    at = datetime.combine(local_day(end) - timedelta(days=_SENT_DAYS_AGO), _SENT_AT, SHANGHAI)
    stamps.turn(at, writer)
    used, *_others = [_compose(plan, writer, at) for plan in told["sets"]]
    row = workflow.prepare(**told["round"], set_id=used.id, channel="sms", actor=writer, now=at)
    workflow.schedule(row, preview_of(row, None, at), actor=writer, now=at)
    stamps.turn(at, None)
    asked = db.session.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id)).all()
    for invitation in asked:
        workflow.mark_sent(invitation, now=at, expires_at=at + timedelta(days=row.life_days))
    workflow.finish(row, now=at)
    answering = sorted((at + timedelta(hours=rng.uniform(1, _LAST)), each) for each in _some(rng, asked))
    for number, (when, invitation) in enumerate(answering):
        # Whatever chance says, there is a low score that was seen to, and one that waits.
        mood = 1 if number == 0 else 2 if number == len(answering) - 1 else _mood(rng)
        stamps.turn(when, None)
        workflow.mark_answered(invitation, now=when)
        keep(invitation, _answers(rng, used, mood, told["words"]), now=when)
    _see_to(told["done"], company, stamps, end)
    _next(told["next"], used, writer, end)
    stamps.turn(end, None)


def _compose(plan: dict[str, Any], writer: Any, now: datetime) -> QuestionSet:
    row = verbs.compose(**plan["set"], actor=writer, now=now)
    for question in plan["questions"]:
        verbs.add_question(row, **question, actor=writer, now=now)
    if not plan.get("draft"):
        verbs.publish(row, actor=writer, now=now)
    return row


def _some(rng: random.Random, asked: Any) -> list[SurveyInvitation]:
    return [invitation for invitation in asked if rng.random() < _ANSWERS]


def _mood(rng: random.Random) -> int:
    return rng.choices(list(_SCORES), list(_SCORES.values()))[0]


def _answers(rng: random.Random, asked: QuestionSet, mood: int, words: dict[int, list[str]]) -> list[Said]:
    said = (_answer(rng, question, mood, words) for question in asked.questions)
    return [each for each in said if not each.empty]


def _answer(rng: random.Random, question: SurveyQuestion, mood: int, words: dict[int, list[str]]) -> Said:
    places = range(len(question.options))
    match question.kind:
        case "score5":
            return Said(question, score=mood)
        case "score10":
            return Said(question, score=min(10, mood * 2 + rng.choice((0, 0, 1))))
        case "single":
            return Said(question, choices=(rng.choices(places, [5, 3, 4, 1])[0],))
        case "multi":
            return Said(question, choices=tuple(sorted(rng.sample(places, rng.randint(0, 3)))))
        case _:
            return Said(question, text=rng.choice(words[mood]) if rng.random() < 0.6 else "")


def _see_to(done: list[str], company: Company, stamps: Stamps, end: datetime) -> None:
    """Those whose time is up; nobody is reminded of a past that never was."""
    due = select(SurveyTask).where(SurveyTask.due_at <= end + _WARNED).order_by(SurveyTask.due_at, SurveyTask.id)
    for number, task in enumerate(db.session.scalars(due).all()):
        at = task.due_at - _WARNED - timedelta(hours=1)
        agent = company.people["agent"]
        stamps.turn(at, agent)
        workflow.settle(task, what_was_done=done[number % len(done)], actor=agent, now=at)


def _next(plan: dict[str, Any], used: QuestionSet, writer: Any, end: datetime) -> None:
    gold = db.session.scalars(select(Tier.id).order_by(Tier.rank).limit(1)).one()
    workflow.prepare(**plan, set_id=used.id, tiers=[str(gold)], actor=writer, now=end)
