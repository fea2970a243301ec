"""A past complaint lived through again: what is laid over the company's pack, clocks that begin anew, misconduct.

23 Nov 2026 is a Monday.
"""

from typing import Any

from app.policy.load import load
from app.policy.pack import Pack
from app.policy.replay import Course, Moment, Outcome, replay
from tests.policy.build import at
from tests.policy.test_replay import BREACHES, KNOWN, PACK, TEXT, course, due_of, lived, missed, moment

OVERLAY = """\
id: law
title: {zh: 监管}
version: "1"
source: 监管规定
overlay: true
clauses:
  - {id: "7", ref: 第七条, title: {zh: 两小时}, summary: {zh: 两小时内答复。}}
clocks:
  - {code: law_answer, label: {zh: 监管答复}, unit: minutes, amount: 120, start: [register], stop: [agree],
     owner: handler, clause: "7", reset: [reopen], when: {field: loss, operator: above, value: 5}}
regrade_grace: {amount: 30, unit: minutes, clause: "7"}
"""
LAW: Pack = load(OVERLAY)


def below_the_law(*steps: Moment, until: str = "2026-11-23 18:00", **facts: Any) -> Outcome:
    return replay(PACK, {}, Course("TS1", KNOWN | facts, steps, at(until)), [(LAW, {})])


def test_what_is_laid_over_runs_beside_the_companys_own_and_is_not_paused_by_it() -> None:
    steps = [moment(step) for step in ("register 10:00", "close 10:01", "pause 10:02", "resume 11:30", "agree 12:01")]
    found = below_the_law(steps[0], *steps[2:], loss_fen=600)
    assert [(each.clock.code, each.pack.id) for each in found.clocks if each.late][-1] == ("law_answer", "law")
    assert due_of(found, "law_answer") == at("2026-11-23 12:00")
    kept = below_the_law(steps[0], moment("agree 12:00"), loss_fen=600)
    assert "law_answer" not in missed(kept)
    assert "law_answer" not in [each.clock.code for each in below_the_law(steps[0], loss_fen=500).clocks]


def test_what_is_laid_over_has_its_own_grace_when_it_applies_only_later() -> None:
    found = below_the_law(
        moment("register 10:00"),
        Moment("regrade", at("2026-11-23 14:00"), {"loss_fen": 600}),
        Moment("agree", at("2026-11-23 14:31")),
    )
    assert due_of(found, "law_answer") == at("2026-11-23 14:30"), "half an hour by the law, not the company's hour"
    assert "law_answer" in missed(found)


def test_what_is_laid_over_costs_nothing_by_the_companys_rules() -> None:
    """A rule on the company's own clock speaks of that one only."""
    pack = load(TEXT.replace("penalties:\n", BREACHES))
    steps = course("register 10:00", "agree 13:00", "close 13:01", loss_fen=600)
    late, without = replay(pack, {}, steps, [(LAW, {})]), replay(pack, {}, steps)
    assert "law_answer" in missed(late)
    assert late.owed == without.owed
    assert [owed.rule for owed in late.owed] == ["hourly", "climbed"]


def test_a_step_that_lets_a_clock_begin_anew_counts_from_there() -> None:
    anew = below_the_law(moment("register 10:00"), moment("reopen 11:50"), moment("agree 13:50"), loss_fen=600)
    assert due_of(anew, "law_answer") == at("2026-11-23 13:50")
    assert "law_answer" not in missed(anew)
    late = below_the_law(moment("register 10:00"), moment("reopen 12:01"), moment("agree 12:02"), loss_fen=600)
    assert "law_answer" in missed(late), "what was missed before stays missed"


def test_a_clock_that_stands_still_runs_again_when_it_begins_anew() -> None:
    reset = TEXT.replace("pause_limit: {", "reset: [reopen], pause_limit: {")
    assert reset != TEXT
    steps = ["register 10:00", "close 10:01", "dispatch 10:02", "pause 10:10", "reopen 10:15"]
    found = lived(*steps, "agree 10:35", pack=load(reset))
    assert due_of(found, "limited") == at("2026-11-23 10:35")
    assert "limited" not in missed(found)
    assert "limited" in missed(lived(*steps, "agree 10:36", pack=load(reset)))


MISCONDUCT = """\
misconduct:
  - {code: rude, label: {zh: 无礼}, clause: "1"}
  - {code: absent, label: {zh: 离岗}, clause: "1"}
penalties:
  - {code: manners, label: {zh: 礼貌}, on: misconduct, misconduct: [rude], payee: department_head, amount: 30,
     clause: "1", times: [{factor: 2, when: {field: repeat, operator: is, value: true}, clause: "1"}]}
  - {code: excused, label: {zh: 离岗者免罚}, on: breach, clock: any, payee: department_head, amount: 10, clause: "1",
     when: {field: misconduct, operator: lacks, value: absent}}
"""


def misbehaved(*steps: Moment) -> list[tuple[str, int]]:
    pack = load(TEXT.split("penalties:\n")[0] + MISCONDUCT)
    found = replay(pack, {}, Course("TS1", KNOWN | {"repeat": False}, steps, at("2026-11-23 18:00")))
    return [(owed.rule, owed.fen) for owed in found.owed]


def recorded(verb: str, time: str, record: str, code: str) -> Moment:
    return Moment(verb, at(f"2026-11-23 {time}"), record=(record, code))


def test_misconduct_costs_for_each_record_and_nothing_once_taken_back() -> None:
    begin = [moment("register 10:00"), moment("close 10:05")]
    assert misbehaved(*begin) == []
    first, second = recorded("misconduct", "10:06", "1", "rude"), recorded("misconduct", "10:07", "2", "rude")
    assert misbehaved(*begin, first, second) == [("manners", 3000), ("manners", 3000)]
    assert misbehaved(*begin, first, second, recorded("misconduct_drop", "10:08", "1", "rude")) == [("manners", 3000)]
    assert misbehaved(*begin, recorded("misconduct", "10:06", "1", "absent")) == []


def test_rules_on_missed_clocks_know_of_recorded_misconduct() -> None:
    late = [moment("register 10:00"), moment("close 10:06")]
    absent = recorded("misconduct", "10:07", "1", "absent")
    assert misbehaved(*late) == [("excused", 1000)]
    assert misbehaved(*late, absent) == []
    assert misbehaved(*late, absent, recorded("misconduct_drop", "10:08", "1", "absent")) == [("excused", 1000)]


def test_a_repeat_that_was_confirmed_later_reckons_anew_and_other_news_do_not() -> None:
    begin = [moment("register 10:00"), recorded("misconduct", "10:03", "1", "rude"), moment("close 10:05")]
    repeated = Moment("link", at("2026-11-23 11:00"), {"repeat": True})
    assert misbehaved(*begin, repeated) == [("manners", 6000)]
    assert misbehaved(*begin, repeated, Moment("link", at("2026-11-23 12:00"), {"repeat": False}))[0][1] == 3000
    dearer = Moment("amend", at("2026-11-23 12:00"), {"loss_fen": 600})
    steps = [moment("register 10:00"), moment("verdict 10:02 sustained"), moment("close 10:05")]
    found = replay(PACK, {}, Course("TS1", KNOWN, (*steps, dearer), at("2026-11-23 18:00")))
    assert found.fen == 0, "the verdict was given while the loss was not known"
