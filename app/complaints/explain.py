"""Everything that was decided about a complaint, with its working, as plain lines: `python run.py explain`."""

from flask_babel import gettext
from sqlalchemy import select

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.sections import sections_of
from app.complaints.states import STATES
from app.complaints.words import SEVERITIES
from app.core.errors import NotFound
from app.core.i18n import N_, Text, show
from app.deadlines import explain, of_owner
from app.extensions import db


def explain_text(number: str) -> str:
    """The grade line by line, then each deadline segment by segment, with clauses; in the present language.

    Raises NotFound where there is no such complaint within reach.
    """
    complaint = db.session.scalar(select(Complaint).where(Complaint.no == number.strip().upper()))
    if complaint is None:
        raise NotFound(N_("There is no complaint %(number)s."), number=number)
    parts = [_grade(complaint), *(explain(deadline) for deadline in of_owner(complaint))]
    parts += [list(block) for section in sections_of(complaint) for block in section.lines]
    return "\n\n".join("\n".join(_lines(part)) for part in parts)


def _grade(complaint: Complaint) -> list[Text]:
    pack = pack_for(complaint)
    head = Text(
        N_("%(number)s, %(state)s: %(severity)s. %(cite)s, version %(version)s"),
        {
            "number": complaint.no,
            "state": Text(STATES[complaint.state]),
            "severity": Text(SEVERITIES[complaint.severity]),
            "cite": pack.cite(complaint.severity_clause),
            "version": pack.version,
        },
    )
    return [head, *(Text.from_json(line) for line in complaint.severity_working)]


def _lines(part: list[Text]) -> list[str]:
    first, *rest = (show(line, gettext) for line in part)
    return [first, *(f"  {line}" for line in rest)]
