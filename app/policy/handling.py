"""What a pack says about handling a complaint: priority, stages, remedies, authority, consent, repeats, misconduct."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.core.i18n import N_
from app.policy.conditions import RATINGS, Condition, Wrong
from app.policy.parts import ClauseId, Code, Count, Part, Role, Rule, Verb

State = Literal["registered", "accepted", "dispatched", "investigated", "proposed", "agreed", "carried_out", "closed",
                "withdrawn", "archived"]  # fmt: skip
Rated = Literal["high", "medium", "low"]
Alike = Literal["waybill", "station", "phone", "customer", "category"]
Shown = Literal["no", "received", "closed", "category", "department", "verdict", "remedy", "findings"]

REMEDIES = {
    "explanation": N_("Explanation"),
    "apology": N_("Apology"),
    "redelivery": N_("Redelivery"),
    "replacement": N_("Replenish or exchange"),
    "compensation": N_("Compensation"),
    "freight_waiver": N_("Freight waiver"),
    "coupon": N_("Coupon"),
}
"""What may be proposed where a pack names no remedies of its own."""
STATES = {
    "registered": N_("Registered"),
    "accepted": N_("Accepted"),
    "dispatched": N_("Dispatched"),
    "investigated": N_("Investigated"),
    "proposed": N_("Proposed"),
    "agreed": N_("Agreed"),
    "carried_out": N_("Carried out"),
    "closed": N_("Closed"),
    "withdrawn": N_("Withdrawn"),
    "archived": N_("Archived"),
}
ALIKE = {
    "waybill": N_("the same waybill"),
    "station": N_("the same station"),
    "phone": N_("the same telephone"),
    "customer": N_("the same customer"),
    "category": N_("a similar category"),
}
SHOWN = {
    "no": N_("complaint no."),
    "received": N_("day of receipt"),
    "closed": N_("day of closing"),
    "category": N_("complaint category"),
    "department": N_("responsible department"),
    "verdict": N_("verdict"),
    "remedy": N_("kind of remedy"),
    "findings": N_("findings, masked"),
}


class Rating(Part):
    """A rating and the condition for it; the first that holds decides, and the last one has none."""

    value: Rated = Field(description=N_("Rating"))
    when: Condition | None = Field(None, description=N_("Where it applies"))
    clause: ClauseId = Field(description=N_("Clause"))


class PriorityCell(Rule):
    """What an importance and an urgency make together."""

    importance: Rated = Field(description=N_("Importance"))
    urgency: Rated = Field(description=N_("Urgency"))


class Priority(Part):
    """Importance × urgency. Conditions ask for them as `importance`, `urgency` and `priority`."""

    importance: Annotated[tuple[Rating, ...], Field(min_length=1)] = Field(description=N_("Importance"))
    urgency: Annotated[tuple[Rating, ...], Field(min_length=1)] = Field(description=N_("Urgency"))
    matrix: Annotated[tuple[PriorityCell, ...], Field(min_length=1)] = Field(description=N_("Priority"))

    @model_validator(mode="after")
    def _complete(self) -> "Priority":
        for ratings in (self.importance, self.urgency):
            if ratings[-1].when is not None or any(rating.when is None for rating in ratings[:-1]):
                raise Wrong(N_("the last rating, and only that one, has no condition"))
        cells = {(cell.importance, cell.urgency) for cell in self.matrix}
        for importance in ratings_of(self.importance):
            for urgency in ratings_of(self.urgency):
                if (importance, urgency) not in cells:
                    words = {"importance": RATINGS[importance], "urgency": RATINGS[urgency]}
                    raise Wrong(
                        N_("the matrix has no cell for importance “%(importance)s”, urgency “%(urgency)s”"), **words
                    )
        return self


def ratings_of(ratings: tuple[Rating, ...]) -> tuple[Rated, ...]:
    """The values that can come out, each once."""
    return tuple(dict.fromkeys(rating.value for rating in ratings))


class Stage(Rule):
    """What the policy calls a stretch of the complaint's life, and the product's states that it covers."""

    states: Annotated[tuple[State, ...], Field(min_length=1)] = Field(description=N_("States that belong to it"))


class Remedy(Rule):
    """A kind of remedy that may be proposed. `amount`: whether money is named with it."""

    amount: Literal["none", "optional", "required"] = Field("optional", description=N_("Whether an amount is named"))
    when: Condition | None = Field(None, description=N_("For which complaints"))


class Authority(Rule):
    """How much some roles may promise by themselves; what is more wants the approval of one who may promise it."""

    roles: Annotated[tuple[Role, ...], Field(min_length=1)] = Field(description=N_("Who"))
    up_to: Count | None = Field(None, description=N_("Up to how many yuan; empty for any amount"))
    remedies: tuple[Code, ...] = Field((), description=N_("For which remedies; empty for all"))
    when: Condition | None = Field(None, description=N_("For which complaints"))


class Consent(Part):
    """Whether a remedy needs the customer's consent, or the verdict may stand in for it; and what a refusal leads to.

    Declined, it is revised; or the company's limits are stated and it is revised; or the verdict decides.
    """

    needed: StrictBool = Field(description=N_("The customer has to agree"))
    after_refusal: Literal["revise", "state_limits", "verdict"] = Field(
        "revise", description=N_("What follows when the customer declines")
    )
    clause: ClauseId = Field(description=N_("Clause"))
    refusal_clause: ClauseId = Field("brief", description=N_("Clause about the refusal"))


class Recheck(Part):
    """复核: the result is looked at once more before the case is put away; and what follows where it doesn't hold."""

    clause: ClauseId = Field(description=N_("Clause"))
    refusal_clause: ClauseId = Field("brief", description=N_("Clause about investigating anew"))


class RepeatRule(Rule):
    """When an earlier complaint may be the same matter again: everything named is alike, within the window."""

    alike: Annotated[tuple[Alike, ...], Field(min_length=1)] = Field(description=N_("What is alike"))
    within_days: Count | None = Field(None, description=N_("Within how many days; empty for ever"))


class Misconduct(Rule):
    """Something that staff did in handling a complaint and that the policy forbids; penalties may hang on it."""


class Publication(Part):
    """Results are made public, masked: nothing that names or reaches a person."""

    after: Verb = Field("close", description=N_("From which step on"))
    shown: Annotated[tuple[Shown, ...], Field(min_length=1)] = Field(description=N_("What is published"))
    when: Condition | None = Field(None, description=N_("For which complaints"))
    clause: ClauseId = Field(description=N_("Clause"))


class Confidentiality(Rule):
    """What is kept secret about customers; shown beside their data, which the product masks."""
