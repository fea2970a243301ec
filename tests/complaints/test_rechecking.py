"""复核: settled or investigated anew, where the policy wants it, and nothing is archived before."""

from datetime import timedelta

import pytest
from flask import Flask

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.deadlines import of_owner
from app.extensions import db
from app.policy.load import PACKS
from tests.complaints.company import MONDAY, Company
from tests.complaints.desks import operator
from tests.complaints.test_authority import investigated, step

PEISONG = (PACKS / "peisong.yaml").read_text(encoding="utf-8")
TUESDAY = MONDAY + timedelta(days=1)


def closed(company: Company, text: str = PEISONG) -> Complaint:
    complaint = investigated(company, text)
    step(company, complaint, "propose", "zhao", remedy="apology", text="致歉")
    for verb in ("agree", "carry_out", "close"):
        step(company, complaint, verb, "li")
    return complaint


def recheck(company: Company, complaint: Complaint, verb: str, **said: str) -> None:
    with unit_of_work():
        workflow.STEPS[verb](complaint, actor=company.person("li"), now=TUESDAY, **said)


@pytest.fixture
def complaint(company: Company) -> Complaint:
    """Closed under the delivery company's policy, whose channels have the 400 line for this test."""
    line = "  - {code: hotline_400, label: {zh: 热线, en: Hotline}, origin: external, hotline: true, clause: 3.1.2}\n"
    return closed(company, PEISONG.replace("channels:\n", f"channels:\n{line}"))


def test_nothing_is_archived_before_its_recheck(company: Company, complaint: Complaint) -> None:
    with pytest.raises(Refused, match=r"三3\(1\)"):
        recheck(company, complaint, "archive")
    recheck(company, complaint, "recheck", note="客户确认已解决")
    recheck(company, complaint, "archive")
    assert db.session.get_one(Complaint, complaint.id).state == "archived"


def test_investigated_anew_it_is_the_departments_again_and_has_to_be_rechecked_again(
    company: Company, complaint: Complaint
) -> None:
    recheck(company, complaint, "recheck")
    recheck(company, complaint, "reinvestigate", note="客户仍不满意")
    again = db.session.get_one(Complaint, complaint.id)
    assert (again.state, again.closed_at) == ("dispatched", None)
    settle = [row for row in of_owner(again) if row.clock == "settle"]
    assert [row.state for row in settle] == ["met", "running"]
    with pytest.raises(Refused):
        recheck(company, complaint, "recheck")


def test_why_it_is_investigated_anew_has_to_be_said(company: Company, complaint: Complaint) -> None:
    with pytest.raises(Invalid):
        recheck(company, complaint, "reinvestigate", note=" ")


def test_a_policy_without_a_recheck_has_no_such_step(app: Flask, company: Company) -> None:
    text = (PACKS / "xinbang.yaml").read_text(encoding="utf-8").replace('version: "', 'version: "own-')
    complaint = closed(company, text)
    with pytest.raises(Refused, match="knows no recheck"):
        recheck(company, complaint, "recheck")
    page = operator(app, company).get(f"/complaint/show/{complaint.id}").text
    assert "/verb/reopen" in page
    assert "/verb/recheck" not in page
    recheck(company, complaint, "archive")


def test_the_page_offers_both_outcomes(app: Flask, company: Company, complaint: Complaint) -> None:
    page = operator(app, company).get(f"/complaint/show/{complaint.id}").text
    assert "/verb/recheck" in page
    assert "/verb/reinvestigate" in page
