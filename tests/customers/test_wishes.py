"""Quiet hours, preferred channel and “do not contact”: whoever writes, and for whatever reason, keeps to them."""

from datetime import datetime, timedelta

import pytest

from app.complaints import workflow
from app.core.errors import Invalid
from app.customers.models import Contact
from app.customers.verbs import change_contact
from app.db import unit_of_work
from app.extensions import db
from app.followups.models import FollowUp
from app.followups.planning import plan_periodic
from app.outbox import Message, messages_of
from app.outbox.deliver import deliver_due
from tests.complaints.company import MONDAY, Company, told


def wish(company: Company, **wishes: object) -> None:
    """王芳 says so."""
    with unit_of_work():
        change_contact(db.session.get_one(Contact, company.contact_id), **wishes, actor=None, now=MONDAY)


def acknowledged(company: Company, now: datetime) -> Message:
    """The message that a complaint of hers brings her."""
    with unit_of_work():
        complaint = workflow.register(**told(company), actor=company.person("li"), now=now)
    return messages_of(complaint)[0]


def test_without_wishes_the_message_goes_at_once(company: Company) -> None:
    message = acknowledged(company, MONDAY)
    assert (message.state, message.due_at, message.channel) == ("queued", MONDAY, "email")


def test_in_quiet_hours_it_waits_until_they_are_over(company: Company) -> None:
    wish(company, quiet_from="21:00", quiet_until="08:30")
    late = MONDAY.replace(hour=22)
    assert acknowledged(company, late).due_at == MONDAY.replace(hour=8, minute=30) + timedelta(days=1)


def test_what_a_late_worker_finds_waits_too(company: Company) -> None:
    message = acknowledged(company, MONDAY)
    wish(company, quiet_from="12:00", quiet_until="14:00")
    noon = MONDAY.replace(hour=12, minute=30)
    deliver_due(noon)
    db.session.expire_all()
    assert (message.state, message.due_at, message.tries) == ("queued", MONDAY.replace(hour=14), 0)
    deliver_due(MONDAY.replace(hour=14))
    db.session.expire_all()
    assert message.state == "sent"


def test_who_wants_no_contact_gets_none_and_the_page_says_so(company: Company) -> None:
    wish(company, do_not_contact=True)
    message = acknowledged(company, MONDAY)
    assert message.state == "cancelled"
    assert message.reason is not None
    assert "does not want" in message.reason.msgid


def test_the_wish_counts_for_what_waits_already(company: Company) -> None:
    message = acknowledged(company, MONDAY)
    wish(company, do_not_contact=True)
    deliver_due(MONDAY)
    db.session.expire_all()
    assert message.state == "cancelled"


def test_nobody_is_asked_periodically_against_their_wish(company: Company) -> None:
    with unit_of_work():
        db.session.get_one(Contact, company.contact_id).customer.tier.followup_days = 30
    wish(company, do_not_contact=True)
    plan_periodic(MONDAY + timedelta(days=31))
    assert db.session.query(FollowUp).count() == 0


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"quiet_from": "21:00"}, "quiet_until"),
        ({"quiet_until": "08:00"}, "quiet_from"),
        ({"quiet_from": "25:00", "quiet_until": "08:00"}, "quiet_from"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_half_a_wish_is_none(company: Company, wishes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        wish(company, **wishes)
    assert set(refusal.value.fields) == {field}
