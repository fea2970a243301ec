"""A missed time limit costs what the pack says, in the transaction that records it; and nothing where it falls away."""

from datetime import timedelta
from typing import Any

import pytest
import yaml
from flask import Flask

from app.complaints import workflow as complaints
from app.complaints.linking import link
from app.core.errors import NotAllowed
from app.core.money import Money
from app.customers.models import Waybill
from app.db import unit_of_work
from app.deadlines import running_of, sweep
from app.extensions import db
from app.outbox import Message
from app.penalties import assess_months, workflow
from app.penalties.why import appeal_of
from app.rulebook.verbs import publish
from tests.complaints.company import MONDAY, Company
from tests.house import ROOT
from tests.penalties.cases import dispatched, judge, penalties, the

MINUTE = timedelta(minutes=1)
KUAIYUN = (ROOT / "tests" / "policy" / "kuaiyun.yaml").read_text(encoding="utf-8")


def under(**changes: Any) -> None:
    """The express freight pack is in force, its first penalty rule changed; `rules` replaces them all."""
    text = KUAIYUN
    if changes:
        head, rules = KUAIYUN.split("\npenalties:\n")
        replaced = changes.pop("rules", None) or yaml.safe_load(rules.replace("  on:", '  "on":'))
        replaced[0] = {key: value for key, value in (replaced[0] | changes).items() if value is not None}
        head = head.replace('{id: "6.5",', '{id: "6.5", informative: true,')
        text = f"{head}\n{yaml.safe_dump({'penalties': replaced}, allow_unicode=True)}"
    with unit_of_work():
        publish(text, actor=None, now=MONDAY - timedelta(days=30))


def reply(complaint_id: int, minutes: int, company: Company) -> None:
    """李娜 proposes so many minutes after receipt, which stops the reply's clock."""
    who = {"actor": company.person("li"), "now": MONDAY + minutes * MINUTE}
    with unit_of_work():
        complaints.investigate(the(complaint_id), findings="监控显示外包装破损", **who)
        complaints.propose(the(complaint_id), remedy="explanation", text="已核实", **who)


def amounts() -> list[str]:
    return [str(penalty.amount) for penalty in penalties() if penalty.state != "cancelled"]


def test_three_replies_missed_cost_one_two_three_hundred(company: Company) -> None:
    under()
    for number in range(3):
        late = dispatched(company, waybill_id=None)
        reply(late, 31 + number, company)
    assert amounts() == ["¥100.00", "¥200.00", "¥300.00"]
    penalty = penalties()[0]
    assert (penalty.state, penalty.payee.username, penalty.department.code) == ("proposed", "zhao", "jianghan")
    assert (penalty.clause, penalty.month, penalty.occurred_at) == ("6.4", "2026-11", MONDAY + 30 * MINUTE)
    assert any("escalated" in line["msgid"] for line in penalty.working)


def test_a_reply_in_the_thirtieth_minute_costs_nothing(company: Company) -> None:
    under()
    reply(dispatched(company), 30, company)
    sweep(MONDAY + 40 * MINUTE)
    assert penalties() == []


def test_the_sweep_and_the_verb_that_ends_it_propose_once(company: Company) -> None:
    under()
    late = dispatched(company)
    sweep(MONDAY + 31 * MINUTE)
    assert amounts() == ["¥100.00"]
    sweep(MONDAY + 32 * MINUTE)
    reply(late, 45, company)
    judge(company, late, now=MONDAY + 60 * MINUTE)
    assert amounts() == ["¥100.00"]


def test_another_month_begins_at_a_hundred_again(company: Company) -> None:
    under()
    reply(dispatched(company, waybill_id=None), 31, company)
    with unit_of_work():
        penalties()[0].occurred_at = MONDAY - timedelta(days=24)
    reply(dispatched(company, waybill_id=None), 31, company)
    assert amounts() == ["¥100.00", "¥100.00"]


def test_the_same_waybill_at_the_same_station_costs_double_once_a_person_has_confirmed_it(company: Company) -> None:
    under()
    first, second = (dispatched(company, waybill_id=company.waybill_id) for _ in range(2))
    reply(first, 20, company)
    reply(second, 31, company)
    assert amounts() == ["¥100.00"]
    with unit_of_work():
        link(the(second), other_id=first, outcome="repeat", actor=company.person("wu"), now=MONDAY + 60 * MINUTE)
    assert amounts() == ["¥200.00"]


def test_a_ladder_that_goes_up_later_leaves_time_to_reply(company: Company) -> None:
    head, tail = KUAIYUN.split('      - {to: [superior], clause: "6.4"}')
    with unit_of_work():
        step = '      - {to: [superior], after: {amount: 10, unit: minutes}, clause: "6.4"}'
        publish(head + step + tail, actor=None, now=MONDAY - timedelta(days=30))
    reply(dispatched(company, waybill_id=None), 40 - 1, company)
    assert penalties() == []
    dispatched(company, waybill_id=None)
    sweep(MONDAY + 31 * MINUTE)
    assert penalties() == [], "late, but not escalated yet"
    sweep(MONDAY + 41 * MINUTE)
    assert amounts() == ["¥100.00"]


def test_what_is_counted_by_the_hour_is_proposed_when_it_is_done(company: Company) -> None:
    under(per="hour_late", increase=None, escalated=False)
    late = dispatched(company, waybill_id=None)
    sweep(MONDAY + 31 * MINUTE)
    assert penalties() == []
    reply(late, 30 + 61, company)
    assert amounts() == ["¥200.00"]


def test_a_withdrawn_complaint_costs_nothing(company: Company) -> None:
    under()
    proposed, confirmed = (dispatched(company, waybill_id=None) for _ in range(2))
    sweep(MONDAY + 31 * MINUTE)
    with unit_of_work():
        workflow.confirm(penalties()[1], actor=company.person("wu"), now=MONDAY + 32 * MINUTE)
    for complaint_id in (proposed, confirmed):
        with unit_of_work():
            complaints.withdraw(
                the(complaint_id), note="客户撤诉", actor=company.person("li"), now=MONDAY + 50 * MINUTE
            )
    assert [(each.kind, each.state, str(each.amount)) for each in penalties()] == [
        ("penalty", "cancelled", "¥100.00"),
        ("penalty", "confirmed", "¥200.00"),
        ("counter", "confirmed", "-¥200.00"),
    ]


def test_closing_a_late_complaint_forgives_nothing(company: Company) -> None:
    under()
    late = dispatched(company, waybill_id=None)
    reply(late, 45, company)
    assert running_of(the(late)) == []
    assert amounts() == ["¥100.00"]


def test_what_a_person_dropped_is_not_proposed_again(company: Company) -> None:
    under()
    late = dispatched(company, waybill_id=None)
    sweep(MONDAY + 31 * MINUTE)
    with unit_of_work():
        workflow.cancel(penalties()[0], reason="系统故障", actor=company.person("wu"), now=MONDAY + 32 * MINUTE)
    reply(late, 45, company)
    assert amounts() == []


FOUND_TRUE = {"field": "confirmed", "operator": "is", "value": True}


def test_a_rule_that_asks_for_the_verdict_waits_for_it_and_goes_with_it(company: Company) -> None:
    under(when=FOUND_TRUE)
    late = dispatched(company, waybill_id=None)
    reply(late, 45, company)
    assert penalties() == []
    judge(company, late, now=MONDAY + 60 * MINUTE)
    assert amounts() == ["¥100.00"]
    judge(company, late, "dismissed", "customer", now=MONDAY + 70 * MINUTE)
    assert amounts() == []


def test_an_unreported_absence_costs_and_knows_no_appeal(company: Company) -> None:
    under()
    absent, who = dispatched(company), {"actor": company.person("wu"), "now": MONDAY}
    with unit_of_work():
        complaints.STEPS["misconduct"](the(absent), code="unreported_absence", note="离岗未报备", **who)
    (penalty,) = penalties()
    assert (penalty.rule, str(penalty.amount), penalty.payee.username) == ("unreported_absence", "¥100.00", "zhao")
    assert "No appeal" in str(appeal_of(penalty))
    assert "第六条(二)" in str(appeal_of(penalty))
    record = int(penalty.occasion.removeprefix("misconduct:"))
    with unit_of_work():
        complaints.STEPS["misconduct_drop"](the(absent), record_id=record, note="已报备，记录有误", **who)
    assert [each.state for each in penalties()] == ["cancelled"]


def test_shares_are_paid_by_several_and_add_up(company: Company) -> None:
    shares = [{"to": "department_head", "percent": 70}, {"to": "superior", "percent": 30}]
    under(payee=None, payees=shares, amount=33, increase=None)
    reply(dispatched(company, waybill_id=None), 31, company)
    assert [(each.payee.username, each.amount) for each in penalties()] == [
        ("zhao", Money(2310)),
        ("zhou", Money(990)),
    ]


def test_the_rule_says_who_decides(company: Company) -> None:
    under(approvers=[{"by": "superior", "clause": "6.4"}])
    reply(dispatched(company, waybill_id=None), 31, company)
    (penalty,) = penalties()
    assert penalty.approver == "superior"
    with pytest.raises(NotAllowed) as refusal, unit_of_work():
        workflow.confirm(penalty, actor=company.person("wu"), now=MONDAY + 32 * MINUTE)
    assert company.person("zhou").full_name in str(refusal.value)
    with unit_of_work():
        workflow.confirm(penalties()[0], actor=company.person("zhou"), now=MONDAY + 33 * MINUTE)
    assert penalties()[0].state == "confirmed"


def monthly(kind: str, bands: list[dict[str, Any]], measure: str = "complaints") -> dict[str, Any]:
    return {
        "code": f"{kind}_month",
        "label": {"zh": "月度"},
        "kind": kind,
        "on": "month",
        "payee": "department_head",
        "rate": {"measure": measure, "bands": bands},
        "clause": "6.4",
        "appeal": {"allowed": False, "clause": "6.2"},
    }


def test_a_stations_month_costs_or_earns_once(company: Company) -> None:
    bad = monthly("penalty", [{"at_least": 2, "amount": 500}])
    good = monthly("reward", [{"at_least": 0, "up_to": 0, "amount": 300}])
    under(rules=[bad, good])
    for _ in range(2):
        dispatched(company, "jianghan")
    december = MONDAY.replace(month=12, day=1, hour=4)
    for _ in range(2):
        assess_months(december)
    found = [(each.kind, each.payee.username, str(each.amount), each.month, each.about) for each in penalties()]
    assert found == [
        ("penalty", "zhao", "¥500.00", "2026-11", "2026-11"),
        ("reward", "sun", "-¥300.00", "2026-11", "2026-11"),
    ]
    assert "No appeal" in str(appeal_of(penalties()[0]))
    with unit_of_work():
        workflow.confirm(penalties()[1], actor=company.person("wu"), now=december)
    (told,) = db.session.query(Message).filter_by(owner_kind="penalty").all()
    assert (told.template_code, "¥300.00" in told.subject, "-¥" in told.subject) == ("reward_confirmed", True, False)


def test_a_month_by_waybills_knows_those_of_the_station(app: Flask, company: Company) -> None:
    under(rules=[monthly("penalty", [{"at_least": 500, "amount": 500}], "per_thousand_waybills")])
    dispatched(company, "jianghan")
    with unit_of_work():
        for waybill in db.session.query(Waybill):
            waybill.created_at = MONDAY
    assess_months(MONDAY.replace(month=12, day=1, hour=4))
    assert [(each.department.code, str(each.amount)) for each in penalties()] == [("jianghan", "¥500.00")]
