"""结果公布: shown once closed, and nobody can be known by it."""

from flask import Flask

from app.complaints import workflow
from app.complaints.models import Complaint
from app.complaints.publishing import masked, publication_of
from app.db import unit_of_work
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import operator
from tests.complaints.test_authority import OPEN, investigated, propose, step

FINDINGS = "王芳（13800138000，wang.fang@example.com）的货 XB2026112300017 被叉车撞坏，武汉鑫源商贸有限公司已签收。"


def closed(company: Company) -> Complaint:
    complaint = investigated(
        company, OPEN.replace("shown: [no, category, verdict]", "shown: [no, category, verdict, findings]")
    )
    with unit_of_work():
        complaint.findings = FINDINGS
    propose(company, complaint, "100")
    step(company, complaint, "agree", "li")
    step(company, complaint, "carry_out", "li")
    assert publication_of(complaint) == ([], "")
    step(company, complaint, "close", "li")
    return complaint


def test_what_is_published_names_nobody(company: Company) -> None:
    complaint = closed(company)
    assert masked(complaint, FINDINGS) == "***（***，***）的货 *** 被叉车撞坏，***已签收。"
    lines, clause = publication_of(complaint)
    assert len(lines) == 4
    assert "第一条" in clause
    assert not any("王芳" in line or "138" in line for line in lines)


def test_the_page_shows_it_once_the_complaint_is_closed(app: Flask, company: Company) -> None:
    page = operator(app, company).get(f"/complaint/show/{closed(company).id}").text
    assert "脱敏公布内容" in page


def test_a_pack_that_publishes_nothing_shows_nothing(company: Company) -> None:
    complaint = investigated(
        company, OPEN.replace('publication: {after: close, shown: [no, category, verdict], clause: "1"}\n', "")
    )
    with unit_of_work():
        workflow.note(complaint, note="x", actor=None, now=MONDAY)
    assert publication_of(complaint) == ([], "")
