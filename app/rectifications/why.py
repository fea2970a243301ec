"""依据 of a report: the rule that asks for it, held against what the complaint is."""

from app.complaints.facts import facts_of
from app.core.i18n import N_, Text
from app.policy.conditions import describe, holds, rows
from app.rectifications.models import RectificationReport
from app.rulebook import pack_of
from app.rulebook.why import Why, facts_held, why


def why_owed(report: RectificationReport) -> Why:
    """The clause, and each row of its condition with the fact that it is held against."""
    pack = pack_of(report.pack_version_id)
    rule, facts = pack.rectification, pack.facts(facts_of(report.complaint))
    asked = [] if rule is None else list(rows(rule.when))
    working = [
        Text(
            N_("Holds: %(row)s") if holds(row, facts) else N_("Does not hold: %(row)s"),
            {"row": describe(row, facts, pack.switch_names)},
        )
        for row in asked
    ]
    subject = Text(N_("Rectification report %(no)s"), {"no": report.no})
    return why(subject, report.pack_version_id, report.clause, facts=facts_held(working), working=working)
