"""A verdict costs what the pack says, a person confirms it, a reversal undoes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.errors import Invalid, NotAllowed, NotFound, Refused
from app.core.money import Money
from app.db import by_id, unit_of_work
from app.events import history_of
from app.extensions import db
from app.org.models import Carrier
from app.outbox import Message
from app.penalties import workflow
from app.penalties.counsel import open_notice
from app.penalties.models import Penalty
from app.rulebook import current_pack_version
from app.security import Scope, use_scope
from tests.complaints.company import MONDAY, Company
from tests.penalties.cases import dispatched, judge, penalties


def one() -> Penalty:
    (penalty,) = penalties()
    return penalty


def confirmed(company: Company) -> int:
    mine = dispatched(company)
    judge(company, mine)
    with unit_of_work():
        workflow.confirm(one(), actor=company.person("wu"), now=MONDAY)
    return mine


def test_a_complaint_through_the_hotline_found_true_costs_the_head_fifty_yuan(company: Company) -> None:
    judge(company, dispatched(company))
    penalty = one()
    assert (penalty.state, penalty.kind, penalty.amount, penalty.month) == (
        "proposed",
        "penalty",
        Money(5000),
        "2026-11",
    )
    assert (penalty.payee.username, penalty.department.code, penalty.clause) == ("zhao", "jianghan", "5.1")
    assert penalty.no == "CF20261123-0001"
    assert any("赵强" in str(line["params"]) for line in penalty.working)
    assert [event.verb for event in history_of(penalty)] == ["register"]


@pytest.mark.parametrize(
    "facts", [{"channel": "web_message"}, {"channel": "oa_mail"}, {"category_id": "attitude"}], ids=str
)
def test_another_channel_or_an_attitude_complaint_costs_nothing(company: Company, facts: dict) -> None:
    if facts.get("category_id"):
        facts = {"category_id": company.attitude_id}
    mine = dispatched(company, **facts)
    judge(company, mine, now=MONDAY + timedelta(days=3))
    assert penalties() == []


@pytest.mark.parametrize(
    ("verdict", "party"), [("sustained", "carrier"), ("sustained", "nobody"), ("dismissed", "customer")]
)
def test_nobody_of_ours_is_liable(company: Company, verdict: str, party: str) -> None:
    with unit_of_work():
        carrier = Carrier(code="sf", name="承运商甲")
        db.session.add(carrier)
    judge(company, dispatched(company), verdict, party, carrier_id=carrier.id if party == "carrier" else None)
    assert penalties() == []


def test_the_month_is_that_of_the_verdict_on_the_wall_clock(company: Company) -> None:
    judge(company, dispatched(company), now=MONDAY.replace(month=11, day=30, hour=23, minute=59))
    judge(company, dispatched(company), now=MONDAY.replace(month=12, day=1, hour=0, minute=0))
    assert [penalty.month for penalty in penalties()] == ["2026-11", "2026-12"]


def test_where_the_head_is_missing_the_level_above_pays_and_the_working_says_so(company: Company) -> None:
    with unit_of_work():
        company.department("jianghan").head_id = None
    judge(company, dispatched(company))
    penalty = one()
    assert (penalty.payee.username, penalty.department.code) == ("zhou", "jianghan")
    assert any("has no head" in line["msgid"] for line in penalty.working)


def test_where_nobody_leads_nothing_is_proposed(company: Company) -> None:
    with unit_of_work():
        for code in ("jianghan", "hubei"):
            company.department(code).head_id = None
    judge(company, dispatched(company))
    assert penalties() == []


def test_confirming_tells_the_payee(company: Company) -> None:
    confirmed(company)
    penalty = one()
    assert (penalty.state, penalty.decided_by.username, penalty.decided_at) == ("confirmed", "wu", MONDAY)
    message = db.session.scalars(select(Message).where(Message.owner_kind == "penalty")).one()
    assert (message.template_code, message.to_person_id) == ("penalty_confirmed", company.people["zhao"])
    assert "¥50.00" in message.subject
    with pytest.raises(Refused), unit_of_work():
        workflow.cancel(one(), reason="误", actor=company.person("wu"), now=MONDAY)


def test_nobody_decides_about_their_own_penalty(company: Company) -> None:
    judge(company, dispatched(company))
    for decide in (workflow.confirm, workflow.cancel):
        facts = {"reason": "不认"} if decide is workflow.cancel else {}
        with pytest.raises(NotAllowed), unit_of_work():
            decide(one(), actor=company.person("zhao"), now=MONDAY, **facts)
    assert one().state == "proposed"


def test_cancelling_wants_a_reason(company: Company) -> None:
    judge(company, dispatched(company))
    with pytest.raises(Invalid) as refusal, unit_of_work():
        workflow.cancel(one(), reason=" ", actor=company.person("wu"), now=MONDAY)
    assert set(refusal.value.fields) == {"reason"}
    with unit_of_work():
        workflow.cancel(one(), reason="同一事件已处理", actor=company.person("wu"), now=MONDAY)
    assert (one().state, one().reason) == ("cancelled", "同一事件已处理")


def test_the_reversal_of_a_proposed_one_cancels_it(company: Company) -> None:
    mine = dispatched(company)
    judge(company, mine)
    judge(company, mine, "dismissed", "customer")
    assert [(penalty.state, penalty.kind) for penalty in penalties()] == [("cancelled", "penalty")]


def test_the_reversal_of_a_confirmed_one_makes_a_counter_entry_in_its_own_month(company: Company) -> None:
    mine = confirmed(company)
    judge(company, mine, "dismissed", "customer", now=MONDAY.replace(month=12, day=2))
    first, counter = penalties()
    assert (first.state, first.month) == ("confirmed", "2026-11")
    assert (counter.state, counter.kind, counter.amount, counter.month) == (
        "confirmed",
        "counter",
        Money(-5000),
        "2026-12",
    )
    assert (counter.counter_of_id, counter.payee_id) == (first.id, first.payee_id)
    told = db.session.scalars(select(Message.template_code).where(Message.owner_kind == "penalty")).all()
    assert told == ["penalty_confirmed", "penalty_countered"]
    judge(company, mine, now=MONDAY.replace(month=12, day=3))
    assert [(each.kind, each.state, each.month) for each in penalties()] == [
        ("penalty", "confirmed", "2026-11"),
        ("counter", "confirmed", "2026-12"),
        ("penalty", "proposed", "2026-12"),
    ]


def test_the_same_verdict_again_changes_nothing(company: Company) -> None:
    mine = confirmed(company)
    judge(company, mine, reason="补充证据")
    assert [(penalty.kind, penalty.state) for penalty in penalties()] == [("penalty", "confirmed")]


def test_when_the_carrier_turns_out_to_be_liable_the_head_gets_it_back(company: Company) -> None:
    mine = confirmed(company)
    judge(company, mine, "sustained", "nobody")
    assert [penalty.kind for penalty in penalties()] == ["penalty", "counter"]


def test_an_outsider_sees_and_decides_nothing(company: Company) -> None:
    judge(company, dispatched(company))
    penalty = one()
    hongshan = Scope("tree", company.people["sun"], frozenset({company.departments["hongshan"]}))
    with use_scope(hongshan):
        assert by_id(Penalty, penalty.id) is None
        with pytest.raises(NotFound), unit_of_work():
            workflow.confirm(penalty, actor=company.person("sun"), now=MONDAY)
    for person in ("zhao", "zhou"):
        where = company.person(person).department_id
        with use_scope(Scope("tree", company.people[person], frozenset({where, company.departments["jianghan"]}))):
            assert by_id(Penalty, penalty.id) is not None


def test_counsels_notice_stands_until_an_administrator_acknowledges_it(company: Company) -> None:
    version = current_pack_version(MONDAY)
    assert open_notice(MONDAY) == version
    with unit_of_work():
        workflow.acknowledge(version, note="已咨询法务", actor=company.person("wu"), now=MONDAY)
    assert open_notice(MONDAY) is None
    event = history_of(version)[-1]
    assert (event.verb, event.note) == ("acknowledge", "已咨询法务")
    with pytest.raises(Refused), unit_of_work():
        workflow.acknowledge(version, actor=company.person("wu"), now=MONDAY)
