"""Severity. A grade is the pack's, never a person's: new facts are entered and graded again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.complaints import clocks
from app.complaints.facts import facts_of, pack_for
from app.complaints.intake import Intake, check_intake
from app.complaints.models import Complaint
from app.complaints.states import allows
from app.complaints.step import require_reach, taking, verb
from app.core.errors import Refused
from app.core.i18n import N_
from app.customfields import fill, records_asked
from app.policy.severity import grade

AMENDABLE = tuple(name for name in Intake.__annotations__ if name != "channel")
_FILES = (("customer_id", "contact_id"), ("waybill_id",))


def grade_by_pack(complaint: Complaint) -> bool:
    """Write severity, clause and working as the complaint's own pack has them. Returns whether the grade changed."""
    before = complaint.severity
    found = grade(pack_for(complaint), facts_of(complaint))
    complaint.severity = found.severity
    complaint.severity_clause = found.clause
    complaint.severity_working = [line.to_json() for line in found.working]
    complaint.severity_provisional = found.provisional
    return before != found.severity


def amend(
    complaint: Complaint, *, actor: Any | None, now: datetime, version: int | None = None, note: str = "", **facts: Any
) -> None:
    """Correct or complete the facts (see AMENDABLE); grades again. Raises Invalid.

    `version`: the one that was on the screen; raises Refused when the complaint has changed since.
    """
    require_reach(complaint)
    values = check_amended(complaint, facts, now)
    _amend(complaint, values=values, seen=version, actor=actor, now=now, note=note)


def check_amended(complaint: Complaint, facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The complaint's facts with these put instead, as columns. Raises Invalid with all faults."""
    present = {name: getattr(complaint, name) for name in AMENDABLE}
    asked = {name: value for name, value in facts.items() if name in AMENDABLE}
    # Files that the actor may not reach stay as they are; newly named ones are looked up in the actor's scope.
    kept = {}
    for together in _FILES:
        if all(str(asked.get(name, present[name]) or "") == str(present[name] or "") for name in together):
            kept |= {name: present[name] for name in together}
    told = {"channel": complaint.channel, **present, **asked}
    return check_intake(told, pack_for(complaint), now, kept)


@verb
def _amend(
    complaint: Complaint, *, values: dict[str, Any], seen: int | None, actor: Any | None, now: datetime, note: str
) -> None:
    current = complaint.version
    with taking(complaint, "amend", actor=actor, now=now, note=note) as facts:
        if complaint.version != current + 1 or seen not in (None, current):
            raise Refused(N_("Somebody else has changed this complaint meanwhile. Please look at it again."))
        changed = [
            name
            for name, value in values.items()
            if getattr(complaint, name) != value and (value or getattr(complaint, name))
        ]
        for name in changed:
            setattr(complaint, name, values[name])
        # Names only: what was corrected may be personal data, and the history is kept for ever.
        facts["changed"] = changed
        grade_again(complaint, facts, actor, now)


@verb
def regrade(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """Grade by the facts as they stand now, confirmed repeats included."""
    with taking(complaint, "regrade", actor=actor, now=now, note=note) as facts:
        grade_again(complaint, facts, actor, now)


@verb
def fill_in(complaint: Complaint, *, actor: Any | None, now: datetime, **own: Any) -> None:
    """Fill in custom fields, by column; graded again where the pack asks for one of them. Raises Refused."""
    if not allows("amend", complaint.state):
        raise Refused(N_("The facts of this complaint can't be changed any more."))
    fill(complaint, own, actor=actor, now=now)
    pack = pack_for(complaint)
    if "complaint" not in records_asked(pack.asked) or not allows("regrade", complaint.state):
        return
    if grade(pack, facts_of(complaint)).severity != complaint.severity:
        regrade(complaint, actor=actor, now=now)


def grade_again(complaint: Complaint, facts: dict[str, Any], actor: Any | None, now: datetime) -> None:
    """Inside a verb: by the facts as they are now; what is still to come moves with the grade."""
    before = complaint.severity
    if grade_by_pack(complaint):
        facts["severity"] = {"from": before, "to": complaint.severity}
        clocks.regraded(complaint, actor=actor, now=now)
