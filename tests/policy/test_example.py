"""The worked examples of docs/policy-packs.md: their packs have no fault, and their cases are right."""

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
HANLU_TEXT = (EXAMPLES / "hanlu.yaml").read_text(encoding="utf-8")
HANLU = load(HANLU_TEXT)
HANLU_BOOK = read_book(EXAMPLES / "hanlu.cases.yaml")


def test_the_packs_have_no_fault() -> None:
    assert check(TEXT) == []
    assert check(HANLU_TEXT) == []


def test_the_second_pack_lists_every_item_of_its_text() -> None:
    article = (EXAMPLES / "hanlu.md").read_text(encoding="utf-8")
    numbers = {clause.ref.partition("、")[2] for clause in HANLU.clauses if clause.ref and not clause.source}
    assert [f"\n{number}. " in article for number in sorted(numbers, key=int)] == [True] * 17


def test_the_pack_lists_every_article_of_its_text() -> None:
    article = (EXAMPLES / "yunlu.md").read_text(encoding="utf-8")
    refs = dict.fromkeys(clause.ref for clause in YUNLU.clauses if not clause.source)
    assert [f"**{ref}**" in article for ref in refs] == [True] * 14


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.name)
def test_a_case_of_the_example(case: Case) -> None:
    assert [str(each) for each in differences(YUNLU, case, play(YUNLU, case))] == []


@pytest.mark.parametrize("case", HANLU_BOOK.cases, ids=lambda case: case.name)
def test_a_case_of_the_second_example(case: Case) -> None:
    assert [str(each) for each in differences(HANLU, case, play(HANLU, case))] == []


def test_the_command_of_the_guide_says_what_the_guide_says() -> None:
    first, *_ = due_text(str(EXAMPLES / "yunlu.yaml"), "reply", "2026-11-23T19:30").splitlines()
    assert local(datetime.fromisoformat(first)) == datetime.fromisoformat("2026-11-24T09:30+08:00")
