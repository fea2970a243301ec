"""The screens of follow-ups and their REST resource, as an agent and a station's manager use them."""

from flask import Flask

from app.core import clock
from app.extensions import db
from app.followups.models import FollowUp
from tests.complaints.company import Company
from tests.followups.cases import closed, followups, register
from tests.people import Browser, browser, login, make_person

RIGHTS = [("can_list", "FollowUpView"), ("can_show", "FollowUpView")]
STEPS = [(f"can_{name}", "FollowUpView") for name in ("record_call", "not_reached", "cancel")]
API = [("can_get", "FollowUpApi")]
PAGE = [("can_show", "ComplaintView"), ("can_list", "ComplaintView")]


def agent(app: Flask, company: Company) -> Browser:
    """Sees the whole company and may record calls."""
    return at_desk(app, company, "agent", "calls", "all", [*RIGHTS, *STEPS, *API, *PAGE])


def manager(app: Flask, company: Company, station: str) -> Browser:
    """Holds every right on follow-ups, but sees only what is the station's."""
    return at_desk(app, company, f"manager.{station}", station, "tree", [*RIGHTS, *STEPS, *API, *PAGE])


def at_desk(
    app: Flask, company: Company, name: str, department: str, reach: str, rights: list[tuple[str, str]]
) -> Browser:
    make_person(name, department=company.department(department), reach=reach, permissions=rights)
    return login(browser(app), name)


def due() -> FollowUp:
    return next(row for row in followups() if row.state == "due")


def test_my_own_calls_come_first_and_home_counts_them(app: Flask, company: Company) -> None:
    desk = agent(app, company)
    first, second = register(company), register(company)
    mine = followups()[1]
    mine.assigned_id = db.session.scalar(db.select(type(company.person("li")).id).filter_by(username="agent"))
    db.session.commit()
    page = desk.get("/followup/list/").text
    assert 0 < page.index(second.no) < page.index(first.no)
    home = desk.get("/").text
    assert "待办回访" in home


def test_the_page_says_whom_to_call_why_and_by_when(app: Flask, company: Company) -> None:
    complaint = register(company)
    page = agent(app, company).get(f"/followup/show/{due().id}").text
    for words in (complaint.no, "138****8000", "data-countdown", "四(六)2(1)", "/verb/record_call"):
        assert words in page, words


def test_an_agent_records_the_call(app: Flask, company: Company) -> None:
    complaint = register(company)
    desk, followup_id = agent(app, company), due().id
    sent = {"score": "2", "bad": ["slow", "not_informed"], "note": "等了三天"}
    assert desk.send(f"/followup/{followup_id}/verb/record_call", sent).status_code == 302
    (followup,) = followups()
    assert (followup.state, followup.score, followup.bad) == ("called", 2, ["not_informed", "slow"])
    again = desk.send(f"/followup/{followup_id}/verb/record_call", sent)
    assert again.status_code == 422
    page = desk.get(f"/complaint/show/{complaint.id}").text
    assert 'id="followups"' in page
    assert "等了三天" in page


def test_what_was_typed_stays_when_the_score_is_missing(app: Flask, company: Company) -> None:
    register(company)
    answer = agent(app, company).send(f"/followup/{due().id}/verb/record_call", {"note": "很满意😀", "good": ["fast"]})
    assert answer.status_code == 422
    assert "很满意😀" in answer.text
    assert "checked" in answer.text


def test_programs_record_calls_too(app: Flask, company: Company) -> None:
    register(company)
    desk, followup_id = agent(app, company), due().id
    token = {"X-CSRFToken": desk.token("/")}
    url = f"/api/v1/followup/{followup_id}"
    assert desk.get("/api/v1/followup/").json["count"] == 1
    assert desk.post(f"{url}/record_call", json={"score": 9}, headers=token).status_code == 422
    assert desk.post(f"{url}/dance", json={}, headers=token).status_code == 404
    done = desk.post(f"{url}/record_call", json={"score": 5, "good": ["fair"]}, headers=token)
    assert done.status_code == 200, done.text
    assert (done.json["result"]["state"], done.json["result"]["score"]) == ("called", 5)
    assert desk.post(f"{url}/record_call", json={"score": 1}, headers=token).status_code == 409
    assert browser(app).get(url).status_code == 401


def test_without_the_right_nothing_is_offered_or_done(app: Flask, company: Company) -> None:
    register(company)
    reader = at_desk(app, company, "reader", "calls", "all", [*RIGHTS, *API])
    followup_id = due().id
    assert "/verb/record_call" not in reader.get(f"/followup/show/{followup_id}").text
    assert reader.send(f"/followup/{followup_id}/verb/record_call", {"score": "1"}).status_code == 403
    token = {"X-CSRFToken": reader.token("/")}
    assert reader.post(f"/api/v1/followup/{followup_id}/cancel", json={"note": "x"}, headers=token).status_code == 403
    assert due().id == followup_id


def test_another_stations_manager_neither_sees_nor_settles_it(app: Flask, company: Company) -> None:
    """The complaint is with Jianghan: its manager sees the follow-ups, Hongshan's doesn't."""
    complaint = closed(company)
    followup_id = followups()[-1].id
    thief, owner = manager(app, company, "hongshan"), manager(app, company, "jianghan")
    assert thief.get(f"/followup/show/{followup_id}").status_code == 404
    assert complaint.no not in thief.get("/followup/list/").text
    assert thief.get("/api/v1/followup/").json["count"] == 0
    for verb in ("record_call", "not_reached", "cancel"):
        sent = {"score": "1", "note": "x"}
        assert thief.send(f"/followup/{followup_id}/verb/{verb}", sent).status_code == 404, verb
        token = {"X-CSRFToken": thief.token("/")}
        answer = thief.post(f"/api/v1/followup/{followup_id}/{verb}", json=sent, headers=token)
        assert answer.status_code == 404, verb
    assert followups()[-1].state == "sent"
    assert complaint.no in owner.get("/followup/list/").text
    assert owner.get(f"/followup/show/{followup_id}").status_code == 200


def test_an_interval_is_typed_in_at_the_tier(app: Flask, company: Company) -> None:
    rights = [(f"can_{name}", "TierView") for name in ("list", "show", "add", "edit")]
    desk = at_desk(app, company, "boss", "hq", "all", rights)
    facts = {"code": "silver", "name_zh": "银牌", "name_en": "", "rank": "20", "active": "y"}
    assert desk.send("/tier/add", facts | {"followup_days": "0"}).status_code == 422
    assert desk.send("/tier/add", facts | {"followup_days": "90"}).status_code == 302
    assert "90" in desk.get("/tier/list/").text


def test_times_are_shown_as_they_are_meant(app: Flask, company: Company) -> None:
    closed(company)
    followup = followups()[-1]
    page = agent(app, company).get(f"/followup/show/{followup.id}").text
    assert clock.local(followup.due_at).strftime("%Y-%m-%d %H:%M") in page
