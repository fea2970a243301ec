"""Case files that are wrong, and cases that say otherwise than their pack, are told in words."""

from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.policy.cases import CASES, CaseFaults, differences, play, read_book, unseen
from app.policy.commands import cases_text
from app.policy.load import shipped

XINBANG = CASES / "xinbang.yaml"
HEAD = "制度包: xinbang\n案例:\n  - 名称: 甲\n    事实: {投诉类型: 外包装破损, 渠道: 传真, 损失: 100}\n"


def book(tmp_path: Path, rest: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(HEAD + rest, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ("    经过: [2026-11-23 9:00 登记]\n", "5: 案例.0.经过.0: “2026-11-23 9:00 ” is not a time"),
        ("    经过: [2026-11-23 09:00 登机]\n", "there is no step “登机”"),
        ("    经过: [登记]\n", "a step is a time and what is done"),
        ("    经过: [2026-11-23 09:00 登记]\n    成都: 一般\n", "6: 案例.0.成都: “成都” is not known here"),
        ("    程度: 一般 4.4.1A\n", "“经过” is missing"),
    ],
)
def test_a_fault_has_its_line_and_reason(tmp_path: Path, rest: str, reason: str) -> None:
    with pytest.raises(CaseFaults) as error:
        read_book(book(tmp_path, rest))
    assert reason in str(error.value)


def test_what_a_case_says_otherwise_is_told_with_what_was_expected_and_found(tmp_path: Path) -> None:
    rest = (
        "    经过: [2026-11-23 09:00 登记]\n    程度: 中度 4.4.1B\n    时限:\n"
        "      转责任部门: {到期: 2026-11-23 09:06, 条款: 4.6.1, 结局: 按时, 升级: [2026-11-23 09:15 上一层级]}\n"
        "      处理完毕: 不启动\n      紧急或重大投诉升级: {到期: 2026-11-23 09:05}\n    整改: {条款: '5.1'}\n"
        "    回访: 无\n    处罚: [{规则: 400 投诉成立的负激励, 金额: 50, 条款: '5.1'}]\n"
    )
    (case,) = read_book(book(tmp_path, rest)).cases
    pack = shipped("xinbang")
    assert [str(each) for each in differences(pack, case, play(pack, case))] == [
        "甲 · 程度: expected 中度 4.4.1B, found 一般 4.4.1A",
        "甲 · 转责任部门.到期: expected 2026-11-23 09:06, found 2026-11-23 09:05",
        "甲 · 转责任部门.结局: expected 按时, found 进行中",
        "甲 · 转责任部门.升级: expected 2026-11-23 09:15 上一层级, found —",
        "甲 · 处理完毕: expected 不启动, found 进行中",
        "甲 · 紧急或重大投诉升级: expected , found 不启动",
        "甲 · 处罚: expected 400 投诉成立的负激励 ¥50.00 5.1, found —",
        "甲 · 整改: expected 5.1, found —",
        "甲 · 回访: expected —, found 受理后满意度回访 4.6.2.1-ordinary",
    ]


def test_the_command_prints_a_table_and_its_exit_code_says_whether_all_is_as_said(tmp_path: Path) -> None:
    text, code = cases_text("xinbang")
    assert code == 0
    assert "    时限  转责任部门  11-23 09:05  4.6.1  按时" in text.splitlines()
    assert text.endswith("faults: 0")
    text, code = cases_text(str(book(tmp_path, "    经过: [2026-11-23 09:00 登记]\n    程度: 重大 4.4.1C\n")))
    assert code == 1
    assert "甲 · 程度: expected 重大 4.4.1C, found 一般 4.4.1A" in text


def test_a_name_that_the_pack_does_not_have_is_told(tmp_path: Path) -> None:
    text, code = cases_text(str(book(tmp_path, "    经过: [2026-11-23 09:00 登记]\n    时限: {转部门: 不启动}\n")))
    assert code == 1
    assert "甲: There is no “转部门” among 转责任部门、" in text


def test_a_side_that_no_case_shows_is_told() -> None:
    pack, book = shipped("xinbang"), read_book(XINBANG)
    fewer = [case for case in book.cases if "5000.01" not in case.name]
    told = [str(each) for each in unseen(pack, (), book.model_copy(update={"cases": tuple(fewer)}))]
    assert told == [
        "no case shows: 4.4.1C: loss above 5000, at ¥5,000.01",
        "no case shows: 4.4.1C: claim above 5000, at ¥5,000.01",
    ]


def test_the_command_refuses_what_is_no_file_and_tells_the_faults_of_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There are no cases “nowhere”"):
        cases_text("nowhere")
    text, code = cases_text(str(book(tmp_path, "    经过: [2026-11-23 09:00 登机]\n")))
    assert (code, "there is no step “登机”" in text) == (1, True)
