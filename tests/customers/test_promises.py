"""The answer that was promised to a caller is a deadline: reminded before, at and after its time, kept or missed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import Invalid
from app.customers.inquiries import promises, verbs
from app.customers.inquiries.models import Inquiry
from app.db import unit_of_work
from app.deadlines import Deadline, of_owner, sweep
from app.extensions import db
from app.outbox import Message
from tests.complaints.company import MONDAY, Company
from tests.customers.test_inquiries import asked, take

NOON = MONDAY + timedelta(hours=3)


def the(inquiry: Inquiry) -> Deadline:
    """Its only deadline."""
    (found,) = of_owner(inquiry)
    return found


def told(template: str) -> list[str]:
    rows = db.session.scalars(select(Message).where(Message.template_code == template).order_by(Message.id))
    return [row.to_name for row in rows]


def test_a_promise_runs_and_the_answer_keeps_it(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    assert (the(inquiry).clock, the(inquiry).due_at, the(inquiry).state) == ("callback", NOON, "running")
    assert the(inquiry).responsible_person_id == company.people["li"]
    take(company, inquiry, "answer")
    assert the(inquiry).state == "met"


def test_without_a_promise_nothing_runs(company: Company) -> None:
    assert of_owner(asked(company)) == []


def test_its_holder_is_reminded_before_and_after_and_the_ladder_is_told(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    for minutes in (-10, 1, 12, 45):
        sweep(NOON + timedelta(minutes=minutes))
    assert told("deadline_warn") == ["李娜"]
    assert told("deadline_due") == ["李娜"]
    assert "李娜" in told("deadline_overdue")
    assert "吴敏" in told("deadline_escalate")
    assert the(inquiry).breached_at == NOON
    take(company, inquiry, "answer")
    assert the(inquiry).state == "missed"


def change(company: Company, inquiry: Inquiry, **facts: Any) -> None:
    with unit_of_work():
        verbs.change(inquiry, **facts, actor=company.person("li"), now=MONDAY)


def test_a_promise_is_moved_and_taken_back(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    change(company, inquiry, due_at=NOON + timedelta(hours=2))
    assert (the(inquiry).due_at, the(inquiry).reckoning) == (NOON + timedelta(hours=2), 2)
    change(company, inquiry, due_at=None)
    assert the(inquiry).state == "cancelled"
    change(company, inquiry, due_at=NOON)
    assert [row.state for row in of_owner(inquiry)] == ["cancelled", "running"]


def test_one_that_is_passed_on_is_the_department_s_to_keep(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    take(company, inquiry, "transfer", department_id=company.departments["jianghan"])
    assert the(inquiry).responsible_department_id == company.departments["jianghan"]
    sweep(NOON - timedelta(minutes=10))
    assert told("deadline_warn") == ["赵强"]


def test_as_a_complaint_it_has_that_one_s_clocks(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    take(company, inquiry, "turn")
    assert the(inquiry).state == "cancelled"


def test_asked_again_it_owes_nothing_until_a_new_promise(company: Company) -> None:
    inquiry = asked(company, due_at=NOON)
    for step in ("answer", "ask_again"):
        take(company, inquiry, step)
    assert inquiry.due_at is None
    assert the(inquiry).state == "met"


@pytest.mark.parametrize("promised", [MONDAY, MONDAY - timedelta(days=1)])
def test_a_promise_lies_in_the_future(company: Company, promised: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        asked(company, due_at=promised)
    assert "due_at" in refused.value.fields


def from_before(company: Company, due_at: datetime) -> Inquiry:
    """Noted on Monday by a release that knew the promise as a date alone."""
    inquiry = asked(company)
    with unit_of_work():
        inquiry.due_at = due_at
    assert of_owner(inquiry) == []
    return inquiry


def upgrade(now: datetime) -> None:
    with unit_of_work():
        promises.give_deadlines(now)


def test_an_upgrade_gives_an_open_promise_its_deadline_once(company: Company) -> None:
    inquiry = from_before(company, NOON)
    for hours in (1, 2):
        upgrade(MONDAY + timedelta(hours=hours))
    assert (the(inquiry).due_at, the(inquiry).state, the(inquiry).breached_at) == (NOON, "running", None)
    assert the(inquiry).responsible_person_id == company.people["li"]
    sweep(NOON - timedelta(minutes=10))
    assert told("deadline_warn") == ["李娜"]
    take(company, inquiry, "answer")
    upgrade(NOON)
    assert the(inquiry).state == "met", "not a second time"


def test_one_that_is_late_at_the_upgrade_is_told_of_once(company: Company) -> None:
    inquiry = from_before(company, NOON)
    upgrade(NOON + timedelta(days=2))
    assert (the(inquiry).due_at, the(inquiry).state) == (NOON, "running")
    for minutes in (1, 2):
        sweep(NOON + timedelta(days=2, minutes=minutes))
    assert the(inquiry).breached_at == NOON
    assert told("deadline_warn") == []
    assert len(told("deadline_due") + told("deadline_overdue")) <= 1, "not every step that lies behind"


def test_an_upgrade_leaves_what_owes_nothing(company: Company) -> None:
    answered, unpromised = from_before(company, NOON), asked(company)
    take(company, answered, "answer")
    upgrade(MONDAY)
    assert of_owner(answered) == of_owner(unpromised) == []


def test_a_promise_that_no_release_should_have_taken_stops_no_upgrade(company: Company) -> None:
    inquiry = from_before(company, MONDAY - timedelta(days=1))
    upgrade(NOON)
    assert the(inquiry).due_at == MONDAY - timedelta(days=1)
