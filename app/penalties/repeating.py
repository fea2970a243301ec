"""A repeat is confirmed or refused after the penalty was: what was laid on somebody is reckoned anew.

What nobody has decided yet is exchanged. What was confirmed may have been paid: it gets a counter-entry, and the new
amount is proposed, for a person to confirm, in the month of the comparison.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint, Misconduct
from app.core.i18n import N_, Text
from app.extensions import db
from app.penalties.appeals.standing import settled_on_appeal
from app.penalties.assessing import Due, Happened, dues, judged, misbehaved, month_of
from app.penalties.lateness import dropped_rules, late_occasions
from app.penalties.models import Penalty
from app.penalties.payees import Payee, as_it_fell
from app.penalties.standing import standing
from app.penalties.workflow import propose, undo
from app.policy.charges import Penalty as Rule

_GROUND = N_("Reckoned anew, for it was compared with other complaints: this undoes %(no)s of %(amount)s")
_ANEW = N_(
    "Reckoned anew, for it was compared with other complaints: it repeats %(count)s earlier ones, %(previous)s until "
    "then; this takes the place of %(nos)s of %(amount)s"
)


def follow_repeats(complaint: Complaint, *, previous: int, actor: Any | None, now: datetime) -> None:
    """Inside the comparison: every verdict, missed deadline and misconduct of the complaint is held against the rules
    again. Amounts that stay the same are left alone, and so is what a person dropped or an appeal has settled."""
    pack, facts = pack_for(complaint), facts_of(complaint)
    said = {"count": complaint.repeat_count, "previous": previous}
    for happened in _occasions(complaint, now):
        fixed = dropped_rules(complaint, happened.key)
        fixed |= {rule for rule, _payee in settled_on_appeal(complaint.id, happened.key)}
        there = standing(complaint.id, happened.key)
        for rule in pack.penalties:
            if rule.on != happened.occasion.on or rule.code in fixed:
                continue
            rows = [row for row in there if row.rule == rule.code]
            only = pack.model_copy(update={"penalties": (rule,)})
            found = dues(only, facts, _with_payees(happened, rule, rows))
            _exchange(complaint, happened.key, rows, found, said=said, actor=actor, now=now)


def _occasions(complaint: Complaint, now: datetime) -> Iterator[Happened]:
    if complaint.verdict != "pending":
        yield judged(complaint, complaint.verdict_at or now)
    yield from late_occasions(complaint, now)
    recorded = (Misconduct.complaint_id == complaint.id, Misconduct.withdrawn_at.is_(None))
    for record in db.session.scalars(select(Misconduct).where(*recorded).order_by(Misconduct.id)).all():
        yield misbehaved(complaint, record)


def _with_payees(happened: Happened, rule: Rule, rows: list[Penalty]) -> Happened:
    """What fell to somebody still does, whoever leads the department by now."""
    roles = [share.to for share in rule.payees]
    if len(rows) != len(roles):
        return happened
    whose: dict[str, Payee] = {role: as_it_fell(row) for role, row in zip(roles, rows, strict=True)}
    return replace(happened, payee=lambda role: whose[role])


def _exchange(
    complaint: Complaint,
    occasion: str,
    rows: list[Penalty],
    found: list[Due],
    *,
    said: dict[str, Any],
    actor: Any | None,
    now: datetime,
) -> None:
    owed = [due for due in found if due.payee is not None]
    if sorted(row.amount.fen for row in rows) == sorted(due.amount.fen for due in owed):
        return
    paid = any(row.state == "confirmed" for row in rows)
    for row in rows:
        undo(row, ground=Text(_GROUND), actor=actor, now=now)
    lines = [_anew(rows, said)] if rows else []
    if paid:
        lines.append(Text(N_("Month of the comparison: %(month)s"), {"month": month_of(now)}))
    for due in owed:
        month = month_of(now) if paid else due.month
        anew = replace(due, month=month, working=(*due.working, *lines))
        propose(anew, occasion, complaint.pack_version_id, complaint=complaint, actor=actor, now=now)


def _anew(rows: list[Penalty], said: dict[str, Any]) -> Text:
    amount = "、".join(str(row.amount) for row in rows)
    return Text(_ANEW, said | {"nos": "、".join(row.no for row in rows), "amount": amount})
