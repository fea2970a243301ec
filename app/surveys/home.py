"""The tasks that wait, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.extensions import db
from app.security import current_actor, may
from app.surveys.models import SurveyTask
from app.web import Block, Item, Tab
from app.web.home import ON_BLOCK

_VIEW = "SurveyTaskView"


def is_open() -> ColumnElement[bool]:
    """Somebody has to see to it."""
    return SurveyTask.state == "open"


def is_mine() -> ColumnElement[bool]:
    """The present user has to."""
    actor = current_actor()
    return and_(is_open(), SurveyTask.assigned_id == (actor.id if actor else 0))


def is_late() -> ColumnElement[bool]:
    """Somebody should have by now."""
    return and_(is_open(), SurveyTask.due_at < clock.now())


def tasks_block() -> Block | None:
    """For whoever may see to them; nothing where there are none."""
    if not may("can_settle", _VIEW) or not may("can_list", _VIEW):
        return None
    mine = _tab("mine", _("Mine"), is_mine(), _("No low score waits for you."))
    every = _tab("open", _("All"), is_open(), _("No low score waits."))
    if not every.count:
        return None
    tabs = (mine, every) if mine.count else (every, mine)
    return Block("survey-tasks", _("Low scores to see to"), "fa-face-frown", tabs)


def _tab(code: str, label: str, wanted: ColumnElement[bool], empty: str) -> Tab:
    count = db.session.scalar(select(func.count(SurveyTask.id)).where(wanted)) or 0
    rows = select(SurveyTask).where(wanted).order_by(SurveyTask.due_at, SurveyTask.id).limit(ON_BLOCK)
    found = db.session.scalars(rows.options(joinedload(SurveyTask.customer))).all() if count else []
    return Tab(code, label, tuple(map(_item, found)), count, url_for(f"{_VIEW}.list", only=code), empty)


def _item(task: SurveyTask) -> Item:
    url = url_for(f"{_VIEW}.show", pk=task.id) if may("can_show", _VIEW) else ""
    mark = (_("%(score)s of %(highest)s", score=task.score, highest=task.highest), "bad")
    return Item(str(task.customer), url, task.question, task.due_at, (mark,))
