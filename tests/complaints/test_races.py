"""Two people press at once: one wins, the other reads a clear refusal."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import step, workflow
from app.complaints.models import Complaint
from app.core.errors import Refused
from app.db import by_id, unit_of_work
from app.events import Event
from app.extensions import db
from app.security import system_scope
from tests.complaints.company import MONDAY, Company, told

ROUNDS = 10


def at_once(app: Flask, *acts: Callable[[], Any]) -> Counter[str]:
    """Run each act in a unit of work of its own, all starting together; counts what became of them."""
    ready, outcomes = Barrier(len(acts)), Counter[str]()

    def run(act: Callable[[], Any]) -> None:
        with app.app_context(), system_scope():
            ready.wait()
            try:
                with unit_of_work():
                    act()
                outcomes["done"] += 1
            except Exception as error:
                outcomes[type(error).__name__] += 1
            db.session.remove()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def registered(company: Company) -> int:
    with unit_of_work():
        return workflow.register(**told(company), actor=company.person("li"), now=MONDAY).id


def the(complaint_id: int) -> Complaint:
    complaint = by_id(Complaint, complaint_id)
    assert complaint is not None
    return complaint


def test_two_accept_at_once(app: Flask, company: Company) -> None:
    for _ in range(ROUNDS):
        mine = registered(company)
        outcomes = at_once(
            app,
            lambda mine=mine: workflow.accept(the(mine), actor=company.person("li"), now=MONDAY),
            lambda mine=mine: workflow.accept(the(mine), actor=company.person("chen"), now=MONDAY),
        )
        assert outcomes == {"done": 1, "Refused": 1}
        events = select(Event).where(Event.owner_kind == "complaint", Event.owner_id == mine, Event.verb == "accept")
        winner = db.session.scalars(events).one()
        assert the(mine).handler_id == winner.actor_id
        db.session.rollback()


def test_agree_against_decline(app: Flask, company: Company) -> None:
    for _ in range(ROUNDS):
        mine = proposed(company)
        outcomes = at_once(
            app,
            lambda mine=mine: workflow.agree(the(mine), answer="好", actor=None, now=MONDAY),
            lambda mine=mine: workflow.decline(the(mine), answer="不行", actor=None, now=MONDAY),
        )
        assert outcomes == {"done": 1, "Refused": 1}
        complaint = the(mine)
        assert (complaint.state, complaint.proposals[0].outcome) in {("agreed", "agreed"), ("investigated", "declined")}
        db.session.rollback()


def test_a_note_and_a_step_at_once_both_succeed(app: Flask, company: Company) -> None:
    mine = registered(company)
    outcomes = at_once(
        app,
        lambda: workflow.note(the(mine), note="客户再次来电", actor=None, now=MONDAY),
        lambda: workflow.regrade(the(mine), actor=None, now=MONDAY),
    )
    assert outcomes == {"done": 2}
    assert the(mine).version == 3


def test_without_the_claim_both_would_win(app: Flask, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is the conditional UPDATE that decides. SQLite has one writer at a time."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    both_have_read = Barrier(2)

    def only_look(complaint: Complaint, code: str, now: Any, *_only_if: Any) -> None:
        if not step.allows(code, complaint.state):
            raise Refused("late")
        both_have_read.wait(timeout=10)
        complaint.state = step.VERBS[code].target or complaint.state

    mine = registered(company)
    monkeypatch.setattr(step, "claim", only_look)
    outcomes = at_once(
        app,
        lambda: workflow.withdraw(the(mine), note="算了", actor=None, now=MONDAY),
        lambda: workflow.accept(the(mine), actor=None, now=MONDAY),
    )
    assert outcomes == {"done": 2}


def test_twenty_register_at_once_without_a_gap_or_a_double(app: Flask, company: Company) -> None:
    facts = told(company)
    outcomes = at_once(app, *[lambda: workflow.register(**facts, actor=None, now=MONDAY)] * 20)
    assert outcomes == {"done": 20}
    numbers = db.session.scalars(select(Complaint.no).order_by(Complaint.no)).all()
    assert numbers == [f"TS20261123-{number:04d}" for number in range(1, 21)]


def test_a_registration_that_fails_gives_its_number_back(company: Company) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        workflow.register(**told(company), actor=None, now=MONDAY)
        raise RuntimeError("the power fails")
    with unit_of_work():
        assert workflow.register(**told(company), actor=None, now=MONDAY).no == "TS20261123-0001"


def test_a_new_day_begins_at_midnight_in_shanghai(company: Company) -> None:
    with unit_of_work():
        late = workflow.register(**told(company), actor=None, now=MONDAY.replace(hour=23, minute=59))
        early = workflow.register(**told(company), actor=None, now=MONDAY.replace(day=24, hour=0, minute=0))
    assert [late.no, early.no] == ["TS20261123-0001", "TS20261124-0001"]


def proposed(company: Company) -> int:
    mine = registered(company)
    with unit_of_work():
        complaint = the(mine)
        workflow.accept(complaint, actor=None, now=MONDAY)
        workflow.dispatch(complaint, department_id=company.departments["jianghan"], actor=None, now=MONDAY)
        workflow.investigate(complaint, findings="属实", actor=None, now=MONDAY)
        workflow.propose(complaint, remedy="apology", text="致歉", actor=None, now=MONDAY)
    return mine
