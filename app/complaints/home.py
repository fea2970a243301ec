"""What waits for the present user, on the first page after login."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from app.complaints.models import Complaint
from app.complaints.states import VERBS
from app.complaints.verdict import judged_by
from app.core.i18n import N_
from app.extensions import db
from app.security import current_actor, may
from app.web import Card

_WAITING = {
    "accept": N_("to be accepted"),
    "dispatch": N_("to be given to a department"),
    "investigate": N_("to be looked into"),
    "propose": N_("wait for a proposal"),
    "agree": N_("to be put to the customer"),
    "carry_out": N_("to be carried out"),
    "close": N_("to be closed"),
}
"""The step of the usual way that a complaint waits for; its source state says which complaints do."""


def awaited_states() -> dict[str, str]:
    """The states whose next step the present user may take, and what complaints in them wait for."""
    return {VERBS[code].sources[0]: words for code, words in _WAITING.items() if may(f"can_{code}", "ComplaintView")}


def to_judge() -> ColumnElement[bool]:
    """What the present user has to judge: looked into, and no verdict yet. The verb itself asks `may_judge`."""
    ready = (Complaint.verdict == "pending", Complaint.state.in_(VERBS["verdict"].sources[1:]))
    return and_(*ready, judged_by(current_actor()))


def judging() -> Card | None:
    """Complaints that wait for the user's verdict."""
    if not may("can_verdict", "ComplaintView") or not may("can_list", "ComplaintView"):
        return None
    count = db.session.scalar(select(func.count(Complaint.id)).where(to_judge())) or 0
    url = url_for("ComplaintView.list", only="to_judge")
    return Card(_("Complaints to be judged"), count, url, "fa-gavel", "warn" if count else "good")


def waiting() -> Card | None:
    """Complaints within reach whose next step the user may take."""
    mine = awaited_states()
    if not mine or not may("can_list", "ComplaintView"):
        return None
    counted = select(Complaint.state, func.count(Complaint.id)).where(Complaint.state.in_(mine))
    counts = {row[0]: row[1] for row in db.session.execute(counted.group_by(Complaint.state))}
    lines = tuple(
        (f"{counts[state]} {_(words)}", url_for("ComplaintView.list", _flt_1_state=state))
        for state, words in mine.items()
        if state in counts
    )
    total = sum(counts.values())
    tone = "warn" if total else "good"
    url = url_for("ComplaintView.list", only="waiting")
    return Card(_("Complaints that wait for you"), total, url, "fa-bullhorn", tone, lines)
