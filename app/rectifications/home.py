"""What waits for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

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
        lines += [(_("%(count)s to approve", count=decide), decide, url_for("RectificationView.waiting"))]
    if may("can_edit", "RectificationView"):
        mine = (RectificationReport.state.in_(WRITABLE), RectificationReport.department_id == actor.department_id)
        write = db.session.scalar(select(func.count(RectificationReport.id)).where(*mine)) or 0
        url = url_for("RectificationView.list", _flt_0_department_id=actor.department_id or "")
        lines += [(_("%(count)s to write", count=write), write, url)]
    mine = (Measure.state == "planned", Measure.owner_id == actor.id, RectificationReport.state == "approved")
    carry_out = select(func.count(Measure.id)).join(RectificationReport).where(*mine)
    measures = db.session.scalar(carry_out) or 0
    url = url_for("RectificationMeasureView.list")
    lines += [(_("%(count)s measures to carry out", count=measures), measures, url)]
    total = sum(count for _text, count, _url in lines)
    shown = tuple((text, url) for text, count, url in lines if count)
    url = url_for("RectificationView.list")
    return Card(_("Rectification reports"), total, url, "fa-clipboard-check", "warn" if total else "good", shown)
