"""What a pack asks of intake, in a complaint's life: the one window, guards, gates, what is confirmed and told."""

from typing import Any

import pytest
from flask import Flask

from app.complaints import workflow
from app.complaints.facts import facts_of
from app.complaints.models import Complaint
from app.core.errors import Invalid, NotAllowed, Refused
from app.customers.models import Customer
from app.db import unit_of_work
from app.extensions import db
from tests.complaints.company import MONDAY, Company, in_force, told
from tests.complaints.desks import manager, operator
from tests.complaints.test_api import Caller
from tests.people import browser
from tests.policy.test_handling import WHOLE

AT_THE_DOOR = """gates:
  - {code: door, label: {zh: 受理前核实身份并问清运单}, before: [register], facts: [waybill],
     confirmations: [identity], clause: "1"}
"""


def registered(company: Company, text: str = WHOLE, by: str = "li", **facts: Any) -> Complaint:
    in_force(text)
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person(by), now=MONDAY)


def step(company: Company, complaint: Complaint, verb: str, by: str = "li", **said: Any) -> None:
    with unit_of_work():
        workflow.STEPS[verb](complaint, actor=company.person(by), now=MONDAY, **said)


def test_only_the_window_registers_and_accepts(company: Company) -> None:
    with pytest.raises(NotAllowed, match="one window"):
        registered(company, by="zhao")
    complaint = registered(company, text=WHOLE.replace('version: "1"', 'version: "2"'))
    step(company, complaint, "confirm", confirmations=["identity"])
    with pytest.raises(NotAllowed):
        step(company, complaint, "accept", by="zhao")
    step(company, complaint, "accept")
    assert complaint.state == "accepted"


def test_a_partner_on_the_400_line_is_shown_the_way(company: Company) -> None:
    with unit_of_work():
        db.session.get_one(Customer, company.customer_id).kind = "partner"
    with pytest.raises(Invalid) as refusal:
        registered(company)
    assert set(refusal.value.fields) == {"channel"}
    with unit_of_work():
        complaint = workflow.register(**told(company, channel="wechat"), actor=company.person("li"), now=MONDAY)
    assert facts_of(complaint)["customer_kind"] == "partner"


def test_a_colleague_is_known_by_the_telephone(company: Company) -> None:
    with unit_of_work():
        company.person("zhao").phone = "13900000001"
    caller = {"customer_id": None, "contact_id": None, "complainant": "赵先生"}
    with pytest.raises(Invalid) as refusal:
        registered(company, phone="139 0000 0001", **caller)
    assert set(refusal.value.fields) == {"channel"}


def test_a_step_waits_for_its_gate(company: Company) -> None:
    complaint = registered(company, place="江汉路")
    with pytest.raises(Refused, match="identity was checked"):
        step(company, complaint, "accept")
    step(company, complaint, "confirm", confirmations=["identity"])
    step(company, complaint, "accept")
    there = {"department_id": company.departments["jianghan"]}
    with pytest.raises(Refused, match="waybill; The record was read back"):
        step(company, complaint, "dispatch", **there)
    step(company, complaint, "amend", waybill_id=company.waybill_id)
    step(company, complaint, "confirm", confirmations=["identity", "read_back"])
    step(company, complaint, "dispatch", **there)
    assert (complaint.state, complaint.confirmations) == ("dispatched", ["read_back", "identity"])


def test_what_the_pack_does_not_ask_cannot_be_confirmed(company: Company) -> None:
    complaint = registered(company)
    for wrong in (["acceptance"], ["nonsense"], "identity"):
        with pytest.raises(Invalid):
            step(company, complaint, "confirm", confirmations=wrong)


def test_a_gate_at_the_door_refuses_next_to_the_field_and_keeps_what_was_typed(app: Flask, company: Company) -> None:
    start, end = WHOLE.index("gates:"), WHOLE.index("tell:")
    in_force(WHOLE[:start] + AT_THE_DOOR + WHOLE[end:])
    desk = operator(app, company)
    typed = {"channel": "hotline_400", "category_id": str(company.damage_id), "description": "两瓶酒碎了",
             "caller": f"{company.customer_id}-{company.contact_id}-0"}  # fmt: skip
    refused = desk.send("/complaint/add", typed)
    assert refused.status_code == 422
    for words in ("受理前核实身份并问清运单", "第一条", "已核实投诉人身份", "两瓶酒碎了"):
        assert words in refused.text, words
    passed = {"waybill_id": str(company.waybill_id), "confirmations": ["identity"]}
    assert desk.send("/complaint/add", typed | passed).status_code == 302
    program = Caller(browser(app), "operator")
    body = {"channel": "hotline_400", "category_id": company.damage_id, "description": "x",
            "customer_id": company.customer_id}  # fmt: skip
    answer = program.post("/api/v1/complaint/", body)
    assert (answer.status_code, set(answer.json["error"]["fields"])) == (422, {"waybill_id", "confirmations"})
    ready = {"waybill_id": company.waybill_id, "confirmations": ["identity"]}
    assert program.post("/api/v1/complaint/", body | ready).status_code == 201


def test_the_page_shows_stages_priority_gates_and_what_to_tell(app: Flask, company: Company) -> None:
    complaint = registered(company, loss="2000", urgent=True)
    pk, desk = complaint.id, operator(app, company)
    page = desk.get(f"/complaint/show/{pk}").text
    shown = ("stage-here", "受理", "立即", "请告知客户", "处理流程：受理 → 处理 → 归档", "经办人：李娜")
    for words in (*shown, "尚缺事项", "核实身份", "不得泄露客户信息", "与投诉人核对"):
        assert words in page, words
    assert "道歉有度" not in page
    confirmed = desk.send(f"/complaint/{pk}/verb/confirm", {"confirmations": ["told", "identity"]})
    assert confirmed.status_code == 302, confirmed.text
    page = desk.get(f"/complaint/show/{pk}").text
    assert "请告知客户" not in page
    assert "已核实投诉人身份" in page


def test_a_program_confirms_and_is_refused_alike(app: Flask, company: Company) -> None:
    url = f"/api/v1/complaint/{registered(company).id}"
    operator(app, company)
    program = Caller(browser(app), "operator")
    assert program.post(f"{url}/accept", {}).status_code == 409
    assert program.post(f"{url}/confirm", {"confirmations": ["nonsense"]}).status_code == 422
    assert program.post(f"{url}/confirm", {"confirmations": ["identity"]}).status_code == 200
    assert program.post(f"{url}/accept", {}).status_code == 200


def test_another_station_confirms_nothing(app: Flask, company: Company) -> None:
    pk = registered(company).id
    assert manager(app, company, "hongshan").send(f"/complaint/{pk}/verb/confirm", {}).status_code == 404
