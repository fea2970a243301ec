"""Grading a complaint: severity, the clause it comes from, and the lines that explain it."""

from dataclasses import dataclass
from typing import Literal

from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.policy.conditions import Facts, explain, field_named, holds, in_words, rows
from app.policy.pack import Pack
from app.policy.parts import BRIEF, Behaviour, ComplaintKind, Severity, SeverityRule, SeverityRules

UNGRADED = "ungraded"
"""What a complaint is whose pack lays down no grades for its kind."""
_ORDER: tuple[Severity, ...] = ("minor", "moderate", "major")


_Decided = tuple[Severity | Literal["ungraded"], str, list[Text]]


@dataclass(frozen=True)
class Grade:
    """A severity, or that there is none, and why. It is provisional until the complaint is found true (`confirmed`)."""

    kind: ComplaintKind
    severity: Severity | Literal["ungraded"]
    clause: str
    working: tuple[Text, ...]
    provisional: bool


def grade(pack: Pack, facts: Facts) -> Grade:
    """The grade under the pack.

    Facts: kind, and for business loss_fen, claim_fen, complaint_count, severe_dissatisfaction; for attitude behaviours
    (codes); confirmed. A fact that is missing counts as not known. A pack without grades for the kind leaves it
    ungraded. Raises Invalid for an unknown kind or behaviour.
    """
    kind, rules = facts.get("kind"), pack.severity
    if kind not in ("business", "attitude"):
        raise Invalid.field("kind", N_("Choose business or attitude."))
    if rules is None or not (rules.business if kind == "business" else rules.behaviours or rules.without_behaviour):
        return Grade(kind, UNGRADED, BRIEF, (Text(N_("The policy lays down no grades for this kind")),), False)
    decide = _business if kind == "business" else _attitude
    severity, clause, working = decide(pack, rules, pack.facts(facts))
    if severity == UNGRADED:
        return Grade(kind, severity, clause, tuple(working), False)
    provisional = facts.get("confirmed") is not True
    if provisional:
        working.append(Text(N_("Provisional: the complaint has not been found true yet")))
    return Grade(kind, severity, clause, tuple(working), provisional)


def _business(pack: Pack, severity: SeverityRules, facts: Facts) -> _Decided:
    """The first rule that holds, the last one holding always (`checks`)."""
    rules = severity.business
    number, rule = next((number, rule) for number, rule in enumerate(rules) if holds(rule.when, facts))
    passed = rules[:number]
    working = [Text(N_("Not %(severity)s: its conditions don't hold"), {"severity": _name(pack, it)}) for it in passed]
    if rule.when is None:
        working += [_fact(pack, name, facts) for name in _asked(passed)]
    else:
        working += explain(rule.when, facts, pack.switch_names)
    return rule.severity, rule.clause, [*working, _verdict(pack, rule)]


def _attitude(pack: Pack, severity: SeverityRules, facts: Facts) -> _Decided:
    """The worst of the behaviours; among equals the first in the pack's order."""
    observed = set(facts.get("behaviours") or ())
    seen = [behaviour for behaviour in severity.behaviours if behaviour.code in observed]
    if unknown := observed - {behaviour.code for behaviour in seen}:
        reason = N_("The policy pack has no behaviour %(codes)s.")
        raise Invalid.field("behaviours", reason, codes=", ".join(sorted(unknown)))
    if not seen:
        rule = severity.without_behaviour
        if rule is None:
            reason = N_("No behaviour is recorded, and the policy doesn't say how to grade such a complaint")
            return UNGRADED, BRIEF, [Text(reason)]
        return rule.severity, rule.clause, [Text(N_("No behaviour is recorded")), _verdict(pack, rule)]
    working = [_behaviour(pack, behaviour) for behaviour in seen]
    worst = max(seen, key=lambda behaviour: _ORDER.index(behaviour.severity))
    if len(seen) > 1:
        working.append(Text(N_("The worst behaviour decides")))
    return worst.severity, worst.clause, [*working, _verdict(pack, worst)]


def _asked(passed: tuple[SeverityRule, ...]) -> list[str]:
    """The fields that the rules ask for, each once."""
    return list(dict.fromkeys(row.field for rule in passed for row in rows(rule.when)))


def _fact(pack: Pack, name: str, facts: Facts) -> Text:
    about = field_named(name)
    assert about is not None, "the rows were checked"
    label = pack.switch_names.get(name, Text(about.label))
    return Text(N_("%(field)s: %(fact)s"), {"field": label, "fact": in_words(about, facts.get(about.fact))})


def _behaviour(pack: Pack, observed: Behaviour) -> Text:
    cite, severity = pack.cite(observed.clause), _name(pack, observed)
    params = {"behaviour": observed.label.text(), "severity": severity, "cite": cite}
    return Text(N_("%(behaviour)s: %(severity)s (%(cite)s)"), params)


def _verdict(pack: Pack, rule: SeverityRule | Behaviour) -> Text:
    return Text(N_("So it is %(severity)s (%(cite)s)"), {"severity": _name(pack, rule), "cite": pack.cite(rule.clause)})


def _name(pack: Pack, rule: SeverityRule | Behaviour) -> Text:
    return pack.level(rule.severity).label.text()
