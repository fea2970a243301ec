"""First cases that cost nothing are counted; and what whoever did it pays."""

from datetime import timedelta

from app.complaints import workflow as complaints
from app.db import unit_of_work
from app.penalties import workflow
from tests.complaints.company import MONDAY, Company
from tests.penalties.cases import dispatched, penalties, the
from tests.penalties.test_lateness import amounts, reply, under

FREE_ONCE = {"window": {"of": "department", "within": "month"}, "bands": [{"from_case": 2, "amount": 50}]}


def late(company: Company) -> None:
    reply(dispatched(company, waybill_id=None), 31, company)


def test_the_first_of_a_month_costs_nothing_and_the_second_does(company: Company) -> None:
    under(amount=None, increase=None, times=None, steps=FREE_ONCE)
    late(company)
    first = penalties()[0]
    assert (str(first.amount), first.state, first.payee.username) == ("¥0.00", "proposed", "zhao")
    assert any("counts as a case" in line["msgid"] for line in first.working)
    late(company)
    late(company)
    assert amounts() == ["¥0.00", "¥50.00", "¥50.00"]


def test_a_first_case_that_a_person_drops_is_not_counted(company: Company) -> None:
    under(amount=None, increase=None, times=None, steps=FREE_ONCE)
    late(company)
    with unit_of_work():
        workflow.cancel(penalties()[0], reason="系统故障", actor=company.person("wu"), now=MONDAY + timedelta(hours=2))
    late(company)
    assert amounts() == ["¥0.00"]


def offended(company: Company, person: str | None) -> list[tuple[str, str]]:
    under(
        code="rude", on="misconduct", clock=None, escalated=None, increase=None, times=None, payee="offender",
        misconduct=["unreported_absence"],
    )  # fmt: skip
    complaint = dispatched(company, waybill_id=None)
    who = {"actor": company.person("wu"), "now": MONDAY + timedelta(hours=1)}
    facts = {"person_id": company.people[person], "department_id": company.departments["hongshan"]} if person else {}
    with unit_of_work():
        complaints.STEPS["misconduct"](the(complaint), code="unreported_absence", note="离岗未报备", **facts, **who)
    return [(row.payee.username, row.department.code) for row in penalties() if row.rule == "rude"]


def test_whoever_did_it_pays(company: Company) -> None:
    assert offended(company, "sun") == [("sun", "hongshan")]


def test_where_nobody_is_recorded_the_head_of_the_department_takes_their_place(company: Company) -> None:
    assert offended(company, None) == [("zhao", "jianghan")]
    assert any("Nobody is recorded" in line["msgid"] for line in penalties()[0].working)
