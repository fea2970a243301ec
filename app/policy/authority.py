"""Who may promise how much under the pack, and whose approval a proposal waits for. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.conditions import Facts, holds
from app.policy.handling import Authority
from app.policy.pack import Pack


@dataclass(frozen=True)
class Allowance:
    """Whether somebody may promise this by themselves; else which roles may approve it, and why."""

    free: bool
    approvers: tuple[str, ...]
    working: tuple[Text, ...]


def allowance(pack: Pack, facts: Facts, roles: Collection[str], remedy: str, amount: Money | None) -> Allowance:
    """What a person in these roles may promise. A pack without rules for the remedy, and no money, bind nobody."""
    rules = [rule for rule in pack.authority if _speaks_of(rule, remedy) and holds(rule.when, pack.facts(facts))]
    promised = amount or Money(0)
    if not rules or not promised:
        return Allowance(True, (), ())
    own = [rule for rule in rules if set(rule.roles) & set(roles)]
    covering = next((rule for rule in own if covers(rule, promised)), None)
    if covering is not None:
        return Allowance(True, (), (_line(pack, N_("Within the authority: %(rule)s, %(limit)s (%(cite)s)"), covering),))
    above = [rule for rule in rules if covers(rule, promised)]
    working = [_line(pack, N_("Beyond the authority: %(rule)s, %(limit)s (%(cite)s)"), rule) for rule in own]
    working += [_line(pack, N_("May approve it: %(rule)s, %(limit)s (%(cite)s)"), rule) for rule in above[:1]]
    return Allowance(False, above[0].roles if above else (), tuple(working))


def covers(rule: Authority, amount: Money) -> bool:
    """Whether the rule's limit is enough; exactly the limit is."""
    return rule.up_to is None or amount.fen <= Money.from_yuan(rule.up_to).fen


def limit_words(rule: Authority) -> Text:
    """“up to ¥200.00”."""
    if rule.up_to is None:
        return Text(N_("any amount"))
    return Text(N_("up to %(amount)s"), {"amount": str(Money.from_yuan(rule.up_to))})


def _speaks_of(rule: Authority, remedy: str) -> bool:
    return not rule.remedies or remedy in rule.remedies


def _line(pack: Pack, msgid: str, rule: Authority) -> Text:
    words = {"rule": rule.label.text(), "limit": limit_words(rule), "cite": pack.cite(rule.clause)}
    return Text(msgid, words)
