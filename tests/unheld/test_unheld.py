"""无人处理: whatever lost its holder is listed with the reason, given to somebody in one step, told once a day."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core import clock
from app.core.i18n import show
from app.customers.inquiries import verbs as inquiries
from app.customers.inquiries.models import Inquiry
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message
from app.security.models import RoleReach
from app.unheld import tell_of_unheld
from app.unheld.finding import KINDS
from app.unheld.people import missing_now
from tests.absence.conftest import away
from tests.complaints.company import Company, told
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import approved, first_measure, submitted, the, written

Found = dict[str, list[tuple[Any, str]]]


def unheld() -> Found:
    """Kind → [(row, reason)] of the whole company."""
    missing = missing_now(clock.now())
    found = {kind.code: [(row, show(why, str)) for row, why in kind.find(missing)] for kind in KINDS}
    return {code: rows for code, rows in found.items() if rows and code != "department"}


def reasons(code: str) -> list[str]:
    return [why for _row, why in unheld().get(code, [])]


def case(company: Company, *, dispatched: bool = False) -> int:
    """A complaint that 李娜 has taken on."""
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=clock.now())
        workflow.accept(complaint, actor=company.person("li"), now=clock.now())
        if dispatched:
            place = company.departments["jianghan"]
            workflow.dispatch(complaint, department_id=place, actor=company.person("li"), now=clock.now())
        return complaint.id


def leaves(company: Company, *names: str) -> None:
    with unit_of_work():
        for name in names:
            company.person(name).active = False


def test_what_somebody_has_is_not_listed(company: Company) -> None:
    case(company)
    case(company, dispatched=True)
    assert unheld() == {}


def test_a_complaint_whose_handler_left(company: Company) -> None:
    case(company)
    leaves(company, "li")
    assert reasons("complaint") == ["李娜 has left"]


def test_a_complaint_whose_handler_is_away_without_a_delegate(company: Company) -> None:
    case(company)
    absence = away(company, "li")
    assert reasons("complaint")[0].startswith("李娜 is away until")
    with unit_of_work():
        absence.delegate_id = company.people["chen"]
    assert unheld() == {}


def test_a_complaint_at_a_department_where_nobody_is_in_charge(company: Company) -> None:
    case(company, dispatched=True)
    leaves(company, "zhao")
    assert unheld() == {}, "the level above stands in"
    leaves(company, "zhou", "wu", "lin")
    assert reasons("complaint") == ["nobody is in charge, up to the top"]


def test_an_inquiry_whose_handler_left(company: Company) -> None:
    with unit_of_work():
        inquiries.register(caller="王芳", question="几点到？", actor=company.person("li"), now=clock.now())
    assert unheld() == {}
    leaves(company, "li")
    assert reasons("inquiry") == ["李娜 has left"]


def test_a_report_whose_writer_left(company: Company) -> None:
    mine = written(company)
    with unit_of_work():
        the(mine).author_id = company.people["zhao"]
    leaves(company, "zhao")
    assert reasons("report") == ["赵强 has left"]


def test_a_report_that_nobody_may_approve(company: Company) -> None:
    submitted(company)
    leaves(company, "zhou", "lin", "wu")
    assert reasons("report") == ["nobody is there who may approve it"]


def test_a_report_whose_only_approvers_are_away(company: Company) -> None:
    submitted(company)
    away(company, "zhou")
    assert reasons("report")[0].startswith("周明 is away until")


def test_a_measure_whose_owner_left(company: Company) -> None:
    mine = approved(company)
    owner = first_measure(mine).owner
    assert owner is not None
    leaves(company, owner.username)
    assert f"{owner.full_name} has left" in reasons("measure")


def test_a_department_without_a_head(company: Company) -> None:
    missing = missing_now(clock.now())
    assert "总部" in [row.name for row in missing.vacant]
    assert "武汉江汉网点" not in [row.name for row in missing.vacant]


@pytest.fixture
def boss(app: Flask, company: Company) -> Browser:
    make_person("boss", department=company.department("hq"), permissions=every_right())
    return login(browser(app), "boss")


def give(boss: Browser, kind: str, pk: int, person: int | str) -> Any:
    return boss.send(f"/unheld/{kind}/{pk}/give", {"person": str(person), "person-text": "x", "note": "接手"})


def test_one_step_gives_each_to_somebody(company: Company, boss: Browser) -> None:
    complaint, task = case(company), first_measure(approved(company))
    assert task.owner is not None
    measure, doer = task.id, task.owner.username
    with unit_of_work():
        inquiry = inquiries.register(caller="王芳", question="?", actor=company.person("li"), now=clock.now()).id
    leaves(company, "li", doer)
    page = boss.get("/unheld/").text
    for kind, pk in (("complaint", complaint), ("inquiry", inquiry), ("measure", measure)):
        assert f"/unheld/{kind}/{pk}/hand-over" in page
        assert boss.get(f"/unheld/{kind}/{pk}/hand-over").status_code == 200
        assert give(boss, kind, pk, company.people["chen"]).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Complaint, complaint).handler_id == company.people["chen"]
    assert db.session.get_one(Inquiry, inquiry).handler_id == company.people["chen"]
    left = {code: [row.id for row, _why in rows] for code, rows in unheld().items()}
    assert complaint not in left.get("complaint", [])
    assert {"inquiry", "measure"}.isdisjoint(left)


@pytest.mark.parametrize("person", ["", "0", "999999", "\x00", "张三", "1" * 30])
def test_nonsense_is_refused_at_the_field(company: Company, boss: Browser, person: str) -> None:
    answer = give(boss, "complaint", case(company), person)
    assert answer.status_code == 422
    assert "接手" in answer.text, "what was typed stays"


def test_what_is_not_there_or_not_theirs_is_not_found(app: Flask, company: Company, boss: Browser) -> None:
    complaint = case(company)
    assert boss.get("/unheld/penalty/1/hand-over").status_code == 404
    assert give(boss, "complaint", 999, company.people["chen"]).status_code == 404
    make_person("sun2", department=company.department("hongshan"), reach="tree", permissions=every_right())
    outsider = login(browser(app), "sun2")
    leaves(company, "li")
    assert outsider.get("/unheld/").status_code == 200
    assert f"/unheld/complaint/{complaint}/" not in outsider.get("/unheld/").text
    assert give(outsider, "complaint", complaint, company.people["chen"]).status_code == 404
    make_person("clerk", department=company.department("calls"))
    assert login(browser(app), "clerk").get("/unheld/").status_code == 403


def test_the_card_counts_and_the_page_says_why(company: Company, boss: Browser) -> None:
    case(company)
    leaves(company, "li")
    assert "无人处理" in boss.get("/").text
    assert "李娜 已离职" in boss.get("/unheld/").text


def test_it_is_told_once_a_day_to_those_who_administer(app: Flask, company: Company) -> None:
    case(company)
    leaves(company, "li")
    admin = make_person("admin", department=company.department("hq"))
    with unit_of_work():
        db.session.scalars(select(RoleReach).where(RoleReach.role_id == admin.roles[0].id)).one().code = "administrator"
    for _time in range(2):
        tell_of_unheld(clock.now())
    messages = db.session.scalars(select(Message).where(Message.template_code == "unheld")).all()
    assert [message.to_person_id for message in messages] == [admin.id]
    assert "李娜 已离职" in messages[0].body
    assert messages[0].subject.startswith("【无人处理】共 ")
