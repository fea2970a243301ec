"""The complaint on paper: what it is about, its deadlines, what was decided, and every reason unfolded."""

from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.complaints import page
from app.complaints.dismissals import dismissal_word
from app.complaints.models import Complaint
from app.complaints.states import STATES
from app.complaints.timeline import timeline
from app.complaints.words import KINDS, PARTIES, SEVERITIES, VERDICTS
from app.core import clock
from app.deadlines.models import STANDINGS
from app.rulebook.why import on_paper
from app.web import printing
from app.web.show import NOTHING, money, said, when

LAYOUT = Path(__file__).parent / "complaint.typ"


def as_pdf(complaint: Complaint) -> bytes:
    """As it stands now, in the reader's language, on A4."""
    return printing.as_pdf(LAYOUT, data_of(complaint))


def data_of(complaint: Complaint) -> dict[str, Any]:
    """What the layout fills in."""
    return {
        "title": _("Complaint"),
        "no": complaint.no,
        "facts": _facts(complaint),
        "sections": [[label, text] for label, text in _sections(complaint) if text],
        "deadlines": {
            "title": _("Deadlines"),
            "head": [_("Deadline"), _("State"), _("Due"), _("Who"), _("Clause")],
            "rows": [_clock(each) for each in page.clocks_of(complaint)],
        },
        "timeline": {
            "title": _("Timeline"),
            "rows": [[when(entry.at), _happened(entry)] for entry in reversed(timeline(complaint))],
        },
        "whys": on_paper(page.whys_of_complaint(complaint)),
        "clause": said(page.why_graded(complaint).cite),
        "printed": _("Printed at %(time)s", time=when(clock.now())),
    }


def _facts(complaint: Complaint) -> list[list[str]]:
    return [
        [_("State"), _(STATES[complaint.state])],
        [_("Severity"), _(SEVERITIES[complaint.severity])],
        [_("Complaint kind"), _(KINDS[complaint.kind])],
        [_("Complaint category"), complaint.category.path_label],
        [_("Channel"), page.channel_label(complaint)],
        [_("Received at"), when(complaint.received_at)],
        [_("Responsible department"), str(complaint.department or NOTHING)],
        [_("Handler"), complaint.handler.full_name if complaint.handler else NOTHING],
        [_("Loss in yuan"), money(complaint.loss)],
        [_("Claim in yuan"), money(complaint.claim)],
    ]


def _sections(complaint: Complaint) -> list[tuple[str, str]]:
    judged = complaint.verdict != "pending"
    party = _(PARTIES[complaint.liable_party]) if complaint.liable_party else ""
    return [
        (_("What it is about"), complaint.description),
        (_("Observed behaviour"), page.behaviours_of(complaint)),
        (_("Findings"), complaint.findings),
        (_("Cause"), complaint.cause),
        (_("Verdict"), _(VERDICTS[complaint.verdict]) if judged else ""),
        (_("Who is liable"), party),
        (_("Reason for dismissal"), dismissal_word(complaint)),
        (_("Reason of the verdict"), complaint.verdict_reason),
        (_("Explanation to the customer"), complaint.explanation),
        (_("Notice to the customer"), complaint.closing_notice),
    ]


def _clock(each: page.Clock) -> list[str]:
    state = _(STANDINGS[each.row.standing])
    return [each.label, state, when(each.row.due_at), each.keeper or NOTHING, said(each.why.cite)]


def _happened(entry: Any) -> str:
    return "\n".join(filter(None, (entry.sentence, entry.note, *entry.more)))
