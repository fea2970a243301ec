"""What `policy cases` prints, and the years that a notice may be for."""

from pathlib import Path

import pytest

from app.policy.cases import CaseBook, read_book
from app.policy.cases.table import report
from app.policy.load import load
from app.policy.notices import year_of

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HANLU = load((EXAMPLES / "hanlu.yaml").read_text(encoding="utf-8"))
BOOK = read_book(EXAMPLES / "hanlu.cases.yaml")


def printed(words: str) -> list[str]:
    """The lines of the case whose name begins so."""
    cases = tuple(case for case in BOOK.cases if case.name.startswith(words))
    assert len(cases) == 1
    return report(HANLU, (), CaseBook(pack=BOOK.pack, cases=cases))[0].splitlines()


def test_a_case_is_told_with_grade_clocks_penalties_and_report() -> None:
    lines = [" ".join(line.split()) for line in printed("一级投诉的处理结果晚一分钟")]
    assert lines[1] == "程度 一级 4a"
    assert "时限 处理结果 11-24 18:00 6 逾期" in lines
    assert "处罚 ¥100.00 责任部门负责人 9 2026-11" in lines
    assert "处罚 ¥1,000.00 责任部门负责人 10 2026-11" in lines
    assert "整改 14" in lines
    assert not [line for line in lines if line.startswith("回访")]


def test_without_a_report_no_line_speaks_of_one() -> None:
    assert not [line for line in printed("半年内第二次成立") if line.startswith("    整改")]


@pytest.mark.parametrize(
    ("text", "year"), [("1989年", 2026), ("1990年", 1990), ("2100年", 2100), ("2101年", 2026), ("无", 2026)]
)
def test_a_notice_is_for_a_year_within_reason(text: str, year: int) -> None:
    assert year_of(f"国务院办公厅关于{text}部分节假日安排的通知", 2026) == year
