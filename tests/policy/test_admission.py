"""Gates, guards, priority and authority as truth tables, under the pack of handling.yaml."""

import pytest

from app.core.money import Money
from app.policy.admission import barriers, kept_off
from app.policy.authority import allowance
from app.policy.load import load
from app.policy.priority import rate, rated_facts
from tests.policy.test_handling import BARE, WHOLE

PACK = load(WHOLE)


@pytest.mark.parametrize(
    ("verb", "known", "confirmed", "lacking"),
    [
        ("dispatch", (), (), ("waybill", "place", "read_back")),
        ("dispatch", ("waybill",), ("read_back",), ("place",)),
        ("dispatch", ("waybill", "place"), (), ("read_back",)),
        ("dispatch", ("waybill", "place"), ("read_back",), ()),
        ("accept", (), (), ("identity",)),
        ("accept", (), ("identity",), ()),
        ("close", (), (), ()),
    ],
)
def test_a_gate_names_what_is_missing(
    verb: str, known: tuple[str, ...], confirmed: tuple[str, ...], lacking: tuple[str, ...]
) -> None:
    found = barriers(PACK, verb, {"origin": "external"}, known, confirmed)
    assert tuple(each for barrier in found for each in (*barrier.facts, *barrier.confirmations)) == lacking


def test_a_gate_stands_only_before_the_complaints_it_is_meant_for() -> None:
    assert barriers(PACK, "accept", {"origin": "internal"}, (), ()) == []
    [barrier] = barriers(PACK, "dispatch", {}, ("place",), ())
    assert str(barrier.text) == (
        "Understand first (“受理与处理” 第一条). "
        "Still missing: waybill; The record was read back and the customer confirmed it"
    )


@pytest.mark.parametrize(
    ("channel", "kind", "refused"),
    [
        ("hotline_400", "partner", True),
        ("hotline_400", "staff", True),
        ("hotline_400", "contract", False),
        ("hotline_400", None, False),
        ("wechat", "partner", False),
    ],
)
def test_a_guard_keeps_some_people_off_a_channel(channel: str, kind: str | None, refused: bool) -> None:
    reason = kept_off(PACK, {"channel": channel, "customer_kind": kind})
    assert (reason is not None) == refused
    assert reason is None or str(reason).endswith("Please use “WeChat” instead.")


@pytest.mark.parametrize(
    ("loss", "urgent", "cell", "importance", "urgency"),
    [
        (100_001, True, "p1", "high", "high"),
        (100_001, False, "p2", "high", "low"),
        (100_000, True, "p3", "low", "high"),
        (None, None, "p4", "low", "low"),
    ],
)
def test_importance_and_urgency_make_the_priority(
    loss: int | None, urgent: bool | None, cell: str, importance: str, urgency: str
) -> None:
    facts = {"loss_fen": loss, "urgent": urgent}
    assert rated_facts(PACK, facts) == {"importance": importance, "urgency": urgency, "priority": cell}
    found = rate(PACK, facts)
    assert found is not None
    assert [str(line)[:10] for line in found.working if str(line).startswith(("Importance", "Urgency"))] == [
        "Importance",
        "Urgency: h" if urgency == "high" else "Urgency: l",
    ]
    assert rate(load(BARE), facts) is None
    assert rated_facts(load(BARE), facts) == {}


@pytest.mark.parametrize(
    ("roles", "yuan", "free", "approvers"),
    [
        (("handler",), "200", True, ()),
        (("handler",), "200.01", False, ("department_head",)),
        (("handler",), "2000", False, ("department_head",)),
        (("handler",), "2000.01", False, ("superior",)),
        (("department_head",), "2000", True, ()),
        (("department_head", "handler"), "2000.01", False, ("superior",)),
        (("superior",), "99999", True, ()),
        ((), "1", False, ("handler",)),
        ((), None, True, ()),
    ],
)
def test_who_may_promise_how_much(
    roles: tuple[str, ...], yuan: str | None, free: bool, approvers: tuple[str, ...]
) -> None:
    found = allowance(PACK, {}, roles, "refund", Money.parse(yuan) if yuan else None)
    assert (found.free, found.approvers) == (free, approvers)
    assert bool(found.working) == bool(yuan)


def test_a_pack_without_limits_binds_nobody() -> None:
    assert allowance(load(BARE), {}, (), "refund", Money(10_000_00)).free


def test_where_no_rule_reaches_so_far_nobody_may_approve() -> None:
    short = load(
        WHOLE.replace('  - {code: top, label: {zh: 上一级, en: Level above}, roles: [superior], clause: "1"}\n', "")
    )
    found = allowance(short, {}, ("handler",), "refund", Money.parse("2000.01"))
    assert (found.free, found.approvers) == (False, ())
