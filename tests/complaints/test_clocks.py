"""What the steps do to the clocks, by the default pack."""

from datetime import timedelta
from typing import Any

import pytest

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner, running_of
from tests.complaints.company import MONDAY, Company, told


def minutes(number: int) -> Any:
    return MONDAY + timedelta(minutes=number)


def registered(company: Company, **facts: Any) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)


def clock(complaint: Complaint, code: str) -> Deadline:
    return [row for row in of_owner(complaint) if row.clock == code][-1]


def running(complaint: Complaint) -> set[str]:
    return {row.clock for row in running_of(complaint)}


def test_a_promised_callback_is_a_deadline_until_it_is_kept(company: Company) -> None:
    complaint, li = registered(company), company.person("li")
    with unit_of_work():
        workflow.promise_callback(complaint, at=minutes(90), actor=li, now=minutes(1))
    assert clock(complaint, "callback").due_at == minutes(90)
    assert clock(complaint, "callback").responsible_person_id == li.id
    with unit_of_work():
        workflow.callback_done(complaint, actor=li, now=minutes(80))
    assert clock(complaint, "callback").state == "met"


@pytest.mark.parametrize("at", [None, "", "soon", MONDAY - timedelta(minutes=1), "2026-11-23T10:00"])
def test_a_promise_needs_a_time_to_come(company: Company, at: Any) -> None:
    complaint = registered(company)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        workflow.promise_callback(complaint, at=at, actor=None, now=MONDAY)
    assert set(refusal.value.fields) == {"at"}


def test_paused_clocks_stand_still_and_run_on(company: Company) -> None:
    complaint, li = registered(company), company.person("li")
    before = clock(complaint, "satisfaction_call").due_at
    with unit_of_work():
        workflow.pause(complaint, note="等客户寄照片", actor=li, now=minutes(1))
    assert {row.state for row in running_of(complaint)} == {"paused"}
    with pytest.raises(Refused), unit_of_work():
        workflow.pause(complaint, note="再等", actor=li, now=minutes(2))
    with unit_of_work():
        workflow.resume(complaint, actor=li, now=minutes(11))
    assert clock(complaint, "satisfaction_call").due_at == before + timedelta(minutes=10)
    with pytest.raises(Refused), unit_of_work():
        workflow.resume(complaint, actor=li, now=minutes(12))


def test_a_transfer_hands_the_clock_over(company: Company) -> None:
    complaint, li = registered(company), company.person("li")
    with unit_of_work():
        workflow.accept(complaint, actor=li, now=minutes(1))
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=minutes(2))
        due = clock(complaint, "propose").due_at
        workflow.transfer(
            complaint, department_id=company.departments["hongshan"], note="洪山的货", actor=li, now=minutes(5)
        )
    assert clock(complaint, "propose").responsible_department_id == company.departments["hongshan"]
    assert clock(complaint, "propose").due_at == due


def test_withdrawing_ends_every_clock(company: Company) -> None:
    complaint = registered(company)
    with unit_of_work():
        workflow.withdraw(complaint, note="误会", actor=None, now=minutes(1))
    assert {row.state for row in of_owner(complaint)} == {"cancelled"}


def test_reopening_starts_a_new_clock_and_leaves_the_old_one_as_it_ended(company: Company) -> None:
    complaint = registered(company)
    with unit_of_work():
        workflow.accept(complaint, actor=None, now=minutes(1))
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=None, now=minutes(2))
        workflow.investigate(complaint, findings="属实", actor=None, now=minutes(3))
        workflow.propose(complaint, remedy="apology", text="致歉", actor=None, now=minutes(4))
        workflow.agree(complaint, actor=None, now=minutes(5))
        workflow.carry_out(complaint, actor=None, now=minutes(6))
        workflow.close(complaint, actor=None, now=minutes(7))
    assert running(complaint) == {"satisfaction_call"}
    with unit_of_work():
        workflow.call_satisfaction(complaint, result="dissatisfied", note="没有道歉", actor=None, now=minutes(20))
        workflow.reopen(complaint, note="没有道歉", actor=None, now=minutes(21))
    resolves = [row for row in of_owner(complaint) if row.clock == "resolve"]
    assert [(row.generation, row.state) for row in resolves] == [(1, "met"), (2, "running")]
    assert resolves[1].started_at == minutes(21)


def test_an_attitude_complaint_has_clocks_of_its_own(company: Company) -> None:
    complaint = registered(company, category_id=company.attitude_id, behaviours=["hung_up"])
    assert (complaint.kind, complaint.severity) == ("attitude", "moderate")
    assert running(complaint) == {"forward", "resolve"}
