"""The table of a report's life, whole."""

import pytest

from app.rectifications.states import STATES, VERBS, after, allows

WAY = {
    ("open", "save"): "open",
    ("open", "submit"): "submitted",
    ("open", "reassign"): "open",
    ("open", "cancel"): "cancelled",
    ("submitted", "approve"): "approved",
    ("submitted", "return"): "returned",
    ("submitted", "cancel"): "cancelled",
    ("returned", "save"): "returned",
    ("returned", "submit"): "submitted",
    ("returned", "reassign"): "returned",
    ("returned", "cancel"): "cancelled",
    ("approved", "tick"): "approved",
    ("approved", "redo"): "approved",
    ("approved", "hand_on"): "approved",
    ("approved", "verify"): "approved",
    ("approved", "complete"): "verified",
    ("approved", "cancel"): "cancelled",
    ("verified", "close"): "closed",
    ("verified", "cancel"): "cancelled",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_possible_when_and_where_it_leads(state: str, verb: str) -> None:
    assert allows(verb, state) is ((state, verb) in WAY)
    assert not allows(verb, state) or after(verb, state) == WAY[state, verb]


def test_nothing_follows_the_end() -> None:
    assert not [verb for verb in VERBS for state in ("closed", "cancelled") if allows(verb, state)]
