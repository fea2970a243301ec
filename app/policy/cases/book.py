"""Case files read: facts, steps with their times, and what the policy is expected to make of them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.policy.cases.words import CASES, english, meaning, word_for
from app.policy.conditions import Wrong
from app.policy.load import reason_of
from app.policy.parts import Part
from app.policy.source import Fault, Source, read

__all__ = ["CASES", "Case", "CaseBook", "CaseFaults", "Step", "read_book"]

_TIME = "%Y-%m-%d %H:%M"


def instant(text: str) -> datetime:
    """An instant such as “2026-11-23 09:05” on the Shanghai clock. Raises Wrong."""
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=SHANGHAI)
    except (TypeError, ValueError):
        raise Wrong(N_("“%(text)s” is not a time such as 2026-11-23 09:05"), text=text) from None


def named_facts(data: Any) -> Any:
    """Facts by the product's names and values."""
    if not isinstance(data, Mapping):
        return data
    return _plain({meaning("facts", key): value for key, value in data.items()})


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [meaning("values", each) for each in value] if isinstance(value, list) else meaning("values", value)
        for key, value in told.items()
    }


def _no_report(data: Any) -> Any:
    """“无”: none."""
    return {} if data == [] else data


def _when(data: Any) -> Any:
    return instant(data) if isinstance(data, str) else data


class Step(Part):
    """Something that is done: when, which verb, and what is said with it. `refused`: words of the refusal."""

    at: datetime
    verb: str
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    refused: str = ""
    refused_clause: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_line(cls, data: Any) -> Any:
        """“2026-11-23 09:05 派单”, alone or with a mapping of parameters."""
        line, said = (data, {}) if isinstance(data, str) else next(iter(data.items())) if len(data) == 1 else ("", {})
        if not isinstance(line, str) or not isinstance(said, Mapping | None) or len(line) < len("2026-11-23 09:05 x"):
            example = f"2026-11-23 09:05 {word_for('steps', 'dispatch')}"
            raise Wrong(N_("a step is a time and what is done, such as “%(example)s”"), example=example)
        verb = meaning("steps", line[16:].strip())
        if verb == line[16:].strip() and not verb.isascii():
            raise Wrong(N_("there is no step “%(step)s”"), step=verb)
        named = "facts" if verb == "amend" else "parameters"
        told = {meaning(named, meaning("parameters", key)): value for key, value in (said or {}).items()}
        refusal = {name: told.pop(name) for name in ("refused", "refused_clause") if name in told}
        return {"at": instant(line[:16]), "verb": verb, "parameters": _plain(told), **refusal}


class Earlier(Part):
    """A complaint that came before: its facts and what was done."""

    facts: Mapping[str, Any]
    steps: tuple[Step, ...]

    _named = field_validator("facts", mode="before")(named_facts)


class SaidSeverity(Part):
    """The grade by its label, and its clause: “一般 4.4.1A”."""

    rule: str
    clause: str

    @model_validator(mode="before")
    @classmethod
    def _from_line(cls, data: Any) -> Any:
        rule, _, clause = data.rpartition(" ") if isinstance(data, str) else ("", "", "")
        return {"rule": rule.strip(), "clause": clause} if isinstance(data, str) else data


class SaidClock(Part):
    """What is said of a clock; `outcome` none: it doesn't start. What is left out isn't compared."""

    due: datetime | None = None
    clause: str = ""
    outcome: str = ""
    owner: str = ""
    reminders: tuple[str, ...] | None = None
    escalations: tuple[str, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"outcome": data}
        if isinstance(data, Mapping) and data.get("due"):
            data = {**data, "due": instant(data["due"])}
        return {**data, "outcome": meaning("outcomes", data.get("outcome", ""))} if isinstance(data, Mapping) else data


class SaidPenalty(Part):
    """A penalty or reward: the rule by its label, yuan, who by role, the clause, the payroll's month."""

    rule: str
    amount: Any
    payee: str = ""
    clause: str
    month: str = ""


class SaidFollowUp(Part):
    """A follow-up: the rule by its label, how the customer is asked, by when."""

    rule: str
    means: str = ""
    by: datetime | None = None
    clause: str = ""

    _by = field_validator("by", mode="before")(_when)


class Month(Part):
    """A station's month: "2026-10", how many complaints are counted in it, how many waybills there were."""

    month: str
    complaints: int = Field(ge=0)
    waybills: int = Field(default=0, ge=0)


class Case(Part):
    """One case. `earlier`: complaints before it; `until`: how long it is watched, else to its last step.
    `station`: the month of a station, for the rules about such; played against the pack alone."""

    name: str
    remark: str = ""
    switches: Mapping[str, Any] = Field(default_factory=dict)
    facts: Mapping[str, Any]
    earlier: tuple[Earlier, ...] = ()
    steps: tuple[Step, ...]
    until: datetime | None = None
    station: Month | None = None
    severity: SaidSeverity | None = None
    clocks: Mapping[str, SaidClock] = Field(default_factory=dict)
    penalties: tuple[SaidPenalty, ...] | None = None
    spared: Mapping[str, str] = Field(default_factory=dict)
    rectification: Mapping[str, str] | None = None
    follow_ups: tuple[SaidFollowUp, ...] | None = None

    _named = field_validator("facts", mode="before")(named_facts)
    _at = field_validator("until", mode="before")(_when)
    _none = field_validator("rectification", mode="before")(_no_report)
    _switches = field_validator("switches", mode="before")(_plain)


class CaseBook(Part):
    """The cases of one pack; `pack` is its name under policies/, `overlays` those laid over it."""

    pack: str
    overlays: tuple[str, ...] = ()
    cases: tuple[Case, ...]


class CaseFaults(ValueError):
    """A case file that can't be read; `faults` says why."""

    def __init__(self, path: Path, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(f"{path.name}:{fault}" for fault in faults))


def read_book(path: Path) -> CaseBook:
    """The cases in a file. Raises CaseFaults with all that is wrong with it."""
    source = read(path.read_text(encoding="utf-8"))
    if source.faults or source.data is None:
        raise CaseFaults(path, list(source.faults))
    try:
        return CaseBook.model_validate(english(source.data))
    except ValidationError as error:
        raise CaseFaults(path, [_fault(source, each) for each in error.errors()]) from error


def _fault(source: Source, error: Any) -> Fault:
    path = [step if isinstance(step, int) else word_for("keys", step) for step in error["loc"]]
    return source.fault(path, reason_of({**error, "loc": tuple(path)}))
