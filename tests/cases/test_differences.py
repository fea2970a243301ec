"""What a case says held against what came of it, line by line: by roles where it was played, by names where people were
told."""

from pathlib import Path
from textwrap import indent

import pytest

from app.core.money import Money
from app.policy.cases import Found, FoundClock, FoundPenalty, Told, differences, read_book
from app.policy.cases.found import FoundFollowUp
from tests.cases.test_sides import PACK
from tests.policy.build import at

CLOCK = FoundClock(
    code="answer",
    due=at("2026-11-23 09:31"),
    clause="1",
    outcome="missed",
    owner="handler",
    reminders=(Told(at("2026-11-23 09:21"), "warn", ("handler",)), Told(at("2026-11-23 09:31"), "due", ("handler",))),
    escalations=(Told(at("2026-11-23 09:41"), "escalate", ("superior",)),),
)
FOUND = Found(
    severity="一般",
    severity_clause="3",
    clocks={"answer": CLOCK},
    penalties=[FoundPenalty("fine", Money(5000), "department_head", "1", "2026-11")],
    broken={},
    rectification="1",
    follow_ups=[FoundFollowUp("call", at("2026-11-24 18:00"), "1")],
)
PEOPLE = Found(
    clocks={
        "answer": FoundClock(
            code="answer",
            due=CLOCK.due,
            clause="1",
            outcome="missed",
            owner="handler",
            escalations=(Told(at("2026-11-23 09:41"), "escalate", ("周明",)),),
            keepers=("李娜",),
        )
    },
    penalties=[FoundPenalty("fine", Money(5000), "赵强", "1", "2026-11")],
    cast={"superior": ("周明", "李娜"), "handler": ("李娜",), "department_head": ("赵强",), "own_manager": ("周明",)},
)


def said(tmp_path: Path, text: str, found: Found = FOUND) -> list[str]:
    path = tmp_path / "own.yaml"
    head = "制度包: small\n案例:\n  - 名称: 甲\n    事实: {渠道: 电话}\n    经过: [2026-11-23 09:00 登记]\n"
    path.write_text(head + indent(text, "    "), encoding="utf-8")
    (case,) = read_book(path).cases
    return [str(each).removeprefix("甲 · ") for each in differences(PACK, case, found)]


@pytest.mark.parametrize(
    "text",
    [
        "程度: 一般 3",
        '时限: {答复: {到期: 2026-11-23 09:31, 条款: "1", 结局: 逾期, 责任人: 经办人}}',
        "时限: {答复: {提醒: [2026-11-23 09:21 临期, 2026-11-23 09:31 到期]}}",
        "时限: {答复: {升级: [2026-11-23 09:41 上一层级]}, 写整改表: 不启动}",
        '处罚: [{规则: 罚款, 金额: 50, 条款: "1"}]',
        '处罚: [{规则: 罚款, 金额: 50.00, 条款: "1", 承担: 责任部门负责人, 月份: 2026-11}]',
        '整改: {条款: "1"}',
        '回访: [{规则: 结案回访, 条款: "1"}]',
        '回访: [{规则: 结案回访, 条款: "1", 最迟: 2026-11-24 18:00}]',
    ],
)
def test_what_is_as_the_case_says_is_no_difference(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("程度: 一般 2", "程度: expected 一般 2, found 一般 3"),
        ("时限: {答复: {到期: 2026-11-23 09:30}}", "答复.到期: expected 2026-11-23 09:30, found 2026-11-23 09:31"),
        ("时限: {答复: {条款: '2'}}", "答复.条款: expected 2, found 1"),
        ("时限: {答复: 按时}", "答复.结局: expected 按时, found 逾期"),
        ("时限: {答复: 不启动}", "答复: expected 不启动, found 逾期"),
        ("时限: {写整改表: 按时}", "写整改表: expected 按时, found 不启动"),
        ("时限: {答复: {责任人: 责任部门负责人}}", "答复.责任人: expected 责任部门负责人, found 经办人"),
        (
            "时限: {答复: {提醒: []}}",
            "答复.提醒: expected —, found 2026-11-23 09:21 临期; 2026-11-23 09:31 到期",
        ),
        ("时限: {答复: {升级: []}}", "答复.升级: expected —, found 2026-11-23 09:41 上一层级"),
        (
            "时限: {答复: {升级: [2026-11-23 09:41 经办人的经理]}}",
            "答复.升级: expected 2026-11-23 09:41 经办人的经理, found 2026-11-23 09:41 上一层级",
        ),
        ("处罚: 无", "处罚: expected —, found 罚款 ¥50.00 1"),
        (
            '处罚: [{规则: 罚款, 金额: 50, 条款: "1", 承担: 经办人}]',
            "处罚: expected 罚款 ¥50.00 经办人 1, found 罚款 ¥50.00 责任部门负责人 1",
        ),
        (
            '处罚: [{规则: 罚款, 金额: 50, 条款: "1", 月份: 2026-10}]',
            "处罚: expected 罚款 ¥50.00 1 2026-10, found 罚款 ¥50.00 1 2026-11",
        ),
        ("整改: 无", "整改: expected —, found 1"),
        ("回访: 无", "回访: expected —, found 结案回访 1"),
        (
            '回访: [{规则: 结案回访, 条款: "1", 最迟: 2026-11-24 17:00}]',
            "回访: expected 结案回访 1 2026-11-24 17:00, found 结案回访 1 2026-11-24 18:00",
        ),
        ("不处罚: {罚款: loss}", "不处罚.罚款: expected loss, found —"),
    ],
)
def test_what_is_otherwise_is_told_with_both(tmp_path: Path, text: str, told: str) -> None:
    assert said(tmp_path, text) == [told]


def test_a_penalty_is_spared_for_the_reason_that_the_case_gives(tmp_path: Path) -> None:
    spared = Found(broken={"fine": ["loss", "liable_party"]})
    assert said(tmp_path, "不处罚: {罚款: loss}", spared) == []
    assert said(tmp_path, "不处罚: {罚款: kind}", spared) == ["不处罚.罚款: expected kind, found loss, 责任方"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("时限: {答复: {升级: [2026-11-23 09:41 上一层级]}}", []),
        ("时限: {答复: {升级: [2026-11-23 09:41 上一层级、经办人的经理]}}", []),
        (
            "时限: {答复: {升级: [2026-11-23 09:41 责任部门负责人]}}",
            ["答复.升级: expected 2026-11-23 09:41 赵强, found 2026-11-23 09:41 周明"],
        ),
        ('处罚: [{规则: 罚款, 金额: 50, 条款: "1", 承担: 责任部门负责人}]', []),
        (
            '处罚: [{规则: 罚款, 金额: 50, 条款: "1", 承担: 经办人}]',
            ["处罚: expected 罚款 ¥50.00 李娜 1, found 罚款 ¥50.00 赵强 1"],
        ),
    ],
)
def test_people_are_compared_by_name_without_those_who_are_reminded_anyway(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    assert said(tmp_path, text, PEOPLE) == told


def test_a_step_that_was_not_refused_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, "程度: 一般 3", Found(severity="一般", severity_clause="3", unrefused=["x"])) == [
        "经过: expected —, found x"
    ]
