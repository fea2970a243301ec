"""The penalties that count: those of a case, and those that came before it. Nothing else counts cases."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from app.core.money import Money
from app.extensions import db
from app.penalties.models import CHARGES, Penalty
from app.policy.charges import Penalty as Rule
from app.policy.windows import window_start


def standing(complaint_id: int, occasion: str | None = None) -> list[Penalty]:
    """A complaint's penalties and rewards, proposed or confirmed, that no counter-entry has undone; of one occasion or
    of all."""
    mine = [Penalty.complaint_id == complaint_id, *_counts()]
    if occasion is not None:
        mine.append(Penalty.occasion == occasion)
    return list(db.session.scalars(select(Penalty).where(*mine).order_by(Penalty.id)))


def earlier_cases(rule: Rule, *, payee_id: int | None, department_id: int | None, at: datetime, but: set[int]) -> int:
    """How many cases of the rule lie in its window before a case at that instant. Shares of one case count once; `but`:
    the case's own rows, where it has some."""
    if rule.window is None:
        return 0
    whose = Penalty.payee_id == payee_id if rule.window.of == "payee" else Penalty.department_id == department_id
    # Of two in the same instant the one that was entered first is the earlier one, whenever it is asked.
    same_instant = Penalty.id < min(but) if but else true()
    before = or_(Penalty.occurred_at < at, and_(Penalty.occurred_at == at, same_instant))
    mine = [Penalty.rule == rule.code, whose, before, *_counts()]
    if (start := window_start(rule.window, at)) is not None:
        mine.append(Penalty.occurred_at >= start)
    if but:
        mine.append(Penalty.id.not_in(but))
    cases = select(Penalty.complaint_id, Penalty.occasion).where(*mine).distinct().subquery()
    return db.session.scalars(select(func.count()).select_from(cases)).one()


def already_due(rule: Rule, payee_id: int, month: str, but: set[int]) -> Money:
    """What somebody owes, or is owed, under the rule in a payroll month."""
    mine = [Penalty.rule == rule.code, Penalty.payee_id == payee_id, Penalty.month == month, *_counts()]
    if but:
        mine.append(Penalty.id.not_in(but))
    amounts = db.session.scalars(select(Penalty.amount).where(*mine))
    return sum((Money(abs(amount.fen)) for amount in amounts), Money())


def _counts() -> tuple[ColumnElement[bool], ...]:
    undone = select(Penalty.counter_of_id).where(Penalty.counter_of_id.is_not(None))
    return Penalty.kind.in_(CHARGES), Penalty.state != "cancelled", Penalty.id.not_in(undone)
