"""Reports among what waits for a person's decision."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.approvals import Kind, Line
from app.deadlines import running_of
from app.rectifications import page
from app.rectifications.approval import waiting_for
from app.rectifications.models import RectificationReport
from app.rectifications.words import MEASURE_STATES


def _line(report: RectificationReport) -> Line:
    author = report.submitted_by.full_name if report.submitted_by else ""
    about = " · ".join(filter(None, (str(report.department), report.complaint.category.label, author)))
    due = next((row.due_at for row in running_of(report)), None)
    return Line(report.no, about, report.submitted_at, due)


def _facts(report: RectificationReport) -> dict[str, Any]:
    return {"report": report, "sections": page.sections_of(report, report.sections), "measure_states": MEASURE_STATES}


REPORTS = Kind(
    "rectification",
    _l("Rectification reports"),
    "RectificationView",
    ("approve", "return"),
    waiting_for,
    _line,
    "rectifications/decision.html",
    _facts,
    one=_l("Rectification report"),
)
