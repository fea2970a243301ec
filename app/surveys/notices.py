"""Who is told of what about surveys."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from app.core.clock import local_day
from app.db import by_id
from app.deadlines import still_wanted
from app.extensions import db
from app.org.company import company_name
from app.org.models import Department
from app.org.tree import people_in_charge
from app.outbox import Message, Recipient, enqueue, register_wanted
from app.security import Person
from app.surveys import templates
from app.surveys.links import address_of
from app.surveys.models import SurveyInvitation, SurveyTask


def invitation(row: SurveyInvitation, token: str, *, to: Recipient, now: datetime) -> Message | None:
    """Ask the customer. None: the message is switched off, or a past is being replayed."""
    assert row.expires_at is not None, "set before it is sent"
    context = {
        "company": company_name(),
        "name": to.name,
        "title": row.round.question_set.title,
        "url": address_of(token),
        "code": token,
        "until": local_day(row.expires_at - timedelta(seconds=1)),
    }
    return enqueue(
        templates.INVITATION,
        to=to,
        owner=row,
        context=context,
        dedup_key=f"{templates.INVITATION}:{row.id}",
        now=now,
        expires_at=row.expires_at,
        channel="email" if row.round.channel == "email" else "sms",
    )


def low_score(task: SurveyTask, *, now: datetime) -> None:
    """Tell who has to see to it."""
    context = _of_task(task)
    for person in keepers_of(task):
        key = f"{templates.LOW_SCORE}:{task.id}:{person.id}"
        enqueue(templates.LOW_SCORE, to=person, owner=task, context=context, dedup_key=key, now=now)


def handed_over(task: SurveyTask, *, note: str, now: datetime) -> None:
    """Tell who sees to it now."""
    if task.assigned is not None:
        key = f"{templates.HANDED_OVER}:{task.id}:{task.assigned_id}:{now.isoformat()}"
        context = _of_task(task) | {"note": note}
        enqueue(templates.HANDED_OVER, to=task.assigned, owner=task, context=context, dedup_key=key, now=now)


def _of_task(task: SurveyTask) -> dict[str, Any]:
    return {
        "no": task.customer.no,
        "customer": task.customer.name,
        "title": task.invitation.round.question_set.title,
        "question": task.question,
        "score": task.score,
        "highest": task.highest,
        "due": task.due_at,
        "page": task_url(task),
    }


def keepers_of(task: SurveyTask) -> list[Person]:
    """The person whose task it is; else those in charge of the department."""
    if task.assigned is not None and task.assigned.active:
        return [task.assigned]
    department = db.session.get(Department, task.department_id) if task.department_id else None
    return people_in_charge(department) if department else []


def task_url(task: SurveyTask) -> str:
    """The task's page, absolute."""
    return f"{current_app.config['SETTINGS'].site()}/survey-task/show/{task.id}"


def _invitation_wanted(message: Any) -> bool:
    """A link that nobody can answer any more isn't sent."""
    row = by_id(SurveyInvitation, message.owner_id)
    return row is not None and row.state == "sent"


def _task_wanted(message: Any) -> bool:
    """Nobody hears of what is seen to."""
    task = by_id(SurveyTask, message.owner_id)
    return task is not None and task.state == "open" and still_wanted(message.dedup_key)


register_wanted("survey_invitation", _invitation_wanted)
register_wanted("survey_task", _task_wanted)
