"""成立 / 不成立: who judges what, when, and what the customer is told."""

from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.complaints import step, workflow
from app.complaints.closing import closing_text
from app.complaints.models import Complaint
from app.complaints.verdict import may_judge
from app.core.errors import Invalid, NotAllowed, Refused
from app.db import unit_of_work
from app.deadlines import of_owner, running_of
from app.events import history_of
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.outbox import Message
from app.outbox.wanted import is_wanted
from app.penalties.standing import standing
from app.security import Person
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.test_races import at_once, the

ROUNDS = 200


def dispatched(company: Company, **facts: Any) -> Complaint:
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)
        workflow.accept(complaint, actor=company.person("li"), now=MONDAY)
        department_id = company.departments["jianghan"]
        workflow.dispatch(complaint, department_id=department_id, actor=company.person("li"), now=MONDAY)
    return complaint


def judge(complaint: Complaint, actor: Person | None, **facts: Any) -> None:
    usual = {"verdict": "sustained", "party": "department", "reason": "监控为证", "now": MONDAY}
    with unit_of_work():
        workflow.verdict(complaint, actor=actor, **usual | facts)


DISMISSED = {"verdict": "dismissed", "party": "customer", "explanation": "签收时包装完好"}


def administration(company: Company) -> Person:
    """何静 of the administration department."""
    with unit_of_work():
        hq = company.departments["hq"]
        department = Department(code="adm", name="行政部", kind="administration", parent_id=hq)
        db.session.add(department)
        place(department)
        person = Person(
            username="he",
            last_name="何",
            first_name="静",
            email="he@example.com",
            active=True,
            password="-",
            department_id=department.id,
        )
        db.session.add(person)
        db.session.flush()
        department.head_id = person.id
    return person


def test_a_sustained_complaint_names_who_is_liable_and_is_graded_for_good(company: Company) -> None:
    complaint = dispatched(company, loss="5000.01")
    assert complaint.severity_provisional
    judge(complaint, company.person("wu"))
    assert (complaint.verdict, complaint.liable_party, complaint.verdict_reason) == (
        "sustained",
        "department",
        "监控为证",
    )
    assert (complaint.severity, complaint.severity_provisional, complaint.state) == ("major", False, "dispatched")
    assert (complaint.verdict_at, complaint.verdict_by_id) == (MONDAY, company.people["wu"])
    event = history_of(complaint)[-1]
    assert (event.verb, event.note, event.facts["previous"]) == ("verdict", "监控为证", "pending")


def test_a_dismissed_complaint_is_explained_to_the_customer(company: Company) -> None:
    complaint = dispatched(company)
    judge(complaint, company.person("wu"), **DISMISSED)
    message = db.session.scalars(select(Message).where(Message.template_code == "complaint_dismissed")).one()
    assert "签收时包装完好" in message.body
    assert message.address == "wang.fang@example.com"
    assert is_wanted(message)
    assert "签收时包装完好" in closing_text(complaint, None)
    judge(complaint, company.person("wu"))
    assert complaint.explanation == ""
    assert not is_wanted(message)


def test_a_verdict_wants_its_reason_its_party_and_where_dismissed_an_explanation(company: Company) -> None:
    complaint, wu = dispatched(company), company.person("wu")
    for facts, wrong in (
        ({"reason": " "}, {"reason"}),
        ({"party": None}, {"party"}),
        ({"verdict": "pending"}, {"verdict"}),
        ({"party": "carrier"}, {"carrier_id"}),
        (DISMISSED | {"explanation": ""}, {"explanation"}),
        (DISMISSED | {"party": "department"}, {"party"}),
    ):
        with pytest.raises(Invalid) as refusal:
            judge(complaint, wu, **facts)
        assert set(refusal.value.fields) == wrong
    assert complaint.verdict == "pending"


def test_it_is_too_early_before_a_department_has_it_and_too_late_in_the_archive(company: Company) -> None:
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=None, now=MONDAY)
    with pytest.raises(Refused):
        judge(complaint, None)
    complaint = dispatched(company)
    with unit_of_work():
        zhao = company.person("zhao")
        workflow.investigate(complaint, findings="属实", actor=zhao, now=MONDAY)
        workflow.propose(complaint, remedy="apology", text="致歉", actor=zhao, now=MONDAY)
        workflow.agree(complaint, actor=None, now=MONDAY)
        workflow.carry_out(complaint, actor=zhao, now=MONDAY)
        workflow.close(complaint, actor=None, now=MONDAY)
    judge(complaint, company.person("wu"))
    with unit_of_work():
        workflow.archive(complaint, actor=None, now=MONDAY)
    with pytest.raises(Refused):
        judge(complaint, company.person("wu"), **DISMISSED)


def test_a_page_that_is_out_of_date_judges_nothing(company: Company) -> None:
    complaint = dispatched(company)
    seen = complaint.version
    with unit_of_work():
        workflow.note(complaint, note="客户补充了照片", actor=None, now=MONDAY)
    with pytest.raises(Refused):
        judge(complaint, company.person("wu"), version=seen)
    judge(complaint, company.person("wu"), version=seen + 1)


def test_an_attitude_complaint_waits_for_the_statement_of_the_superior(company: Company) -> None:
    complaint = dispatched(company, category_id=company.attitude_id, behaviours=["rude"])
    with pytest.raises(Refused):
        judge(complaint, company.person("wu"))
    with pytest.raises(NotAllowed) as refusal, unit_of_work():
        workflow.investigate(complaint, findings="没有此事", actor=company.person("sun"), now=MONDAY)
    assert "赵强" in str(refusal.value)
    with unit_of_work():
        workflow.investigate(complaint, findings="确有争执", actor=company.person("zhao"), now=MONDAY)
    assert "attitude_verdict" in {row.clock for row in running_of(complaint)}
    judge(complaint, company.person("wu"))
    states = {row.clock: row.state for row in of_owner(complaint)}
    assert (states["attitude_statement"], states["attitude_verdict"]) == ("met", "met")


def test_who_lets_the_time_for_the_statement_pass_has_no_say(company: Company) -> None:
    complaint = dispatched(company, category_id=company.attitude_id, behaviours=["rude"])
    judge(complaint, company.person("wu"), now=MONDAY + timedelta(days=3))
    assert complaint.verdict == "sustained"


def test_an_attitude_complaint_among_ourselves_is_judged_by_administration(company: Company) -> None:
    he, wu = administration(company), company.person("wu")
    internal = dispatched(company, category_id=company.attitude_id, behaviours=["rude"], channel="oa_mail")
    assert (may_judge(internal, he), may_judge(internal, wu)) == (True, False)
    with pytest.raises(NotAllowed):
        judge(internal, wu)
    judge(internal, he)
    assert {row.clock: row.state for row in of_owner(internal)}["internal_attitude"] == "met"
    external = dispatched(company)
    with pytest.raises(NotAllowed):
        judge(external, he)
    judge(external, wu)


def test_two_verdicts_at_once(app: Flask, company: Company) -> None:
    """One wins each time, and the penalties are the winner's."""
    mine = dispatched(company).id
    for _ in range(ROUNDS):
        seen = the(mine).version
        db.session.rollback()
        outcomes = at_once(
            app,
            lambda seen=seen: workflow.verdict(
                the(mine), verdict="sustained", party="department", reason="属实", version=seen, actor=None, now=MONDAY
            ),
            lambda seen=seen: workflow.verdict(
                the(mine), **DISMISSED, reason="不属实", version=seen, actor=None, now=MONDAY
            ),
        )
        assert outcomes == {"done": 1, "Refused": 1}
        assert len(standing(mine)) == (the(mine).verdict == "sustained")
        db.session.rollback()


def test_a_verdict_against_withdrawing(app: Flask, company: Company) -> None:
    mine = dispatched(company).id
    for _ in range(ROUNDS):
        with unit_of_work():
            fresh = {"state": "dispatched", "verdict": "pending"}
            db.session.execute(update(Complaint).where(Complaint.id == mine).values(fresh))
        outcomes = at_once(
            app,
            lambda: workflow.verdict(
                the(mine), verdict="sustained", party="nobody", reason="属实", actor=None, now=MONDAY
            ),
            lambda: workflow.withdraw(the(mine), note="算了", actor=None, now=MONDAY),
        )
        assert outcomes == {"done": 1, "Refused": 1}
        assert (the(mine).state, the(mine).verdict) in {("dispatched", "sustained"), ("withdrawn", "pending")}
        db.session.rollback()


def test_without_the_claim_both_a_verdict_and_withdrawing_would_win(
    app: Flask, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the conditional UPDATE that decides."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    both_have_read, mine = Barrier(2), dispatched(company).id

    def only_look(complaint: Complaint, code: str, now: Any, *_only_if: Any) -> None:
        both_have_read.wait(timeout=10)
        complaint.state = step.VERBS[code].target or complaint.state

    monkeypatch.setattr(step, "claim", only_look)
    outcomes = at_once(
        app,
        lambda: workflow.verdict(the(mine), verdict="sustained", party="nobody", reason="属实", actor=None, now=MONDAY),
        lambda: workflow.withdraw(the(mine), note="算了", actor=None, now=MONDAY),
    )
    assert outcomes == {"done": 2}
    assert (the(mine).state, the(mine).verdict) == ("withdrawn", "sustained")
