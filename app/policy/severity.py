"""Grading a complaint: severity, the clause it comes from, and the lines that explain it."""

from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.i18n import N_, Text
from app.policy.conditions import Facts, explain, field_named, holds, in_words, rows
from app.policy.pack import Pack
from app.policy.parts import Behaviour, ComplaintKind, Severity, SeverityRule

_ORDER: tuple[Severity, ...] = ("minor", "moderate", "major")


@dataclass(frozen=True)
class Grade:
    """A severity and why. It is provisional until the complaint is found true (fact `confirmed`)."""

    kind: ComplaintKind
    severity: Severity
    clause: str
    working: tuple[Text, ...]
    provisional: bool


def grade(pack: Pack, facts: Facts) -> Grade:
    """The grade under the pack.

    Facts: kind, and for business loss_fen, claim_fen, complaint_count, severe_dissatisfaction; for attitude behaviours
    (codes); confirmed. A fact that is missing counts as not known. Raises Invalid for an unknown kind or behaviour.
    """
    kind = facts.get("kind")
    if kind == "business":
        severity, clause, working = _business(pack, pack.facts(facts))
    elif kind == "attitude":
        severity, clause, working = _attitude(pack, facts)
    else:
        raise Invalid.field("kind", N_("Choose business or attitude."))
    provisional = facts.get("confirmed") is not True
    if provisional:
        working.append(Text(N_("Provisional: the complaint has not been found true yet")))
    return Grade(kind, severity, clause, tuple(working), provisional)


def _business(pack: Pack, facts: Facts) -> tuple[Severity, str, list[Text]]:
    """The first rule that holds, the last one holding always (`checks`)."""
    rules = pack.severity.business
    number, rule = next((number, rule) for number, rule in enumerate(rules) if holds(rule.when, facts))
    passed = rules[:number]
    working = [Text(N_("Not %(severity)s: its conditions don't hold"), {"severity": _name(pack, it)}) for it in passed]
    if rule.when is None:
        working += [_fact(pack, name, facts) for name in _asked(passed)]
    else:
        working += explain(rule.when, facts, pack.switch_names)
    return rule.severity, rule.clause, [*working, _verdict(pack, rule)]


def _attitude(pack: Pack, facts: Facts) -> tuple[Severity, str, list[Text]]:
    """The worst of the behaviours; among equals the first in the pack's order."""
    observed = set(facts.get("behaviours") or ())
    seen = [behaviour for behaviour in pack.severity.behaviours if behaviour.code in observed]
    if unknown := observed - {behaviour.code for behaviour in seen}:
        reason = N_("The policy pack has no behaviour %(codes)s.")
        raise Invalid.field("behaviours", reason, codes=", ".join(sorted(unknown)))
    if not seen:
        rule = pack.severity.without_behaviour
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
