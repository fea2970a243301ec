"""The report on its complaint's page, or why there is none."""

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.sections import Section
from app.core.i18n import N_, Text
from app.deadlines import explain, of_owner, why_of, whys_of
from app.rectifications.models import RectificationReport
from app.rectifications.opening import owes_report, report_of
from app.rectifications.states import STATES
from app.rectifications.why import why_owed
from app.rectifications.words import MEASURE_STATES
from app.security import may
from app.web.show import said

TONES = {"open": "warn", "submitted": "info", "returned": "bad", "approved": "info", "verified": "good"}


def section(complaint: Complaint) -> Section | None:
    """Nothing before the verdict."""
    if complaint.verdict == "pending":
        return None
    report = report_of(complaint)
    if report is not None:
        context = {
            "report": report,
            "states": STATES,
            "tones": TONES,
            "measure_states": MEASURE_STATES,
            "linked": may("can_show", "RectificationView"),
            "deadlines": [(each, why_of(each)) for each in of_owner(report)],
            "owed": why_owed(report),
        }
        return Section("rectifications/section.html", context, _lines(report), (*whys_of(report), why_owed(report)))
    if complaint.verdict != "sustained" or owes_report(complaint):
        return None
    why = _why_none(complaint)
    return Section("rectifications/section.html", {"report": None, "why": said(why)}, ((why,),))


def _why_none(complaint: Complaint) -> Text:
    pack = pack_for(complaint)
    if pack.rectification is None:
        return Text(N_("No rectification report: the policy asks for none."))
    cite = pack.cite(pack.rectification.clause)
    if complaint.department_id is None or complaint.liable_party not in (None, "department"):
        return Text(N_("No rectification report: none of our departments is liable. %(cite)s"), {"cite": cite})
    return Text(
        N_("No rectification report: it follows only from business complaints through the 400 line. %(cite)s"),
        {"cite": cite},
    )


def _lines(report: RectificationReport) -> tuple[tuple[Text, ...], ...]:
    head = Text(N_("Rectification report %(no)s: %(state)s"), {"no": report.no, "state": Text(STATES[report.state])})
    return ((head,), *(tuple(explain(deadline)) for deadline in of_owner(report)))
