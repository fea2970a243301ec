"""What waits for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from app.extensions import db
from app.rectifications.approval import waiting_for
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.states import WRITABLE
from app.security import current_actor, may
from app.web import Card


def waiting() -> Card | None:
    """Reports to approve, reports to write in the person's own department, measures to carry out."""
    actor = current_actor()
    if actor is None or not may("can_list", "RectificationView"):
        return None
    lines = []
    if may("can_approve", "RectificationView"):
        decide = len(waiting_for(actor))
        lines += [(_("%(count)s to approve", count=decide), decide, _approvals())]
    if may("can_edit", "RectificationView"):
        write = db.session.scalar(select(func.count(RectificationReport.id)).where(to_write())) or 0
        url = url_for("RectificationView.list", only="to_write")
        lines += [(_("%(count)s to write", count=write), write, url)]
    measures = db.session.scalar(select(func.count(Measure.id)).where(to_carry_out())) or 0
    url = url_for("RectificationMeasureView.list", only="mine")
    lines += [(_("%(count)s measures to carry out", count=measures), measures, url)]
    total = sum(count for _text, count, _url in lines)
    shown = tuple((text, url) for text, count, url in lines if count)
    url = next((url for _text, count, url in lines if count), url_for("RectificationView.list"))
    return Card(_("Rectification reports"), total, url, "fa-clipboard-check", "warn" if total else "good", shown)


def _approvals() -> str:
    """Among all that waits for the person; by itself where that list isn't theirs to open."""
    if may("can_list", "ApprovalsView"):
        return url_for("ApprovalsView.list", kind="rectification")
    return url_for("RectificationView.waiting")


def to_write() -> ColumnElement[bool]:
    """Reports on the desk of the present user's own department."""
    actor = current_actor()
    own = RectificationReport.department_id == (actor.department_id if actor else None)
    return and_(RectificationReport.state.in_(WRITABLE), own)


def under_way() -> ColumnElement[bool]:
    """Measures of approved reports that somebody still has to carry out."""
    return and_(Measure.state == "planned", Measure.report.has(RectificationReport.state == "approved"))


def to_carry_out() -> ColumnElement[bool]:
    """Measures of approved reports that the present user has to carry out."""
    actor = current_actor()
    return and_(under_way(), Measure.owner_id == (actor.id if actor else 0))
