"""How customers are asked whether all is well: calls and links after a step, and regularly by tier. All frozen.

What a pack doesn't say of it is the product's own, and cites `brief`.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from app.core.i18n import N_
from app.policy.conditions import Condition
from app.policy.parts import BRIEF, ClauseId, Code, Count, Part, Rule, Verb, Words

Means = Literal["phone", "sms", "email"]


class Link(Part):
    """When a personal link goes out, and how long it can be answered."""

    wait_hours: Annotated[StrictInt, Field(ge=0)] = Field(default=24, description=N_("Goes out after so many hours"))
    life_days: Count = Field(default=7, description=N_("Can be answered for so many days"))
    clause: ClauseId = BRIEF


class Limit(Part):
    """Up to which of the scores 1 to 5 a customer is dissatisfied, which reopens a closed complaint."""

    up_to: Annotated[StrictInt, Field(ge=1, le=4)] = Field(default=2, description=N_("Dissatisfied up to the score"))
    clause: ClauseId = BRIEF


class CallWithin(Part):
    """By when somebody has to call, where no clock says so."""

    hours: Count = Field(default=24, description=N_("Within so many hours"))
    clause: ClauseId = BRIEF


class Again(Part):
    """A further call where nobody was reached."""

    times: Annotated[StrictInt, Field(ge=2, le=9)] = Field(description=N_("Calls in all"))
    after_hours: Count = Field(default=24, description=N_("Each so many hours after the one before"))
    clause: ClauseId


class FollowUp(Rule):
    """A call or message that asks the customer whether all is well; `clock` says by when, if the pack does."""

    when: Condition | None = None
    after: Verb
    clock: Code | None = None
    means: tuple[Means, ...]
    order: tuple[Means, ...] = Field(
        default=("email", "sms", "phone"), description=N_("Which of the means first, where there are several")
    )
    link: Link = Field(default=Link(), description=N_("The personal link"))
    dissatisfied: Limit = Field(default=Limit(), description=N_("When a customer is dissatisfied"))
    call_within: CallWithin = Field(default=CallWithin(), description=N_("By when to call"))
    again: Again | None = Field(default=None, description=N_("Call again where nobody was reached"))

    @property
    def preferred(self) -> tuple[Means, ...]:
        """The means in the order in which they are tried; those that the order leaves out come last."""
        return tuple(dict.fromkeys([*(each for each in self.order if each in self.means), *self.means]))


class Periodic(Rule):
    """Customers of a tier are asked regularly, whether they complained or not."""

    tier: Words = Field(description=N_("Code of the customer tier"))
    every_days: Count = Field(description=N_("Every so many days"))
    means: tuple[Means, ...] = Field(default=("phone", "sms", "email"), description=N_("By which means"))
