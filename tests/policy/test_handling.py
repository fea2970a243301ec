"""What a pack says about intake and handling: it may leave all of it out; what is wrong is told with its line."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from app.core.errors import Invalid, NotFound
from app.policy.conditions import FIELDS, Row
from app.policy.load import check, load
from app.policy.parts import BRIEF
from app.policy.severity import UNGRADED, grade
from app.policy.source import read
from app.rulebook.document import document
from tests.policy.build import SMALL

WHOLE = (Path(__file__).parent / "handling.yaml").read_text(encoding="utf-8")
BARE = """\
id: bare
title: {zh: 只有渠道}
version: "1"
source: 只有渠道
clauses: []
channels:
  - {code: phone, label: {zh: 电话}, origin: external, clause: brief}
"""


def test_a_pack_may_leave_everything_open_but_its_channels() -> None:
    pack = load(BARE)
    assert (pack.categories, pack.clocks, pack.origins, pack.severity) == ((), (), (), None)
    assert (pack.regrade_grace.amount, pack.regrade_grace.unit, pack.regrade_grace.clause) == (60, "minutes", BRIEF)
    assert pack.behaviours == ()


@pytest.mark.parametrize("kind", ["business", "attitude"])
def test_a_pack_without_grades_leaves_a_complaint_ungraded(kind: str) -> None:
    found = grade(load(BARE), {"kind": kind, "loss_fen": 10_000_00, "confirmed": True})
    assert (found.severity, found.clause, found.provisional) == (UNGRADED, BRIEF, False)
    assert [str(line) for line in found.working] == ["The policy lays down no grades for this kind"]
    with pytest.raises(Invalid):
        grade(load(BARE), {"kind": "other"})


def test_each_kind_may_be_graded_by_itself() -> None:
    data = read(SMALL).data
    del data["severity"]["behaviours"], data["severity"]["without_behaviour"]
    pack = load(yaml.safe_dump(data, allow_unicode=True))
    assert grade(pack, {"kind": "business"}).severity == "minor"
    assert grade(pack, {"kind": "attitude"}).severity == UNGRADED
    data = read(SMALL).data
    del data["severity"]["business"], data["severity"]["without_behaviour"]
    data["severity"]["levels"] = data["severity"]["levels"][:1]
    pack = load(yaml.safe_dump(data, allow_unicode=True))
    assert grade(pack, {"kind": "business"}).severity == UNGRADED
    assert grade(pack, {"kind": "attitude", "behaviours": ["rude"]}).severity == "minor"
    seen_nothing = grade(pack, {"kind": "attitude"})
    assert (seen_nothing.severity, seen_nothing.clause) == (UNGRADED, BRIEF)


def test_a_clock_that_asks_for_the_grade_needs_an_amount_for_the_ungraded_too() -> None:
    clock = (
        "clocks:\n  - {code: any, label: {zh: 时限}, unit: minutes, start: [register], stop: [close],\n"
        "     owner: handler, clause: brief,\n"
        "     amount: [{value: 5, clause: brief, when: {field: severity, operator: is, value: minor}}]}\n"
    )
    assert [fault.path for fault in check(BARE + clock)] == ["clocks.0.amount"]
    assert check(BARE + clock.replace(", when: {field: severity, operator: is, value: minor}", "")) == []


def test_a_pack_that_says_something_of_everything_has_no_fault() -> None:
    assert [str(fault) for fault in check(WHOLE)] == []
    pack = load(WHOLE)
    assert pack.misconduct_of("shifting").label.zh == "推诿"
    assert pack.remedy("apology") is not None
    assert pack.remedy("coupon") is None
    with pytest.raises(NotFound):
        pack.misconduct_of("stealing")


WRONG = [
    ("instead: wechat", "instead: pigeon", "guards.0.instead", "there is no channel “pigeon”"),
    ("instead: wechat", "instead: hotline_400", "guards.0.instead", "one of those kept free"),
    ("channels: [hotline_400]", "channels: [pigeon]", "guards.0.channels", "there is no channel “pigeon”"),
    ("channels: [hotline_400]", "channels: []", "guards.0.channels", "the list must not be empty"),
    ("before: [dispatch]", "before: [send]", "gates.0.before.0", "“send” is not possible here"),
    ("facts: [waybill, place]", "facts: [weight]", "gates.0.facts.0", "“weight” is not possible here"),
    ("confirmations: [identity],", "", "gates.1", "a gate asks for facts, for confirmations, or for both"),
    ("windows: one", "windows: two", "routing.windows", "“two” is not possible here"),
    ("what: [process, waiting_time, handler, next_news]", "what: []", "tell.0.what", "must not be empty"),
    ("importance: low, urgency: low", "importance: low, urgency: high", "priority", "no cell for importance “low”"),
    ("    - {value: low, clause: \"1\"}\n  urgency", "  urgency", "priority", "the last rating, and only that one"),
    ("code: p2", "code: p1", "priority.matrix.1.code", "“p1” is here twice"),
    ("states: [closed, archived]", "states: [closed, accepted]", "stages.2.states", "“accepted” is here twice"),
    ("states: [closed, archived]", "states: [gone]", "stages.2.states.0", "“gone” is not possible here"),
    ("up_to: 200,", "up_to: 200, remedies: [coupon],", "authority.0.remedies", "there is no remedy “coupon”"),
    ("up_to: 200,", "up_to: 0,", "authority.0.up_to", "too small"),
    ("roles: [handler]", "roles: [boss]", "authority.0.roles.0", "“boss” is not possible here"),
    ("after_refusal: verdict", "after_refusal: shrug", "consent.after_refusal", "“shrug” is not possible here"),
    ("alike: [waybill, station]", "alike: [colour]", "repeats.0.alike.0", "“colour” is not possible here"),
    ("shown: [no, category, verdict]", "shown: [phone]", "publication.shown.0", "“phone” is not possible here"),
    ("informative: true, applies_to", "applies_to", "clauses.1", "only a clause that is marked informative"),
    ("{code: shifting, label: {zh: 推诿, en: Shifting}, clause: \"1\"}",
     "{code: shifting, label: {zh: 推诿, en: Shifting}}", "misconduct.0", "a rule without a clause"),
    ("{field: urgent, operator: is, value: true}", "{field: misconduct, operator: contains, value: sleeping}",
     "priority.urgency.0.when.value", "there is no misconduct “sleeping”"),
    ("{field: urgent, operator: is, value: true}", "{field: priority, operator: is, value: p9}",
     "priority.urgency.0.when.value", "there is no priority “p9”"),
    ("{field: urgent, operator: is, value: true}", "{field: customer_kind, operator: is, value: king}",
     "priority.urgency.0.when", "“king” doesn't fit “customer_kind”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "reason"), WRONG, ids=[f"{case[2]}-{case[3][:20]}" for case in WRONG])
def test_a_fault(old: str, new: str, path: str, reason: str) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    found = [fault for fault in check(text) if fault.path == path and reason in str(fault.reason)]
    assert found, [str(fault) for fault in check(text)]
    key = path.partition(".")[0]
    block = text[: text.index(f"\n{key}:") + 1].count("\n") + 1
    assert block <= found[0].line <= block + 12


LISTS = ("guards", "gates", "tell", "remedies", "authority", "repeats", "misconduct", "confidentiality")


@pytest.mark.parametrize("name", LISTS)
def test_every_code_is_there_once(name: str) -> None:
    data = read(WHOLE).data
    data[name].append(deepcopy(data[name][0]))
    found = check(yaml.safe_dump(data, allow_unicode=True))
    assert f"{name}.{len(data[name]) - 1}.code" in {fault.path for fault in found}


def test_the_document_tells_each_rule_with_its_clause() -> None:
    chapters = {chapter.heading: chapter.entries for chapter in document(load(WHOLE))}
    for heading in ("Windows", "Who may not use a channel", "What must hold before a step", "What the customer is told",
                    "Secrecy", "Priority", "Stages", "Remedies", "Who may promise how much", "The customer's consent",
                    "Repeated complaints", "Misconduct", "Publication", "Clauses for people"):  # fmt: skip
        assert chapters[heading], heading
    guard = chapters["Who may not use a channel"][0]
    assert [str(line) for line in guard.lines] == [
        "Not through: 400 hotline",
        "For: kind of customer is one of partner, staff",
        "Instead: WeChat",
    ]
    limits = [[str(line) for line in entry.lines] for entry in chapters["Who may promise how much"]]
    assert limits[0] == ["Who: the case's handler", "up to ¥200.00"]
    assert limits[2] == ["Who: the level above", "any amount"]
    assert "Severity of business complaints" not in chapters


def test_fields_that_conditions_ask_for_have_words() -> None:
    for name in ("tier", "importance", "urgency", "priority", "repeat", "misconduct", "liable_party", "goods_value",
                 "customer_kind"):  # fmt: skip
        assert FIELDS[name].label
    assert Row(field="goods_value", operator="above", value=1000).operand == 100_000
