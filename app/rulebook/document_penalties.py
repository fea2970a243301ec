"""The chapter of penalties and rewards: each rule with its occasion, amount and everything that changes it."""

from collections.abc import Iterator

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.amounts import band_in_words, window_in_words
from app.policy.charges import Appeal, Cap, Penalty
from app.policy.pack import Pack
from app.policy.roles import PAYEES
from app.rulebook.wording import Entry, Words, condition_in_words, joined


def penalties(pack: Pack) -> Iterator[Entry]:
    """An entry for each rule, and one below it for each part that has a clause of its own."""
    for rule in pack.penalties:
        yield Entry(rule.label.text(), rule_in_words(pack, rule), rule.clause)
        yield from _parts(pack, rule)


def rule_in_words(pack: Pack, rule: Penalty) -> tuple[Words, ...]:
    """For what, how much, on whom, in which month."""
    lines: list[Words] = [_amount(rule), _payees(rule), _occasion(pack, rule)]
    if rule.when is not None:
        counted = rule.on == "month"
        said = {"condition": condition_in_words(pack, rule.when)}
        lines.append(Text(N_("Counted: complaints where %(condition)s") if counted else N_("For: %(condition)s"), said))
    lines.append(Text(MONTHS[rule.month_of]))
    return tuple(lines)


def amount_in_words(rule: Penalty) -> Text:
    """“¥100.00 per case”."""
    if rule.amount is None:
        return Text(N_("by the number of cases") if rule.steps else N_("by the month's figures"))
    return Text(_PER[rule.per, rule.units], {"amount": _money(rule.amount)})


def payees_in_words(rule: Penalty) -> Text:
    """Who pays or is rewarded, with percents where several do."""
    if len(rule.payees) == 1:
        return Text(PAYEES[rule.payee])
    line = N_("%(role)s (%(percent)s %%)")
    said = [Text(line, {"role": Text(PAYEES[each.to]), "percent": f"{each.percent:f}"}) for each in rule.payees]
    return joined(N_("%(first)s, %(rest)s"), said)


def _amount(rule: Penalty) -> Text:
    said = {"amount": amount_in_words(rule)}
    return Text(N_("Reward: %(amount)s") if rule.kind == "reward" else N_("Penalty: %(amount)s"), said)


def _payees(rule: Penalty) -> Text:
    said = {"payees": payees_in_words(rule)}
    return Text(N_("Goes to: %(payees)s") if rule.kind == "reward" else N_("Paid by: %(payees)s"), said)


def _occasion(pack: Pack, rule: Penalty) -> Text:
    if rule.on == "breach":
        assert rule.clock is not None, "a breach names its clock"
        late = N_("When “%(clock)s” is missed and has gone up the ladder")
        said = {"clock": pack.clock(rule.clock).label.text()}
        return Text(late if rule.escalated else N_("When “%(clock)s” is missed"), said)
    if rule.on == "misconduct" and rule.misconduct:
        codes = [each.label.text() for each in pack.misconduct if each.code in rule.misconduct]
        return Text(N_("When misconduct is recorded: %(codes)s"), {"codes": joined(N_("%(first)s, %(rest)s"), codes)})
    return Text(_OCCASIONS[rule.on, rule.liable])


def _parts(pack: Pack, rule: Penalty) -> Iterator[Entry]:
    if rule.increase is not None:
        said = {"window": window_in_words(rule.increase.window), "factor": rule.increase.factor}
        line = N_("Each earlier case makes it %(factor)s times as much; counted: %(window)s")
        if rule.increase.step is not None:
            line, said = (
                N_("%(step)s more for each earlier case; counted: %(window)s"),
                said | {"step": _money(rule.increase.step)},
            )
        yield Entry(Text(N_("Increase")), (Text(line, said),), rule.increase.clause, 1)
    yield from _bands(rule)
    for each in rule.times:
        title = Text(N_("%(factor)s times as much"), {"factor": str(each.factor)})
        yield Entry(title, (condition_in_words(pack, each.when),), each.clause, 1)
    if rule.cap is not None:
        yield Entry(Text(N_("At most")), tuple(_cap(rule.cap)), rule.cap.clause, 1)
    for each in rule.approvers:
        lines = [condition_in_words(pack, each.when)] if each.when else []
        lines += [Text(N_("up to %(amount)s"), {"amount": _money(each.up_to)})] if each.up_to else []
        title = Text(N_("Confirmed by: %(role)s"), {"role": Text(PAYEES[each.by])})
        yield Entry(title, tuple(lines), each.clause, 1)
    if rule.appeal is not None:
        answers = (Text(N_("Answered by: %(role)s"), {"role": Text(PAYEES[rule.appeal.by])}),)
        yield Entry(appeal_in_words(rule.appeal), answers if rule.appeal.allowed else (), rule.appeal.clause, 1)


def appeal_in_words(appeal: Appeal) -> Text:
    """Whether whoever pays may ask for it to be looked at again."""
    if not appeal.allowed:
        return Text(N_("No appeal"))
    if appeal.within_days is None:
        return Text(N_("Appeal allowed"))
    return Text(N_("Appeal allowed within %(days)s days"), {"days": appeal.within_days})


def _bands(rule: Penalty) -> Iterator[Entry]:
    if rule.steps is not None:
        window = Text(N_("Counted: %(window)s"), {"window": window_in_words(rule.steps.window)})
        for step in rule.steps.bands:
            said = {"number": step.from_case, "amount": _money(step.amount)}
            title = Text(N_("From case %(number)s on: %(amount)s"), said)
            yield Entry(title, (window,), step.clause or rule.clause, 1)
    if rule.rate is not None:
        measure = Text(MEASURES[rule.rate.measure])
        for band in rule.rate.bands:
            said = {"band": band_in_words(band), "amount": _money(band.amount)}
            yield Entry(Text(N_("%(band)s: %(amount)s"), said), (measure,), band.clause or rule.clause, 1)


def _cap(cap: Cap) -> Iterator[Text]:
    if cap.case is not None:
        yield Text(N_("%(amount)s per case"), {"amount": _money(cap.case)})
    if cap.month is not None:
        yield Text(N_("%(amount)s per payee and payroll month"), {"amount": _money(cap.month)})


def _money(yuan: object) -> str:
    return str(Money.from_yuan(str(yuan)))


_PER = {
    ("case", "begun"): N_("%(amount)s per case"),
    ("case", "complete"): N_("%(amount)s per case"),
    ("hour_late", "begun"): N_("%(amount)s per hour late, begun ones counted"),
    ("hour_late", "complete"): N_("%(amount)s per complete hour late"),
    ("day_late", "begun"): N_("%(amount)s per day late, begun ones counted"),
    ("day_late", "complete"): N_("%(amount)s per complete day late"),
}
_OCCASIONS = {
    ("verdict", "department"): N_("On a verdict by which a department of ours is liable"),
    ("verdict", "anyone"): N_("On a verdict, whoever is liable"),
    ("misconduct", "department"): N_("When any misconduct is recorded"),
    ("misconduct", "anyone"): N_("When any misconduct is recorded"),
    ("month", "department"): N_("Once a month for each station"),
    ("month", "anyone"): N_("Once a month for each station"),
}
MONTHS = {
    "event": N_("In the payroll month in which it happened"),
    "verdict": N_("In the payroll month of the verdict"),
    "receipt": N_("In the payroll month of the receipt"),
}
MEASURES = {
    "complaints": N_("Measured: complaints in the month"),
    "per_thousand_waybills": N_("Measured: complaints per 1000 waybills in the month"),
}
