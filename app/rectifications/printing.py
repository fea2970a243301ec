"""The paper form as PDF, and below it why it was asked for and each of its deadlines."""

from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.complaints.models import Complaint
from app.core import clock
from app.deadlines import whys_of
from app.rectifications import own_fields
from app.rectifications.causes import CAUSE, cause_word
from app.rectifications.drafting import boxes_asked
from app.rectifications.models import Measure, RectificationReport
from app.rectifications.states import STATES
from app.rectifications.why import why_owed
from app.rectifications.words import LABELS, MEASURE_STATES
from app.rulebook import cite
from app.rulebook.why import on_paper
from app.web import printing
from app.web.show import day, when

LAYOUT = Path(__file__).parent / "report.typ"


def as_pdf(report: RectificationReport) -> bytes:
    """The form as it stands now, in the reader's language, on A4."""
    return printing.as_pdf(LAYOUT, data_of(report))


def data_of(report: RectificationReport) -> dict[str, Any]:
    """What the layout fills in."""
    complaint = report.complaint
    texts = report.sections | {CAUSE: cause_word(report.cause)}
    return {
        "title": _("Complaint rectification report"),
        "no": report.no,
        "facts": [
            [_("Complaint no."), complaint.no],
            [_("Received at"), when(complaint.received_at)],
            [_("Complaint category"), complaint.category.path_label],
            [_("Responsible department"), report.department.name],
            [_("State"), _(STATES[report.state])],
            [_("Submitted at"), when(report.submitted_at)],
        ],
        "about": [_("What it is about"), _about(complaint)],
        "sections": [
            *([_(LABELS[code]), texts.get(code, "")] for code in boxes_asked(report)),
            *map(list, own_fields.rows_of(report)),
        ],
        "measures": {
            "title": _("Measures"),
            "head": [_("No."), _("Measure"), _("Owner"), _("Due"), _("Carried out"), _("Verified")],
            "rows": [_measure(row) for row in report.measures],
        },
        "signed": [
            [_("Written by"), _name(report.submitted_by or report.author), when(report.submitted_at)],
            [_("Decided by"), _name(report.decided_by), when(report.decided_at)],
            [_("Closed"), "", when(report.closed_at)],
        ],
        "whys": on_paper([*whys_of(report), why_owed(report)]),
        "clause": _("Basis: %(clause)s", clause=cite(report.pack_version_id, report.clause)),
        "printed": _("Printed at %(time)s", time=when(clock.now())),
    }


def _about(complaint: Complaint) -> str:
    """The title too, unless it is but the beginning of the description."""
    if complaint.description.startswith(complaint.title):
        return complaint.description
    return f"{complaint.title}\n{complaint.description}"


def _measure(row: Measure) -> list[str]:
    verified = f"{_name(row.verified_by)} {day(row.verified_at)}" if row.verified_at else _(MEASURE_STATES[row.state])
    done = f"{_name(row.done_by)} {day(row.done_at)}" if row.done_at else "—"
    return [str(row.no), row.text, _name(row.owner), day(row.due_on), done, verified]


def _name(person: Any) -> str:
    return person.full_name if person else "—"
