"""Which sides of a pack's rules a case shows: sides.yaml holds the truth table, small.yaml one rule of each kind."""

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from app.policy.cases import CaseBook, differences, play, read_book, unseen
from app.policy.load import load, shipped
from app.policy.pack import Pack
from app.policy.source import read
from app.policy.writing import write
from tests.policy.build import SMALL

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = read((HERE / "sides.yaml").read_text(encoding="utf-8")).data


def _pack() -> Pack:
    plain = read(SMALL.replace("{zh: 时限}", "{zh: 结案期限}")).data
    more = read((HERE / "small.yaml").read_text(encoding="utf-8")).data
    for rule, clause in zip(plain["severity"]["business"], ("1", "2", "3"), strict=True):
        rule["clause"] = clause
    return load(write(plain | more | {"clocks": [*plain["clocks"], *more["clocks"]]}))


PACK = _pack()


def book(tmp_path: Path, text: str) -> CaseBook:
    path = tmp_path / "own.yaml"
    path.write_text(f"制度包: small\n案例:\n  - 名称: 甲\n{indent(text, '    ')}", encoding="utf-8")
    return read_book(path)


def missing(cases: CaseBook) -> list[str]:
    return [str(each).removeprefix("no case shows: ") for each in unseen(PACK, (), cases)]


EVERY = missing(CaseBook(pack="small", cases=()))


@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_a_case_shows_the_sides_that_it_speaks_of_and_no_others(tmp_path: Path, row: dict[str, Any]) -> None:
    cases = book(tmp_path, row["text"])
    wrong = [str(each) for case in cases.cases for each in differences(PACK, case, play(PACK, case))]
    assert not wrong
    left = missing(cases)
    assert [side for side in EVERY if side not in left] == row["shows"]


def test_without_cases_every_side_of_every_rule_is_missing() -> None:
    assert EVERY == [
        "重大, 1 applies",
        "重大, 1 doesn't apply",
        "中度, 2 applies",
        "中度, 2 doesn't apply",
        "一般, 3 applies",
        "一般, 3 doesn't apply",
        "无礼, 1 applies",
        "无礼, 1 doesn't apply",
        "结案期限, kept at the last moment",
        "结案期限, late by a minute",
        "答复, kept at the last moment",
        "答复, late by a minute",
        "答复, doesn't start",
        "答复, 20 minutes 1",
        "答复, 30 minutes brief",
        "答复, moved by a promise",
        "答复, not moved, the promise came too late",
        "答复, counted anew",
        "答复, reminder warn 1 given",
        "答复, reminder due 1 given",
        "答复, reminder due 1 not given",
        "答复, reminder overdue 1 given",
        "答复, reminder overdue 1 not given",
        "答复, reminder overdue 2 given",
        "答复, reminder overdue 2 not given",
        "写整改表, kept at the last moment",
        "写整改表, late by a minute",
        "上报, level 1 reached",
        "上报, level 1 not reached",
        "上报, level 2 reached",
        "上报, level 2 not reached",
        "罚款, due",
        "罚款, not due",
        "1, report asked for",
        "1, no report",
        "结案回访, planned",
        "结案回访, not planned",
        "内部人员, refuses",
        "内部人员, lets pass",
        "问清, refuses",
        "问清, lets pass",
        "从严, turned",
        "从严, as it is",
        "内部人员: customer_kind is staff, holds",
        "内部人员: customer_kind is staff, doesn't hold",
        "1: loss above 10, at ¥10.00",
        "1: loss above 10, at ¥10.01",
        "2: loss above 5, at ¥5.00",
        "2: loss above 5, at ¥5.01",
        "答复/1: severity is major, holds",
        "答复/1: severity is major, doesn't hold",
        "答复: urgent is True, holds",
        "答复: urgent is True, doesn't hold",
        "罚款: loss above 7, at ¥7.00",
        "罚款: loss above 7, at ¥7.01",
        "1: confirmed is True, holds",
        "1: confirmed is True, doesn't hold",
    ]


def test_what_one_case_of_several_shows_is_shown(tmp_path: Path) -> None:
    every = [book(tmp_path, row["text"]).cases[0] for row in TABLE]
    left = missing(CaseBook(pack="small", cases=tuple(every)))
    assert left == [side for side in EVERY if not any(side in row["shows"] for row in TABLE)]


def test_a_pack_without_reports_needs_no_case_of_their_clocks() -> None:
    without = PACK.model_copy(update={"rectification": None})
    left = [str(each) for each in unseen(without, (), CaseBook(pack="small", cases=()))]
    assert not [side for side in left if "写整改表" in side or "report" in side]


def test_rules_that_were_taken_over_are_not_asked_for_again() -> None:
    base = shipped("xinbang")
    taken = PACK.model_copy(
        update={"extends": "xinbang", "severity": base.severity, "clocks": (*base.clocks, *PACK.clocks)}
    )
    left = [str(each).removeprefix("no case shows: ") for each in unseen(taken, (), CaseBook(pack="small", cases=()))]
    of_severity = ("重大, ", "中度, ", "一般, ", "无礼, ", "1: loss", "2: loss")
    assert left == [side for side in EVERY if not side.startswith(of_severity)]
