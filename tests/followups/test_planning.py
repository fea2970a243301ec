"""Who is asked, when and by which means: the pack's rules, case by case."""

from typing import Any

import pytest
from sqlalchemy import select

from app.complaints import workflow
from app.db import unit_of_work
from app.deadlines import running_of
from app.events import history_of
from app.extensions import db
from app.followups import rules
from app.followups.models import FollowUp, SurveyLink
from app.outbox import Message, suppressed
from tests.complaints.company import MONDAY, Company, told
from tests.followups.cases import after, asked, close, closed, followups, register


@pytest.mark.parametrize(
    ("facts", "planned"),
    [
        ({}, True),
        ({"channel": "fax"}, True),
        ({"urgent": True}, False),
        ({"loss": "5000.01"}, False),
        ({"loss": "5000"}, True),
        ({"severe_dissatisfaction": True}, False),
        ({"channel": "internal_400"}, False),
    ],
)
def test_an_ordinary_external_business_complaint_is_called_for_within_thirty_minutes(
    company: Company, facts: dict[str, Any], planned: bool
) -> None:
    register(company, **facts)
    rows = followups()
    assert [row.reason for row in rows] == ["satisfaction"] * planned
    if planned:
        assert (rows[0].means, rows[0].state, rows[0].due_at) == ("phone", "due", after(minutes=30))
        assert (rows[0].clause, rows[0].rule) == ("4.6.2.1-ordinary", "ordinary_business")
        assert rows[0].assigned_id == company.people["li"]


def test_an_attitude_complaint_has_no_satisfaction_call(company: Company) -> None:
    register(company, category_id=company.attitude_id, behaviours=["rude"], loss=None)
    assert followups() == []


@pytest.mark.parametrize(("result", "state"), [("partly", "called"), ("unreachable", "missed")])
def test_the_call_on_the_complaints_page_is_the_planned_call(company: Company, result: str, state: str) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.call_satisfaction(complaint, result=result, note="客户说还行", actor=None, now=after(minutes=20))
    (followup,) = followups()
    assert (followup.state, followup.result, followup.note) == (state, result, "客户说还行")
    assert followup.score is None
    assert [event.verb for event in history_of(followup)] == [
        "plan",
        "not_reached" if state == "missed" else "record_call",
    ]


def test_a_regrade_to_major_takes_the_call_away_and_one_back_to_minor_returns_it(company: Company) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.amend(complaint, claim="9000", actor=None, now=after(minutes=5))
    assert [row.state for row in followups()] == ["cancelled"]
    with unit_of_work():
        workflow.amend(complaint, claim="900", actor=None, now=after(minutes=6))
    due = [deadline.due_at for deadline in running_of(complaint) if deadline.clock == "satisfaction_call"]
    assert [row.due_at for row in followups() if row.state == "due"] == due


def test_a_withdrawn_complaint_is_not_called_for(company: Company) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.withdraw(complaint, note="算了", actor=None, now=after(minutes=5))
    assert [row.state for row in followups()] == ["cancelled"]


@pytest.mark.parametrize(
    ("allowed", "email", "phone", "means"),
    [
        (("phone", "sms", "email"), True, True, "email"),
        (("phone", "sms", "email"), True, False, "email"),
        (("phone", "sms", "email"), False, True, "sms"),
        (("phone", "sms", "email"), False, False, "phone"),
        (("phone", "email"), False, True, "phone"),
        (("phone", "sms"), True, True, "sms"),
        (("phone",), True, True, "phone"),
    ],
)
def test_by_mail_else_by_text_message_else_by_a_call(
    allowed: tuple[str, ...], email: bool, phone: bool, means: str
) -> None:
    assert rules.means_for(allowed, email=email, phone=phone) == means


@pytest.mark.parametrize(
    ("score", "result"), [(1, "dissatisfied"), (2, "dissatisfied"), (3, "partly"), (4, "satisfied"), (5, "satisfied")]
)
def test_what_a_score_means(score: int, result: str) -> None:
    assert rules.result_of(score) == result


def test_closing_queues_a_mail_for_the_next_day_that_holds_the_link_for_a_week(company: Company) -> None:
    closed(company)
    followup = asked()
    assert (followup.reason, followup.means, followup.clause) == ("after_closing", "email", "brief")
    assert followup.due_at == after(hours=2, days=1)
    message = message_of(followup)
    assert (message.state, message.channel, message.due_at) == ("queued", "email", followup.due_at)
    assert message.expires_at == after(hours=2, days=8) == followup.links[0].expires_at
    assert "/s/" in message.body


def test_who_has_a_telephone_only_gets_a_text_message(company: Company) -> None:
    closed(company, email="", contact_id=None, customer_id=None, complainant="刘洋", phone="13900139000")
    followup = asked()
    assert followup.means == "sms"
    assert message_of(followup).channel == "sms"


def test_who_has_a_landline_only_is_called(company: Company) -> None:
    closed(company, email="", contact_id=None, customer_id=None, complainant="刘洋", phone="02785551234")
    followup = followups()[-1]
    assert (followup.reason, followup.means, followup.state) == ("after_closing", "phone", "due")
    assert followup.due_at == after(hours=26)
    assert db.session.scalars(select(SurveyLink)).all() == []


def test_reopening_takes_back_the_link_and_closing_again_asks_anew(company: Company) -> None:
    complaint = closed(company)
    with unit_of_work():
        workflow.reopen(complaint, note="客户来电", actor=None, now=after(hours=3))
    assert followups()[-1].state == "cancelled"
    close(company, complaint, called=False, at=after(hours=5))
    assert [row.state for row in followups() if row.reason == "after_closing"] == ["cancelled", "sent"]


def test_a_past_that_is_replayed_asks_nobody_by_link(company: Company) -> None:
    with suppressed():
        closed(company)
    assert [row.reason for row in followups()] == ["satisfaction"]
    assert db.session.scalars(select(Message)).all() == []
    assert db.session.scalars(select(SurveyLink)).all() == []


def test_what_fails_after_the_step_takes_its_follow_ups_along(company: Company) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        workflow.register(**told(company), actor=None, now=MONDAY)
        raise RuntimeError("the power fails")
    assert followups() == []


def message_of(followup: FollowUp) -> Message:
    mine = (Message.owner_kind == "followup", Message.owner_id == followup.id)
    return db.session.scalars(select(Message).where(*mine)).one()
