"""300 complaints in the fortnight of National Day: what was sent, to whom and when, is what had to be sent."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from app.complaints import workflow
from app.complaints.models import Complaint
from app.core.clock import local
from app.db import unit_of_work
from app.deadlines import Deadline, sweep
from app.extensions import db
from app.outbox import Message
from app.outbox.deliver import deliver_due
from tests.complaints.company import Company, told
from tests.complaints.ledger import END, Case, Line, cases, ledger

Deed = Callable[[datetime], None]


@pytest.mark.timeout(600)
def test_what_was_sent_in_the_fortnight_is_what_had_to_be_sent(company: Company) -> None:
    numbers: dict[int, int] = {}
    deeds = sorted((deed for case in cases() for deed in _deeds(company, case, numbers)), key=lambda deed: deed[0])
    while (coming := _next(deeds)) is not None:
        now, what = coming
        if what == "deed":
            with unit_of_work():
                deeds.pop(0)[1](now)
        elif what == "step":
            sweep(now)
        else:
            deliver_due(now)
    sent, expected = _sent(numbers), ledger()
    assert sorted((expected - sent).elements()) == [], "had to be sent, and wasn't"
    assert sorted((sent - expected).elements()) == [], "was sent, and hadn't to be"
    assert expected.total() > 1_500


def _deeds(company: Company, case: Case, numbers: dict[int, int]) -> list[tuple[datetime, Deed]]:
    """What people do to one complaint, each at its instant."""
    found: list[Complaint] = []

    def register(now: datetime) -> None:
        facts = told(
            company,
            customer_id=None,
            contact_id=None,
            complainant="刘洋",
            phone="13900139000",
            urgent=case.urgent,
            loss="6000" if case.major else "100",
        )
        found.append(workflow.register(**facts, actor=company.person("li"), now=now))
        workflow.accept(found[0], actor=company.person("li"), now=now)
        numbers[found[0].id] = case.number

    def step(name: str, actor: str, **facts: Any) -> Deed:
        return lambda now: getattr(workflow, name)(found[0], **facts, actor=company.person(actor), now=now)

    def propose(now: datetime) -> None:
        step("investigate", "zhao", findings="属实")(now)
        step("propose", "zhao", remedy="apology", text="致歉")(now)

    def resolve(now: datetime) -> None:
        step("agree", "li")(now)
        step("carry_out", "li")(now)

    planned = [
        (case.received, register),
        (case.proposed, propose),
        (case.resolved, resolve),
        (case.dispatched, step("dispatch", "li", department_id=company.departments["jianghan"])),
        (case.called, step("call_satisfaction", "li", result="satisfied")),
        (None if case.ordinary else case.escalated, step("escalate", "li", note="客户很急")),
    ]
    return [(at, deed) for at, deed in planned if at is not None]


def _next(deeds: list[tuple[datetime, Deed]]) -> tuple[datetime, str] | None:
    """What comes next: a message's time, a clock's step, somebody's deed. None: the fortnight is over."""
    db.session.rollback()
    waiting = db.session.scalar(select(func.min(Message.due_at)).where(Message.state == "queued"))
    step = db.session.scalar(select(func.min(Deadline.next_at)))
    deed = deeds[0][0] if deeds else None
    coming = [(at, what) for at, what in ((waiting, "message"), (step, "step"), (deed, "deed")) if at and at < END]
    return min(coming, key=lambda each: each[0], default=None)


def _sent(numbers: dict[int, int]) -> Counter[Line]:
    rows = db.session.scalars(select(Message).where(Message.state == "sent", Message.owner_kind == "complaint"))
    return Counter(
        (numbers[row.owner_id], row.template_code, row.to_name, local(row.sent_at).replace(second=0, microsecond=0))
        for row in rows
        if row.sent_at is not None
    )
