"""Customers of a tier with an interval are asked once in each of their periods."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI
from app.customers.models import Customer, Tier
from app.customers.verbs import change_customer
from app.db import by_id, unit_of_work
from app.extensions import db
from app.followups import rules
from app.followups.planning import plan_periodic
from app.security import Person
from tests.complaints.company import Company
from tests.complaints.test_races import at_once
from tests.followups.cases import after, followups

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def gold(company: Company) -> Company:
    """Gold customers are asked every thirty days; the one there is was made on 23 November."""
    with unit_of_work():
        db.session.scalars(select(Tier)).one().followup_days = 30
    return company


@pytest.mark.parametrize(
    ("today", "begun"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 12, 22), None),
        (date(2026, 12, 23), date(2026, 12, 23)),
        (date(2026, 12, 30), date(2026, 12, 23)),
        (date(2026, 12, 31), None),
        (date(2027, 1, 22), date(2027, 1, 22)),
        (date(2027, 1, 30), None),
    ],
)
def test_when_a_period_has_begun(today: date, begun: date | None) -> None:
    assert rules.period_begun(MADE, 30, today) == begun


def test_asked_by_mail_on_the_first_day_of_the_period(gold: Company) -> None:
    plan_periodic(after(days=29))
    assert followups() == []
    plan_periodic(after(days=30))
    (followup,) = followups()
    assert (followup.reason, followup.means, followup.state) == ("periodic", "email", "sent")
    assert (followup.complaint_id, followup.customer_id) == (None, gold.customer_id)
    assert followup.due_at == datetime(2026, 12, 23, 10, 0, tzinfo=SHANGHAI)


def test_running_the_job_again_changes_nothing(gold: Company) -> None:
    for hours in (0, 0, 3, 24, 72):
        plan_periodic(after(days=30, hours=hours))
    assert len(followups()) == 1


def test_two_workers_at_once_plan_once(app: Flask, gold: Company) -> None:
    with unit_of_work():
        customer = by_id(Customer, gold.customer_id)
        assert customer is not None
        customer.created_at = after(days=-30)
    # The job opens its own units of work; what is tried here is its innermost part.
    from app.followups import planning

    outcomes = at_once(app, *[lambda: planning._ask(gold.customer_id, date(2026, 11, 23), after(days=0))] * 4)
    assert outcomes == {"done": 4}
    assert len(followups()) == 1


def test_the_next_period_follows_a_month_later_and_not_while_a_call_waits(gold: Company) -> None:
    with unit_of_work():
        customer = by_id(Customer, gold.customer_id)
        assert customer is not None
        for contact in customer.contacts:
            contact.email, contact.phone = "", None
        change_customer(customer, owner_id=gold.people["li"], actor=None, now=after(days=1))
    plan_periodic(after(days=30))
    (call,) = followups()
    assert (call.means, call.state, call.assigned_id) == ("phone", "due", gold.people["li"])
    assert call.due_at == datetime(2026, 12, 23, 18, 0, tzinfo=SHANGHAI)
    plan_periodic(after(days=60))
    assert len(followups()) == 1
    with unit_of_work():
        from app.followups import workflow

        workflow.record_call(followups()[0], score=5, actor=by_id(Person, gold.people["li"]), now=after(days=60))
    plan_periodic(after(days=60))
    assert [row.due_at.date() for row in followups()] == [date(2026, 12, 23), date(2027, 1, 22)]


@pytest.mark.parametrize("change", ["dormant", "inactive tier", "no interval"])
def test_who_is_not_asked(gold: Company, change: str) -> None:
    with unit_of_work():
        customer = by_id(Customer, gold.customer_id)
        assert customer is not None
        if change == "dormant":
            customer.status = "dormant"
        elif change == "inactive tier":
            customer.tier.active = False
        else:
            customer.tier.followup_days = None
    plan_periodic(after(days=30))
    assert followups() == []


def test_a_tier_that_is_first_given_an_interval_asks_nobody_all_at_once(company: Company) -> None:
    """The customer's own third period began eight days ago: they wait for the fourth."""
    with unit_of_work():
        db.session.scalars(select(Tier)).one().followup_days = 30
    plan_periodic(after(days=98))
    assert followups() == []
    plan_periodic(after(days=120))
    assert len(followups()) == 1
