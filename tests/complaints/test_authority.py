"""Remedies, authority and consent by the pack: what may be proposed, whose approval it waits for, who must agree."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.complaints.proposals import current_proposal
from app.complaints.templates import APPROVAL
from app.core.errors import Invalid, NotAllowed, Refused
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message
from tests.complaints.company import MONDAY, Company, in_force, told
from tests.complaints.desks import manager, operator
from tests.complaints.test_api import Caller
from tests.people import browser
from tests.policy.test_handling import WHOLE

OPEN = WHOLE[: WHOLE.index("gates:")] + WHOLE[WHOLE.index("tell:") :]
"""The same pack without its gates."""
TOP = '  - {code: top, label: {zh: 上一级, en: Level above}, roles: [superior], clause: "1"}\n'


def investigated(company: Company, text: str = OPEN) -> Complaint:
    """李娜 handles it, 赵强's station is responsible, 周明 is the level above."""
    in_force(text)
    li = company.person("li")
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=li, now=MONDAY)
        workflow.accept(complaint, actor=li, now=MONDAY)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
        workflow.investigate(complaint, findings="叉车碰撞", actor=company.person("zhao"), now=MONDAY)
    return complaint


def step(company: Company, complaint: Complaint, verb: str, by: str, **said: Any) -> None:
    with unit_of_work():
        workflow.STEPS[verb](complaint, actor=company.person(by), now=MONDAY, **said)


def propose(company: Company, complaint: Complaint, yuan: str, by: str = "zhao") -> None:
    step(company, complaint, "propose", by, remedy="refund", text="退还运费", amount=yuan)


def told_to_approve() -> list[str]:
    return list(db.session.scalars(select(Message.to_name).where(Message.template_code == APPROVAL)))


def approval(complaint: Complaint) -> tuple[str, str]:
    proposal = current_proposal(complaint)
    assert proposal is not None
    return proposal.approval, proposal.outcome


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"remedy": "coupon"}, "remedy"),
        ({"remedy": "gift"}, "remedy"),
        ({"remedy": "refund"}, "amount"),
        ({"remedy": "apology", "amount": "5"}, "amount"),
    ],
)
def test_only_what_the_pack_offers_such_a_case_can_be_proposed(
    company: Company, said: dict[str, str], field: str
) -> None:
    complaint = investigated(company)
    with pytest.raises(Invalid) as refusal:
        step(company, complaint, "propose", "zhao", text="方案", **said)
    assert set(refusal.value.fields) == {field}


def test_within_the_authority_nobody_is_asked(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "2000")
    assert (approval(complaint), told_to_approve()) == (("", "open"), [])
    step(company, complaint, "agree", "li")
    assert complaint.state == "agreed"


def test_beyond_it_the_customer_is_not_asked_before_the_level_above_approves(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "2000.01")
    assert (approval(complaint), told_to_approve()) == (("awaiting", "open"), ["周明"])
    for verb in ("agree", "decline"):
        with pytest.raises(Refused):
            step(company, complaint, verb, "li", answer="可以")
    with pytest.raises(NotAllowed):
        step(company, complaint, "approve", "zhao")
    step(company, complaint, "approve", "zhou", note="同意")
    assert approval(complaint) == ("approved", "open")
    with pytest.raises(Refused):
        step(company, complaint, "approve", "zhou")
    step(company, complaint, "agree", "li")
    assert complaint.state == "agreed"


def test_what_is_sent_back_is_revised(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "9000")
    with pytest.raises(Invalid):
        step(company, complaint, "send_back", "zhou", note="")
    with pytest.raises(NotAllowed):
        step(company, complaint, "send_back", "sun", note="太多")
    step(company, complaint, "send_back", "zhou", note="太多")
    assert (complaint.state, approval(complaint)) == ("investigated", ("refused", "sent_back"))
    propose(company, complaint, "100")
    assert approval(complaint) == ("", "open")


def test_an_approver_who_read_an_older_proposal_is_refused(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "9000")
    with pytest.raises(Refused):
        step(company, complaint, "approve", "zhou", proposal=7)


def test_who_has_no_authority_at_all_needs_the_first_who_has(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "50", by="sun")
    assert (approval(complaint)[0], told_to_approve()) == ("awaiting", ["李娜"])


def test_what_nobody_may_promise_is_refused_at_the_amount(company: Company) -> None:
    assert TOP in OPEN
    complaint = investigated(company, OPEN.replace(TOP, ""))
    with pytest.raises(Invalid) as refusal:
        propose(company, complaint, "2000.01")
    assert set(refusal.value.fields) == {"amount"}


def test_a_verdict_stands_in_for_the_consent_where_the_pack_says_so(company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "100")
    step(company, complaint, "decline", "li", answer="太少")
    with pytest.raises(Refused, match="verdict first"):
        step(company, complaint, "proceed", "li")
    step(company, complaint, "verdict", "wu", verdict="sustained", party="department", reason="属实")
    step(company, complaint, "proceed", "li")
    assert (complaint.state, approval(complaint)[1]) == ("agreed", "imposed")
    step(company, complaint, "carry_out", "li")
    step(company, complaint, "close", "li")
    assert "退运费" in complaint.closing_notice


def test_where_consent_is_needed_nothing_goes_on_without_it(company: Company) -> None:
    complaint = investigated(company, OPEN.replace("needed: false, after_refusal: verdict", "needed: true"))
    propose(company, complaint, "100")
    step(company, complaint, "verdict", "wu", verdict="sustained", party="department", reason="属实")
    with pytest.raises(Refused, match="has to agree"):
        step(company, complaint, "proceed", "li")


def test_where_limits_are_to_be_stated_a_refusal_says_which(company: Company) -> None:
    stated = OPEN.replace("after_refusal: verdict", "after_refusal: state_limits")
    complaint = investigated(company, stated)
    propose(company, complaint, "100")
    with pytest.raises(Invalid) as refusal:
        step(company, complaint, "decline", "li", answer="太少")
    assert set(refusal.value.fields) == {"limits"}
    step(company, complaint, "decline", "li", answer="太少", limits="运单约定最高赔付 100 元")
    assert complaint.state == "investigated"


def test_on_the_screens_and_by_a_program(app: Flask, company: Company) -> None:
    pk = investigated(company).id
    desk = operator(app, company)
    form = desk.get(f"/complaint/{pk}/verb/propose").text
    for words in ("致歉", "退运费", "承诺权限", "不超过 ¥200.00", "金额不限"):
        assert words in form, words
    assert "礼券" not in form
    url = f"/complaint/{pk}/verb/propose"
    lost = desk.send(url, {"remedy": "refund", "text": "退还运费", "amount": ""})
    assert (lost.status_code, "退还运费" in lost.text) == (422, True)
    assert desk.send(url, {"remedy": "refund", "text": "退还运费", "amount": "3000"}).status_code == 302
    page = desk.get(f"/complaint/show/{pk}").text
    for words in ("待审批", "退运费", "可以批准"):
        assert words in page, words
    assert "/verb/agree" not in page
    assert "/verb/approve" not in page, "it is beyond the operator's authority as well"
    program = Caller(browser(app), "operator")
    api = f"/api/v1/complaint/{pk}"
    assert program.post(f"{api}/approve", {}).status_code == 403
    assert program.post(f"{api}/agree", {}).status_code == 409
    with unit_of_work():
        complaint = db.session.get_one(Complaint, pk)
        workflow.approve(complaint, actor=company.person("zhou"), now=MONDAY)
    assert program.post(f"{api}/agree", {}).status_code == 200


def test_another_station_approves_nothing(app: Flask, company: Company) -> None:
    complaint = investigated(company)
    propose(company, complaint, "9000")
    outsider = manager(app, company, "hongshan")
    for verb in ("approve", "send_back", "proceed"):
        assert outsider.send(f"/complaint/{complaint.id}/verb/{verb}", {"note": "x"}).status_code == 404
