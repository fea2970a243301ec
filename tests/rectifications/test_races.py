"""Two managers press at once: one wins, the other reads a clear refusal; and without the guard both would win."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.complaints.models import Complaint
from app.core.errors import Refused
from app.db import by_id, unit_of_work
from app.events import Event
from app.extensions import db
from app.outbox import suppressed
from app.rectifications import step, verbs
from app.rectifications.models import RectificationReport, ReturnNote
from app.rectifications.states import after, allows
from tests.complaints.company import MONDAY, Company
from tests.complaints.test_races import at_once
from tests.rectifications.reports import judge, submitted, the

ROUNDS = 200
pytestmark = pytest.mark.timeout(400)
"""Each takes seconds on a machine of its own; others may be at work on this one."""
NOW = MONDAY + timedelta(hours=2)


def waits_again(report_id: int) -> None:
    """Back to where it waits for a decision, for the next round."""
    again = {"state": "submitted", "decided_by_id": None}
    with unit_of_work():
        db.session.execute(delete(ReturnNote).where(ReturnNote.report_id == report_id))
        db.session.execute(update(RectificationReport).where(RectificationReport.id == report_id).values(again))


def decisions(report_id: int) -> int:
    made = select(func.count(Event.id)).where(Event.owner_kind == "rectification_report", Event.owner_id == report_id)
    found = db.session.scalar(made.where(Event.verb.in_(("approve", "return", "cancel"))))
    db.session.rollback()
    return found or 0


def approving(company: Company, report_id: int, name: str) -> Callable[[], Any]:
    def act() -> None:
        with suppressed():  # the race is about the decision; messages only take time
            verbs.approve(the(report_id), submission=1, actor=company.person(name), now=NOW)

    return act


def returning(company: Company, report_id: int, name: str) -> Callable[[], Any]:
    def act() -> None:
        with suppressed():
            verbs.return_(
                the(report_id), submission=1, reasons={"root_cause": "请写明环节"}, actor=company.person(name), now=NOW
            )

    return act


@pytest.fixture
def waiting(company: Company) -> int:
    """A report that both the head and the deputy of the province may decide."""
    mine = submitted(company)
    with unit_of_work():
        company.department("hubei").deputy_id = company.people["wu"]
    return mine


def test_two_managers_approve_at_once(app: Flask, company: Company, waiting: int) -> None:
    for _ in range(ROUNDS):
        before = decisions(waiting)
        outcomes = at_once(app, approving(company, waiting, "zhou"), approving(company, waiting, "wu"))
        assert outcomes == {"done": 1, "Refused": 1}
        assert decisions(waiting) == before + 1
        assert the(waiting).state == "approved"
        waits_again(waiting)


def test_one_approves_while_the_other_returns(app: Flask, company: Company, waiting: int) -> None:
    winners = set()
    for _ in range(ROUNDS):
        before = decisions(waiting)
        outcomes = at_once(app, approving(company, waiting, "zhou"), returning(company, waiting, "wu"))
        assert outcomes == {"done": 1, "Refused": 1}
        assert decisions(waiting) == before + 1
        report = the(waiting)
        assert (report.state, report.decided_by_id) in {
            ("approved", company.people["zhou"]),
            ("returned", company.people["wu"]),
        }
        winners.add(report.state)
        waits_again(waiting)
    assert winners <= {"approved", "returned"}


def test_a_report_is_approved_while_its_verdict_is_reversed(app: Flask, company: Company, waiting: int) -> None:
    """Either it was approved and then cancelled, or it was cancelled first; never approved after its end."""
    complaint_id = the(waiting).complaint_id

    def reverse() -> None:
        complaint = by_id(Complaint, complaint_id)
        assert complaint is not None
        judge(complaint, sustained=False, now=NOW)

    outcomes = at_once(app, approving(company, waiting, "zhou"), reverse)
    assert outcomes["done"] >= 1
    assert outcomes["done"] + outcomes["Refused"] == 2
    db.session.rollback()
    assert the(waiting).state == ("approved" if outcomes["Refused"] and the(waiting).decided_by_id else "cancelled")


def test_the_loser_reads_what_happened(company: Company, waiting: int) -> None:
    with unit_of_work():
        approving(company, waiting, "zhou")()
    with pytest.raises(Refused) as refused, unit_of_work():
        approving(company, waiting, "wu")()
    assert str(refused.value.message) == (
        "“Approve” is not possible: report ZG20261123-0001 is in the state “Approved, measures under way”."
    )


def test_without_the_claim_both_would_win(
    app: Flask, company: Company, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the conditional UPDATE that decides. SQLite has one writer at a time."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    both_have_read = Barrier(2)

    def only_look(report: RectificationReport, code: str, now: Any, only: Any = ()) -> None:
        if not allows(code, report.state):
            raise Refused("late")
        both_have_read.wait(timeout=10)
        report.state = after(code, report.state)

    monkeypatch.setattr(step, "claim", only_look)
    outcomes = at_once(app, approving(company, waiting, "zhou"), returning(company, waiting, "wu"))
    assert outcomes == {"done": 2}
    assert decisions(waiting) == 2
