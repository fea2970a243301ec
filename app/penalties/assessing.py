"""A complaint's penalty rules with everything that they need to know about it."""

from dataclasses import dataclass
from datetime import datetime

from app.complaints.facts import facts_of, pack_for
from app.complaints.models import Complaint
from app.core.clock import local
from app.core.i18n import N_, Text
from app.core.money import Money
from app.penalties.payees import payee_of
from app.policy.charges import Penalty as Rule
from app.policy.pack import Pack
from app.policy.penalties import assess
from app.security import Person


@dataclass(frozen=True)
class Due:
    """What one rule comes to: `payee` None where it doesn't apply, or where nobody is there to pay."""

    rule: Rule
    amount: Money
    payee: Person | None
    month: str
    working: tuple[Text, ...]


def dues_of(complaint: Complaint, now: datetime) -> list[Due]:
    """Every penalty rule of the complaint's pack, line by line; `now` is the instant of the verdict."""
    pack, found = pack_for(complaint), []
    for each in assess(pack, facts_of(complaint)):
        if not each.owed:
            found.append(Due(each.rule, each.amount, None, "", each.working))
            continue
        payee = payee_of(complaint, each.rule.payee)
        month = month_of(complaint.received_at if each.rule.month_of == "receipt" else now)
        lines = (*each.working, *payee.working, _month(pack, each.rule, month))
        found.append(Due(each.rule, each.amount, payee.person, month, lines))
    return found


def month_of(instant: datetime) -> str:
    """The payroll's month, "2026-11", on the wall clock."""
    return f"{local(instant):%Y-%m}"


def _month(pack: Pack, rule: Rule, month: str) -> Text:
    of = N_("Month of the receipt: %(month)s (%(cite)s)")
    if rule.month_of == "verdict":
        of = N_("Month of the verdict: %(month)s (%(cite)s)")
    return Text(of, {"month": month, "cite": pack.cite(rule.month_clause)})
