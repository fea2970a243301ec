"""Open complaints are moved to another version of the policy: after a preview, one by one, and never back in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.complaints import moving, workflow
from app.complaints.models import Complaint
from app.core.errors import Refused
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner, running_of, sweep
from app.events import Event, history_of
from app.extensions import db
from app.policy.load import PACKS
from app.policy.source import read
from app.policy.writing import write
from app.rulebook import PackVersion, publish
from app.rulebook.editor.paths import put, without
from tests.complaints.company import MONDAY, Company, told
from tests.people import Browser, browser, login, make_person

DATA = read((PACKS / "xinbang.yaml").read_text(encoding="utf-8")).data
CLOCKS = [clock["code"] for clock in DATA["clocks"]]
LATER = MONDAY + timedelta(minutes=3)


def published(data: Any, version: str = "2.0", at: datetime = LATER) -> int:
    """The id of a new version that is in force from then on."""
    with unit_of_work():
        return publish(write({**data, "version": version}), actor=None, now=at).id


def with_amount(code: str, amount: int) -> Any:
    return put(DATA, ("clocks", CLOCKS.index(code), "amount"), amount)


def registered(company: Company, **facts: Any) -> Complaint:
    with unit_of_work():
        return workflow.register(**told(company, **facts), actor=company.person("li"), now=MONDAY)


def clock(complaint: Complaint, code: str) -> Deadline:
    db.session.expire_all()
    return [row for row in of_owner(complaint) if row.clock == code][-1]


def move(company: Company, complaint: Complaint, version_id: int, now: datetime = LATER) -> None:
    with unit_of_work():
        target = db.session.get_one(PackVersion, version_id)
        row = db.session.get_one(Complaint, complaint.id)
        moving.move_version(row, target=target, seen=row.version, actor=company.person("li"), now=now, note="新制度")


def test_nobody_is_moved_by_a_new_version_itself(company: Company) -> None:
    complaint = registered(company)
    before = complaint.pack_version_id
    published(with_amount("forward", 9))
    assert db.session.get_one(Complaint, complaint.id).pack_version_id == before
    assert clock(complaint, "forward").due_at == MONDAY + timedelta(minutes=5)


def test_a_complaint_of_the_day_on_which_a_version_is_in_force_falls_under_it(company: Company) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    with unit_of_work():
        text = write({**with_amount("forward", 9), "version": "2.0"})
        publish(text, actor=company.person("li"), now=MONDAY, effective_from=tomorrow)
        versions = [
            workflow.register(**told(company), actor=company.person("li"), now=at).pack_version.version
            for at in (tomorrow - timedelta(minutes=1), tomorrow)
        ]
    assert versions == [DATA["version"], "2.0"]


def test_a_moved_complaint_has_its_clocks_counted_from_their_start_by_the_new_numbers(company: Company) -> None:
    complaint = registered(company)
    version = published(with_amount("forward", 9))
    move(company, complaint, version)
    forward = clock(complaint, "forward")
    assert (forward.due_at, forward.pack_version_id) == (MONDAY + timedelta(minutes=9), version)
    assert [event.kind for event in forward.events] == ["start", "move"]
    event = history_of(complaint)[-1]
    assert (event.verb, event.note) == ("move_version", "新制度")
    assert event.facts["after"].endswith("2.0")


def test_a_clock_that_only_the_new_version_has_starts_and_one_that_it_lacks_stops(company: Company) -> None:
    complaint = registered(company)
    fewer = put(without(DATA, ("clocks", CLOCKS.index("satisfaction_call"))), ("follow_ups",), [])
    extra = {
        "code": "first_word",
        "label": {"zh": "首次回应"},
        "unit": "minutes",
        "amount": 40,
        "start": ["register"],
        "stop": ["propose"],
        "owner": "handler",
        "clause": "4.5",
    }
    fewer["clauses"] = [{**clause, "informative": True} for clause in fewer["clauses"]]
    version = published({**fewer, "clocks": [*fewer["clocks"], extra]})
    move(company, complaint, version)
    assert clock(complaint, "satisfaction_call").state == "cancelled"
    assert clock(complaint, "first_word").due_at == MONDAY + timedelta(minutes=40)


def test_what_is_shorter_than_the_time_that_passed_gets_the_packs_grace(company: Company) -> None:
    complaint = registered(company)
    move(company, complaint, published(with_amount("forward", 3), at=LATER), now=LATER + timedelta(seconds=30))
    assert clock(complaint, "forward").due_at == LATER + timedelta(minutes=60, seconds=30)
    assert clock(complaint, "forward").breached_at is None


def test_a_breach_that_has_happened_stays_where_it_happened(company: Company) -> None:
    complaint = registered(company)
    late = MONDAY + timedelta(minutes=20)
    sweep(late)
    move(company, complaint, published(with_amount("forward", 90)), now=late)
    forward = clock(complaint, "forward")
    assert forward.breached_at == MONDAY + timedelta(minutes=5)
    assert forward.due_at == MONDAY + timedelta(minutes=90)


def test_what_is_late_by_both_versions_stays_with_the_old_one(company: Company) -> None:
    complaint, late = registered(company), MONDAY + timedelta(minutes=20)
    before = complaint.pack_version_id
    move(company, complaint, published(with_amount("forward", 6)), now=late)
    forward = clock(complaint, "forward")
    assert (forward.due_at, forward.pack_version_id) == (MONDAY + timedelta(minutes=5), before)
    assert forward.breached_at == MONDAY + timedelta(minutes=5)


def test_a_grade_follows_the_new_version(company: Company) -> None:
    complaint = registered(company, loss="1200")
    assert complaint.severity == "moderate"
    move(company, complaint, published(put(DATA, ("severity", "business", 0, "when", 2, "value"), 1100)))
    moved = db.session.get_one(Complaint, complaint.id)
    assert (moved.severity, history_of(moved)[-1].facts["severity"]) == ("major", {"from": "moderate", "to": "major"})


def test_a_version_without_the_channel_or_the_category_refuses_the_complaint(company: Company) -> None:
    complaint = registered(company)
    fewer = {**DATA, "channels": [each for each in DATA["channels"] if each["code"] != complaint.channel]}
    version = published(fewer)
    with pytest.raises(Refused) as refusal:
        move(company, complaint, version)
    assert "400" in str(refusal.value.message)
    (shown,) = moving.preview([complaint.id], version, actor=company.person("li"), now=LATER)
    assert shown.refused
    assert clock(complaint, "forward").due_at == MONDAY + timedelta(minutes=5)


def test_a_closed_complaint_a_draft_and_a_second_press_are_refused(company: Company) -> None:
    complaint, version = registered(company), published(with_amount("forward", 9))
    move(company, complaint, version)
    with pytest.raises(Refused), unit_of_work():
        row = db.session.get_one(Complaint, complaint.id)
        target = db.session.get_one(PackVersion, version)
        moving.move_version(row, target=target, seen=row.version - 1, actor=None, now=LATER)
    with unit_of_work():
        workflow.withdraw(
            db.session.get_one(Complaint, complaint.id), note="不投诉了", actor=company.person("li"), now=LATER
        )
    with pytest.raises(Refused):
        move(company, complaint, published(DATA, "3.0"))


def test_the_preview_tells_what_the_move_then_does_and_changes_nothing_itself(company: Company) -> None:
    complaint, version = registered(company), published(with_amount("forward", 9))
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Event, Deadline)]
    (shown,) = moving.preview([complaint.id], version, actor=company.person("li"), now=LATER)
    (change,) = shown.changes
    assert (change.before, change.after) == (MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=9))
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Event, Deadline)] == counts
    move(company, complaint, version)
    assert {row.due_at for row in running_of(complaint)} >= {change.after}


@pytest.fixture
def administrator(app: Flask, company: Company) -> Iterator[Browser]:
    """郑启明 moves complaints."""
    make_person("zheng", permissions=[("can_move", "MoveComplaintsView"), ("can_show", "ComplaintView")])
    with time_machine.travel(LATER, tick=False):
        yield login(browser(app), "zheng")


def test_an_administrator_chooses_looks_and_moves(administrator: Browser, company: Company) -> None:
    complaint, other = registered(company), registered(company)
    version = published(with_amount("forward", 9))
    page = administrator.get(f"/move-complaints/?to={version}").text
    assert complaint.no in page
    assert other.no in page
    sent = {"to": version, "complaint": [complaint.id]}
    preview = administrator.send("/move-complaints/preview", sent).text
    assert "09:09" in preview
    assert "09:05" in preview
    seen = db.session.get_one(Complaint, complaint.id).version
    assert (
        administrator.send(
            "/move-complaints/move", {"to": version, "complaint": [f"{complaint.id}:{seen}"]}
        ).status_code
        == 302
    )
    assert db.session.get_one(Complaint, complaint.id, populate_existing=True).pack_version_id == version
    assert db.session.get_one(Complaint, other.id, populate_existing=True).pack_version_id != version
    assert complaint.no not in administrator.get(f"/move-complaints/?to={version}").text


@pytest.mark.parametrize(
    "asked", ["?to=x", "?to=999999", "?to=99999999999999999999", "?from=x&department=y", "?department=999999"]
)
def test_bad_choices_are_not_found_or_mean_nothing(administrator: Browser, asked: str) -> None:
    assert administrator.get(f"/move-complaints/{asked}").status_code in (200, 404)


@pytest.mark.parametrize(
    "sent",
    [{}, {"complaint": "x:y"}, {"complaint": ["999999:1", "1:"]}, {"complaint": "1:1", "note": "\0"}, {"to": "x"}],
)
def test_bad_moves_are_told_and_move_nothing(administrator: Browser, company: Company, sent: dict[str, Any]) -> None:
    complaint = registered(company)
    before = complaint.pack_version_id
    for path in ("preview", "move"):
        assert administrator.send(f"/move-complaints/{path}", sent).status_code in (200, 302, 404)
    assert db.session.get_one(Complaint, complaint.id, populate_existing=True).pack_version_id == before


def test_an_outsider_moves_nothing(app: Flask, company: Company) -> None:
    make_person("li-wai", permissions=[("can_list", "ComplaintView"), ("can_regrade", "ComplaintView")])
    outsider = login(browser(app), "li-wai")
    complaint = registered(company)
    assert outsider.get("/move-complaints/").status_code == 403
    for path in ("preview", "move"):
        assert outsider.send(f"/move-complaints/{path}", {"complaint": f"{complaint.id}:1"}).status_code == 403
