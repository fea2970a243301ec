"""What stands beside the form while the customer talks, and that it is what registering then decides."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.complaints.preview import preview
from app.core.i18n import Text
from app.customers.models import Counter, Customer
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner
from app.events.models import Event
from app.extensions import db
from app.followups.models import FollowUp
from app.outbox.models import Message
from app.rulebook import current_pack_version, pack_of
from tests.complaints.company import MONDAY, Company, told
from tests.complaints.desks import manager, operator
from tests.complaints.typed import register, typed

UNKNOWN = {"customer_id": None, "contact_id": None, "complainant": "刘洋", "phone": "139 0013 9000"}
CASES: dict[str, dict[str, Any]] = {
    "an ordinary one": {},
    "more than ¥5000": {"claim": "5000.01"},
    "urgent, and not to be settled at once": {"urgent": True},
    "urgent, settled within 20 minutes": {"urgent": True, "solvable_at_once": True},
    "the second time": {"complaint_count": 2},
    "severe dissatisfaction": {"severe_dissatisfaction": True},
    "a caller whom nobody knows": UNKNOWN,
    "among ourselves": UNKNOWN | {"channel": "internal", "phone": ""},
    "attitude": {"category_id": "attitude", "behaviours": ["the worst one"]},
    "attitude, nothing observed yet": {"category_id": "attitude"},
}


def _facts(company: Company, changed: dict[str, Any]) -> dict[str, Any]:
    facts = told(company, **changed)
    facts["category_id"] = company.attitude_id if facts["category_id"] == "attitude" else facts["category_id"]
    pack = pack_of(current_pack_version(MONDAY).id)
    if facts["channel"] == "internal":
        facts["channel"] = next(channel.code for channel in pack.channels if channel.origin == "internal")
    if facts.get("behaviours"):
        facts["behaviours"] = [pack.behaviours[-1].code]
    return facts


@pytest.mark.parametrize("case", CASES)
def test_what_is_shown_before_is_what_registering_decides(company: Company, case: str) -> None:
    facts, actor = _facts(company, CASES[case]), company.person("li")
    seen = preview(facts, actor=actor, now=MONDAY)
    with unit_of_work():
        complaint = workflow.register(**facts, actor=company.person("li"), now=MONDAY)
    assert seen.complaint is not None
    for name in ("severity", "severity_clause", "severity_working", "severity_provisional"):
        assert getattr(seen.complaint, name) == getattr(complaint, name), name
    shown = [(row.clock, row.due_at, row.clause, row.next_at, row.working) for row in seen.deadlines]
    stored = sorted(of_owner(complaint), key=lambda row: row.due_at)
    assert sorted(shown) == sorted((row.clock, row.due_at, row.clause, row.next_at, row.working) for row in stored)
    due = {row.due_at for row in db.session.scalars(select(FollowUp).where(FollowUp.complaint_id == complaint.id))}
    assert {each.at for each in seen.coming if each.at} == due
    assert not seen.refused
    assert seen.closed is None


def test_looking_ahead_writes_nothing_and_takes_no_number(company: Company) -> None:
    tables = (Complaint, Deadline, Event, Message, Customer, Counter)
    before = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    preview(_facts(company, UNKNOWN), actor=company.person("li"), now=MONDAY)
    assert not db.session.new
    assert not db.session.dirty
    db.session.commit()
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in tables] == before


def test_what_is_not_told_yet_or_wrong_counts_as_not_known(company: Company) -> None:
    some = {
        "channel": "hotline_400",
        "category_id": company.damage_id,
        "loss": "viel",
        "phone": "x",
        "station_id": 4711,
    }
    seen = preview(some, actor=company.person("li"), now=MONDAY)
    assert seen.complaint is not None
    assert (seen.complaint.severity, seen.complaint.loss) == ("minor", None)
    assert seen.deadlines
    assert preview({"channel": "hotline_400"}, actor=company.person("li"), now=MONDAY).complaint is None
    assert preview({"category_id": company.damage_id}, actor=None, now=MONDAY).complaint is None
    nonsense = {**some, "behaviours": ["dances"], "category_id": company.attitude_id}
    assert preview(nonsense, actor=company.person("li"), now=MONDAY).complaint is not None


def test_what_follows_should_it_be_found_true_is_told_with_its_clause(company: Company) -> None:
    seen = preview(told(company), actor=company.person("li"), now=MONDAY)
    said = " ".join(str(each.words) for each in seen.coming)
    assert "¥50.00" in said
    assert "a rectification report" in said
    assert all(isinstance(each.cite, Text) for each in seen.coming)


def test_the_panel_knows_the_caller_the_open_cases_and_the_waybills(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    earlier = register(desk, company, waybill_id=str(company.waybill_id))
    answer = desk.send("/complaint/beside", typed(company))
    panel = answer.json["panel"]
    for words in ("武汉鑫源商贸有限公司", "金牌", "138****8000", "XB2026112300017", earlier.no, "Alt+1"):
        assert words in panel, words
    assert "13800138000" not in panel
    ahead = answer.json["preview"]
    for words in ("一般", "四(四)1A", "¥50.00", "data-countdown"):
        assert words in ahead, words


def test_the_panel_offers_who_it_may_be_and_takes_a_new_number(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    assert 'data-take-caller="' in desk.send("/complaint/beside", {"caller": "", "caller-text": "鑫源"}).json["panel"]
    unknown = desk.send("/complaint/beside", {"caller": "", "caller-text": "１３９００００９９９９"}).json["panel"]
    assert 'data-take-phone="13900009999"' in unknown


def test_a_likely_repeat_stands_in_the_panel_with_its_reason(app: Flask, company: Company) -> None:
    desk = operator(app, company)
    there = {"waybill_id": str(company.waybill_id), "station_id": str(company.departments["jianghan"])}
    earlier = register(desk, company, **there)
    panel = desk.send("/complaint/beside", typed(company, **there)).json["panel"]
    assert f"/complaint/show/{earlier.id}" in panel
    assert "可能" in panel or "疑似同一件事" in panel


def test_another_stations_cases_and_customers_are_not_in_the_panel(app: Flask, company: Company) -> None:
    earlier = register(operator(app, company), company, waybill_id=str(company.waybill_id))
    stranger = manager(app, company, "hongshan")
    key = f"{company.customer_id}-{company.contact_id}-0"
    for typed_in in ({"caller": key}, {"caller": "", "caller-text": "13800138000"}, {"phone": "13800138000"}):
        panel = stranger.send("/complaint/beside", {"channel": "hotline_400", **typed_in}).json["panel"]
        assert earlier.no not in panel
        assert "鑫源" not in panel


def test_the_panel_asks_no_more_the_more_there_is(app: Flask, company: Company) -> None:
    desk = operator(app, company)

    def queries() -> int:
        counted: list[str] = []

        def count(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
            counted.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        try:
            assert desk.post("/complaint/beside", data=typed(company) | {"csrf_token": token}).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    token = desk.token("/")
    queries()
    before = queries()
    for _number in range(6):
        with unit_of_work():
            workflow.register(**told(company), actor=company.person("li"), now=MONDAY)
    assert queries() <= before + 3, "one SELECT IN for each relation that is now there, none per row"
