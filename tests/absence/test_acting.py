"""Who acts for whom: the rule as a truth table, then asked of a company."""

import pytest

from app.absence import acts_for, is_reachable, stand_in
from app.absence.acting import chosen, goes_round
from app.core import clock
from app.db import unit_of_work
from tests.absence.conftest import away
from tests.complaints.company import Company

LI, WANG, SUN, ZHOU = 1, 2, 3, 4
ORDER = [("delegate", WANG), ("deputy", SUN), ("above", ZHOU)]


@pytest.mark.parametrize(
    ("gone", "who"),
    [
        ({LI}, ("delegate", WANG)),
        ({LI, WANG}, ("deputy", SUN)),
        ({LI, WANG, SUN}, ("above", ZHOU)),
        ({LI, WANG, SUN, ZHOU}, None),
        ({LI, SUN}, ("delegate", WANG)),
    ],
)
def test_the_first_who_is_there_acts(gone: set[int], who: tuple[str, int] | None) -> None:
    assert chosen(ORDER, frozenset(gone), LI) == who


def test_nobody_acts_for_themselves() -> None:
    assert chosen([("deputy", LI), ("head", SUN)], frozenset({LI}), LI) == ("head", SUN)


@pytest.mark.parametrize(
    ("delegates", "round_again"),
    [
        ({}, False),
        ({WANG: LI}, True),
        ({WANG: SUN}, False),
        ({WANG: SUN, SUN: LI}, True),
        ({WANG: SUN, SUN: WANG}, True),
    ],
)
def test_work_that_would_come_back_is_noticed(delegates: dict[int, int], round_again: bool) -> None:
    assert goes_round(LI, WANG, delegates) is round_again


def test_the_registered_delegate_acts_while_the_person_is_away(company: Company) -> None:
    absence = away(company, "zhao", "li")
    found = stand_in(company.person("zhao"), clock.now())
    assert found is not None
    assert found.person is not None
    assert (found.person.username, found.reason) == ("li", "delegate")
    assert [each.absence.person.username for each in acts_for(company.person("li"), clock.now())] == ["zhao"]
    assert stand_in(company.person("zhao"), absence.ends_at) is None
    assert acts_for(company.person("li"), absence.ends_at) == []


def test_is_the_delegate_away_too_the_level_above_acts(company: Company) -> None:
    away(company, "zhao", "li")
    away(company, "li", "chen")
    found = stand_in(company.person("zhao"), clock.now())
    assert found is not None
    assert found.person is not None
    assert (found.person.username, found.reason) == ("zhou", "above")
    assert acts_for(company.person("li"), clock.now()) == [], "who is away acts for nobody"


def test_a_delegate_who_has_left_does_not_act(company: Company) -> None:
    away(company, "zhao", "li")
    with unit_of_work():
        company.person("li").active = False
    found = stand_in(company.person("zhao"), clock.now())
    assert found is not None
    assert found.person is not None
    assert found.person.username == "zhou"


def test_without_a_delegate_somebody_is_told_but_nobody_gets_the_rights(company: Company) -> None:
    away(company, "zhao")
    found = stand_in(company.person("zhao"), clock.now())
    assert found is not None
    assert found.person is not None
    assert found.person.username == "zhou"
    assert acts_for(company.person("zhou"), clock.now()) == []
    assert not is_reachable(company.person("zhao"), clock.now())
    assert is_reachable(company.person("zhou"), clock.now())
