"""The appeals that wait for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.penalties.appeals.models import Appeal
from app.penalties.appeals.standing import may_answer
from app.security import current_actor, may
from app.web import Card


def to_answer() -> ColumnElement[bool]:
    """Open appeals within reach that the present user is one to answer; there are never many open at once."""
    actor = current_actor()
    rows = db.session.scalars(select(Appeal).where(Appeal.state == "open"))
    return Appeal.id.in_([appeal.id for appeal in rows if may_answer(appeal, actor)])


def waiting() -> Card | None:
    """How many wait for an answer."""
    if current_actor() is None or not may("can_answer", "AppealView") or not may("can_list", "AppealView"):
        return None
    count = len(db.session.scalars(select(Appeal.id).where(to_answer())).all())
    url = url_for("AppealView.list", only="to_answer")
    return Card(_("Appeals to be answered"), count, url, "fa-scale-unbalanced", "warn" if count else "good")
