"""林岚 acts for 周明, who is away: she gets his messages, sees his decisions, takes them, never her own."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.absence import Absence
from app.absence.verbs import shorten
from app.core import clock
from app.db import unit_of_work
from app.events import history_of
from app.extensions import db
from app.outbox import Message, enqueue
from app.outbox.wanted import is_wanted
from app.rulebook.notices import MISSING_YEAR
from app.security.models import RoleReach
from tests.absence.conftest import away
from tests.approvals.desks import at_desk
from tests.approvals.test_approvals import REPORTS, decide, keys
from tests.complaints.company import MONDAY, Company
from tests.people import Browser, browser, login, make_person
from tests.rectifications.reports import submitted, the

Desks = dict[str, Browser]


@pytest.fixture
def desks(app: Flask, company: Company) -> Desks:
    """The head of the province is away; a clerk of the call centre with hardly any right acts for them."""
    province = at_desk(app, company, "province", "hubei", heads="head")
    clerk = make_person("clerk", department=company.department("calls"), reach="own", last_name="王", first_name="芳")
    company.people["clerk"] = clerk.id
    return {"province": province, "clerk": login(browser(app), "clerk")}


def start(company: Company, desks: Desks) -> Absence:
    absence = away(company, "province", "clerk")
    assert desks["clerk"].send(f"/acting/{absence.id}/begin").status_code == 302
    return absence


def test_the_delegate_decides_and_both_names_are_kept(company: Company, desks: Desks) -> None:
    mine, clerk = submitted(company), desks["clerk"]
    assert clerk.get(REPORTS).status_code == 403, "her own rights"
    start(company, desks)
    assert keys(clerk.get(REPORTS).text) == [f"rectification-{mine}"]
    assert decide(clerk, f"rectification-{mine}", "approve", note="同意").status_code == 200
    event = history_of(the(mine))[-1]
    assert event.actor is not None
    assert (the(mine).state, event.actor.username, event.facts["acting_for"]) == ("approved", "clerk", "province")
    assert "王芳（代province）" in desks["province"].get(f"/rectification/show/{mine}").text


def test_the_banner_says_so_on_both_sides(company: Company, desks: Desks) -> None:
    absence, clerk = away(company, "province", "clerk"), desks["clerk"]
    assert "province 不在岗" in clerk.get("/").text
    assert "您已登记不在岗" in desks["province"].get("/").text
    clerk.send(f"/acting/{absence.id}/begin")
    assert "您正代 province 处理" in clerk.get("/").text
    assert clerk.send("/acting/end").status_code == 302
    assert clerk.get(REPORTS).status_code == 403


def test_it_ends_by_itself_when_the_absence_does(company: Company, desks: Desks) -> None:
    mine, clerk = submitted(company), desks["clerk"]
    absence = start(company, desks)
    with unit_of_work():
        shorten(absence, actor=company.person("province"), now=clock.now())
    assert clerk.get(REPORTS).status_code == 403
    assert decide(desks["province"], f"rectification-{mine}", "approve").status_code == 200, "what is left is theirs"


def test_nobody_begins_to_act_for_who_did_not_ask_them(app: Flask, company: Company, desks: Desks) -> None:
    absence = away(company, "province", "clerk")
    make_person("other", department=company.department("hubei"))
    other = login(browser(app), "other")
    assert other.send(f"/acting/{absence.id}/begin").status_code == 404
    assert other.get(REPORTS, headers={"X-Acting-For": "province"}).status_code == 403


def test_programs_say_it_with_each_request(company: Company, desks: Desks) -> None:
    mine, clerk = submitted(company), desks["clerk"]
    away(company, "province", "clerk")
    path, acting = f"/api/v1/rectification/{mine}", {"X-Acting-For": "province"}
    assert clerk.get(path).status_code in (403, 404)
    assert clerk.get(path, headers=acting).status_code == 200


@pytest.mark.parametrize("path", ["/person/list/", "/role/list/", "/department/add", "/event/list/", "/companylook/"])
def test_rights_of_administrators_don_t_go_along(app: Flask, company: Company, desks: Desks, path: str) -> None:
    boss = company.person("province")
    with unit_of_work():
        db.session.scalars(select(RoleReach).where(RoleReach.role_id == boss.roles[0].id)).one().code = "administrator"
    start(company, desks)
    assert desks["clerk"].get(path).status_code in (403, 404)


def test_what_is_the_absent_person_s_own_is_left_alone(company: Company, desks: Desks) -> None:
    start(company, desks)
    before = company.person("province").password
    typed = {"present": "Kesu-test-2026", "password": "another-Word-77", "again": "another-Word-77"}
    assert desks["clerk"].send("/account/password", typed).status_code == 409
    db.session.expire_all()
    assert company.person("province").password == before


def test_the_delegate_does_not_approve_what_they_wrote(app: Flask, company: Company) -> None:
    """赵强 wrote the report; now he acts for the head of the province, who decides on it."""
    at_desk(app, company, "province", "hubei", heads="head")
    mine = submitted(company)
    writer = make_person("writer", department=company.department("jianghan"), reach="own")
    company.people["writer"] = writer.id
    with unit_of_work():
        the(mine).submitted_by_id = writer.id
    desk = login(browser(app), "writer")
    absence = away(company, "province", "writer")
    desk.send(f"/acting/{absence.id}/begin")
    assert keys(desk.get(REPORTS).text) == []
    assert desk.send(f"/rectification/{mine}/verb/approve", {"submission": "1"}).status_code in (409, 422)
    assert the(mine).state == "submitted"


def tell(company: Company, name: str, **facts: Any) -> Message | None:
    person = company.person(name)
    context = {"year": 2027, "url": "http://127.0.0.1/"}
    usual: dict[str, Any] = {"owner": company.department("hq"), "dedup_key": f"{MISSING_YEAR}:2027:{person.id}"}
    with unit_of_work():
        return enqueue(MISSING_YEAR, to=person, context=context, now=clock.now(), **(usual | facts))


def test_a_message_goes_to_the_delegate_and_says_for_whom(company: Company) -> None:
    away(company, "zhao", "li")
    message = tell(company, "zhao")
    assert message is not None
    assert (message.to_person.full_name, message.for_person.full_name) == ("李娜", "赵强")
    assert message.subject.startswith("【代赵强】")
    assert "/acting/" in message.body
    assert message.meant_for_id == company.people["zhao"]
    assert is_wanted(message)


def test_one_who_is_told_anyway_gets_it_once(company: Company) -> None:
    away(company, "zhao", "li")
    assert tell(company, "li") is not None
    assert tell(company, "zhao") is None


def test_it_goes_to_who_is_there_when_it_is_sent(company: Company) -> None:
    absence = away(company, "zhao", "li")
    message = tell(company, "zhao", send_after=absence.ends_at)
    assert message is not None
    assert message.to_person.full_name == "赵强"
    assert message.for_person is None


def test_who_is_there_gets_their_own(company: Company) -> None:
    away(company, "zhao", "li", since=MONDAY)
    message = tell(company, "sun")
    assert message is not None
    assert message.to_person.full_name == "孙丽"
