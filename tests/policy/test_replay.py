"""A past complaint lived through again under a pack: what was missed, what it costs, the same to the byte each time.

23 Nov 2026 is a Monday.
"""

import pickle
from datetime import datetime
from typing import Any

import pytest

from app.policy.comparison import Difference, Sums, Tally
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import load, shipped
from app.policy.pack import Pack
from app.policy.replay import Course, Moment, Outcome, replay
from tests.policy.build import SMALL, at

EXTRA = """\
  - {code: answer, label: {zh: 答复}, unit: minutes, amount: 30, start: [accept], stop: [agree], owner: handler,
     clause: "1", extension: {by: promise_callback, clause: brief}}
  - {code: promise, label: {zh: 承诺}, unit: promised, start: [promise_callback], stop: [callback_done], owner: handler,
     clause: "1"}
  - {code: limited, label: {zh: 限时}, unit: minutes, amount: 20, start: [dispatch], stop: [agree], owner: handler,
     clause: "1", pause_limit: {amount: 10, unit: minutes, clause: brief}}
  - {code: graded, label: {zh: 分级}, unit: hours, start: [register], stop: [close], owner: handler, clause: "1",
     when: {field: severity, operator: is_not, value: major},
     amount: [{value: 1, when: {field: severity, operator: is, value: moderate}, clause: "1"}, {value: 2, clause: "1"}]}
  - {code: major_only, label: {zh: 重大}, unit: hours, amount: 3, start: [register], stop: [close], owner: handler,
     clause: "1", when: {field: severity, operator: is, value: major}}
  - {code: report, label: {zh: 整改}, unit: hours, amount: 1, start: [rectification_open], stop: [rectification_submit],
     owner: department_head, clause: "1"}
  - {code: asked, label: {zh: 回访}, unit: hours, amount: 5, start: [register], stop: [call_satisfaction],
     owner: handler, clause: "1"}
"""
PENALTIES = """\
penalties:
  - {code: fine, label: {zh: 罚款}, clause: "1", when: {field: severity, operator: one_of, value: [moderate, major]},
     payee: department_head, amount: 50, month_of: verdict, month_clause: "1"}
"""
BREACHES = """\
ladders:
  - {code: up, label: {zh: 升级}, clause: "1", clock: any,
     steps: [{to: [superior], after: {amount: 60, unit: minutes}, clause: "1"}]}
penalties:
  - {code: hourly, label: {zh: 按时}, clause: "1", on: breach, clock: any, payee: department_head, amount: 10,
     per: hour_late}
  - {code: climbed, label: {zh: 升级}, clause: "1", on: breach, clock: any, payee: department_head, amount: 20,
     escalated: true}
  - {code: thanks, label: {zh: 奖励}, clause: "1", kind: reward, when: {field: confirmed, operator: is, value: true},
     payee: department_head, amount: 30}
"""
TEXT = SMALL.replace("regrade_grace", EXTRA + "regrade_grace") + PENALTIES
PACK = load(TEXT)
NOON = "2026-11-23 12:00"
KNOWN = {"kind": "business", "channel": "phone", "origin": "external", "loss_fen": 0, "behaviours": ()}


def lived(*steps: str, pack: Pack = PACK, until: str = "2026-11-23 18:00", **facts: Any) -> Outcome:
    """Steps as “verb 10:05”, all of them on Monday."""
    return replay(pack, pack.build_calendars(statutory_days(), COVERED), course(*steps, until=until, **facts))


def course(*steps: str, until: str = "2026-11-23 18:00", **facts: Any) -> Course:
    beside = facts.pop("beside", ())
    return Course("TS1", KNOWN | facts, tuple(map(moment, steps)), at(until), tuple(map(tuple, beside)))


def moment(step: str) -> Moment:
    verb, time, *more = step.split()
    known: dict[str, Any] = {}
    if verb == "promise_callback":
        known = {"promised_at": at(f"2026-11-23 {more[0]}")}
    if verb == "verdict":
        known = {"confirmed": more[0] == "sustained", "liable_party": more[1] if len(more) > 1 else "department"}
    return Moment(verb, at(f"2026-11-23 {time}"), known)


def missed(outcome: Outcome) -> list[str]:
    return [clocked.clock.code for clocked in outcome.clocks if clocked.late]


def due_of(outcome: Outcome, code: str) -> datetime:
    return next(clocked.due.at for clocked in outcome.clocks if clocked.clock.code == code)


@pytest.mark.parametrize(
    ("steps", "late"),
    [
        (["register 10:00", "close 10:05"], []),
        (["register 10:00", "close 10:06"], ["any"]),
        (["register 10:00"], ["any", "asked", "graded"]),
        (["register 10:00", "withdraw 10:04"], []),
        (["register 10:00", "withdraw 10:06"], ["any"]),
        (["register 10:00", "accept 10:01", "agree 10:31", "close 10:31"], ["any"]),
        (["register 10:00", "accept 10:01", "agree 10:32", "close 10:32"], ["any", "answer"]),
        (["register 10:00", "close 10:05", "call_satisfaction 15:00"], []),
        (["register 10:00", "close 10:05", "call_satisfaction 15:01"], ["asked"]),
    ],
)
def test_what_wasnt_done_by_its_time_was_missed(steps: list[str], late: list[str]) -> None:
    until = "2026-11-23 18:00" if len(steps) == 1 or "satisfaction" in steps[-1] else "2026-11-23 11:00"
    assert missed(lived(*steps, until=until)) == late


def test_what_is_still_open_counts_as_it_stands() -> None:
    assert missed(lived("register 10:00", until="2026-11-23 10:05")) == []
    assert missed(lived("register 10:00", until="2026-11-23 10:06")) == ["any"]
    assert all(clocked.ended_at is None for clocked in lived("register 10:00").clocks)


def test_a_pause_adds_its_minutes_and_ends_by_itself_at_its_limit() -> None:
    steps = ["register 10:00", "close 10:01", "dispatch 10:02"]
    assert due_of(lived(*steps, "pause 10:10", "resume 10:15", "agree 10:20"), "limited") == at("2026-11-23 10:27")
    assert due_of(lived(*steps, "pause 10:10", "resume 10:40", "agree 10:41"), "limited") == at("2026-11-23 10:32")
    assert "limited" in missed(lived(*steps, "pause 10:10", "agree 10:33"))
    assert "limited" not in missed(lived(*steps, "pause 10:10", "agree 10:32"))


def test_a_pause_helps_no_clock_whose_time_is_up() -> None:
    late = lived("register 10:00", "pause 10:06", "resume 10:30", "close 10:31")
    assert due_of(late, "any") == at("2026-11-23 10:05")
    assert "any" in missed(late)


def test_a_promise_moves_what_it_may_move_and_what_runs_to_it() -> None:
    steps = ["register 10:00", "close 10:01", "accept 10:02"]
    moved = lived(*steps, "promise_callback 10:20 12:00", "agree 11:59", "callback_done 12:00", until=NOON)
    assert due_of(moved, "answer") == due_of(moved, "promise") == at("2026-11-23 12:00")
    assert missed(moved) == []
    again = lived(*steps, "promise_callback 10:20 11:00", "promise_callback 11:30 13:00", "callback_done 12:30")
    assert "promise" in missed(again), "missed before it was renewed"
    assert due_of(again, "promise") == at("2026-11-23 13:00")
    late = lived(*steps, "promise_callback 10:40 12:00", "agree 11:00")
    assert due_of(late, "answer") == at("2026-11-23 10:32"), "too late to extend"


def test_new_facts_regrade_and_move_what_is_still_to_come() -> None:
    cheap = lived("register 10:00", "close 11:00")
    assert (cheap.severity, due_of(cheap, "graded")) == ("minor", at("2026-11-23 12:00"))
    dear = lived("register 10:00", "close 11:00", loss_fen=600)
    assert (dear.severity, due_of(dear, "graded")) == ("moderate", at("2026-11-23 11:00"))
    worst = lived("register 10:00", "close 11:00", loss_fen=1100)
    assert [clocked.clock.code for clocked in worst.clocks] == ["any", "asked", "major_only"]


def test_a_clock_that_applies_only_now_starts_late_with_the_grace() -> None:
    """The number of complaints is as of each step; here a loss that only the regrade brought."""
    moments = (
        Moment("register", at("2026-11-23 10:00")),
        Moment("regrade", at("2026-11-23 14:30"), {"loss_fen": 1100}),
        Moment("close", at("2026-11-23 15:31")),
    )
    found = replay(PACK, {}, Course("TS1", KNOWN, moments, at("2026-11-23 18:00")))
    assert found.severity == "major"
    assert due_of(found, "major_only") == at("2026-11-23 15:30"), "due at 13:00, found out at 14:30: an hour's grace"
    assert "major_only" in missed(found)
    assert "graded" in missed(found), "it had been missed before it was cancelled"


def test_a_report_has_clocks_of_its_own() -> None:
    late = lived("register 10:00", "close 10:01", beside=[[moment("rectification_open 10:30")]])
    assert "report" in missed(late)
    done = [moment("rectification_open 10:30"), moment("rectification_submit 11:30")]
    assert "report" not in missed(lived("register 10:00", "close 10:01", beside=[done]))
    dropped = [moment("rectification_open 10:30"), moment("withdraw 11:00")]
    assert "report" not in missed(lived("register 10:00", "close 10:01", beside=[dropped]))


@pytest.mark.parametrize(
    ("verdict", "loss", "fen"),
    [
        ("sustained", 600, 5000),
        ("sustained", 500, 0),
        ("sustained carrier", 600, 0),
        ("dismissed", 600, 5000),
        (None, 600, 0),
    ],
)
def test_what_the_verdict_costs(verdict: str | None, loss: int, fen: int) -> None:
    steps = ["register 10:00", *([f"verdict 11:00 {verdict}"] if verdict else [])]
    assert lived(*steps, loss_fen=loss).fen == fen


@pytest.mark.parametrize(
    ("closed", "fen"),
    [("10:05", 0), ("10:06", 1000), ("11:04", 1000), ("11:05", 3000), ("11:06", 4000), (None, 2000)],
)
def test_what_a_missed_clock_costs_by_the_hour(closed: str | None, fen: int) -> None:
    """¥10 an hour that has begun, ¥20 more once it went up the ladder, an hour after it was due."""
    pack = load(TEXT.replace("penalties:\n", BREACHES))
    assert lived("register 10:00", *([f"close {closed}"] if closed else []), pack=pack).fen == fen


def test_a_reward_counts_below_zero_and_is_no_penalty() -> None:
    pack = load(TEXT.replace("penalties:\n", BREACHES))
    found = lived("register 10:00", "verdict 10:04 sustained", "close 10:05", pack=pack)
    assert found.fen == -3000
    tally = Tally()
    tally.add("", Difference(found, found))
    assert tally.total.penalised_was == 0


def test_what_a_pack_does_not_know_is_told_instead_of_guessed() -> None:
    odd = lived("register 10:00", kind="attitude", behaviours=("spat",))
    assert odd.refused is not None
    assert (odd.severity, odd.clocks, odd.owed) == ("", (), ())


def test_the_same_course_gives_the_same_outcome_to_the_byte() -> None:
    steps = ["register 10:00", "accept 10:02", "pause 10:03", "resume 10:20", "verdict 11:00 sustained", "close 12:00"]
    first, second = (pickle.dumps(lived(*steps, pack=load(TEXT), loss_fen=600)) for _ in range(2))
    assert first == second


def test_the_companys_own_pack_lives_through_a_whole_case() -> None:
    pack = shipped("xinbang")
    found = replay(
        pack, pack.build_calendars(statutory_days(), COVERED), course("register 10:00", channel="hotline_400")
    )
    assert found.severity == "minor"
    assert {clocked.clock.code for clocked in found.clocks} >= {"resolve", "forward"}


def differing(was: Outcome, would: Outcome) -> tuple[bool, bool, bool, bool]:
    found = Difference(was, would)
    return found.graded, found.late, found.charged, found.changed


def test_differences_are_named_one_by_one() -> None:
    cheap, dear = (lived("register 10:00", "close 10:05", loss_fen=fen) for fen in (0, 600))
    slow = lived("register 10:00", "close 10:06")
    judged = [lived("register 10:00", "close 10:05", "verdict 10:04 sustained", loss_fen=fen) for fen in (500, 600)]
    refused = lived("register 10:00", kind="attitude", behaviours=("spat",))
    assert differing(cheap, cheap) == (False, False, False, False)
    assert differing(cheap, dear) == (True, False, False, True)
    assert differing(cheap, slow) == (False, True, False, True)
    assert differing(*judged) == (True, False, True, True)
    assert differing(cheap, refused) == (False, False, False, True)
    assert differing(refused, refused) == (False, False, False, False)


def test_sums_are_kept_in_all_and_by_department_and_go_on_from_json() -> None:
    cheap = lived("register 10:00", "verdict 10:04 sustained", "close 10:05", until=NOON, loss_fen=500)
    dear = lived("register 10:00", "verdict 10:04 sustained", "close 10:06", until=NOON, loss_fen=600)
    tally = Tally()
    tally.add("10", Difference(cheap, dear))
    tally = Tally.from_json(tally.to_json())
    tally.add("9", Difference(dear, dear))
    tally.add("", Difference(cheap, cheap))
    assert list(tally.to_json()["departments"]) == ["", "9", "10"]
    assert tally.departments["10"] == Sums(1, 1, 1, 0, 1, 0, 1, 0, 5000, 0)
    assert tally.total == Sums(3, 1, 1, 1, 2, 1, 2, 5000, 10000, 0)
    assert (str(tally.total.was), str(tally.total.would)) == ("¥50.00", "¥100.00")
    assert Tally.from_json({}) == Tally()
