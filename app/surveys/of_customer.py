"""Surveys on the customer's page: the latest, and tasks that wait; and in its timeline."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from app.customers.merging import register_pointer
from app.customers.models import Customer
from app.customers.page import MOST, ROWS, Part, register_correspondence, register_history, register_part
from app.extensions import db
from app.security import may
from app.surveys.models import SurveyInvitation, SurveyTask
from app.surveys.words import ASKED_STATES, ASKED_TONES, TASK_STATES, TASK_TONES
from app.web.case import Entry

_INVITATIONS, _TASKS = "SurveyInvitationView", "SurveyTaskView"


def part(customer: Customer) -> Part | None:
    """For those who may see surveys; None where nobody was ever asked."""
    if not may("can_list", _INVITATIONS):
        return None
    theirs = (SurveyInvitation.customer_id == customer.id, SurveyInvitation.state.in_(("sent", "answered")))
    rows = db.session.scalars(
        select(SurveyInvitation).where(*theirs).order_by(SurveyInvitation.sent_at.desc()).limit(ROWS)
    ).all()
    if not rows:
        return None
    tasks = db.session.scalars(select(SurveyTask).where(SurveyTask.customer_id == customer.id)).all()
    by_invitation = {task.invitation_id: task for task in tasks} if may("can_list", _TASKS) else {}
    context = {
        "invitations": rows,
        "tasks": by_invitation,
        "states": ASKED_STATES,
        "tones": ASKED_TONES,
        "task_states": TASK_STATES,
        "task_tones": TASK_TONES,
    }
    return Part("surveys/of_customer.html", context)


def history(customer: Customer) -> Iterator[Entry]:
    """What they answered, and what was done about a low score."""
    if not may("can_list", _INVITATIONS):
        return
    answered = (SurveyInvitation.customer_id == customer.id, SurveyInvitation.answered_at.is_not(None))
    rows = db.session.scalars(
        select(SurveyInvitation).where(*answered).order_by(SurveyInvitation.answered_at.desc()).limit(MOST)
    )
    for row in rows:
        assert row.answered_at is not None, "asked for"
        yield Entry(row.answered_at, _("The customer answered the survey “%(name)s”.", name=row.round))
    done = (SurveyTask.customer_id == customer.id, SurveyTask.done_at.is_not(None))
    if may("can_list", _TASKS):
        for task in db.session.scalars(select(SurveyTask).where(*done).order_by(SurveyTask.done_at.desc()).limit(MOST)):
            who = task.done_by.full_name if task.done_by else _("The system")
            assert task.done_at is not None, "asked for"
            yield Entry(task.done_at, _("%(who)s saw to the low score.", who=who), task.what_was_done)


register_pointer(SurveyInvitation)
register_pointer(SurveyTask)
register_part(part, place=6)
register_history(history)
register_correspondence(
    "survey_invitation",
    lambda customer_id: select(SurveyInvitation.id).where(SurveyInvitation.customer_id == customer_id),
)
