"""Which clocks a verb starts and stops under the default pack, and when a running clock has something to say."""

from typing import Any, get_args

import pytest

from app.policy.clocks import Step, clocks_started_by, clocks_stopped_by, later, levels, steps
from app.policy.conditions import KINDS, ORIGINS, SEVERITIES
from app.policy.load import shipped
from app.policy.parts import Verb
from app.policy.timing import Span
from tests.policy.build import CALENDARS, at, clock

XINBANG = shipped("xinbang")
ORDINARY = {"kind": "business", "origin": "external", "severity": "minor"}


@pytest.mark.parametrize(
    ("verb", "facts", "started"),
    [
        ("register", {}, "forward satisfaction_call resolve"),
        ("register", {"severity": "moderate"}, "forward satisfaction_call resolve"),
        ("register", {"severity": "major"}, "forward escalate resolve"),
        ("register", {"severity": "major", "solvable_at_once": False}, "forward escalate resolve"),
        ("register", {"severity": "major", "solvable_at_once": True}, "forward resolve"),
        ("register", {"urgent": True}, "forward escalate resolve"),
        ("register", {"urgent": False}, "forward satisfaction_call resolve"),
        ("register", {"origin": "internal"}, "forward resolve"),
        ("register", {"origin": "internal", "severity": "major"}, "forward resolve"),
        ("register", {"kind": "attitude"}, "forward resolve"),
        ("register", {"kind": "attitude", "severity": "major"}, "forward resolve"),
        ("dispatch", {}, "propose"),
        ("dispatch", {"severity": "major"}, ""),
        ("dispatch", {"severity": "major", "solvable_at_once": True}, "propose"),
        ("dispatch", {"urgent": True}, ""),
        ("dispatch", {"origin": "internal"}, ""),
        ("dispatch", {"kind": "attitude"}, "attitude_statement"),
        ("dispatch", {"kind": "attitude", "origin": "internal"}, "internal_attitude"),
        ("investigate", {"kind": "attitude"}, "attitude_verdict"),
        ("investigate", {"kind": "attitude", "origin": "internal"}, ""),
        ("investigate", {}, ""),
        ("promise_callback", {}, "callback"),
        ("promise_callback", {"kind": "attitude", "origin": "internal"}, "callback"),
        ("rectification_open", {}, "rectify"),
        ("reopen", {}, "resolve"),
        ("transfer", {}, ""),
        ("close", {}, ""),
        ("unheard_of", {}, ""),
    ],
)
def test_started_by(verb: str, facts: dict[str, Any], started: str) -> None:
    found = clocks_started_by(XINBANG, verb, ORDINARY | facts)
    assert [each.code for each in found] == started.split()


@pytest.mark.parametrize(
    ("verb", "stopped"),
    [
        ("dispatch", "forward"),
        ("propose", "propose"),
        ("call_satisfaction", "satisfaction_call"),
        ("escalate", "escalate"),
        ("carry_out", "resolve"),
        ("close", "resolve"),
        ("investigate", "attitude_statement"),
        ("verdict", "attitude_verdict internal_attitude"),
        ("callback_done", "callback"),
        ("rectification_submit", "rectify"),
        ("register", ""),
    ],
)
def test_stopped_by(verb: str, stopped: str) -> None:
    assert [each.code for each in clocks_stopped_by(XINBANG, verb)] == stopped.split()


def test_every_clock_has_an_amount_for_each_complaint_it_starts_for() -> None:
    for kind in KINDS:
        for severity in SEVERITIES:
            for origin in ORIGINS:
                facts = {"kind": kind, "severity": severity, "origin": origin}
                started = [each for verb in get_args(Verb) for each in clocks_started_by(XINBANG, verb, facts)]
                assert all(each.unit == "promised" or each.amount_for(facts) for each in started)


def test_a_switch_may_decide_whether_a_clock_starts() -> None:
    condition = {"field": "switch.exact_1000_is_minor", "operator": "is", "value": True}
    hanging = clock("5 min", when=condition)
    pack = XINBANG.model_copy(update={"clocks": (hanging,)})
    assert clocks_started_by(pack, "register", {}) == [hanging]


REMINDED = clock("20 min", reminders={"warn_before": 5, "overdue": [10, 30], "clause": "brief"})


def test_steps_in_order_of_time() -> None:
    assert steps(REMINDED, at("2026-11-23 10:00"), at("2026-11-23 10:20")) == (
        Step("warn", at("2026-11-23 10:15")),
        Step("due", at("2026-11-23 10:20")),
        Step("overdue", at("2026-11-23 10:30"), 1),
        Step("overdue", at("2026-11-23 10:50"), 2),
    )


@pytest.mark.parametrize(
    ("due", "kinds"),
    [("2026-11-23 10:06", "warn due overdue overdue"), ("2026-11-23 10:05", "due overdue overdue"),
     ("2026-11-23 10:04", "due overdue overdue")],
)  # fmt: skip
def test_no_warning_at_the_start_or_before(due: str, kinds: str) -> None:
    assert [step.kind for step in steps(REMINDED, at("2026-11-23 10:00"), at(due))] == kinds.split()


def test_a_clock_without_reminders_is_only_due() -> None:
    assert steps(clock("20 min"), at("2026-11-23 10:00"), at("2026-11-23 10:20")) == (
        Step("due", at("2026-11-23 10:20")),
    )
    late_only = clock("20 min", reminders={"overdue": [10], "clause": "brief"})
    assert [step.kind for step in steps(late_only, at("2026-11-23 10:00"), at("2026-11-23 10:20"))] == [
        "due",
        "overdue",
    ]


def test_levels_are_numbered_from_one_and_wait_as_their_rung_says() -> None:
    ladder, due_at = shipped("xinbang").ladders[0], at("2026-11-23 17:50")
    found = levels(ladder, clock("20 min"), due_at, CALENDARS)
    assert [(step.kind, step.number, step.at) for step in found] == [
        ("escalate", 1, at("2026-11-23 18:00")),
        ("escalate", 2, at("2026-11-23 18:20")),
    ]
    in_days = levels(ladder, clock("3 wd default"), due_at, CALENDARS)
    assert [step.at for step in in_days] == [at("2026-11-24 09:50"), at("2026-11-24 18:00")]


def test_what_waits_for_nothing_comes_at_once() -> None:
    due_at = at("2026-11-23 17:50")
    assert later(due_at, None, CALENDARS) == due_at
    assert later(due_at, Span(amount=30, unit="minutes"), CALENDARS) == at("2026-11-23 18:20")
    assert later(due_at, Span(amount=30, unit="minutes", calendar="default"), CALENDARS) == at("2026-11-24 09:20")
