"""违规行为: recorded on a case by the pack's codes, taken back when it was an error."""

import pytest
from flask import Flask

from app.complaints import workflow
from app.complaints.facts import facts_of
from app.complaints.misconduct import records_of
from app.complaints.models import Complaint
from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.events import history_of
from tests.complaints.company import MONDAY, Company, in_force, told
from tests.complaints.desks import manager, operator
from tests.complaints.test_api import Caller
from tests.people import browser
from tests.policy.test_handling import BARE

FORBIDDEN = """
misconduct:
  - {code: shifting, label: {zh: 推诿, en: Shifting}, clause: brief}
  - {code: rude, label: {zh: 态度蛮横, en: Rude}, clause: brief}
penalties:
  - code: shifting
    label: {zh: 推诿负激励}
    when: {field: misconduct, operator: contains, value: shifting}
    payee: department_head
    amount: 100
    month_of: verdict
    month_clause: brief
    clause: brief
"""


def dispatched(company: Company, pack: str = BARE + FORBIDDEN) -> Complaint:
    in_force(pack)
    with unit_of_work():
        li = company.person("li")
        complaint = workflow.register(**told(company, channel="phone"), actor=li, now=MONDAY)
        workflow.accept(complaint, actor=li, now=MONDAY)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
    return complaint


def record(company: Company, complaint: Complaint, **said: object) -> None:
    usual = {"code": "shifting", "note": "三次来电均推给他人"}
    with unit_of_work():
        workflow.misconduct(complaint, **usual | said, actor=company.person("wu"), now=MONDAY)


def test_it_stands_on_the_responsible_department_and_conditions_see_it(company: Company) -> None:
    complaint = dispatched(company)
    assert facts_of(complaint)["misconduct"] == ()
    record(company, complaint)
    record(company, complaint, code="rude", person_id=company.people["zhao"])
    first, second = records_of(complaint)
    assert (first.department_id, first.person_id) == (company.departments["jianghan"], None)
    assert second.person_id == company.people["zhao"]
    assert facts_of(complaint)["misconduct"] == ("shifting", "rude")
    assert history_of(complaint)[-1].facts["code"] == "rude"


def test_an_error_is_withdrawn_once_and_counts_no_more(company: Company) -> None:
    complaint, wu = dispatched(company), company.person("wu")
    record(company, complaint)
    [row] = records_of(complaint)
    with unit_of_work():
        workflow.misconduct_drop(complaint, record_id=row.id, note="录音显示并无此事", actor=wu, now=MONDAY)
    assert facts_of(complaint)["misconduct"] == ()
    with pytest.raises(Refused), unit_of_work():
        workflow.misconduct_drop(complaint, record_id=row.id, note="再撤", actor=wu, now=MONDAY)
    for said in ({"record_id": 4711, "note": "x"}, {"record_id": row.id, "note": ""}):
        with pytest.raises(Invalid), unit_of_work():
            workflow.misconduct_drop(complaint, **said, actor=wu, now=MONDAY)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"code": "stealing"}, "code"), ({"note": ""}, "note"), ({"person_id": 4711}, "person_id")],
)
def test_what_is_wrong_is_told_at_its_field(company: Company, said: dict[str, object], field: str) -> None:
    complaint = dispatched(company)
    with pytest.raises(Invalid) as refusal:
        record(company, complaint, **said)
    assert set(refusal.value.fields) == {field}


def test_a_person_of_another_department_is_refused(company: Company) -> None:
    complaint = dispatched(company)
    with pytest.raises(Invalid):
        record(company, complaint, department_id=company.departments["hongshan"], person_id=company.people["zhao"])


def test_a_pack_without_codes_has_nothing_to_record(app: Flask, company: Company) -> None:
    complaint, desk = dispatched(company, BARE), operator(app, company)
    with pytest.raises(Invalid):
        record(company, complaint)
    assert "/verb/misconduct" not in desk.get(f"/complaint/show/{complaint.id}").text


def test_on_the_screen_and_by_a_program(app: Flask, company: Company) -> None:
    complaint = dispatched(company)
    desk, url, pk = operator(app, company), f"/api/v1/complaint/{complaint.id}", complaint.id
    lost = desk.send(f"/complaint/{pk}/verb/misconduct", {"code": "shifting", "note": ""})
    assert (lost.status_code, 'selected value="shifting"' in lost.text) == (
        422,
        True,
    )
    assert desk.send(f"/complaint/{pk}/verb/misconduct", {"code": "shifting", "note": "推给他人"}).status_code == 302
    page = desk.get(f"/complaint/show/{pk}").text
    for words in ("推诿", "推给他人", "产品约定", "/verb/misconduct_drop"):
        assert words in page
    program = Caller(browser(app), "operator")
    assert program.post(f"{url}/misconduct", {"code": "nothing", "note": "x"}).status_code == 422
    assert program.post(f"{url}/misconduct", {"code": "rude", "note": "x"}).status_code == 200
    with unit_of_work():
        row_id = records_of(complaint)[0].id
    assert desk.send(f"/complaint/{pk}/verb/misconduct_drop", {"record_id": "4711", "note": "x"}).status_code == 422
    dropped = desk.send(f"/complaint/{pk}/verb/misconduct_drop", {"record_id": str(row_id), "note": "误记"})
    assert dropped.status_code == 302, dropped.text
    assert program.post(f"{url}/misconduct_drop", {"record_id": row_id, "note": "再撤"}).status_code == 409
    assert "<s>推诿</s>" in desk.get(f"/complaint/show/{pk}").text


def test_another_station_knows_nothing_of_it(app: Flask, company: Company) -> None:
    complaint = dispatched(company)
    outsider = manager(app, company, "hongshan")
    for verb in ("misconduct", "misconduct_drop"):
        assert outsider.send(f"/complaint/{complaint.id}/verb/{verb}", {"note": "x"}).status_code == 404
