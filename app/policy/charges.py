"""What a pack lays on people: penalties and rewards — for what, how much, on whom, who agrees. All frozen.

Amounts are yuan in the pack, with at most two decimals; they are reckoned in whole fen (`amounts`).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from app.core.i18n import N_
from app.policy.conditions import Condition, Wrong
from app.policy.parts import BRIEF, ClauseId, Code, Count, Part, Role, Rule

Trigger = Literal["verdict", "breach", "misconduct", "month"]
Payee = Literal[Role, "keeper", "offender"]
LARGEST = Decimal(10_000_000)


def _number(value: Any) -> Decimal:
    """A number above zero with at most two decimals. Raises Wrong."""
    number = Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
    if number is None or not number.is_finite() or not 0 < number <= LARGEST or number * 100 % 1:
        raise Wrong(N_("“%(value)s” is not a number above zero with at most two decimals"), value=str(value)[:40])
    return number


def _number_or_zero(value: Any) -> Decimal:
    return Decimal(0) if value == 0 and not isinstance(value, bool) else _number(value)


Yuan = Annotated[Decimal, BeforeValidator(_number)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Bound = Annotated[Decimal, BeforeValidator(_number_or_zero)]


class Share(Part):
    """One of those who pay, or are rewarded, and how much of the amount is theirs."""

    to: Payee = Field(description=N_("Who"))
    percent: Number = Field(default=Decimal(100), description=N_("Share in percent"))


class Window(Part):
    """Which earlier cases count: those of the same rule and the same payee or department, in this stretch of time."""

    of: Literal["payee", "department"] = Field(default="department", description=N_("Whose earlier cases are counted"))
    within: Literal["month", "quarter", "year", "days", "ever"] = Field(default="month", description=N_("Within"))
    days: Count | None = Field(default=None, description=N_("How many days, where days are counted"))

    @model_validator(mode="after")
    def _days_fit(self) -> "Window":
        if (self.within == "days") != (self.days is not None):
            raise Wrong(N_("a number of days belongs to a window of days, and to no other"))
        return self


class Increase(Part):
    """递增: what each earlier case within the window adds: a fixed step, or a factor that multiplies."""

    step: Yuan | None = Field(default=None, description=N_("Yuan more for each earlier case"))
    factor: Annotated[int, Field(strict=True, ge=2, le=10)] | None = Field(
        default=None, description=N_("Or: times as much for each earlier case")
    )
    window: Window = Field(default=Window(), description=N_("Which earlier cases count"))
    clause: ClauseId

    @model_validator(mode="after")
    def _one_meaning(self) -> "Increase":
        if (self.step is None) == (self.factor is None):
            raise Wrong(N_("an amount increases either by a step or by a factor"))
        return self


class Step(Part):
    """The amount from that case on: the third, say, of its window."""

    from_case: Count = Field(description=N_("From which case on"))
    amount: Yuan = Field(description=N_("Amount in yuan"))
    clause: ClauseId | None = Field(default=None, description=N_("Clause, where it is another"))


class Steps(Part):
    """Amounts by the number of cases within a window; fewer cases than the first step asks for cost nothing."""

    window: Window = Field(default=Window(), description=N_("Which earlier cases count"))
    bands: Annotated[tuple[Step, ...], Field(min_length=1, description=N_("Steps"))]

    @model_validator(mode="after")
    def _climbs(self) -> "Steps":
        cases = [band.from_case for band in self.bands]
        if cases != sorted(set(cases)):
            raise Wrong(N_("the steps must stand in rising order, each number once"))
        return self


class RateBand(Part):
    """The amount for a station whose month lies between the bounds, both included; the first band that fits counts."""

    at_least: Bound = Field(default=Decimal(0), description=N_("At least"))
    up_to: Bound | None = Field(default=None, description=N_("At most; empty: without limit"))
    amount: Yuan = Field(description=N_("Amount in yuan"))
    clause: ClauseId | None = Field(default=None, description=N_("Clause, where it is another"))


class Rate(Part):
    """A month's measure of a station, and what it comes to."""

    measure: Literal["complaints", "per_thousand_waybills"] = Field(description=N_("What is measured"))
    bands: Annotated[tuple[RateBand, ...], Field(min_length=1, description=N_("Ranges"))]


class Times(Part):
    """A factor that raises or lowers the amount where its condition holds: doubling, a customer's tier."""

    factor: Number = Field(description=N_("Times as much"))
    when: Condition
    clause: ClauseId


class Cap(Part):
    """The most that is due for one case, and from one payee under this rule in one payroll month."""

    case: Yuan | None = Field(default=None, description=N_("Yuan per case"))
    month: Yuan | None = Field(default=None, description=N_("Yuan per payee and payroll month"))
    clause: ClauseId

    @model_validator(mode="after")
    def _caps_something(self) -> "Cap":
        if self.case is None and self.month is None:
            raise Wrong(N_("a cap names an amount per case, per month or both"))
        return self


class Approver(Part):
    """Who confirms or drops it; the first entry that fits the case and the amount counts."""

    by: Role = Field(description=N_("Who confirms"))
    when: Condition | None = None
    up_to: Yuan | None = Field(default=None, description=N_("For amounts up to so many yuan; empty: any"))
    clause: ClauseId


class Appeal(Part):
    """复议: whether whoever pays may ask for it to be looked at again."""

    allowed: StrictBool = Field(default=False, description=N_("Allowed"))
    within_days: Count | None = Field(default=None, description=N_("Within so many days of the confirmation"))
    by: Role = Field(default="superior", description=N_("Who answers it"))
    clause: ClauseId


class Penalty(Rule):
    """A penalty or a reward. One of `amount`, `steps` and `rate` says how much; the rest changes that.

    `on` verdict: when a complaint is judged. breach: when `clock` is missed, with `escalated` only where it had gone up
    the ladder before it was done. misconduct: when one of these codes (none named: any) is recorded. month: once a
    month for each station; `when` then says which complaints are counted.
    """

    kind: Literal["penalty", "reward"] = Field(default="penalty", description=N_("Penalty or reward"))
    on: Trigger = Field(default="verdict", description=N_("On what occasion"))
    clock: Code | None = Field(default=None, description=N_("On a breach: of which time limit"))
    escalated: StrictBool = Field(default=False, description=N_("On a breach: only where it led to escalation"))
    misconduct: tuple[Code, ...] = Field(default=(), description=N_("On misconduct: which codes, one a line"))
    when: Condition | None = None
    liable: Literal["department", "anyone"] = Field(
        default="department", description=N_("On a verdict: who has to be liable")
    )
    payees: Annotated[tuple[Share, ...], Field(min_length=1, description=N_("Who pays or is rewarded"))]
    amount: Yuan | None = Field(default=None, description=N_("Amount in yuan"))
    steps: Steps | None = Field(default=None, description=N_("Amounts by the number of cases within a window"))
    rate: Rate | None = Field(default=None, description=N_("Amounts by a station's month"))
    per: Literal["case", "hour_late", "day_late"] = Field(default="case", description=N_("For each"))
    units: Literal["begun", "complete"] = Field(
        default="begun",
        description=N_("Hours or days late count once"),
    )
    increase: Increase | None = Field(default=None, description=N_("Increase by earlier cases"))
    times: tuple[Times, ...] = Field(default=(), description=N_("Factors, such as doubling"))
    cap: Cap | None = Field(default=None, description=N_("Upper limits"))
    month_of: Literal["event", "verdict", "receipt"] = Field(default="event", description=N_("Payroll month"))
    month_clause: ClauseId = BRIEF
    approvers: tuple[Approver, ...] = Field(default=(), description=N_("Who confirms it"))
    appeal: Appeal | None = Field(default=None, description=N_("Appeal"))
    rectification: StrictBool = False

    @model_validator(mode="before")
    @classmethod
    def _one_payee(cls, data: Any) -> Any:
        """`payee: department_head` is one who pays all of it."""
        if not isinstance(data, Mapping) or "payee" not in data:
            return data
        rest = {key: value for key, value in data.items() if key != "payee"}
        return rest if "payees" in rest else {**rest, "payees": [{"to": data["payee"]}]}

    @property
    def payee(self) -> Payee:
        """The first of those who pay."""
        return self.payees[0].to

    @property
    def window(self) -> Window | None:
        """Where earlier cases matter: which of them."""
        within = self.increase or self.steps
        return within.window if within else None

    @model_validator(mode="after")
    def _fits_together(self) -> "Penalty":
        for broken, reason in (*_amount_faults(self), *_trigger_faults(self), *_payee_faults(self)):
            if broken:
                raise Wrong(reason)
        return self


def _amount_faults(rule: Penalty) -> tuple[tuple[bool, str], ...]:
    increase = rule.increase
    return (
        (
            sum(each is not None for each in (rule.amount, rule.steps, rule.rate)) != 1,
            N_("exactly one of “amount”, “steps” and “rate” says how much"),
        ),
        (increase is not None and rule.amount is None, N_("only a plain “amount” increases")),
        (
            increase is not None and increase.factor is not None and (rule.cap is None or rule.cap.case is None),
            N_("an amount that is multiplied for each earlier case needs a cap per case"),
        ),
    )


def _trigger_faults(rule: Penalty) -> tuple[tuple[bool, str], ...]:
    monthly = rule.on == "month"
    return (
        ((rule.on == "breach") != (rule.clock is not None), N_("a breach names its clock, and nothing else does")),
        (rule.on != "breach" and (rule.escalated or rule.per != "case"), N_("only a breach is escalated or late")),
        (rule.on != "misconduct" and bool(rule.misconduct), N_("codes of misconduct belong to “on: misconduct”")),
        (monthly != (rule.rate is not None), N_("a monthly rule has a “rate”, and no other has")),
        (
            monthly and (bool(rule.times) or any(each.when for each in rule.approvers)),
            N_("a monthly rule speaks of no single complaint: no “times”, no approver by condition"),
        ),
        (rule.month_of == "receipt" and monthly, N_("a month has no receipt")),
        (rule.month_of == "verdict" and rule.on != "verdict", N_("only a verdict falls into the month of the verdict")),
    )


def _payee_faults(rule: Penalty) -> tuple[tuple[bool, str], ...]:
    roles = [share.to for share in rule.payees]
    of_a_case = {"keeper", "handler", "own_manager"}
    return (
        (sum(share.percent for share in rule.payees) != 100, N_("the shares of the payees don't make 100 percent")),
        (len(set(roles)) != len(roles), N_("a payee is named twice")),
        ("keeper" in roles and rule.on != "breach", N_("only a time limit has a keeper")),
        ("offender" in roles and rule.on != "misconduct", N_("only recorded misconduct has somebody who did it")),
        (rule.on == "month" and bool(of_a_case & set(roles)), N_("a monthly rule has no case, so nobody handles it")),
    )


TRIGGERS = {
    "verdict": N_("Verdict"),
    "breach": N_("Missed time limit"),
    "misconduct": N_("Recorded misconduct"),
    "month": N_("A station's month"),
}
KINDS = {"penalty": N_("Penalty"), "reward": N_("Reward")}
LIABLE = {"department": N_("A department of ours"), "anyone": N_("Anybody")}
WITHIN = {
    "month": N_("calendar month"),
    "quarter": N_("calendar quarter"),
    "year": N_("calendar year"),
    "days": N_("the last days"),
    "ever": N_("all time"),
}
PER = {"case": N_("case"), "hour_late": N_("hour late"), "day_late": N_("day late")}
UNITS = {"begun": N_("begun"), "complete": N_("complete")}
MONTHS_OF = {"event": N_("of the occasion"), "verdict": N_("of the verdict"), "receipt": N_("of the receipt")}
MEASURES = {"complaints": N_("number of complaints"), "per_thousand_waybills": N_("complaints per 1000 waybills")}
