"""What a trial says that it leaves out, by the pack's own rules."""

import pytest

from app.policy.load import load
from app.policy.unreckoned import ALWAYS, unreckoned
from tests.policy.build import SMALL

PLAIN = "{code: fine, label: {zh: 罚款, en: Fine}, clause: '1', on: breach, clock: any, payee: department_head"
MONTHLY = (
    "{code: fine, label: {zh: 罚款, en: Fine}, clause: '1', on: month, payee: department_head, "
    "rate: {measure: complaints, bands: [{amount: 5}]}}"
)
WINDOW = "{of: department, within: month}"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (PLAIN + ", amount: 50}", []),
        (PLAIN + ", amount: 50, cap: {case: 100, clause: '1'}}", []),
        (PLAIN + ", amount: 50, increase: {step: 50, window: " + WINDOW + ", clause: '1'}}", ["first one"]),
        (PLAIN + ", steps: {window: " + WINDOW + ", bands: [{from_case: 1, amount: 5}]}}", ["first one"]),
        (PLAIN + ", amount: 50, cap: {month: 100, clause: '1'}}", ["limit for a payroll month"]),
        (MONTHLY, ["station's month"]),
    ],
)
def test_each_rule_that_is_not_reckoned_in_full_is_named(rule: str, said: list[str]) -> None:
    lines = list(map(str, unreckoned(load(SMALL + f"penalties:\n  - {rule}\n"))))
    assert lines[len(said) :] == list(ALWAYS)
    assert len(lines) == len(said) + len(ALWAYS)
    for line, words in zip(lines, said, strict=False):
        assert line.startswith("Fine")
        assert words in line
