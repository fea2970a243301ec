"""The pieces a pack is made of: clauses, channels, categories, grades and what follows them. All frozen.

Every rule names the clause it comes from; `brief` is the product's own brief, for what the text leaves open.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator

from app.core.i18n import N_, Text
from app.policy.conditions import Condition, Wrong

Severity = Literal["minor", "moderate", "major"]
ComplaintKind = Literal["business", "attitude"]
Origin = Literal["external", "internal"]
Unit = Literal["minutes", "hours", "working_days", "calendar_days", "promised"]
Mode = Literal["close_of_business", "same_time", "working_hours"]
Role = Literal["handler", "department_head", "delegate", "superior", "own_manager", "administration", "quality",
               "call_centre", "department"]  # fmt: skip
Verb = Literal["register", "accept", "dispatch", "transfer", "investigate", "propose", "agree", "decline", "carry_out",
               "close", "archive", "withdraw", "reopen", "escalate", "call_satisfaction", "promise_callback",
               "callback_done", "verdict", "rectification_open", "rectification_submit", "measure_open",
               "measure_done", "approve", "send_back", "proceed", "appeal_file", "appeal_answer",
               "recheck", "reinvestigate", "visit_plan", "visit_record"]  # fmt: skip
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ClauseId = Annotated[str, Field(min_length=1)]
Words = Annotated[str, Field(min_length=1)]
Count = Annotated[StrictInt, Field(ge=1)]
Minutes = Annotated[StrictInt, Field(ge=1)]

BRIEF = "brief"


class Part(BaseModel):
    """A piece of a pack: it can't change, and a key it doesn't know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Part):
    """Words in Chinese and, where somebody wrote them, in English."""

    zh: Words
    en: str = ""

    def text(self) -> Text:
        """The words in the reader's language; the catalogue picks one of the two."""
        return Text(N_("%(en)s%(zh).0s"), {"en": self.en or self.zh, "zh": self.zh})


class OwnWords(Label):
    """Words of the product rather than of a pack: the catalogue has their Chinese."""

    @classmethod
    def of(cls, msgid: str) -> "OwnWords":
        return cls(zh=msgid, en=msgid)

    def text(self) -> Text:
        return Text(self.en)


class AppliesTo(Part):
    """Which complaints a clause speaks of, and beside which steps it is shown; none named: on the complaint's page."""

    when: Condition | None = Field(None, description=N_("For which complaints"))
    at: tuple[Verb, ...] = Field((), description=N_("Beside which steps"))


class Clause(Part):
    """A place in the source text. `informative` marks one that software can't carry and only shows: in the pack's
    document, and with `applies_to` beside each complaint that it speaks of. `source` is its text where that isn't the
    pack's own."""

    id: ClauseId
    ref: Words
    title: Label
    summary: Label
    informative: StrictBool = False
    applies_to: AppliesTo | None = None
    source: str = ""

    @model_validator(mode="after")
    def _only_shown(self) -> "Clause":
        if self.applies_to is not None and not self.informative:
            raise Wrong(N_("only a clause that is marked informative says what it applies to"))
        return self


class Rule(Part):
    """Something the pack lays down, with its code, its words and its clause."""

    code: Code
    label: Label
    clause: ClauseId


class Switch(Rule):
    """A choice where the text can be read in two ways; conditions ask for it as the field `switch.<code>`."""

    on: StrictBool


class OriginRule(Part):
    """Where complaints come from."""

    code: Origin
    label: Label
    clause: ClauseId


class Channel(Rule):
    """A way in. `hotline` marks the company's service line, on which penalties may hang."""

    origin: Origin
    hotline: StrictBool = False
    authority: Literal["postal", "consumer"] | None = Field(
        None, description=N_("The authority that forwards complaints on this channel")
    )


class Category(Rule):
    """A node of the category tree; children are of their parent's kind."""

    kind: ComplaintKind
    children: tuple["Category", ...] = ()


class Level(Part):
    """A grade of severity, with the other names the text gives it."""

    code: Severity
    label: Label
    aliases: tuple[Words, ...] = ()
    clause: ClauseId


class SeverityRule(Part):
    """A grade and the condition for it; the first rule that holds decides."""

    severity: Severity
    when: Condition | None = None
    clause: ClauseId


class Behaviour(Rule):
    """Something a person did that a complaint about attitude is graded by."""

    severity: Severity


class SeverityRules(Part):
    """How complaints are graded: business by conditions, attitude by the worst behaviour observed.

    A kind that nothing is said of stays ungraded.
    """

    levels: tuple[Level, ...]
    business: tuple[SeverityRule, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    without_behaviour: SeverityRule | None = None


class Rectification(Part):
    """The 投诉整改表: who writes it, on which clock, who approves."""

    when: Condition
    author: Role
    clock: Code
    approver: Role
    approver_when_vacant: Role
    approval_clause: ClauseId
    sections: tuple[Code, ...]
    clause: ClauseId
