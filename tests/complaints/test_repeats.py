"""重复投诉: proposed by the pack's rules, confirmed or refused by a person, taken back; and only then does it count."""

from datetime import timedelta

import pytest
from flask import Flask

from app.complaints import workflow
from app.complaints.facts import facts_of, times_at_station
from app.complaints.models import Complaint
from app.complaints.repeats import links_of, suspects_of
from app.core.errors import Invalid, NotFound, Refused
from app.db import unit_of_work
from app.events import history_of
from app.security.scoped import Scope, use_scope
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import manager, operator
from tests.complaints.test_api import Caller
from tests.people import browser

DAY = timedelta(days=1)
LATER = MONDAY + 30 * DAY


def registered(company: Company, days: int = 0, **facts: object) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY + days * DAY)


def compare(company: Company, complaint: Complaint, other: Complaint, outcome: str, **said: str) -> None:
    with unit_of_work():
        workflow.link(complaint, other_id=other.id, outcome=outcome, actor=company.person("li"), now=LATER, **said)


def names(complaint: Complaint) -> list[tuple[str, str]]:
    return [(suspect.earlier.no, suspect.rule.code) for suspect in suspects_of(complaint)]


def test_the_same_waybill_is_proposed_with_its_reason(company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id)
    second = registered(company, 200, waybill_id=company.waybill_id)
    assert names(second) == [(first.no, "same_waybill")]
    [suspect] = suspects_of(second)
    assert "2026-11-23" in str(suspect.reason)
    assert history_of(second)[0].facts["suspects"] == [first.no]
    assert suspects_of(first) == [], "the first one repeats nothing"


def test_the_same_telephone_is_proposed_for_a_similar_category_within_ninety_days_only(company: Company) -> None:
    wet = next(each for each in (company.damage_id - 1, company.damage_id + 1))
    first = registered(company, category_id=wet)
    assert names(registered(company, 90)) == [(first.no, "same_caller")]
    assert (first.no, "same_caller") not in names(registered(company, 91))
    assert names(registered(company, 1, category_id=company.attitude_id)) == []
    assert names(registered(company, 1, customer_id=None, contact_id=None, complainant="李", phone="13900139000")) == []


def test_what_was_withdrawn_is_not_proposed(company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id)
    with unit_of_work():
        workflow.withdraw(first, note="已解决", actor=company.person("li"), now=MONDAY)
    assert suspects_of(registered(company, 1, waybill_id=company.waybill_id)) == []


def test_a_confirmed_repeat_counts_and_one_taken_back_does_not(company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id)
    second = registered(company, 1, waybill_id=company.waybill_id)
    assert (second.severity, facts_of(second)["repeat"]) == ("minor", False)
    compare(company, second, first, "repeat", note="同一批货")
    assert (second.severity, second.times, facts_of(second)["repeat"]) == ("major", 2, True)
    assert suspects_of(second) == []
    compare(company, first, second, "none")
    assert (second.severity, second.times, facts_of(second)["repeat"]) == ("minor", 1, False)
    assert [(event.facts["compared"], event.facts["previous"]) for event in history_of(second)[1:]] == [
        ("repeat", None),
        ("none", "repeat"),
    ]
    assert [event.verb for event in history_of(first)] == ["register", "link", "link"]
    assert suspects_of(second) == [], "what was refused isn't proposed again"


def test_the_third_of_a_matter_is_counted_whichever_way_they_are_linked(company: Company) -> None:
    first, second, third = (registered(company, day, waybill_id=company.waybill_id) for day in range(3))
    compare(company, third, first, "repeat")
    assert (third.times, second.times) == (2, 1)
    compare(company, second, first, "repeat")
    assert (first.times, second.times, third.times) == (1, 2, 3)
    assert history_of(third)[-1].verb == "regrade"
    compare(company, third, first, "related")
    assert (second.times, third.times) == (2, 1)


def test_what_is_wrong_is_told_at_its_field(company: Company) -> None:
    first, second = registered(company), registered(company, 1)
    for said, field in (
        ({"other_id": second.id, "outcome": "repeat"}, "other_id"),
        ({"other_id": 4711, "outcome": "repeat"}, "other_id"),
        ({"other_id": first.id, "outcome": "twins"}, "outcome"),
    ):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            workflow.link(second, **said, actor=company.person("li"), now=MONDAY)
        assert set(refusal.value.fields) == {field}
    compare(company, second, first, "related")
    with pytest.raises(Refused):
        compare(company, first, second, "related")


def test_an_archived_complaint_is_compared_no_more(company: Company) -> None:
    first, second = registered(company), registered(company, 1)
    with unit_of_work():
        workflow.withdraw(second, note="已解决", actor=company.person("li"), now=MONDAY)
        workflow.archive(second, actor=company.person("li"), now=MONDAY)
    with pytest.raises(Refused):
        compare(company, second, first, "repeat")


def test_who_does_not_reach_the_other_complaint_can_neither_see_nor_link_it(company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id)
    second = registered(company, 1, waybill_id=company.waybill_id)
    with unit_of_work():
        for each, station in ((first, "hongshan"), (second, "jianghan")):
            workflow.accept(each, actor=company.person("li"), now=MONDAY)
            workflow.dispatch(each, department_id=company.departments[station], actor=company.person("li"), now=MONDAY)
    reach = Scope("tree", company.people["zhao"], frozenset({company.departments["jianghan"]}))
    zhao = company.person("zhao")
    with use_scope(reach):
        assert suspects_of(second) == []
        with pytest.raises(Invalid), unit_of_work():
            workflow.link(second, other_id=first.id, outcome="repeat", actor=zhao, now=MONDAY)
        with pytest.raises(NotFound), unit_of_work():
            workflow.link(first, other_id=second.id, outcome="repeat", actor=zhao, now=MONDAY)
    assert links_of(second) == []


def test_the_page_proposes_and_shows_it_both_ways(app: Flask, company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id, title="第一次")
    second = registered(company, 1, waybill_id=company.waybill_id, title="第二次")
    urls, desk = {each.no: f"/complaint/show/{each.id}" for each in (first, second)}, operator(app, company)
    one, two, first_id, second_id = first.no, second.no, first.id, second.id
    page = desk.get(urls[two]).text
    assert "同一运单；受理于 2026-11-23" in page
    assert "第一次" in page
    form = desk.get(f"/complaint/{second_id}/verb/link?other={first_id}")
    assert one in form.text
    kept = desk.send(f"/complaint/{second_id}/verb/link", {"other_id": str(first_id), "note": "同一批货"})
    assert (kept.status_code, "同一批货" in kept.text) == (422, True)
    done = desk.send(f"/complaint/{second_id}/verb/link", {"other_id": str(first_id), "outcome": "repeat"})
    assert done.status_code == 302, done.text
    assert "本投诉是其重复投诉" in desk.get(urls[two]).text
    page = desk.get(urls[one]).text
    assert "其重复投诉" in page
    assert two in page


def test_a_program_is_told_and_may_confirm(app: Flask, company: Company) -> None:
    first = registered(company, waybill_id=company.waybill_id)
    second = registered(company, 1, waybill_id=company.waybill_id)
    first_id, no, url = first.id, first.no, f"/api/v1/complaint/{second.id}"
    operator(app, company)
    program = Caller(browser(app), "operator")
    [suspect] = program.get(url).json["result"]["suspects"]
    assert (suspect["id"], suspect["no"]) == (first_id, no)
    done = program.post(f"{url}/link", {"other_id": first_id, "outcome": "repeat"})
    assert (done.status_code, done.json["result"]["severity"], done.json["result"]["repeat_count"]) == (200, "major", 1)
    assert program.post(f"{url}/link", {"other_id": first_id, "outcome": "repeat"}).status_code == 409
    assert program.post(f"{url}/link", {"other_id": 4711, "outcome": "repeat"}).status_code == 422


def test_a_station_that_may_not_is_refused(app: Flask, company: Company) -> None:
    complaint = registered(company)
    outsider = manager(app, company, "hongshan")
    assert outsider.get(f"/complaint/{complaint.id}/verb/link").status_code == 404


def test_only_confirmed_repeats_count_against_a_station(company: Company) -> None:
    facts = {"waybill_id": company.waybill_id, "station_id": company.departments["jianghan"]}
    first, second = registered(company, **facts), registered(company, 1, **facts)
    assert times_at_station(second) == 1
    compare(company, second, first, "repeat")
    assert (times_at_station(first), times_at_station(second)) == (1, 2)
    third = registered(company, 2, waybill_id=company.waybill_id, station_id=company.departments["hongshan"])
    compare(company, third, first, "repeat")
    assert (third.times, times_at_station(third)) == (3, 1)
