"""Who may promise how much, told in words; rules that speak of some remedies or some complaints only."""

from typing import Any

import pytest

from app.core.money import Money
from app.policy.authority import allowance
from app.policy.load import load
from app.policy.pack import Pack
from tests.policy.test_handling import WHOLE

STAFF = '  - {code: staff, label: {zh: 经办人, en: Handler}, roles: [handler], up_to: 200, clause: "1"}\n'
PACK = load(WHOLE)
CITE = "(“受理与处理” 第一条)"


def with_rule(rest: str) -> Pack:
    """The handler's own rule, with something more in it."""
    assert STAFF in WHOLE
    return load(WHOLE.replace(STAFF, STAFF.replace(", clause", f", {rest}, clause")))


def said(yuan: str, *roles: str, pack: Pack = PACK, facts: Any = None, remedy: str = "refund") -> list[str]:
    return [str(line) for line in allowance(pack, facts or {}, roles, remedy, Money.parse(yuan)).working]


def test_within_the_limit_the_rule_that_covers_it_is_named() -> None:
    assert said("200", "handler") == [f"Within the authority: Handler, up to ¥200.00 {CITE}"]
    assert said("9999", "superior") == [f"Within the authority: Level above, any amount {CITE}"]


def test_beyond_it_the_own_limit_is_named_and_the_first_rule_that_reaches_so_far() -> None:
    assert said("200.01", "handler") == [
        f"Beyond the authority: Handler, up to ¥200.00 {CITE}",
        f"May approve it: Head, up to ¥2,000.00 {CITE}",
    ]
    assert said("1") == [f"May approve it: Handler, up to ¥200.00 {CITE}"]


@pytest.mark.parametrize(("remedy", "named"), [("refund", ["Handler", "Head"]), ("gift", ["Head"])])
def test_a_rule_for_some_remedies_does_not_speak_of_others(remedy: str, named: list[str]) -> None:
    lines = said("300", "handler", pack=with_rule("remedies: [refund]"), remedy=remedy)
    assert [line.split(": ")[1].split(",")[0] for line in lines] == named


@pytest.mark.parametrize(("kind", "named"), [("business", ["Handler", "Head"]), ("attitude", ["Head"])])
def test_a_rule_for_some_complaints_does_not_speak_of_others(kind: str, named: list[str]) -> None:
    pack = with_rule("when: {field: kind, operator: is, value: business}")
    lines = said("300", "handler", pack=pack, facts={"kind": kind})
    assert [line.split(": ")[1].split(",")[0] for line in lines] == named
