"""复核: what was done is looked at once more, where the policy wants that; a customer who isn't content is heard again.

配送公司 三3: the result is rechecked; where the complainant isn't satisfied it is investigated and answered anew.
"""

from datetime import datetime
from typing import Any

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.events import history_of


@verb
def recheck(complaint: Complaint, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """The matter is settled and the complainant content. Raises Invalid; Refused where the policy knows no recheck."""
    note = _checked(complaint, note, required=False)
    with taking(complaint, "recheck", actor=actor, now=now, note=note):
        pass


@verb
def reinvestigate(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """It isn't: back to the responsible department, with clocks that count from now on; `note` says what is wrong.

    Raises Invalid; Refused where the policy knows no recheck.
    """
    note = _checked(complaint, note, required=True)
    with taking(complaint, "reinvestigate", actor=actor, now=now, note=note):
        complaint.closed_at = None


def knows_recheck(complaint: Complaint) -> bool:
    """Whether the complaint's policy has this step."""
    return pack_for(complaint).recheck is not None


def require_recheck(complaint: Complaint) -> None:
    """Raises Refused, with the clause, where the policy wants a recheck first and there was none since the last end."""
    rule = pack_for(complaint).recheck
    if rule is None or complaint.state != "closed":
        return
    found = False
    for event in history_of(complaint):
        found = event.verb == "recheck" or (found and event.verb not in ("reinvestigate", "reopen"))
    if not found:
        raise Refused(
            N_("The result has to be rechecked first (%(cite)s)."), cite=pack_for(complaint).cite(rule.clause)
        )


def _checked(complaint: Complaint, note: str, *, required: bool) -> str:
    if not knows_recheck(complaint):
        raise Refused(N_("The policy of this complaint knows no recheck."))
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT, required=required)
    checks.done()
    return note
