"""A pack that takes over another one, and stays what it was when the other one changes."""

import pytest

from app.policy import extending
from app.policy.extending import pinned
from app.policy.load import PACKS, PackFaults, check, load
from app.policy.source import documents

OWN = """\
id: own
title: {zh: 自家制度}
version: "1"
source: 自家制度文本
extends: xinbang
clauses:
  - {id: "7", ref: 第七条, title: {zh: 十分钟}, summary: {zh: 十分钟内转出。}}
clocks:
  - {code: forward, label: {zh: 转出}, unit: minutes, amount: 10, start: [register], stop: [dispatch], owner: handler,
     clause: "7"}
"""


def faults(text: str) -> list[str]:
    return [str(fault) for fault in check(text)]


def test_it_says_what_it_says_otherwise_and_takes_over_the_rest() -> None:
    own, base = load(OWN), load((PACKS / "xinbang.yaml").read_text(encoding="utf-8"))
    assert own.clock("forward").amount[0].value == 10
    assert {clock.code for clock in own.clocks} == {clock.code for clock in base.clocks}
    assert own.clocks[0].code == "forward", "its own rules come first"
    assert (own.severity, own.channels, own.penalties) == (base.severity, base.channels, base.penalties)
    assert (own.id, own.title.zh, own.version) == ("own", "自家制度", "1")


def test_what_is_taken_over_is_cited_from_its_own_text() -> None:
    own = load(OWN)
    assert str(own.cite("7")) == "“自家制度文本” 第七条"
    assert str(own.cite("4.5.1b")) == "“物流公司客户投诉管理制度(新邦)” 四(五)1b"


def test_clauses_that_nothing_cites_any_more_are_not_taken_over() -> None:
    assert "4.1.1" in {clause.id for clause in load(OWN).clauses}
    assert "1.1" not in {clause.id for clause in load(OWN).clauses}, "informative ones speak of the other company"


def test_what_there_is_to_choose_from_is_the_packs_own() -> None:
    text = OWN + 'channels:\n  - {code: hotline_400, label: {zh: 热线}, origin: external, hotline: true, clause: "7"}\n'
    assert [channel.code for channel in load(text).channels] == ["hotline_400"]


def test_rules_can_be_left_out() -> None:
    own = load(OWN + "without: [satisfaction_call, ordinary_business]\n")
    assert "satisfaction_call" not in {clock.code for clock in own.clocks}
    assert "ordinary_business" not in {rule.code for rule in own.follow_ups}


def test_leaving_out_what_a_rule_needs_is_a_fault() -> None:
    assert any(
        "there is no clock “satisfaction_call”" in each for each in faults(OWN + "without: [satisfaction_call]\n")
    )


def test_a_fault_of_its_own_has_its_own_line() -> None:
    assert "9: clocks.0.start.0: “begin” is not possible here" in "\n".join(faults(OWN.replace("register", "begin")))
    unused = OWN.replace('     clause: "7"}', "     clause: brief}")
    assert faults(unused) == ["7: clauses.0.id: no rule uses clause “7”, and it isn't marked informative"]


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ("nowhere", "5: extends: there is no pack “nowhere” to extend"),
        ("own", "5: extends: “own” extends itself"),
    ],
)
def test_a_base_that_cannot_be_taken_over(base: str, reason: str) -> None:
    assert reason in faults(OWN.replace("extends: xinbang", f"extends: {base}"))


def test_the_base_is_written_behind_it_and_counts_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    text, own = pinned(OWN), load(OWN)
    assert len(documents(text)) == 2
    assert pinned(text) == text
    monkeypatch.setattr(extending, "_shipped", lambda name: None)
    assert load(text) == own
    with pytest.raises(PackFaults, match="there is no pack “xinbang” to extend"):
        load(OWN)


def test_a_base_may_extend_another() -> None:
    middle = OWN.replace("id: own", "id: middle")
    top = 'id: top\ntitle: {zh: 顶}\nversion: "1"\nsource: 顶\nextends: middle\nclauses: []\n'
    text = f"{top}---\n{middle}"
    assert load(text).clock("forward").amount[0].value == 10
    assert load(text).clock("resolve").unit == "working_days"
    assert str(load(text).cite("7")) == "“自家制度文本” 第七条"
    assert str(load(text).cite("4.5.1b")) == "“物流公司客户投诉管理制度(新邦)” 四(五)1b"
    assert len(documents(pinned(text))) == 3


def test_a_pack_that_extends_nothing_stays_as_it_is() -> None:
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8")
    assert pinned(text) == text
    assert documents(f"---\n{text}")[0] == f"---\n{text}"
