"""Up the ladder with a complaint: by itself when it is late, by hand within five minutes when it can't wait."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.complaints.owner import people_of
from app.complaints.timeline import timeline
from app.db import unit_of_work
from app.deadlines import of_owner, sweep
from app.extensions import db
from app.org.models import Department
from app.org.tree import place
from app.outbox import Message
from app.outbox.wanted import is_wanted
from tests.complaints.company import MONDAY, Company, told

MINUTE = timedelta(minutes=1)


def registered(company: Company, *, dispatched: bool = True, **facts: Any) -> Complaint:
    li = company.person("li")
    with unit_of_work():
        complaint = workflow.register(**told(company, **facts), actor=li, now=MONDAY)
        workflow.accept(complaint, actor=li, now=MONDAY)
        if dispatched:
            workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=li, now=MONDAY)
    return complaint


def told_of(template: str) -> list[str]:
    found = select(Message).where(Message.template_code == template).order_by(Message.id)
    return [row.to_name for row in db.session.scalars(found)]


def test_what_an_operator_leaves_lying_goes_to_the_own_manager_once(company: Company) -> None:
    complaint = registered(company, dispatched=False)
    sweep(MONDAY + 15 * MINUTE)
    assert told_of("deadline_escalate") == ["吴敏"]
    [entry] = [entry for entry in timeline(complaint) if "吴敏" in entry.sentence]
    assert "四(六)2(1)一般性" in entry.more[0]


def test_what_a_department_leaves_lying_goes_to_the_level_above_and_the_handlers_manager(company: Company) -> None:
    registered(company)
    sweep(MONDAY + 30 * MINUTE)
    assert told_of("deadline_escalate") == [], "the head of the station is the one who is late"
    sweep(MONDAY + 50 * MINUTE)
    assert set(told_of("deadline_escalate")) == {"周明", "吴敏", "赵强"}


def test_an_internal_complaint_climbs_from_the_department_to_the_quality_centre_and_the_call_centre(
    company: Company,
) -> None:
    with unit_of_work():
        quality = Department(code="quality", name="品质管理中心", kind="quality_centre", head_id=company.people["sun"])
        db.session.add(quality)
        place(quality)
    complaint = registered(
        company,
        channel="instant_messenger",
        customer_id=None,
        contact_id=None,
        complainant="陈静",
        phone="13900139000",
        email="",
    )
    assert [
        [person.full_name for person in people_of(complaint, role)]
        for role in ("department", "quality", "call_centre", "superior", "administration")
    ] == [
        ["赵强"],
        ["孙丽"],
        ["吴敏"],
        ["周明"],
        [],
    ]
    sweep(MONDAY + timedelta(days=30))
    [event] = [row for row in of_owner(complaint) if row.clock == "resolve"]
    steps = [each.facts["step"] for each in event.events if each.kind == "escalate"]
    assert steps == ["escalate:1", "escalate:2", "escalate:3"]
    assert told_of("deadline_escalate") == ["吴敏"], "after a downtime the newest level only"


def test_by_hand_within_five_minutes_it_reaches_the_level_above_and_the_own_manager(company: Company) -> None:
    complaint = registered(company, urgent=True)
    with unit_of_work():
        workflow.escalate(complaint, note="客户要投诉到媒体", actor=company.person("li"), now=MONDAY + 4 * MINUTE)
    [clock] = [row for row in of_owner(complaint) if row.clock == "escalate"]
    assert (clock.state, clock.due_at) == ("met", MONDAY + 5 * MINUTE)
    assert told_of("complaint_escalated") == ["周明", "吴敏"]
    sweep(MONDAY + 60 * MINUTE)
    assert not [each for each in clock.events if each.kind in ("due", "escalate")]


def test_an_urgent_one_that_nobody_escalates_goes_up_by_itself(company: Company) -> None:
    complaint = registered(company, urgent=True)
    for minute in (15, 35):
        sweep(MONDAY + minute * MINUTE)
    [clock] = [row for row in of_owner(complaint) if row.clock == "escalate"]
    assert [each.facts["people"] for each in clock.events if each.kind == "escalate"] == [["赵强"], ["周明", "吴敏"]]


def test_after_a_transfer_the_former_departments_people_are_not_told_any_more(company: Company) -> None:
    complaint = registered(company, urgent=True)
    sweep(MONDAY + 15 * MINUTE)
    [waiting] = db.session.scalars(select(Message).where(Message.template_code == "deadline_escalate"))
    assert (waiting.to_name, is_wanted(waiting)) == ("赵强", True)
    with unit_of_work():
        workflow.transfer(
            complaint,
            department_id=company.departments["hongshan"],
            note="洪山的货",
            actor=company.person("li"),
            now=MONDAY + 16 * MINUTE,
        )
    assert not is_wanted(waiting)
