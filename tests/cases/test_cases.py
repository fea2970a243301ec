"""Every case in policies/cases, against its pack alone."""

import pytest

from app.policy.cases import CASES, CaseBook, differences, play, read_book, unseen
from app.policy.load import PACKS, shipped


def name(book: CaseBook) -> str:
    """Of the pack that the cases are about."""
    return (book.pack, *book.overlays)[-1]


BOOKS: list[CaseBook] = [read_book(path) for path in sorted(CASES.glob("[a-z]*.yaml"))]


@pytest.mark.parametrize("book", BOOKS, ids=name)
def test_the_pack_says_what_the_cases_say(book: CaseBook) -> None:
    pack, overlays = shipped(book.pack), [shipped(each) for each in book.overlays]
    wrong = [str(each) for case in book.cases for each in differences(pack, case, play(pack, case, overlays), overlays)]
    assert not wrong, "\n".join(wrong)


def test_every_pack_has_cases() -> None:
    assert {name(book) for book in BOOKS} == {path.stem for path in PACKS.glob("*.yaml")}


@pytest.mark.parametrize("book", BOOKS, ids=name)
def test_every_rule_is_shown_on_each_side_of_its_bound(book: CaseBook) -> None:
    pack, overlays = shipped(book.pack), [shipped(each) for each in book.overlays]
    missing = [str(each) for each in unseen(pack, overlays, book)]
    assert not missing, "\n".join(missing)
