"""What a pack says about taking a complaint in: who may use which channel, what must be told, asked and confirmed."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.core.i18n import N_
from app.policy.conditions import Condition, Wrong
from app.policy.parts import ClauseId, Code, Part, Rule, Verb

IntakeFact = Literal["complainant", "phone", "email", "customer", "waybill", "station", "occurred_at", "place",
                     "expected_remedy", "loss", "claim", "behaviours"]  # fmt: skip
Confirmation = Literal["read_back", "identity", "acceptance", "told"]
Told = Literal["process", "waiting_time", "reasons", "handler", "next_news", "progress", "result"]
Office = Literal["call_centre", "quality_centre", "administration", "headquarters"]

INTAKE_FACTS = {
    "complainant": N_("name of the complainant"),
    "phone": N_("telephone"),
    "email": N_("e-mail"),
    "customer": N_("customer"),
    "waybill": N_("waybill"),
    "station": N_("station complained of"),
    "occurred_at": N_("when it happened"),
    "place": N_("where it happened"),
    "expected_remedy": N_("what the customer expects"),
    "loss": N_("loss"),
    "claim": N_("claim"),
    "behaviours": N_("observed behaviours"),
}
CONFIRMATIONS = {
    "read_back": N_("The record was read back and the customer confirmed it"),
    "identity": N_("The complainant's identity was checked"),
    "acceptance": N_("The complaint meets our criteria of acceptance"),
    "told": N_("The customer was told what the policy asks us to tell"),
}
TOLD = {
    "process": N_("how the complaint will be handled"),
    "waiting_time": N_("how long it will take"),
    "reasons": N_("why it takes so long, or what the remedy rests on"),
    "handler": N_("who handles it"),
    "next_news": N_("when the customer next hears from us"),
    "progress": N_("how far the matter is"),
    "result": N_("the result"),
}


class Guard(Rule):
    """Who may not use a channel."""

    channels: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description=N_("Channels that are kept free"))
    when: Condition = Field(description=N_("Whose complaints are refused there"))
    instead: Code | None = Field(None, description=N_("The channel to use instead"))


class Gate(Rule):
    """What must hold before a step can be taken: facts told, things confirmed with the customer."""

    before: Annotated[tuple[Verb, ...], Field(min_length=1)] = Field(description=N_("Steps that have to wait for it"))
    facts: tuple[IntakeFact, ...] = Field((), description=N_("Facts that must be known"))
    confirmations: tuple[Confirmation, ...] = Field((), description=N_("What must be confirmed"))
    when: Condition | None = Field(None, description=N_("For which complaints"))

    @model_validator(mode="after")
    def _asks_something(self) -> "Gate":
        if not self.facts and not self.confirmations:
            raise Wrong(N_("a gate asks for facts, for confirmations, or for both"))
        return self


class Routing(Part):
    """One window for all complaints, or many."""

    windows: Literal["one", "many"] = Field(description=N_("One window, or many"))
    office: Office = Field("call_centre", description=N_("The department that is the only window"))
    verbs: tuple[Verb, ...] = Field(("register", "accept"), description=N_("Steps that only the window takes"))
    clause: ClauseId = Field(description=N_("Clause"))


class Tell(Rule):
    """What the customer is told, and at which step."""

    what: Annotated[tuple[Told, ...], Field(min_length=1)] = Field(description=N_("What the customer is told"))
    at: Verb = Field("register", description=N_("At which step"))
    when: Condition | None = Field(None, description=N_("For which complaints"))
