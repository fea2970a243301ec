"""Penalties on the complaint's page: what each rule of the pack comes to, and where nothing is due, why not."""

from dataclasses import dataclass

from sqlalchemy import select

from app.complaints.models import Complaint
from app.complaints.sections import Section
from app.core import clock
from app.core.i18n import N_, Text
from app.extensions import db
from app.penalties.appeals.standing import appeals_against
from app.penalties.appeals.words import STATES as APPEAL_STATES
from app.penalties.assessing import VERDICT, Due, dues_of
from app.penalties.lateness import lateness_dues
from app.penalties.models import KINDS, STATES, Penalty
from app.penalties.standing import standing
from app.penalties.why import why_of
from app.rulebook.why import Why, facts_held, why
from app.security import current_actor, may


@dataclass(frozen=True)
class Line:
    """A penalty, or a rule that came to nothing (`penalty` None), with its working."""

    heading: Text
    penalty: Penalty | None
    working: tuple[Text, ...]
    why: Why


def penalty_section(complaint: Complaint) -> Section | None:
    """What there is, and from the verdict or a breach on what isn't and why, for those who may see penalties; payroll
    sees the confirmed ones."""
    all_of_them = current_actor() is None or may("can_show", "PenaltyView")
    if not (all_of_them or may("can_list", "PayrollView")):
        return None
    mine = select(Penalty).where(Penalty.complaint_id == complaint.id).order_by(Penalty.id)
    if not all_of_them:
        mine = mine.where(Penalty.state == "confirmed")
    lines = [_entry(penalty) for penalty in db.session.scalars(mine)]
    lines += _nothing_due(complaint) if all_of_them else []
    blocks = tuple((line.heading, *line.working) for line in lines)
    whys = tuple(line.why for line in lines)
    if not lines:
        return None
    appeals = appeals_against([line.penalty.id for line in lines if line.penalty is not None])
    context = {"lines": lines, "states": STATES, "appeals": appeals, "appeal_states": APPEAL_STATES}
    return Section("penalties/section.html", context, blocks, whys)


def _entry(penalty: Penalty) -> Line:
    said = {
        "no": penalty.no,
        "kind": Text(KINDS[penalty.kind]),
        "amount": str(penalty.amount),
        "payee": penalty.payee.full_name,
        "month": penalty.month,
    }
    heading = Text(N_("%(kind)s %(no)s: %(amount)s, %(payee)s, %(month)s"), said)
    return Line(heading, penalty, tuple(Text.from_json(line) for line in penalty.working), why_of(penalty))


def _nothing_due(complaint: Complaint) -> list[Line]:
    there = {(penalty.occasion, penalty.rule) for penalty in standing(complaint.id)}
    found = lateness_dues(complaint, clock.now())
    if complaint.verdict_at is not None:
        found = [(VERDICT, due) for due in dues_of(complaint, complaint.verdict_at)] + found
    return [
        _nothing(complaint, due)
        for occasion, due in found
        if due.payee is None and (occasion, due.rule.code) not in there
    ]


def _nothing(complaint: Complaint, due: Due) -> Line:
    none = N_("No reward: %(rule)s") if due.rule.kind == "reward" else N_("No penalty: %(rule)s")
    heading = Text(none, {"rule": due.rule.label.text()})
    facts = facts_held(due.working)
    reason = why(heading, complaint.pack_version_id, due.rule.clause, facts=facts, working=due.working)
    return Line(heading, None, due.working, reason)
