"""A case's penalty rules with everything that they need to know about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint, Misconduct
from app.core.clock import local
from app.core.i18n import N_, Text
from app.core.money import Money
from app.deadlines import Deadline
from app.org.models import Department
from app.penalties.payees import Payee, offender_of, payee_of
from app.penalties.standing import already_due, earlier_cases, standing
from app.policy.amounts import Occasion, Past
from app.policy.charges import Payee as PayeeRole
from app.policy.charges import Penalty as Rule
from app.policy.conditions import Facts
from app.policy.pack import Pack
from app.policy.penalties import Assessment, assess
from app.security import Person

VERDICT = "verdict"


@dataclass(frozen=True)
class Due:
    """What one rule comes to for one payee: `payee` None where it doesn't apply, or where nobody is there to pay.
    `amount` is what is taken: below zero for a reward."""

    rule: Rule
    amount: Money
    payee: Person | None
    month: str
    working: tuple[Text, ...]
    department: Department | None = None
    at: datetime | None = None
    approver: str = ""


@dataclass(frozen=True)
class Happened:
    """What the rules are held against: an occasion by its key, its instants, the facts, who has which role in it."""

    key: str
    occasion: Occasion
    at: datetime
    received_at: datetime | None
    complaint_id: int | None
    payee: Callable[[PayeeRole], Payee]


def dues_of(complaint: Complaint, now: datetime) -> list[Due]:
    """Every rule of the complaint's pack for verdicts, line by line; `now` is the instant of the verdict."""
    return dues(pack_for(complaint), facts_of(complaint), judged(complaint, now))


def judged(complaint: Complaint, now: datetime) -> Happened:
    """The verdict as what the rules are held against."""
    return Happened(
        VERDICT, Occasion(), now, complaint.received_at, complaint.id, lambda role: payee_of(complaint, role)
    )


def breach_dues(complaint: Complaint, deadline: Deadline, occasion: Occasion) -> list[Due]:
    """The same for a missed deadline."""
    return dues(pack_for(complaint), facts_of(complaint), missed(complaint, deadline, occasion))


def missed(complaint: Complaint, deadline: Deadline, occasion: Occasion) -> Happened:
    """A missed deadline, which happened when it was due."""
    return Happened(
        breach_key(deadline),
        occasion,
        deadline.due_at,
        complaint.received_at,
        complaint.id,
        lambda role: payee_of(complaint, role, deadline),
    )


def misconduct_dues(complaint: Complaint, record: Misconduct) -> list[Due]:
    """The same for recorded misconduct."""
    return dues(pack_for(complaint), facts_of(complaint), misbehaved(complaint, record))


def misbehaved(complaint: Complaint, record: Misconduct) -> Happened:
    """Recorded misconduct; the department is where it happened."""

    def payee(role: PayeeRole) -> Payee:
        if role == "offender":
            return offender_of(complaint, record)
        return payee_of(complaint, role, department=record.department)

    occasion = Occasion("misconduct", misconduct=record.code)
    return Happened(misconduct_key(record.id), occasion, record.recorded_at, complaint.received_at, complaint.id, payee)


def misconduct_key(record_id: int) -> str:
    """What penalties for recorded misconduct have as their occasion."""
    return f"misconduct:{record_id}"


def breach_key(deadline: Deadline) -> str:
    """What a missed deadline's penalties have as their occasion."""
    return f"deadline:{deadline.id}"


def dues(pack: Pack, facts: Facts, happened: Happened) -> list[Due]:
    """Every rule for such an occasion, a line for each payee. What is due already is reckoned as of when it was."""
    own = standing(happened.complaint_id, happened.key) if happened.complaint_id is not None else []

    def when(rule: Rule) -> datetime:
        return next((row.occurred_at for row in own if row.rule == rule.code), happened.at)

    def past(rule: Rule) -> Past:
        mine = {row.id for row in own if row.rule == rule.code}
        people = [happened.payee(share.to) for share in rule.payees]
        whose = {
            "payee_id": people[0].person.id if people[0].person else None,
            "department_id": people[0].department.id if people[0].department else None,
        }
        earlier = earlier_cases(rule, at=when(rule), but=mine, **whose)
        month = _month(rule, happened, when(rule))
        already = [already_due(rule, one.person.id, month, mine) if one.person else Money() for one in people]
        return Past(earlier, tuple(already))

    found = []
    for each in assess(pack, facts, happened.occasion, past):
        at = when(each.rule)
        if each.owed:
            found += _shares(pack, each, happened, at)
        else:
            found.append(_counted(pack, each, happened, at) if each.counts else _nothing(each, at))
    return found


def month_of(instant: datetime) -> str:
    """The payroll's month, "2026-11", on the wall clock."""
    return f"{local(instant):%Y-%m}"


def _nothing(each: Assessment, at: datetime) -> Due:
    return Due(each.rule, each.amount, None, "", each.working, at=at)


def _counted(pack: Pack, each: Assessment, happened: Happened, at: datetime) -> Due:
    """The first cases of a window that cost nothing are entered too, for a person to confirm: later ones count them."""
    payee, month = happened.payee(each.rule.payee), _month(each.rule, happened, at)
    lines = (*each.working, *payee.working, _month_line(pack, each.rule, month))
    by = each.approver.by if each.approver else ""
    return Due(each.rule, Money(), payee.person, month, lines, payee.department, at, by)


def _shares(pack: Pack, each: Assessment, happened: Happened, at: datetime) -> list[Due]:
    rule, month, by_person = each.rule, _month(each.rule, happened, at), {}
    for share, amount in zip(rule.payees, each.shares, strict=True):
        payee = happened.payee(share.to)
        signed = -amount if rule.kind == "reward" else amount
        lines = (*each.working, *payee.working, _month_line(pack, rule, month))
        by = each.approver.by if each.approver else ""
        due = Due(rule, signed, payee.person, month, lines, payee.department, at, by)
        key = payee.person.id if payee.person else -len(by_person)
        if amount and key in by_person:
            # One person in two roles pays once, what both come to.
            due = Due(rule, by_person[key].amount + signed, payee.person, month, lines, payee.department, at, by)
        if amount:
            by_person[key] = due
    return list(by_person.values())


def _month(rule: Rule, happened: Happened, at: datetime) -> str:
    if rule.month_of == "receipt" and happened.received_at is not None:
        return month_of(happened.received_at)
    return month_of(at)


def _month_line(pack: Pack, rule: Rule, month: str) -> Text:
    return Text(_MONTHS[rule.month_of], {"month": month, "cite": pack.cite(rule.month_clause)})


_MONTHS = {
    "event": N_("Month in which it happened: %(month)s (%(cite)s)"),
    "verdict": N_("Month of the verdict: %(month)s (%(cite)s)"),
    "receipt": N_("Month of the receipt: %(month)s (%(cite)s)"),
}
