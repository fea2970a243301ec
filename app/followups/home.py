"""The calls that wait for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from app.core import clock
from app.extensions import db
from app.followups.models import FollowUp
from app.security import current_actor, may
from app.web import Card


def due_calls() -> Card | None:
    """Follow-ups within reach that somebody has to call for."""
    actor = current_actor()
    if actor is None or not may("can_record_call", "FollowUpView") or not may("can_list", "FollowUpView"):
        return None
    due = select(func.count(FollowUp.id)).where(is_call())
    total = db.session.scalars(due).one()
    mine = db.session.scalars(due.where(is_mine())).one()
    late = db.session.scalars(due.where(is_late())).one()
    lines = (
        (_("%(count)s of them are mine", count=mine), _list("mine")),
        (_("%(count)s overdue", count=late), _list("late")),
    )
    tone = "bad" if late else "warn" if total else "good"
    return Card(_("Follow-ups to call for"), total, _list("calls"), "fa-phone", tone, lines if total else ())


def is_call() -> ColumnElement[bool]:
    """Somebody has to call."""
    return FollowUp.state == "due"


def is_mine() -> ColumnElement[bool]:
    """The present user has to call."""
    actor = current_actor()
    return and_(is_call(), FollowUp.assigned_id == (actor.id if actor else 0))


def is_late() -> ColumnElement[bool]:
    """Somebody should have called by now."""
    return and_(is_call(), FollowUp.due_at < clock.now())


def _list(only: str) -> str:
    return url_for("FollowUpView.list", only=only)
