"""How much a penalty or a reward comes to, in whole fen, step by step with the line that says so.

The order is fixed: base amount, increase by earlier cases, units late, factors, cap per case, shares, cap per month.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.core.i18n import N_, Text
from app.core.money import Money
from app.policy.charges import Penalty, Rate, RateBand, Steps, Trigger, Window
from app.policy.conditions import Facts, describe, holds, rows
from app.policy.pack import Pack
from app.policy.roles import PAYEES

Found = tuple[Money, list[Text]]
NOTHING = Money()


@dataclass(frozen=True)
class Occasion:
    """What happened. `late` is how long after it was due it was done, None while it still isn't; `complaints` and
    `waybills` are a station's month, `waybills` None where nobody knows."""

    on: Trigger = "verdict"
    clock: str | None = None
    late: timedelta | None = None
    escalated: bool = False
    misconduct: str | None = None
    complaints: int = 0
    waybills: int | None = None


@dataclass(frozen=True)
class Past:
    """What came before: earlier cases in the rule's window, and what each payee owes in the payroll month already."""

    earlier: int = 0
    already: tuple[Money, ...] = ()


@dataclass(frozen=True)
class Case:
    """One rule held against one occasion."""

    pack: Pack
    rule: Penalty
    facts: Facts
    occasion: Occasion
    past: Past


def base_of(rule: Penalty) -> Money:
    """The plain amount of a rule that has one."""
    return Money.from_yuan(rule.amount) if rule.amount is not None else NOTHING


def reckon(case: Case) -> Found:
    """The whole amount before it is shared, and its working."""
    steps: tuple[Callable[[Case, Money], Found], ...] = (_base, _increased, _by_units, _multiplied, _capped)
    amount, lines = NOTHING, []
    for step in steps:
        amount, said = step(case, amount)
        lines += said
    return amount, lines


def shared(case: Case, amount: Money) -> tuple[list[Money], list[Text]]:
    """What each payee's share comes to, the cap per month last."""
    shares = split(amount, [share.percent for share in case.rule.payees])
    lines = _shares_in_words(case.rule, shares)
    month = case.rule.cap.month if case.rule.cap else None
    if case.rule.cap is None or month is None:
        return shares, lines
    most, cite = Money.from_yuan(month), case.pack.cite(case.rule.cap.clause)
    for number, share in enumerate(shares):
        already = case.past.already[number] if number < len(case.past.already) else NOTHING
        left = max(NOTHING, most - already)
        if share > left:
            shares[number] = left
            params = {"most": str(most), "already": str(already), "left": str(left), "cite": cite}
            reason = N_("At most %(most)s a month (%(cite)s), of which %(already)s are taken: %(left)s are left")
            lines.append(Text(reason, params))
    return shares, lines


def split(amount: Money, percents: Sequence[Decimal]) -> list[Money]:
    """The amount in shares of whole fen that add up to it: what rounding down leaves goes fen by fen to the shares
    that lost most by it, the earlier one first among equals."""
    exact = [amount.fen * percent / 100 for percent in percents]
    floors = [int(each) for each in exact]
    by_loss = sorted(range(len(exact)), key=lambda number: (floors[number] - exact[number], number))
    for number in by_loss[: amount.fen - sum(floors)]:
        floors[number] += 1
    return [Money(fen) for fen in floors]


def units_late(late: timedelta, per: str, *, begun: bool) -> int:
    """Whole hours or days (of 24 hours, from the due instant); a unit that has only begun counts where `begun`."""
    unit = timedelta(hours=1) if per == "hour_late" else timedelta(days=1)
    complete, rest = divmod(max(late, timedelta()), unit)
    return complete + (1 if begun and rest else 0)


def _base(case: Case, _amount: Money) -> Found:
    if case.rule.steps is not None:
        return _by_steps(case, case.rule.steps)
    if case.rule.rate is not None:
        return _by_rate(case, case.rule.rate)
    return base_of(case.rule), []


def _by_steps(case: Case, steps: Steps) -> Found:
    number = case.past.earlier + 1
    band = next((band for band in reversed(steps.bands) if band.from_case <= number), None)
    params = {"number": number, "window": window_in_words(steps.window)}
    if band is None:
        return NOTHING, [Text(N_("Case %(number)s of %(window)s: nothing yet"), params)]
    amount = Money.from_yuan(band.amount)
    params |= {"amount": str(amount), "cite": case.pack.cite(band.clause or case.rule.clause)}
    return amount, [Text(N_("Case %(number)s of %(window)s: %(amount)s (%(cite)s)"), params)]


def _by_rate(case: Case, rate: Rate) -> Found:
    complaints, waybills = case.occasion.complaints, case.occasion.waybills
    if rate.measure == "complaints":
        measured, said = Decimal(complaints), Text(N_("%(count)s complaints in the month"), {"count": complaints})
    elif not waybills:
        return NOTHING, [Text(N_("No waybill of the month is known, so there is no rate"))]
    else:
        measured = Decimal(complaints) * 1000 / waybills
        rounded = measured.quantize(Decimal("0.01"), ROUND_HALF_UP)
        params = {"count": complaints, "waybills": waybills, "rate": str(rounded)}
        said = Text(N_("%(count)s complaints, %(waybills)s waybills: %(rate)s per 1000"), params)
    band = next((band for band in rate.bands if _fits(band, measured)), None)
    if band is None:
        return NOTHING, [said, Text(N_("No amount is laid down for that"))]
    amount = Money.from_yuan(band.amount)
    params = {
        "band": band_in_words(band),
        "amount": str(amount),
        "cite": case.pack.cite(band.clause or case.rule.clause),
    }
    return amount, [said, Text(N_("%(band)s: %(amount)s (%(cite)s)"), params)]


def _fits(band: RateBand, measured: Decimal) -> bool:
    return band.at_least <= measured and (band.up_to is None or measured <= band.up_to)


def _increased(case: Case, amount: Money) -> Found:
    increase, earlier = case.rule.increase, case.past.earlier
    if increase is None:
        return amount, []
    params = {"earlier": earlier, "window": window_in_words(increase.window), "cite": case.pack.cite(increase.clause)}
    if increase.step is not None:
        step = Money.from_yuan(increase.step)
        total = amount + step * earlier
        params |= {"amount": str(amount), "step": str(step), "total": str(total)}
        line = N_("%(earlier)s earlier cases, %(window)s: %(amount)s + %(earlier)s × %(step)s = %(total)s (%(cite)s)")
        return total, [Text(line, params)]
    assert increase.factor is not None, "the one or the other"
    # Beyond the cap nothing changes any more; without this a long past would make numbers without end.
    total = amount
    for _ in range(earlier):
        if total > _most(case):
            break
        total = total * increase.factor
    params |= {"factor": increase.factor, "total": str(total)}
    line = N_("%(earlier)s earlier cases, %(window)s: each makes it %(factor)s times as much, %(total)s (%(cite)s)")
    return total, [Text(line, params)]


def _by_units(case: Case, amount: Money) -> Found:
    rule = case.rule
    if rule.per == "case":
        return amount, []
    assert case.occasion.late is not None, "counted once it is done"
    count = units_late(case.occasion.late, rule.per, begun=rule.units == "begun")
    total = amount * count
    params = {"count": count, "amount": str(amount), "total": str(total), "cite": case.pack.cite(rule.clause)}
    return total, [Text(_UNITS[rule.per, rule.units], params)]


_UNITS = {
    ("hour_late", "begun"): N_("%(count)s hours late or begun: %(count)s × %(amount)s = %(total)s (%(cite)s)"),
    ("hour_late", "complete"): N_("%(count)s complete hours late: %(count)s × %(amount)s = %(total)s (%(cite)s)"),
    ("day_late", "begun"): N_("%(count)s days late or begun: %(count)s × %(amount)s = %(total)s (%(cite)s)"),
    ("day_late", "complete"): N_("%(count)s complete days late: %(count)s × %(amount)s = %(total)s (%(cite)s)"),
}


def _multiplied(case: Case, amount: Money) -> Found:
    lines = []
    for times in case.rule.times:
        asked = tuple(rows(times.when))
        if not holds(times.when, case.facts):
            failing = [row for row in asked if not holds(row, case.facts)]
            lines += [_not_raised(describe(row, case.facts, case.pack.switch_names)) for row in failing]
            continue
        lines += [
            Text(N_("Holds: %(row)s"), {"row": describe(row, case.facts, case.pack.switch_names)})
            for row in asked
            if holds(row, case.facts)
        ]
        amount = Money(int((amount.fen * times.factor).to_integral_value(ROUND_HALF_UP)))
        params = {"factor": str(times.factor), "amount": str(amount), "cite": case.pack.cite(times.clause)}
        lines.append(Text(N_("%(factor)s times as much: %(amount)s (%(cite)s)"), params))
    return amount, lines


def _not_raised(row: Text) -> Text:
    return Text(N_("Not multiplied, for this does not hold: %(row)s"), {"row": row})


def _most(case: Case) -> Money:
    most = case.rule.cap.case if case.rule.cap else None
    assert most is not None, "asked only where there is a cap per case"
    return Money.from_yuan(most)


def _capped(case: Case, amount: Money) -> Found:
    cap = case.rule.cap
    if cap is None or cap.case is None or amount <= _most(case):
        return amount, []
    params = {"most": str(_most(case)), "cite": case.pack.cite(cap.clause)}
    return _most(case), [Text(N_("At most %(most)s per case (%(cite)s)"), params)]


def _shares_in_words(rule: Penalty, shares: Iterable[Money]) -> list[Text]:
    if len(rule.payees) == 1:
        return []
    said = zip(rule.payees, shares, strict=True)
    line = N_("%(percent)s percent for %(role)s: %(amount)s")
    return [
        Text(line, {"percent": f"{share.percent:f}", "role": Text(PAYEES[share.to]), "amount": str(amount)})
        for share, amount in said
    ]


def window_in_words(window: Window) -> Text:
    """“calendar month, same department”."""
    days = Text(N_("last %(days)s days"), {"days": window.days})
    span = days if window.within == "days" else Text(SPANS[window.within])
    return Text(N_("%(span)s, %(of)s"), {"span": span, "of": Text(OWNERS[window.of])})


def band_in_words(band: RateBand) -> Text:
    """“from 2 up to 5”."""
    if band.up_to is None:
        return Text(N_("from %(low)s up"), {"low": str(band.at_least)})
    return Text(N_("from %(low)s up to %(high)s"), {"low": str(band.at_least), "high": str(band.up_to)})


SPANS = {
    "month": N_("calendar month"),
    "quarter": N_("calendar quarter"),
    "year": N_("calendar year"),
    "ever": N_("all time"),
}
OWNERS = {"payee": N_("same payee"), "department": N_("same department")}
