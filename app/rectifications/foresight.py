"""Whether a complaint that is being registered will need a rectification report, should it be found true."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.complaints.models import Complaint
from app.complaints.preview import Coming
from app.core.i18n import N_, Text
from app.deadlines import Deadline
from app.policy.conditions import holds
from app.policy.pack import Pack


def report_to_come(
    complaint: Complaint, pack: Pack, facts: Mapping[str, Any], running: list[Deadline]
) -> Iterator[Coming]:
    """By the same condition as after the verdict, with the facts as a verdict against the department makes them."""
    rule, found_true = pack.rectification, {"confirmed": True, "liable_party": "department"}
    if rule is not None and holds(rule.when, pack.facts({**facts, **found_true})):
        yield Coming(Text(N_("If found true: a rectification report by the department")), pack.cite(rule.clause))
