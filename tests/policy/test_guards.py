"""A guard that names no other channel; clocks that a step lets begin anew."""

from app.policy.admission import kept_off
from app.policy.clocks import clocks_reset_by
from app.policy.load import load
from tests.policy.build import SMALL
from tests.policy.test_handling import WHOLE


def test_a_guard_without_another_channel_only_says_no() -> None:
    pack = load(WHOLE)
    alone = pack.model_copy(update={"guards": tuple(each.model_copy(update={"instead": None}) for each in pack.guards)})
    reason = kept_off(alone, {"channel": "hotline_400", "customer_kind": "staff"})
    assert reason is not None
    assert str(reason) == f"{pack.guards[0].label.en} (“受理与处理” 第一条)"


def test_a_step_lets_those_clocks_begin_anew_that_name_it() -> None:
    pack = load(SMALL.replace("stop: [close], owner", "stop: [close], reset: [transfer], owner"))
    assert [clock.code for clock in clocks_reset_by(pack, "transfer")] == ["any"]
    assert clocks_reset_by(pack, "dispatch") == []
