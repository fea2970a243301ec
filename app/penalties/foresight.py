"""What a complaint that is being registered will cost, should it be found true."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.complaints.models import Complaint
from app.complaints.preview import Coming
from app.core.i18n import N_, Text
from app.deadlines import Deadline
from app.policy.pack import Pack
from app.policy.penalties import assess


def cost_to_come(
    complaint: Complaint, pack: Pack, facts: Mapping[str, Any], running: list[Deadline]
) -> Iterator[Coming]:
    """As after a verdict against the department. What grows with earlier cases is told from its first figure on."""
    for each in assess(pack, {**facts, "confirmed": True, "liable_party": "department"}):
        if each.owed:
            params = {"rule": each.rule.label.text(), "amount": str(each.amount)}
            yield Coming(Text(N_("If found true: %(rule)s, %(amount)s"), params), pack.cite(each.rule.clause))
