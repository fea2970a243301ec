"""Clocks of the product's own run under every pack, unless the pack has one of that code itself."""

import pytest

from app.core.errors import NotFound
from app.policy.commands import find_pack
from app.policy.load import PACKS, load
from app.policy.own import OWN_CLOCKS, OWN_LADDERS, VISIT
from tests.policy.build import SMALL

OURS = """\
clocks:
  - {code: visit, label: {zh: 拜访}, clause: "1", unit: promised, start: [visit_plan], stop: [visit_record],
     owner: handler}
"""


@pytest.mark.parametrize("name", sorted(path.stem for path in PACKS.glob("*.yaml")))
def test_every_pack_that_comes_along_has_the_visits_clock_and_its_way_up(name: str) -> None:
    pack = find_pack(name)
    clock = pack.clock(VISIT)
    assert clock is OWN_CLOCKS[VISIT]
    assert pack.ladder_for(clock, {}) is OWN_LADDERS[VISIT]


def test_a_packs_own_clock_and_its_ladders_come_first() -> None:
    pack = load(SMALL.replace("clocks:\n", OURS, 1))
    clock = pack.clock(VISIT)
    assert (clock.clause, pack.ladder_for(clock, {})) == ("1", None)


def test_no_other_clock_is_made_up() -> None:
    with pytest.raises(NotFound):
        load(SMALL).clock("nothing")
