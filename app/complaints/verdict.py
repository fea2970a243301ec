"""成立 / 不成立: whether a complaint is found true, who is liable, and why. It stands beside the complaint's state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, select, true

from app.complaints import clocks, notices
from app.complaints.dismissals import DISMISSALS
from app.complaints.facts import facts_of, pack_for, statement_clock
from app.complaints.grading import grade_again
from app.complaints.models import Complaint
from app.complaints.step import NOTE_LIMIT, require_reach, taking, verb
from app.complaints.words import DECISIONS, PARTIES
from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_
from app.customers.checks import Checks
from app.extensions import db
from app.org.models import Carrier, Department

EXPLANATION_LIMIT = 4_000
Listener = Callable[..., None]
_listeners: list[Listener] = []


def register_verdict_listener(listener: Listener) -> Listener:
    """`listener(complaint, *, previous, actor, now)` is called inside the verdict's transaction, after each verdict.

    `previous` is the verdict before: pending, sustained or dismissed. A verdict can be given again with the same
    result, when somebody else turns out to be liable; a listener then finds `previous == complaint.verdict`.
    """
    _listeners.append(listener)
    return listener


def verdict(
    complaint: Complaint,
    *,
    verdict: str,
    party: str | None = None,
    carrier_id: int | None = None,
    reason: str,
    dismissal: str | None = None,
    explanation: str = "",
    version: int | None = None,
    actor: Any | None,
    now: datetime,
) -> None:
    """Find the complaint true or not, say who is liable and why; grades again. Can be given anew, which reverses it.

    `party` is one of PARTIES, `carrier_id` required when it is the carrier; a dismissed complaint needs the
    `explanation` that the customer gets and may have a `dismissal`, one of DISMISSALS. `version` is the one that the
    page showed. Raises Invalid; NotAllowed for who doesn't judge this kind; Refused when the complaint has changed
    since, or the statement is still awaited.
    """
    require_reach(complaint)
    checks = Checks()
    checks.choice("verdict", verdict, DECISIONS)
    checks.choice("party", party, PARTIES)
    if verdict == "dismissed" and party in ("department", "carrier"):
        checks.refuse("party", N_("Dismissed, but somebody on our side is liable? Then it is sustained."))
    why = checks.entry("dismissal", dismissal, DISMISSALS, complaint.dismissal)
    carrier = checks.row("carrier_id", Carrier, carrier_id, required=party == "carrier")
    values = {
        "verdict": verdict,
        "liable_party": party,
        "liable_carrier_id": carrier.id if carrier and party == "carrier" else None,
        "dismissal": why if verdict == "dismissed" else None,
        "verdict_reason": checks.text("reason", reason, limit=NOTE_LIMIT, required=True),
        "explanation": checks.text(
            "explanation", explanation, limit=EXPLANATION_LIMIT, required=verdict == "dismissed"
        ),
    }
    checks.done()
    _judge(complaint, values=values, seen=version, actor=actor, now=now)


@verb
def _judge(complaint: Complaint, *, values: dict[str, Any], seen: int | None, actor: Any | None, now: datetime) -> None:
    _check_judge(complaint, actor)
    _check_statement(complaint, now)
    previous, reason = complaint.verdict, values["verdict_reason"]
    unchanged = Complaint.version == (complaint.version if seen is None else seen)
    with taking(complaint, "verdict", actor=actor, now=now, note=reason, only_if=(unchanged,)) as facts:
        for name, value in values.items():
            setattr(complaint, name, value)
        complaint.verdict_at, complaint.verdict_by_id = now, actor.id if actor else None
        facts.update({"verdict": complaint.verdict, "party": complaint.liable_party, "previous": previous})
        grade_again(complaint, facts, actor, now)
    if complaint.verdict == "dismissed":
        notices.dismissed(complaint, now=now)
    for listener in _listeners:
        listener(complaint, previous=previous, actor=actor, now=now)


def may_judge(complaint: Complaint, actor: Any | None) -> bool:
    """Whether this person, beside the permission, is the one to judge this complaint.

    What the pack gives to administration (新邦 (六) 2(2)b: attitude complaints among ourselves) is judged by its
    people, and they judge nothing else; without such a department it falls to whoever may judge the rest.
    """
    if actor is None:
        return True
    paths, there = _administration(actor)
    return there == bool(paths and _administration_judges(complaint))


def judged_by(actor: Any | None) -> ColumnElement[bool]:
    """Which complaints are this person's to judge, as a condition for lists; by and large what `may_judge` says."""
    paths, there = _administration(actor)
    among_ourselves = and_(Complaint.kind == "attitude", Complaint.origin == "internal")
    return true() if not paths else among_ourselves if there else not_(among_ourselves)


def _administration(actor: Any | None) -> tuple[list[str], bool]:
    """Where administration sits in the tree, and whether this person belongs to it."""
    paths = list(db.session.scalars(select(Department.path).where(Department.kind == "administration")))
    mine = actor.department.path if actor is not None and actor.department is not None else ""
    return paths, any(mine.startswith(path) for path in paths)


def _administration_judges(complaint: Complaint) -> bool:
    pack, facts = pack_for(complaint), facts_of(complaint)
    ending = (clock for clock in pack.clocks if "verdict" in clock.stop and clock.owner == "administration")
    return any(clock.applies(pack.facts(facts)) for clock in ending)


def _check_judge(complaint: Complaint, actor: Any | None) -> None:
    if may_judge(complaint, actor):
        return
    if _administration_judges(complaint):
        raise NotAllowed(N_("An attitude complaint among ourselves is judged by administration."))
    raise NotAllowed(N_("Administration judges attitude complaints among ourselves only."))


def _check_statement(complaint: Complaint, now: datetime) -> None:
    """新邦 (六) 2(2)a: first the statement of the superior, then the verdict; who lets the time pass has no say."""
    asked = statement_clock(complaint)
    if asked is not None and not complaint.findings and clocks.is_open(complaint, asked.code, now):
        raise Refused(N_("The statement of the superior isn't there yet, and its time isn't up."))
