"""A report's life as a table: which step leads from where to where. Pure.

open → submitted → approved → verified → closed; submitted → returned → submitted; cancelled with its verdict.
"""

from dataclasses import dataclass

from app.core.i18n import N_

STATES = {
    "open": N_("To be written"),
    "submitted": N_("Awaiting approval"),
    "returned": N_("Returned"),
    "approved": N_("Approved, measures under way"),
    "verified": N_("All measures verified"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
}
WRITABLE = ("open", "returned")
UNSETTLED = ("open", "submitted", "returned", "approved", "verified")


@dataclass(frozen=True)
class Verb:
    """A step: possible in `sources`, leads to `target` (None: the state stays). `label` stands on its button."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str | None = None


VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb("save", N_("Write the report"), WRITABLE),
        Verb("submit", N_("Submit"), WRITABLE, "submitted"),
        Verb("approve", N_("Approve"), ("submitted",), "approved"),
        Verb("return", N_("Return with reasons"), ("submitted",), "returned"),
        Verb("tick", N_("Measure done"), ("approved",)),
        Verb("redo", N_("Have the measure done again"), ("approved",)),
        Verb("verify", N_("Verify the measure"), ("approved",)),
        Verb("complete", N_("All measures verified"), ("approved",), "verified"),
        Verb("close", N_("Close the report"), ("verified",), "closed"),
        Verb("reassign", N_("Name who writes it"), WRITABLE),
        Verb("hand_on", N_("Give the measure to somebody else"), ("approved",)),
        Verb("cancel", N_("Cancel"), UNSETTLED, "cancelled"),
    )
}


def allows(verb: str, state: str) -> bool:
    """Whether the step is possible in this state."""
    return state in VERBS[verb].sources


def after(verb: str, state: str) -> str:
    """The state after the step."""
    return VERBS[verb].target or state
