"""What a complaint costs whom under the pack, rule by rule: the decision, its clause, and the lines that explain it."""

from dataclasses import dataclass

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.conditions import Facts, Row, describe, holds, rows
from app.policy.pack import Pack
from app.policy.parts import Penalty

LIABLE = {
    "department": N_("Own department"),
    "carrier": N_("Carrier"),
    "customer": N_("Customer"),
    "nobody": N_("Nobody"),
}


@dataclass(frozen=True)
class Assessment:
    """One penalty rule held against the facts. `owed` says whether it applies; `amount` is what it then costs."""

    rule: Penalty
    owed: bool
    amount: Money
    working: tuple[Text, ...]


def assess(pack: Pack, facts: Facts) -> list[Assessment]:
    """Each penalty rule of the pack, in its order, whether it applies or not.

    Facts are those of conditions, with `confirmed`, and `liable_party` (department, carrier, customer, nobody; None:
    not known). A rule asks for its own condition, and that a department of ours is liable: 新邦 五(一) makes its head
    pay, and where another company or nobody is at fault there is no such head.
    """
    return [_assess(pack, rule, pack.facts(facts)) for rule in pack.penalties]


def _assess(pack: Pack, rule: Penalty, facts: Facts) -> Assessment:
    met, ours = holds(rule.when, facts), facts.get("liable_party") == "department"
    amount = Money.from_yuan(rule.amount)
    working = [
        Text(
            N_("%(rule)s: %(amount)s per case (%(cite)s)"),
            {"rule": rule.label.text(), "amount": str(amount), "cite": pack.cite(rule.clause)},
        ),
        *(_line(pack, row, facts) for row in rows(rule.when)),
        _liable(facts.get("liable_party"), ours),
        Text(N_("So %(amount)s are due"), {"amount": str(amount)}) if met and ours else Text(N_("So nothing is due")),
    ]
    return Assessment(rule, met and ours, amount, tuple(working))


def _line(pack: Pack, row: Row, facts: Facts) -> Text:
    said = {"row": describe(row, facts, pack.switch_names)}
    return Text(N_("Holds: %(row)s") if holds(row, facts) else N_("Does not hold: %(row)s"), said)


def _liable(party: str | None, ours: bool) -> Text:
    who = {"party": Text(LIABLE[party]) if party else Text(N_("not known"))}
    return Text(N_("Holds: liable is %(party)s") if ours else N_("Does not hold: liable is %(party)s"), who)
