"""待我审批: what waits for whom, and each decision taken from the list, with a script and without."""

import re
from typing import Any

from flask import Flask

from app.core import clock
from app.db import unit_of_work
from app.penalties import workflow as penalties_workflow
from app.penalties.appeals import workflow as appeals
from app.rectifications import verbs
from tests.approvals.desks import at_desk
from tests.complaints.company import MONDAY, Company
from tests.complaints.test_authority import approval, investigated, propose
from tests.penalties.cases import dispatched, judge, penalties
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import submitted, the

JSON = {"Accept": "application/json"}


REPORTS = "/approvals/?kind=rectification"


def keys(page: str) -> list[str]:
    """What the list has, in its order."""
    return re.findall(r'<li data-key="([\w-]+)"', page)


def seen(desk: Browser, key: str) -> dict[str, str]:
    """The hidden boxes that the page sends along."""
    kind, _, number = key.partition("-")
    page = desk.get(f"/approvals/{kind}/{number}?part=1").text
    return dict(re.findall(r'name="(submission|proposal|version)"[^>]*value="(\d+)"', page))


def decide(desk: Browser, key: str, verb: str, **typed: Any) -> Any:
    kind, _, number = key.partition("-")
    return desk.send(f"/approvals/{kind}/{number}/{verb}", seen(desk, key) | typed, headers=JSON)


def test_the_province_finds_the_report_with_its_facts_and_approves_it(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads="head")
    page = province.get(REPORTS).text
    assert keys(page) == [f"rectification-{mine}"]
    assert "监控显示装车时倒置堆放" in page, "the first one stands open, with its facts"
    answer = decide(province, f"rectification-{mine}", "approve", note="同意")
    assert answer.status_code == 200
    assert the(mine).no in answer.json["done"]
    assert the(mine).state == "approved"
    assert keys(province.get(REPORTS).text) == []


def test_returning_wants_its_reason_and_keeps_the_report_waiting(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads="head")
    refused = decide(province, f"rectification-{mine}", "return")
    assert refused.status_code == 422
    assert "problem" in refused.json["error"]["fields"]
    assert the(mine).state == "submitted"
    assert decide(province, f"rectification-{mine}", "return", root_cause="请写明环节").status_code == 200
    assert (the(mine).state, the(mine).returns[0].text) == ("returned", "请写明环节")


def test_the_second_of_two_reads_a_clear_refusal(app: Flask, company: Company) -> None:
    mine = submitted(company)
    head = at_desk(app, company, "head", "hubei", heads="head")
    deputy = at_desk(app, company, "deputy", "hubei", heads="deputy")
    hidden = seen(deputy, f"rectification-{mine}")
    assert decide(head, f"rectification-{mine}", "approve").status_code == 200
    answer = deputy.send(f"/approvals/rectification/{mine}/return", hidden | {"problem": "不对"}, headers=JSON)
    assert answer.status_code == 409
    assert "当前状态为" in answer.json["error"]["message"]
    assert "已不再待您审批" in deputy.get(f"/approvals/rectification/{mine}").text


def test_without_a_script_the_form_leads_back_or_shows_what_is_wrong(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads="head")
    hidden = seen(province, f"rectification-{mine}")
    wrong = province.send(f"/approvals/rectification/{mine}/return", hidden)
    assert wrong.status_code == 422
    assert 'class="error"' in wrong.text
    done = province.send(f"/approvals/rectification/{mine}/approve", hidden)
    assert (done.status_code, done.location) == (302, "/approvals/")
    assert the(mine).state == "approved"


def test_a_proposal_beyond_authority_waits_for_who_may_promise_so_much(app: Flask, company: Company) -> None:
    complaint = investigated(company)
    key = f"proposal-{complaint.id}"
    above = at_desk(app, company, "above", "hubei", heads="head")
    beside = at_desk(app, company, "beside", "hongshan", heads="head")
    propose(company, complaint, "9000")
    assert keys(beside.get("/approvals/").text) == []
    assert key in keys(above.get("/approvals/").text)
    page = above.get(f"/approvals/proposal/{complaint.id}").text
    assert "退还运费" in page
    assert "金额不限" in page, "who may promise how much stands beside it"
    assert decide(above, key, "send_back").status_code == 422
    assert decide(above, key, "approve").status_code == 200
    assert approval(complaint) == ("approved", "open")


def test_quality_gives_verdicts_and_confirms_penalties_but_nobody_their_own(app: Flask, company: Company) -> None:
    complaint = investigated(company)
    quality = at_desk(app, company, "quality", "qc", heads="deputy")
    key = f"verdict-{complaint.id}"
    assert key in keys(quality.get("/approvals/").text)
    assert decide(quality, key, "verdict", verdict="sustained").status_code == 422
    judged = {"verdict": "sustained", "party": "department", "reason": "监控为证"}
    assert decide(quality, key, "verdict", **judged).status_code == 200
    assert key not in keys(quality.get("/approvals/").text)


def test_a_penalty_waits_for_everybody_but_its_payee(app: Flask, company: Company) -> None:
    chief = at_desk(app, company, "chief", "jianghan", heads="head")
    judge(company, dispatched(company), actor=None)
    [penalty] = penalties()
    assert penalty.payee_id == company.people["chief"]
    key = f"penalty-{penalty.id}"
    assert key not in keys(chief.get("/approvals/").text)
    quality = at_desk(app, company, "quality", "qc")
    assert key in keys(quality.get("/approvals/").text)
    refused = decide(chief, key, "confirm")
    assert "由其他人" in refused.json["error"]["message"] or refused.status_code in (403, 409)
    assert penalties()[0].state == "proposed"
    assert decide(quality, key, "confirm").status_code == 200
    assert penalties()[0].state == "confirmed"


def test_an_appeal_waits_for_the_level_above_and_is_answered_there(app: Flask, company: Company) -> None:
    chief = at_desk(app, company, "chief", "jianghan", heads="head")
    judge(company, dispatched(company), actor=None)
    with unit_of_work():
        penalties_workflow.confirm(penalties()[0], actor=company.person("wu"), now=MONDAY)
    with unit_of_work():
        appeal = appeals.file(penalties()[0], reason="装车前已拍照留证", actor=company.person("chief"), now=clock.now())
    key = f"appeal-{appeal.id}"
    province = at_desk(app, company, "province", "hubei", heads="head")
    assert key not in keys(chief.get("/approvals/").text), "nobody answers their own"
    page = province.get("/approvals/?kind=appeal").text
    assert keys(page) == [key]
    assert "装车前已拍照留证" in page
    assert "¥50.00" in page
    assert decide(province, key, "answer", outcome="upheld").status_code == 422, "the answer is missing"
    assert decide(chief, key, "answer", outcome="revoked", answer="可以").status_code in (403, 409)
    said = decide(province, key, "answer", outcome="reduced", amount="30", answer="留证属实，酌减")
    assert said.status_code == 200, said.text
    assert [str(row.amount) for row in penalties()] == ["¥50.00", "-¥50.00", "¥30.00"]
    assert keys(province.get("/approvals/?kind=appeal").text) == []
    again = decide(province, key, "answer", outcome="upheld", answer="维持")
    assert again.status_code == 409, "it was answered before"


def test_who_may_decide_nothing_is_offered_nothing_and_refused(app: Flask, company: Company) -> None:
    mine = submitted(company)
    stranger = at_desk(app, company, "stranger", "hongshan", heads="head")
    assert keys(stranger.get("/approvals/").text) == []
    assert stranger.get(f"/approvals/rectification/{mine}").status_code == 404
    assert stranger.send(f"/approvals/rectification/{mine}/approve", {"submission": "1"}).status_code == 404
    make_person("reader", permissions=[("can_list", "ApprovalsView"), ("can_show", "RectificationView")])
    reader = login(browser(app), "reader")
    assert reader.get("/approvals/").status_code == 200
    assert reader.get(f"/approvals/rectification/{mine}").status_code == 404
    make_person("nobody", permissions=[("can_show", "RectificationView")])
    assert login(browser(app), "nobody").get("/approvals/").status_code == 403
    assert browser(app).get("/approvals/").status_code == 302
    assert the(mine).state == "submitted"


def test_addresses_that_nobody_offers_are_not_found(app: Flask, company: Company) -> None:
    mine = submitted(company)
    province = at_desk(app, company, "province", "hubei", heads="head")
    for address in (f"/approvals/nonsense/{mine}", "/approvals/rectification/999999", "/approvals/rectification/x"):
        assert province.get(address).status_code == 404, address
    assert province.send(f"/approvals/rectification/{mine}/close").status_code == 404
    assert province.get("/approvals/?kind=%00").status_code == 200


def test_the_first_page_counts_what_waits_by_kind(app: Flask, company: Company) -> None:
    submitted(company)
    province = at_desk(app, company, "province", "hubei", heads="head")
    home = province.get("/").text
    assert "待我审批" in home
    assert "/approvals/?kind=rectification" in home


def test_what_somebody_has_returned_waits_for_nobody(app: Flask, company: Company) -> None:
    mine = submitted(company)
    with unit_of_work():
        verbs.return_(the(mine), submission=1, reasons={"problem": "?"}, actor=company.person("zhou"), now=MONDAY)
    province = at_desk(app, company, "province", "hubei", heads="head")
    assert keys(province.get(REPORTS).text) == []
