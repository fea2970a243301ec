"""What an occasion costs or earns whom under the pack: decision, clause, and the lines that explain it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.amounts import NOTHING, Case, Occasion, Past, base_of, reckon, shared
from app.policy.charges import Approver, Penalty
from app.policy.conditions import PARTIES, Facts, Row, describe, holds, rows
from app.policy.pack import Pack
from app.policy.roles import PAYEES

VERDICT = Occasion()
PastOf = Callable[[Penalty], Past]


@dataclass(frozen=True)
class Assessment:
    """One rule held against an occasion. `owed` says whether anything is due; `amount` is the whole of it, `shares`
    what falls on each of the rule's payees. Where it isn't owed, `amount` is what the rule names, if it names one.
    `counts`: nothing is due yet, but it is a case of the rule, which later ones come after."""

    rule: Penalty
    owed: bool
    amount: Money
    working: tuple[Text, ...]
    shares: tuple[Money, ...] = ()
    approver: Approver | None = None
    counts: bool = False


def _no_past(_rule: Penalty) -> Past:
    return Past()


def assess(pack: Pack, facts: Facts, occasion: Occasion = VERDICT, past: PastOf = _no_past) -> list[Assessment]:
    """Each penalty rule of the pack for such an occasion, in its order, whether anything is due or not.

    Facts are those of conditions, with `confirmed`, and `liable_party` (department, carrier, customer, nobody; None:
    not known). On a verdict a rule asks for its own condition, and that a department of ours is liable: 新邦 五(一)
    makes its head pay, and where another company or nobody is at fault there is no such head. `past` is asked only for
    rules that apply.
    """
    full = pack.facts(facts)
    return [_assess(pack, rule, full, occasion, past) for rule in pack.penalties if speaks_of(rule, occasion)]


def speaks_of(rule: Penalty, occasion: Occasion) -> bool:
    """Whether the rule is about such an occasion at all."""
    if rule.on != occasion.on:
        return False
    if rule.on == "breach":
        return rule.clock == occasion.clock
    return rule.on != "misconduct" or not rule.misconduct or occasion.misconduct in rule.misconduct


def _assess(pack: Pack, rule: Penalty, facts: Facts, occasion: Occasion, past: PastOf) -> Assessment:
    # A month has no facts of its own: there the condition says which complaints were counted.
    asked = () if rule.on == "month" else tuple(rows(rule.when))
    met = rule.on == "month" or holds(rule.when, facts)
    checks = [*_liable(rule, facts), *_late(rule, occasion)]
    working = [_named(pack, rule), *(_line(pack, row, facts) for row in asked), *(line for _, line in checks)]
    if not met or not all(good for good, _ in checks):
        return Assessment(rule, False, base_of(rule), (*working, Text(N_("So nothing is due"))))
    case = Case(pack, rule, facts, occasion, past(rule))
    amount, lines = reckon(case)
    shares, shared_lines = shared(case, amount)
    due = sum(shares, NOTHING)
    working += [*lines, *(shared_lines if amount else ())]
    approver = _approver(rule, due, facts)
    if not due and rule.steps is not None:
        working.append(Text(N_("So nothing is due yet; it counts as a case")))
        return Assessment(rule, False, base_of(rule), tuple(working), approver=approver, counts=True)
    if not due:
        return Assessment(rule, False, base_of(rule), (*working, Text(N_("So nothing is due"))))
    if approver is not None:
        working.append(_agreed(pack, approver))
    working.append(Text(N_("So %(amount)s are due"), {"amount": str(due)}))
    return Assessment(rule, True, due, tuple(working), tuple(shares), approver)


def _named(pack: Pack, rule: Penalty) -> Text:
    said = {"rule": rule.label.text(), "amount": str(base_of(rule)), "cite": pack.cite(rule.clause)}
    if rule.rate is not None:
        return Text(N_("%(rule)s: by the month's figures (%(cite)s)"), said)
    if rule.steps is not None:
        return Text(N_("%(rule)s: by the number of cases (%(cite)s)"), said)
    return Text(_PER[rule.per], said)


_PER = {
    "case": N_("%(rule)s: %(amount)s per case (%(cite)s)"),
    "hour_late": N_("%(rule)s: %(amount)s per hour late (%(cite)s)"),
    "day_late": N_("%(rule)s: %(amount)s per day late (%(cite)s)"),
}


def _line(pack: Pack, row: Row, facts: Facts) -> Text:
    said = {"row": describe(row, facts, pack.switch_names)}
    return Text(N_("Holds: %(row)s") if holds(row, facts) else N_("Does not hold: %(row)s"), said)


def _liable(rule: Penalty, facts: Facts) -> list[tuple[bool, Text]]:
    if rule.on != "verdict" or rule.liable == "anyone":
        return []
    party = facts.get("liable_party")
    ours, who = party == "department", {"party": Text(PARTIES[party]) if party else Text(N_("not known"))}
    return [(ours, Text(N_("Holds: liable is %(party)s") if ours else N_("Does not hold: liable is %(party)s"), who))]


def _late(rule: Penalty, occasion: Occasion) -> list[tuple[bool, Text]]:
    """A breach: whether it went up the ladder where that is asked, and whether it is over where hours are counted."""
    found: list[tuple[bool, Text]] = []
    if rule.on == "breach" and occasion.late is not None:
        found.append((True, Text(N_("Done %(late)s late"), {"late": duration_in_words(occasion.late)})))
    if rule.escalated:
        reason = N_("Holds: it was escalated") if occasion.escalated else N_("Does not hold: it was escalated")
        found.append((occasion.escalated, Text(reason)))
    if rule.per != "case" and occasion.late is None:
        found.append((False, Text(N_("It is still not done; counted once it is"))))
    return found


def duration_in_words(length: timedelta) -> Text:
    """“2 h 05 min”, and seconds where it is under a minute."""
    seconds = int(length.total_seconds())
    if seconds < 60:
        return Text(N_("%(seconds)s s"), {"seconds": seconds})
    hours, minutes = divmod(seconds // 60, 60)
    return Text(N_("%(hours)s h %(minutes)s min"), {"hours": hours, "minutes": f"{minutes:02}"})


def _approver(rule: Penalty, amount: Money, facts: Facts) -> Approver | None:
    def fits(each: Approver) -> bool:
        return holds(each.when, facts) and (each.up_to is None or amount <= Money.from_yuan(each.up_to))

    return next((each for each in rule.approvers if fits(each)), None)


def _agreed(pack: Pack, approver: Approver) -> Text:
    return Text(
        N_("To be confirmed by: %(role)s (%(cite)s)"),
        {"role": Text(PAYEES[approver.by]), "cite": pack.cite(approver.clause)},
    )
