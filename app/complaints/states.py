"""The complaint's life as a table: which step leads from where to where. Pure.

registered → accepted → dispatched → investigated → proposed → agreed → carried_out → closed → archived
"""

from dataclasses import dataclass

from app.core.i18n import N_
from app.policy.handling import STATES

__all__ = ["STATES", "VERBS", "Verb", "after", "allows", "possible"]

_UNDER_WAY = ("registered", "accepted", "dispatched", "investigated", "proposed", "agreed", "carried_out")
_AT_DEPARTMENT = ("dispatched", "investigated", "proposed", "agreed", "carried_out")
_NOT_ARCHIVED = (*_UNDER_WAY, "closed", "withdrawn")


@dataclass(frozen=True)
class Verb:
    """A step: possible in `sources`, leads to `target` (None: the state stays). `label` stands on its button."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str | None = None

    @property
    def permission(self) -> str:
        """Name of the permission on ComplaintView."""
        return f"can_{self.code}"


VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb("accept", N_("Accept"), ("registered",), "accepted"),
        Verb("dispatch", N_("Dispatch"), ("accepted",), "dispatched"),
        Verb("transfer", N_("Transfer"), ("dispatched", "investigated"), "dispatched"),
        Verb("investigate", N_("Record findings"), ("dispatched",), "investigated"),
        Verb("propose", N_("Propose a remedy"), ("investigated",), "proposed"),
        Verb("agree", N_("Customer agrees"), ("proposed",), "agreed"),
        Verb("decline", N_("Customer declines"), ("proposed",), "investigated"),
        Verb("approve", N_("Approve the proposal"), ("proposed",)),
        Verb("send_back", N_("Send the proposal back"), ("proposed",), "investigated"),
        Verb("proceed", N_("Carry on upon the verdict"), ("proposed", "investigated"), "agreed"),
        Verb("carry_out", N_("Remedy carried out"), ("agreed",), "carried_out"),
        Verb("close", N_("Close the complaint"), ("carried_out",), "closed"),
        Verb("recheck", N_("Recheck: settled"), ("carried_out", "closed")),
        Verb("reinvestigate", N_("Investigate anew"), ("carried_out", "closed"), "dispatched"),
        Verb("archive", N_("Archive"), ("closed", "withdrawn"), "archived"),
        Verb("withdraw", N_("Withdraw"), _UNDER_WAY[:-1], "withdrawn"),
        Verb("reopen", N_("Reopen"), ("closed",), "accepted"),
        Verb("amend", N_("Amend the facts"), _UNDER_WAY),
        Verb("assign", N_("Assign a handler"), _UNDER_WAY),
        Verb("verdict", N_("Give the verdict"), (*_AT_DEPARTMENT, "closed")),
        Verb("regrade", N_("Grade anew"), _UNDER_WAY),
        Verb("promise_callback", N_("Promise a callback"), _UNDER_WAY),
        Verb("callback_done", N_("Called back"), _UNDER_WAY),
        Verb("call_satisfaction", N_("Satisfaction call"), (*_UNDER_WAY, "closed")),
        Verb("escalate", N_("Escalate"), _UNDER_WAY),
        Verb("pause", N_("Pause the clocks"), _UNDER_WAY),
        Verb("resume", N_("Resume the clocks"), _UNDER_WAY),
        Verb("confirm", N_("Confirm with the complainant"), _UNDER_WAY),
        Verb("link", N_("Compare with another complaint"), _NOT_ARCHIVED),
        Verb("misconduct", N_("Record misconduct"), (*_UNDER_WAY, "closed")),
        Verb("misconduct_drop", N_("Withdraw a record of misconduct"), (*_UNDER_WAY, "closed")),
        Verb("note", N_("Add a note"), _NOT_ARCHIVED),
        Verb("attach", N_("Attach files"), _NOT_ARCHIVED),
    )
}


def allows(verb: str, state: str) -> bool:
    """Whether the step is possible in this state."""
    return state in VERBS[verb].sources


def after(verb: str, state: str) -> str:
    """The state after the step."""
    return VERBS[verb].target or state


def possible(state: str) -> list[Verb]:
    """Every step that this state allows, in the order in which a complaint usually meets them."""
    return [verb for verb in VERBS.values() if state in verb.sources]
