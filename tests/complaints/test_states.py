"""The transition table, written out: what each state allows and where it leads."""

from typing import get_args

import pytest

from app.complaints.states import STATES, VERBS, after, allows, possible
from app.complaints.workflow import STEPS
from app.policy.handling import State

MOVES = {
    "registered": {"accept": "accepted", "withdraw": "withdrawn"},
    "accepted": {"dispatch": "dispatched", "withdraw": "withdrawn"},
    "dispatched": {"transfer": "dispatched", "investigate": "investigated", "withdraw": "withdrawn"},
    "investigated": {
        "transfer": "dispatched",
        "propose": "proposed",
        "proceed": "agreed",
        "withdraw": "withdrawn",
    },
    "proposed": {
        "agree": "agreed",
        "decline": "investigated",
        "send_back": "investigated",
        "proceed": "agreed",
        "withdraw": "withdrawn",
    },
    "agreed": {"carry_out": "carried_out", "withdraw": "withdrawn"},
    "carried_out": {"close": "closed", "reinvestigate": "dispatched"},
    "closed": {"archive": "archived", "reopen": "accepted", "reinvestigate": "dispatched"},
    "withdrawn": {"archive": "archived"},
    "archived": {},
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_leads_where_the_table_says_and_nowhere_else(state: str) -> None:
    moves = {verb.code: after(verb.code, state) for verb in possible(state) if verb.target is not None}
    assert moves == MOVES[state]


@pytest.mark.parametrize("state", STATES)
def test_a_step_without_a_target_leaves_the_state(state: str) -> None:
    assert all(after(verb.code, state) == state for verb in possible(state) if verb.target is None)


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        ("amend", 7),
        ("regrade", 7),
        ("pause", 7),
        ("escalate", 7),
        ("call_satisfaction", 8),
        ("note", 9),
        ("verdict", 6),
    ],
)
def test_how_many_states_allow_what_is_done_beside_the_steps(verb: str, states: int) -> None:
    assert sum(allows(verb, state) for state in STATES) == states


def test_an_archived_complaint_is_only_read() -> None:
    assert possible("archived") == []


def test_every_verb_has_its_function_and_the_other_way_round() -> None:
    assert set(STEPS) == set(VERBS)
    assert all(name == verb.code for name, verb in VERBS.items())


def test_a_packs_stages_can_speak_of_each_state() -> None:
    assert set(get_args(State)) == set(STATES)
