"""Messages are part of the business change, or they are not made."""

import pytest
from sqlalchemy import func, select

from app.core.errors import Refused
from app.core.i18n import Text
from app.core.money import Money
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Message, MessageTemplate, Recipient, cancel, messages_of, requeue, seed_templates, suppressed
from app.outbox.deliver import deliver_due
from app.security import Person
from tests.outbox.conftest import NOW


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


def test_a_business_change_that_is_rolled_back_sends_nothing(tell, station, server):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        tell_inside(station)
        raise ZeroDivisionError
    deliver_due(NOW)
    assert count() == 0
    assert server.received == []


def tell_inside(station) -> Message | None:
    from app.outbox import enqueue
    from tests.outbox.conftest import LI_NA

    context = {"number": "TS1", "name": "李娜", "due": NOW}
    return enqueue("test.assigned", to=LI_NA, owner=station, context=context, dedup_key="inside", now=NOW)


def test_the_same_message_is_made_once_and_the_transaction_goes_on(tell, station):
    assert tell("same") is not None
    with unit_of_work():
        station.name = "杭州新站"
        assert tell_inside(station) is not None
        assert tell_inside(station) is None
    assert count() == 2
    db.session.refresh(station)
    assert station.name == "杭州新站"


def test_a_replayed_past_sends_nothing(tell):
    with suppressed():
        assert tell() is None
    assert count() == 0


UNUSABLE = [None, "", "li na@example.com", "li@example.com\nBcc: all@example.com", "李娜@例子.cn"]


@pytest.mark.parametrize("address", UNUSABLE)
def test_somebody_without_a_usable_address_gets_a_message_that_people_see_as_failed(tell, address):
    message = tell(to=Recipient("李娜", address))
    assert message.state == "failed"
    assert "address" in str(message.reason)
    with pytest.raises(Refused), unit_of_work():
        requeue(message, actor=None, now=NOW)


def test_a_persons_new_address_is_used_when_the_message_is_queued_again(tell, server):
    with unit_of_work():
        wang = Person(username="wang", first_name="芳", last_name="王", email="nobody", password="x", active=True)
        db.session.add(wang)
    message = tell(to=wang)
    assert (message.state, message.to_name) == ("failed", "王芳")
    with unit_of_work():
        wang.email = "wang.fang@example.com"
        requeue(message, actor=wang, now=NOW)
    deliver_due(NOW)
    assert server.received[0]["To"].addresses[0].addr_spec == "wang.fang@example.com"


def test_words_are_in_the_recipients_language_with_money_and_instants_readable(tell):
    english = tell("en", to=Recipient("Li Na", "li@example.com", language="en"))
    assert english.subject == "Complaint TS20261120-0001 is yours"
    assert "by 2026-11-20 09:00" in english.body
    amounts = tell("money", context={"number": Text("No. %(n)s", {"n": 7}), "name": Money(5000), "due": None})
    assert "No. 7" in amounts.subject
    assert amounts.body.startswith("¥50.00")


def test_an_edited_template_is_used_and_never_overwritten(tell):
    with unit_of_work():
        seed_templates()
        row = db.session.scalars(select(MessageTemplate).filter_by(code="test.assigned", language="zh")).one()
        row.subject = "【加急】{{ number }}"
    with unit_of_work():
        seed_templates()
    assert tell().subject == "【加急】TS20261120-0001"


def test_an_edited_template_that_fails_at_run_time_gives_way_to_the_default(tell):
    with unit_of_work():
        seed_templates()
        row = db.session.scalars(select(MessageTemplate).filter_by(code="test.assigned", language="zh")).one()
        row.body = "{{ vanished }}"
    assert tell().body.startswith("李娜，您好")


def test_a_template_that_is_switched_off_makes_no_message(tell):
    with unit_of_work():
        seed_templates()
        for row in db.session.scalars(select(MessageTemplate).filter_by(code="test.assigned")):
            row.active = False
    assert tell() is None


def test_a_waiting_message_can_be_cancelled_and_a_sent_one_cannot(tell, server, station):
    message, sent = tell("one"), tell("two")
    with unit_of_work():
        cancel(message, actor=None, now=NOW)
    deliver_due(NOW)
    assert len(server.received) == 1
    assert [row.state for row in messages_of(station)] == ["sent", "cancelled"]
    with pytest.raises(Refused), unit_of_work():
        cancel(sent, actor=None, now=NOW)


def test_an_address_is_stored_sealed_and_shown_masked(tell):
    message = tell()
    assert "li.na" not in message.address_sealed
    assert message.masked_recipient == "李* l***@example.com"
