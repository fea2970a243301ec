"""What a call, an answer by link, a refusal and an expired link do."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import workflow as complaints
from app.complaints.models import Complaint
from app.core.errors import Invalid, NotFound, Refused
from app.db import by_id, unit_of_work
from app.deadlines import of_owner
from app.events import history_of
from app.extensions import db
from app.followups import workflow
from app.followups.links import hash_of, language_of
from app.followups.models import FollowUp, SurveyLink
from app.followups.planning import expire_links
from app.followups.templates import DISSATISFIED
from app.outbox import Message
from app.outbox.wanted import is_wanted
from app.security import Scope, use_scope
from tests.complaints.company import Company
from tests.complaints.test_races import at_once
from tests.followups.cases import after, asked, closed, followups, register, token

LATER = after(days=2)


def record(followup: FollowUp, **facts: Any) -> None:
    with unit_of_work():
        workflow.record_call(followup, actor=None, now=after(minutes=10), **facts)


def test_a_recorded_call_is_the_complaints_satisfaction_call(company: Company) -> None:
    complaint = register(company)
    record(followups()[0], score=4, good=["fast", "friendly"], note="司机很客气")
    followup = followups()[0]
    assert (followup.state, followup.score, followup.result) == ("called", 4, "satisfied")
    assert followup.good == ["fast", "friendly"]
    assert followup.answered_at == after(minutes=10)
    event = history_of(complaint)[-1]
    assert (event.verb, event.facts["result"]) == ("call_satisfaction", "satisfied")
    assert "处理快" in event.note or "Handled quickly" in event.note
    clocks = {deadline.clock: deadline.state for deadline in of_owner(complaint)}
    assert clocks["satisfaction_call"] == "met"


def test_not_reached_stops_the_clock_and_nobody_calls_again(company: Company) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.not_reached(followups()[0], note="关机", actor=None, now=after(minutes=10))
    assert [row.state for row in followups()] == ["missed"]
    assert history_of(complaint)[-1].facts["result"] == "unreachable"


def test_a_call_that_is_not_needed_stays_cancelled_while_its_clock_runs_on(company: Company) -> None:
    complaint = register(company)
    with unit_of_work():
        workflow.cancel(followups()[0], note="客户在店里", actor=None, now=after(minutes=1))
    with unit_of_work():
        complaints.note(complaint, note="已面谈", actor=None, now=after(minutes=2))
    assert [row.state for row in followups()] == ["cancelled"]


def test_two_record_the_same_call(company: Company) -> None:
    register(company)
    record(followups()[0], score=5)
    with pytest.raises(Refused):
        record(followups()[0], score=1)
    assert followups()[0].score == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": 0},
        {"score": 6},
        {"score": None},
        {"score": "x"},
        {"score": 3, "good": ["slow"]},
        {"score": 3, "bad": ["x"]},
        {"score": 3, "note": "长" * 1001},
        {"score": 3, "note": "a\0"},
    ],
)
def test_what_can_not_be_meant_is_refused_by_phone_and_by_link(company: Company, wrong: dict[str, Any]) -> None:
    closed(company)
    with pytest.raises(Invalid):
        record(asked(), **wrong)
    with pytest.raises(Invalid), unit_of_work():
        workflow.answer(token(), **wrong, now=LATER)
    assert asked().score is None


@pytest.mark.parametrize(("score", "state"), [(1, "accepted"), (2, "accepted"), (3, "closed"), (5, "closed")])
def test_a_dissatisfied_answer_reopens_the_closed_complaint(company: Company, score: int, state: str) -> None:
    complaint, mine = closed(company), token()
    with use_scope(Scope("none")), unit_of_work():
        workflow.answer(mine, score=str(score), bad=["not_solved"], note="还是破的", now=LATER)
    followup = followups()[-1]
    assert (followup.state, followup.score, followup.answered_at) == ("answered", score, LATER)
    assert followup.links[0].answered_at == LATER
    complaint = by_id(Complaint, complaint.id)
    assert complaint is not None
    assert complaint.state == state
    told = db.session.scalars(select(Message).where(Message.template_code == DISSATISFIED)).all()
    assert [message.to_person_id for message in told] == [company.people["li"]] * (state == "accepted")
    if state == "accepted":
        event = history_of(complaint)[-1]
        assert (event.verb, event.actor_id) == ("reopen", None)
        assert "还是破的" in event.note


def test_an_archived_complaint_stays_archived_but_its_handler_is_told(company: Company) -> None:
    complaint = closed(company)
    with unit_of_work():
        complaints.archive(complaint, actor=None, now=after(hours=3))
    with unit_of_work():
        workflow.answer(token(), score=1, now=LATER)
    db.session.refresh(complaint)
    assert complaint.state == "archived"
    assert len(db.session.scalars(select(Message).where(Message.template_code == DISSATISFIED)).all()) == 1


def test_a_link_is_answered_once(company: Company) -> None:
    closed(company)
    mine = token()
    with unit_of_work():
        workflow.answer(mine, score=5, now=LATER)
    with pytest.raises(NotFound), unit_of_work():
        workflow.answer(mine, score=1, now=LATER)
    assert followups()[-1].score == 5
    assert language_of(mine, LATER) is None


@pytest.mark.parametrize("guess", ["", "x", "x" * 24, "x" * 10_000, "’ OR 1=1", "' OR '1'='1", "\0"])
def test_a_wrong_token_opens_nothing(company: Company, guess: str) -> None:
    closed(company)
    assert language_of(guess, LATER) is None
    with pytest.raises(NotFound), unit_of_work():
        workflow.answer(guess, score=1, now=LATER)


def test_only_a_hash_of_the_token_is_kept(company: Company) -> None:
    closed(company)
    link = db.session.scalars(select(SurveyLink)).one()
    assert link.token_hash == hash_of(token())
    assert token() not in link.token_hash


def test_a_link_lasts_a_week_and_then_counts_as_unanswered(company: Company) -> None:
    closed(company)
    ends = asked().links[0].expires_at
    expire_links(ends.replace(minute=ends.minute - 1 if ends.minute else 0, hour=ends.hour - 1))
    assert followups()[-1].state == "sent"
    assert language_of(token(), ends) is None
    expire_links(ends)
    expire_links(ends)
    assert followups()[-1].state == "missed"
    assert [event.verb for event in history_of(followups()[-1])] == ["plan", "expire"]


def test_the_mail_is_sent_only_while_the_link_can_be_answered(company: Company) -> None:
    closed(company)
    followup = asked()
    message = db.session.scalars(select(Message).where(Message.owner_kind == "followup")).one()
    assert is_wanted(message)
    with unit_of_work():
        workflow.record_call(followup, score=4, actor=None, now=after(hours=3))
    assert not is_wanted(message)


def test_two_answers_at_once_one_counts(app: Flask, company: Company) -> None:
    closed(company)
    mine = token()
    outcomes = at_once(app, *[lambda score=score: workflow.answer(mine, score=score, now=LATER) for score in (1, 5)])
    assert outcomes == {"done": 1, "NotFound": 1}
    events = [event.verb for event in history_of(followups()[-1])]
    assert events.count("answer") == 1


def test_an_answer_against_reopening_by_hand_neither_hangs_nor_breaks(app: Flask, company: Company) -> None:
    for _ in range(5):
        complaint_id, mine = closed(company).id, token()

        def reopen(complaint_id: int = complaint_id) -> None:
            complaint = by_id(Complaint, complaint_id)
            assert complaint is not None
            complaints.reopen(complaint, note="来电", actor=None, now=LATER)

        outcomes = at_once(app, reopen, lambda mine=mine: workflow.answer(mine, score=1, now=LATER))
        assert outcomes["done"] >= 1
        assert set(outcomes) <= {"done", "NotFound", "Refused"}, outcomes
        db.session.rollback()
        row = by_id(Complaint, complaint_id)
        assert row is not None
        assert row.state == "accepted"
