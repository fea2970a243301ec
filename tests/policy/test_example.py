"""The worked example of docs/policy-packs.md: its pack has no fault, and its cases are right."""

from datetime import datetime
from pathlib import Path

import pytest

from app.core.clock import local
from app.policy.cases import Case, differences, play, read_book
from app.policy.commands import due_text
from app.policy.load import check, load

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TEXT = (EXAMPLES / "yunlu.yaml").read_text(encoding="utf-8")
YUNLU = load(TEXT)
BOOK = read_book(EXAMPLES / "yunlu.cases.yaml")


def test_the_pack_has_no_fault() -> None:
    assert check(TEXT) == []


def test_the_pack_lists_every_article_of_its_text() -> None:
    article = (EXAMPLES / "yunlu.md").read_text(encoding="utf-8")
    refs = dict.fromkeys(clause.ref for clause in YUNLU.clauses if not clause.source)
    assert [f"**{ref}**" in article for ref in refs] == [True] * 14


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.name)
def test_a_case_of_the_example(case: Case) -> None:
    assert [str(each) for each in differences(YUNLU, case, play(YUNLU, case))] == []


def test_the_command_of_the_guide_says_what_the_guide_says() -> None:
    first, *_ = due_text(str(EXAMPLES / "yunlu.yaml"), "reply", "2026-11-23T19:30").splitlines()
    assert local(datetime.fromisoformat(first)) == datetime.fromisoformat("2026-11-24T09:30+08:00")
