"""The end, and the way back: close, archive, withdraw, reopen."""

from datetime import datetime
from typing import Any

from app.complaints import notices
from app.complaints.closing import closing_text
from app.complaints.models import Complaint
from app.complaints.proposals import current_proposal
from app.complaints.rechecking import require_recheck
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.checks import Checks

NOTICE_LIMIT = 8_000


@verb
def close(complaint: Complaint, *, notice: str = "", actor: Any | None, now: datetime) -> None:
    """Close with a written notice to the customer: what was found, what was done, who is liable.

    Without `notice` it is composed from the complaint. It is e-mailed where there is an address; it stays readable on
    the complaint, to be read out or printed. Raises Invalid.
    """
    notice = _text("notice", notice, limit=NOTICE_LIMIT) or closing_text(complaint, current_proposal(complaint))
    with taking(complaint, "close", actor=actor, now=now) as facts:
        complaint.closing_notice, complaint.closed_at = notice, now
        facts["notice_sent"] = bool(complaint.email)
    notices.closed(complaint, now=now)


@verb
def archive(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """Put it away; from here on it is only read. Raises Refused where the policy wants it rechecked first."""
    note = _text("note", note)
    require_recheck(complaint)
    with taking(complaint, "archive", actor=actor, now=now, note=note):
        pass


@verb
def withdraw(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """The customer takes the complaint back; `note` says why. Raises Invalid.

    Not after the verdict: nobody is to be talked out of a complaint that was found true. Raises Refused.
    """
    note = _text("note", note, required=True)
    if complaint.verdict != "pending":
        raise Refused(N_("There is a verdict already: this complaint can't be withdrawn any more."))
    with taking(complaint, "withdraw", actor=actor, now=now, note=note, only_if=(Complaint.verdict == "pending",)):
        complaint.closed_at = now


@verb
def reopen(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """The customer isn't content after all: back to accepted, with new clocks from now on. Raises Invalid."""
    note = _text("note", note, required=True)
    with taking(complaint, "reopen", actor=actor, now=now, note=note):
        complaint.closed_at = None


def _text(name: str, value: str, *, limit: int = NOTE_LIMIT, required: bool = False) -> str:
    checks = Checks()
    text = checks.text(name, value, limit=limit, required=required)
    checks.done()
    return text
