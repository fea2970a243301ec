"""A policy that leaves grades, clocks and categories open: a complaint's whole life under it."""

from flask import Flask

from app.complaints import workflow
from app.complaints.explain import explain_text
from app.complaints.models import Complaint
from app.db import unit_of_work
from app.deadlines import of_owner
from app.policy.parts import BRIEF
from app.policy.severity import UNGRADED
from tests.complaints.company import MONDAY, Company, in_force, told
from tests.complaints.desks import operator
from tests.complaints.test_api import Caller
from tests.people import browser
from tests.policy.test_handling import BARE


def registered(company: Company) -> Complaint:
    in_force(BARE)
    with unit_of_work():
        return workflow.register(**told(company, channel="phone", loss="9000"), actor=company.person("li"), now=MONDAY)


def test_without_grades_a_complaint_is_ungraded_and_lives_on(company: Company) -> None:
    complaint, li = registered(company), company.person("li")
    assert (complaint.severity, complaint.severity_clause, complaint.severity_provisional) == (UNGRADED, BRIEF, False)
    assert of_owner(complaint) == []
    with unit_of_work():
        workflow.accept(complaint, actor=li, now=MONDAY)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
        workflow.amend(complaint, loss="1", actor=li, now=MONDAY)
        workflow.regrade(complaint, actor=li, now=MONDAY)
        workflow.investigate(complaint, findings="叉车碰撞", actor=li, now=MONDAY)
        workflow.propose(complaint, remedy="compensation", text="照价赔偿", amount="1", actor=li, now=MONDAY)
        workflow.agree(complaint, actor=li, now=MONDAY)
        workflow.carry_out(complaint, actor=li, now=MONDAY)
        workflow.close(complaint, actor=li, now=MONDAY)
        workflow.verdict(complaint, verdict="sustained", party="department", reason="属实", actor=None, now=MONDAY)
    assert (complaint.state, complaint.severity) == ("closed", UNGRADED)


def test_the_page_the_list_and_the_api_say_so(app: Flask, company: Company) -> None:
    complaint, desk = registered(company), operator(app, company)
    page = desk.get(f"/complaint/show/{complaint.id}").text
    for words in ("未分级", "制度未对此类投诉划分程度", "产品约定"):
        assert words in page
    assert complaint.no in desk.get("/complaint/list/?_flt_0_severity=ungraded").text
    assert complaint.no not in desk.get("/complaint/list/?_flt_0_severity=minor").text
    program = Caller(browser(app), "operator")
    assert program.get(f"/api/v1/complaint/{complaint.id}").json["result"]["severity"] == UNGRADED


def test_explain_says_so_too(company: Company) -> None:
    complaint = registered(company)
    assert "制度未对此类投诉划分程度" in explain_text(complaint.no)
