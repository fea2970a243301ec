"""The default pack: text q whole, every number with its clause, nothing but `brief` where the text is silent."""

import re
from typing import Any

import pytest

from app.core.clock import local
from app.core.errors import NotFound
from app.core.i18n import show
from app.policy.clocks import levels
from app.policy.conditions import holds
from app.policy.holidays import COVERED, statutory_days
from app.policy.load import PACKS, check, load, shipped
from app.policy.parts import BRIEF
from app.policy.worktime import due
from tests.policy.build import at

TEXT = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")
XINBANG = load(TEXT)
CALENDARS = XINBANG.build_calendars(statutory_days(), COVERED)


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_pack_has_no_fault(path: Any) -> None:
    assert check(path.read_text(encoding="utf-8")) == []
    assert shipped(path.stem).id == path.stem


NUMBERS = [
    # clock, facts, amount, unit, clause
    ("forward", {}, 5, "minutes", "4.6.1"),
    ("propose", {}, 20, "minutes", "4.6.2.1-ordinary"),
    ("satisfaction_call", {}, 30, "minutes", "4.6.2.1-ordinary"),
    ("escalate", {}, 5, "minutes", "4.6.2.1-urgent"),
    ("resolve", {"kind": "business", "severity": "minor"}, 1, "working_days", "4.5.1a"),
    ("resolve", {"kind": "business", "severity": "moderate"}, 3, "working_days", "4.5.1b"),
    ("resolve", {"kind": "business", "severity": "major"}, 7, "working_days", "4.5.1c"),
    ("resolve", {"kind": "attitude", "severity": "minor"}, 2, "working_days", "4.5.2"),
    ("resolve", {"kind": "attitude", "severity": "major"}, 2, "working_days", "4.5.2"),
    ("attitude_statement", {}, 1, "working_days", "4.6.2.2a"),
    ("attitude_verdict", {}, 1, "working_days", "4.6.2.2a"),
    ("internal_attitude", {}, 1, "working_days", "4.6.2.2b"),
    ("rectify", {}, 1, "working_days", "5.1"),
]


@pytest.mark.parametrize(("code", "facts", "value", "unit", "clause"), NUMBERS)
def test_every_clock_runs_as_long_as_the_text_says(
    code: str, facts: dict[str, str], value: int, unit: str, clause: str
) -> None:
    found = due(XINBANG, XINBANG.clock(code), CALENDARS, at("2026-11-23 10:00"), facts)
    assert (found.amount, found.unit, found.clause) == (value, unit, clause)


def test_the_clocks_are_these_twelve() -> None:
    assert " ".join(clock.code for clock in XINBANG.clocks) == (
        "forward propose satisfaction_call escalate resolve attitude_statement attitude_verdict internal_attitude "
        "callback rectify measure appeal_answer"
    )


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("forward", "handler"),
        ("propose", "department_head"),
        ("attitude_statement", "superior"),
        ("internal_attitude", "administration"),
        ("rectify", "department_head"),
    ],
)
def test_who_owns_a_clock(code: str, owner: str) -> None:
    assert XINBANG.clock(code).owner == owner


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("forward", "2026-10-09 17:55"),
        ("propose", "2026-10-09 18:10"),
        ("satisfaction_call", "2026-10-09 18:20"),
        ("attitude_statement", "2026-10-10 18:00"),
        ("internal_attitude", "2026-10-10 18:00"),
    ],
)
def test_minutes_run_on_the_wall_clock_and_days_end_at_closing(code: str, expected: str) -> None:
    assert local(due(XINBANG, XINBANG.clock(code), CALENDARS, at("2026-10-09 17:50"), {}).at) == at(expected)


def test_an_internal_attitude_complaint_rolls_over_sundays_and_holidays_but_not_saturdays() -> None:
    internal, external = XINBANG.clock("internal_attitude"), XINBANG.clock("attitude_statement")
    friday, saturday, before_holiday = at("2026-11-20 10:00"), at("2026-11-21 10:00"), at("2026-09-30 10:00")
    assert local(due(XINBANG, internal, CALENDARS, friday, {}).at) == at("2026-11-21 18:00")
    assert local(due(XINBANG, external, CALENDARS, friday, {}).at) == at("2026-11-23 18:00")
    assert local(due(XINBANG, internal, CALENDARS, saturday, {}).at) == at("2026-11-23 18:00")
    assert local(due(XINBANG, internal, CALENDARS, before_holiday, {}).at) == at("2026-10-08 18:00")


def test_only_the_internal_attitude_clock_moves_to_a_promise() -> None:
    moved = {clock.code: clock.extension for clock in XINBANG.clocks if clock.extension}
    assert list(moved) == ["internal_attitude"]
    assert moved["internal_attitude"].by == "promise_callback"


def test_channels() -> None:
    def codes(origin: str) -> str:
        return " ".join(channel.code for channel in XINBANG.channels if channel.origin == origin)

    external = "hotline_400 web_message gm_mailbox follow_up_call fax external_site consumer_association delivery_sms"
    assert codes("external") == external
    assert codes("internal") == "internal_400 oa_mail instant_messenger internal_fax"
    assert [channel.code for channel in XINBANG.channels if channel.hotline] == ["hotline_400", "internal_400"]


def test_categories() -> None:
    children = {node.code: len(node.children) for node in XINBANG.categories}
    assert children == {
        "damage": 3, "shortage": 3, "delay": 6, "finance": 4, "claims": 2, "price": 0, "information": 3,
        "business_error": 7, "other": 0, "attitude": 0,
    }  # fmt: skip
    assert [node.code for node in XINBANG.categories if node.kind == "attitude"] == ["attitude"]
    parents = {node.code: [each.code for each in above] for node, above in XINBANG.walk_categories()}
    assert parents["damage_wet"] == ["damage"]
    assert parents["damage"] == []
    assert len(parents) == 38


def test_the_top_grade_has_two_names() -> None:
    assert (XINBANG.level("major").label.zh, XINBANG.level("major").aliases) == ("重大", ("重度",))


PENALISED = {"kind": "business", "hotline": True, "confirmed": True}


@pytest.mark.parametrize(
    ("facts", "follows"),
    [
        ({}, True),
        ({"kind": "attitude"}, False),
        ({"hotline": False}, False),
        ({"confirmed": False}, False),
        ({"confirmed": None}, False),
    ],
)
def test_what_follows_from_a_complaint_through_the_400_line(facts: dict[str, Any], follows: bool) -> None:
    (penalty,) = XINBANG.penalties
    assert holds(penalty.when, PENALISED | facts) is follows
    assert XINBANG.rectification is not None
    assert holds(XINBANG.rectification.when, PENALISED | facts) is follows


def test_the_penalty() -> None:
    (penalty,) = XINBANG.penalties
    assert (penalty.amount, penalty.payee, penalty.per, penalty.clause) == (50, "department_head", "case", "5.1")
    assert (penalty.month_of, penalty.month_clause) == ("verdict", BRIEF)


def test_the_rectification_report() -> None:
    report = XINBANG.rectification
    assert report is not None
    assert (report.clock, report.author, report.clause) == ("rectify", "department_head", "5.1")
    assert (report.approver, report.approver_when_vacant, report.approval_clause) == ("superior", "quality", BRIEF)


def test_the_ladders() -> None:
    ladders = {ladder.code: [step.to for step in ladder.steps] for ladder in XINBANG.ladders}
    assert ladders == {
        "late": [("department_head", "delegate"), ("superior", "own_manager")],
        "internal": [("department",), ("quality",), ("call_centre",)],
    }


def test_the_levels_of_a_ladder_come_after_the_due_instant_as_the_brief_says() -> None:
    late = XINBANG.ladders[0]
    assert {step.after_clause for ladder in XINBANG.ladders for step in ladder.steps} == {BRIEF}
    due_at = at("2026-09-30 17:30")
    minutes = levels(late, XINBANG.clock("propose"), due_at, CALENDARS)
    assert [step.at for step in minutes] == [at("2026-09-30 17:40"), at("2026-09-30 18:00")]
    days = levels(late, XINBANG.clock("resolve"), at("2026-09-30 18:00"), CALENDARS)
    assert [step.at for step in days] == [at("2026-10-08 10:00"), at("2026-10-08 18:00")], "National Day is off"


def test_who_climbs_which_ladder() -> None:
    external, resolve = {"origin": "external", "kind": "attitude"}, XINBANG.clock("resolve")
    assert getattr(XINBANG.ladder_for(resolve, external), "code", None) == "late"
    internal = {"origin": "internal", "kind": "business"}
    assert getattr(XINBANG.ladder_for(resolve, internal), "code", None) == "internal"
    assert XINBANG.ladder_for(resolve, {"origin": "internal", "kind": "attitude"}) is None


def test_the_follow_ups() -> None:
    assert [(each.code, each.after, each.clause) for each in XINBANG.follow_ups] == [
        ("ordinary_business", "register", "4.6.2.1-ordinary"),
        ("internal_attitude", "verdict", "4.6.2.2b"),
        ("after_closing", "close", BRIEF),
    ]


def test_the_grace_is_the_briefs_own() -> None:
    assert (XINBANG.regrade_grace.amount, XINBANG.regrade_grace.unit) == (60, "minutes")
    assert XINBANG.regrade_grace.clause == BRIEF


# -- citing


def test_cites_source_and_clause() -> None:
    assert str(XINBANG.cite("4.5.1b")) == "“物流公司客户投诉管理制度(新邦)” 四(五)1b"
    assert XINBANG.clause("4.5.1b").title.zh == "中度投诉时限"


def test_cites_the_brief_as_the_products_own() -> None:
    assert str(XINBANG.cite(BRIEF)) == "the product's brief"
    assert show(XINBANG.cite(BRIEF), {"the product's brief": "产品说明"}.__getitem__) == "产品说明"
    assert XINBANG.clause(BRIEF).ref == BRIEF


@pytest.mark.parametrize("find", ["clause", "clock", "channel", "category", "behaviour", "level", "cite"])
def test_what_the_pack_has_not(find: str) -> None:
    with pytest.raises(NotFound, match="no “nothing”"):
        getattr(XINBANG, find)("nothing")


def test_finds_by_code() -> None:
    assert XINBANG.channel("fax").label.zh == "传真"
    assert XINBANG.category("damage_wet").label.zh == "货物潮湿"
    assert XINBANG.behaviour("rude").severity == "moderate"


def test_labels_are_bilingual() -> None:
    label = XINBANG.clock("resolve").label.text()
    assert str(label) == "Resolve"
    assert show(label, {"%(en)s%(zh).0s": "%(zh)s%(en).0s"}.__getitem__) == "处理完毕"
    bare = XINBANG.level("minor").label.model_copy(update={"en": ""})
    assert str(bare.text()) == "一般"


def test_every_label_has_both_languages() -> None:
    lacking = re.findall(r"(?:label|title|summary): \{zh: [^}]*\}", TEXT)
    assert not [each for each in lacking if ", en: " not in each and ",\n" not in each]


def test_names_no_telephone_number() -> None:
    assert not re.search(r"\d{3}[ -]?\d{3,4}[ -]?\d{4}", TEXT)
