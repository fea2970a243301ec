"""The written notice that a complaint ends with: what was found, what was done, whether it was justified."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.complaints.models import Complaint, Proposal
from app.complaints.remedies import remedy_label
from app.complaints.words import VERDICTS
from app.core.clock import local_day
from app.web.show import said


def closing_text(complaint: Complaint, proposal: Proposal | None) -> str:
    """The notice in the complainant's language, to be sent, read out or printed; staff may word it differently."""
    with force_locale(complaint.language):
        lines = [
            _("Dear %(name)s,", name=complaint.complainant),
            _(
                "this is our answer to your complaint %(no)s of %(day)s (%(title)s).",
                no=complaint.no,
                day=local_day(complaint.received_at).isoformat(),
                title=complaint.title,
            ),
        ]
        if complaint.findings:
            lines.append(_("What we found: %(findings)s", findings=complaint.findings))
        if proposal is not None and proposal.outcome == "agreed":
            lines.append(_("What we agreed with you and have done: %(remedy)s.", remedy=_remedy(proposal)))
        if proposal is not None and proposal.outcome == "imposed":
            lines.append(_("What we have done upon our verdict: %(remedy)s.", remedy=_remedy(proposal)))
        if complaint.verdict != "pending":
            lines.append(_("Our verdict: %(verdict)s.", verdict=_(VERDICTS[complaint.verdict])))
        if complaint.verdict == "dismissed":
            lines.append(complaint.explanation)
        lines.append(_("If anything is still open, please call us and name the number of your complaint."))
    return "\n".join(lines)


def _remedy(proposal: Proposal) -> str:
    parts = [said(remedy_label(proposal.complaint, proposal.remedy)), proposal.text]
    if proposal.amount:
        parts.append(str(proposal.amount))
    return _(", ").join(parts)
