"""The calls that wait for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

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
    due = select(func.count(FollowUp.id)).where(FollowUp.state == "due")
    total = db.session.scalars(due).one()
    mine = db.session.scalars(due.where(FollowUp.assigned_id == actor.id)).one()
    late = db.session.scalars(due.where(FollowUp.due_at < clock.now())).one()
    url = url_for("FollowUpView.list", _flt_0_state="due")
    lines = ((_("%(count)s of them are mine", count=mine), url), (_("%(count)s overdue", count=late), url))
    tone = "bad" if late else "warn" if total else "good"
    return Card(_("Follow-ups to call for"), total, url, "fa-phone", tone, lines if total else ())
