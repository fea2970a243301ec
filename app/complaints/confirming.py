"""核对: what was confirmed with the complainant, where the pack asks for it before some step or tells what to tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.complaints.facts import pack_for
from app.complaints.models import Complaint
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.policy.intake import CONFIRMATIONS
from app.policy.pack import Pack
from app.rulebook.wording import joined


@verb
def confirm(
    complaint: Complaint, *, confirmations: Sequence[str], note: str = "", actor: Any | None, now: datetime
) -> None:
    """Record what is confirmed by now, codes of CONFIRMATIONS; what is left out isn't any more. Raises Invalid."""
    checks = Checks()
    known = points_of(pack_for(complaint))
    if not isinstance(confirmations, list | tuple) or not all(code in known for code in confirmations):
        checks.refuse("confirmations", N_("There is no such choice."))
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "confirm", actor=actor, now=now, note=note) as facts:
        beyond = [code for code in complaint.confirmations if code not in known]  # read back though nobody asks for it
        complaint.confirmations = [*(code for code in known if code in confirmations), *beyond]
        points = [Text(CONFIRMATIONS[code]) for code in complaint.confirmations] or [Text(N_("nothing"))]
        facts.update({"points": joined(N_("%(first)s; %(rest)s"), points), "codes": complaint.confirmations})


def points_of(pack: Pack) -> dict[str, Text]:
    """What the pack asks to be confirmed, in any of its gates; and that the customer was told, where it says what."""
    asked = {code for gate in pack.gates for code in gate.confirmations} | ({"told"} if pack.tell else set())
    return {code: Text(words) for code, words in CONFIRMATIONS.items() if code in asked}
