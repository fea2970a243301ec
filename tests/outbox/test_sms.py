"""Text messages from the outbox to providers that check every signature, and what goes wrong on the way."""

import socket
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from app.config import Settings
from app.core.errors import Invalid, Refused
from app.db import unit_of_work
from app.extensions import db
from app.outbox import (
    Attempt,
    Message,
    MessageTemplate,
    Recipient,
    mark_sent,
    requeue,
)
from app.outbox import deliver as delivery
from app.outbox.deliver import deliver_due, sweep_stuck
from app.outbox.templates import check_template
from app.outbox.unknown import ask_about_unknown
from app.security import Person
from tests.outbox.conftest import NOW, WANG_FANG, configure
from tests.outbox.smsserver import DROP, SmsServer

MINUTE = timedelta(minutes=1)


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def outcomes() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Attempt.outcome).order_by(Attempt.id)))


def test_a_text_arrives_signed_with_number_sign_template_and_parameters(say, provider):
    say()
    deliver_due(NOW)
    (text,) = provider.taken
    assert (text["phone"], text["sign"], text["id"]) == ("+8613800138000", "新邦", message().out_id)
    assert (text["template"], text["parameters"]) == ("449739", ["李娜", "TS20261120-0001"])
    assert text.get("text", "李娜，请为TS20261120-0001打分。") == "李娜，请为TS20261120-0001打分。"
    assert (message().state, message().channel, outcomes()) == ("sent", "sms", ["sent"])
    assert message().masked_recipient == "王* +86****8000"


def test_a_wrong_key_is_refused_and_costs_no_message(say, provider, app, monkeypatch):
    right = app.config["SETTINGS"].sms_url
    configure(app, monkeypatch, "", sms_url=getattr(provider, provider.kind)("wrong"))
    say("one")
    say("two")
    deliver_due(NOW)
    assert provider.taken == []
    assert outcomes() == ["unreachable"], "the second waits without a try"
    configure(app, monkeypatch, "", sms_url=right)
    deliver_due(NOW + 2 * MINUTE)
    assert len(provider.taken) == 2


def test_an_answer_that_never_came_is_never_sent_again_by_itself(say, provider):
    say()
    provider.answers += [DROP]
    for minute in range(0, 3000, 50):
        deliver_due(NOW + minute * MINUTE)
        sweep_stuck(NOW + minute * MINUTE)
        ask_about_unknown(NOW + minute * MINUTE)
    assert (message().state, outcomes()) == ("unknown", ["unknown"])
    assert len(provider.taken) == 1
    assert 5 < len(provider.asked) < 15, "less and less often, and not for ever"


@pytest.mark.parametrize(("known", "state"), [("sent", "sent"), ("refused", "failed")])
def test_the_provider_is_asked_what_became_of_it(say, provider, known, state):
    say()
    provider.answers += [DROP]
    deliver_due(NOW)
    reports = {"sent": "SUCCESS", "refused": "FAIL"}
    provider.knows[message().out_id] = reports[known] if provider.kind == "tencent" else known
    ask_about_unknown(NOW + MINUTE / 2)
    assert message().state == "unknown", "not asked yet"
    ask_about_unknown(NOW + 2 * MINUTE)
    assert message().state == state
    assert len(provider.taken) == 1


def test_a_person_decides_that_it_arrived_or_sends_it_again(say, provider):
    for key in ("one", "two"):
        say(key)
    provider.answers += [DROP, DROP]
    deliver_due(NOW)
    deliver_due(NOW)
    arrived, lost = db.session.scalars(select(Message).order_by(Message.id))
    with unit_of_work():
        mark_sent(arrived, actor=None, now=NOW)
        requeue(lost, actor=None, now=NOW)
    deliver_due(NOW + MINUTE)
    assert [row.state for row in db.session.scalars(select(Message).order_by(Message.id))] == ["sent", "sent"]
    assert provider.ids().count(lost.out_id) == 2
    with pytest.raises(Refused), unit_of_work():
        mark_sent(lost, actor=None, now=NOW)


def test_a_worker_that_died_while_sending_leaves_it_to_a_person(say, provider):
    say()
    ((message_id, token),) = delivery._claim("sms", NOW)
    delivery._open_attempt(message_id, token, "sms", NOW)
    sweep_stuck(NOW + 2 * MINUTE)
    deliver_due(NOW + 60 * MINUTE)
    assert (message().state, outcomes(), provider.taken) == ("unknown", ["unknown"], [])


def test_what_the_provider_refuses_fails_and_what_it_puts_off_goes_later(say, provider):
    say()
    later, never = ("LimitExceeded.PhoneNumberDailyLimit", "FailedOperation.PhoneNumberInBlacklist")
    provider.answers += [later, never] if provider.kind == "tencent" else [429, 400]
    deliver_due(NOW)
    assert message().state == "queued"
    deliver_due(NOW + 2 * MINUTE)
    assert (message().state, outcomes(), provider.taken) == ("failed", ["later", "refused"], [])


def test_a_fault_inside_the_provider_leaves_the_outcome_unknown(say, provider):
    say()
    provider.answers += ["InternalError.SendAndRecvFail"] if provider.kind == "tencent" else [502]
    deliver_due(NOW)
    assert message().state == "unknown"


@pytest.mark.parametrize("kind", ["tencent", "gateway"])
def test_where_no_connection_was_made_nothing_was_sent_and_it_goes_later(say, app, monkeypatch, kind):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused
        closed = SmsServer(port=taken.getsockname()[1])
        configure(app, monkeypatch, "", sms_url=getattr(closed, kind)())
        say()
        deliver_due(NOW)
    assert (message().state, outcomes()) == ("queued", ["unreachable"])


def test_a_dead_provider_holds_up_no_mail(say, tell, server, app, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = SmsServer(port=taken.getsockname()[1])
        configure(app, monkeypatch, app.config["SETTINGS"].smtp_url, sms_url=closed.gateway())
        say("text")
        tell("mail")
        deliver_due(NOW)
    assert len(server.received) == 1


def test_without_a_provider_it_goes_to_the_log_masked(say, app, caplog):
    with caplog.at_level("INFO"):
        say()
        deliver_due(NOW)
    assert (message().state, message().channel) == ("sent", "console")
    assert "KESU_SMS_URL" in caplog.text
    assert "13800138000" not in caplog.text


@pytest.mark.parametrize(
    ("to", "way"),
    [
        (WANG_FANG, "sms"),
        (Recipient("王芳", "wang@example.com", "13800138000"), "email"),
        (Recipient("王芳", "wang@example.com", "13800138000", preferred="sms"), "sms"),
        (Recipient("王芳", "wang@example.com", "027-85550000", preferred="sms"), "email"),
    ],
)
def test_it_goes_the_way_that_reaches_the_recipient(say, to, way):
    assert say(to=to).channel == way


def test_the_caller_may_choose_the_way_and_a_landline_gets_no_text(say):
    both = Recipient("王芳", "wang@example.com", "13800138000")
    assert say("one", both, channel="sms").channel == "sms"
    landline = say("two", Recipient("王芳", phone="027-85550000"), channel="sms")
    assert landline.state == "failed"
    assert "mobile number" in str(landline.reason)


def test_a_kind_without_a_text_goes_by_mail_only(tell):
    assert tell(to=WANG_FANG).channel == "email"


def test_a_text_template_is_short_and_names_only_what_there_is(say):
    row = db.session.scalars(
        select(MessageTemplate).where(
            MessageTemplate.code == "test.survey", MessageTemplate.channel == "sms", MessageTemplate.language == "zh"
        )
    ).one()
    assert row.parameters == "{{ name }}\n{{ number }}"
    row.body = "长" * 501
    with pytest.raises(Invalid) as refusal:
        check_template(row)
    assert set(refusal.value.fields) == {"body"}
    row.body, row.parameters = "短", "{{ nonsense }}"
    with pytest.raises(Invalid) as refusal:
        check_template(row)
    assert set(refusal.value.fields) == {"parameters"}
    db.session.rollback()


def test_sending_again_looks_up_the_persons_number_anew(say, app):
    with unit_of_work():
        names = {"username": "li", "last_name": "李", "first_name": "娜", "email": "li@example.com"}
        person = Person(**names, active=True, password="-")
        db.session.add(person)
        db.session.flush()
        landline = Recipient("李娜", phone="027-85550000", person_id=person.id)
    failed = say("one", landline, channel="sms")
    with unit_of_work():
        db.session.get_one(Person, person.id).phone = "13900139000"
    with unit_of_work():
        requeue(db.session.get_one(Message, failed.id), actor=None, now=NOW)
    assert (message().state, message().address) == ("queued", "+8613900139000")


@pytest.mark.parametrize(
    "url",
    [
        "tencent://id:hush@sms.tencentcloudapi.com",
        "https+hmac://gateway.example/sms",
        "ftp://key:hush@gateway.example",
        "http+hmac://key:hush@gateway.example/sms",
        "tencent://id:hush@example.com?app_id=1&sign=x&protocol=http",
    ],
)
def test_a_provider_that_cannot_be_used_is_refused_at_start_without_showing_the_key(url):
    with pytest.raises(ValidationError) as refusal:
        Settings(sms_url=url)
    assert "hush" not in str(refusal.value)


def test_a_provider_that_can_be_used_is_taken():
    assert Settings(sms_url="https+hmac://key:secret@gateway.example/sms?sign=x").sms_url
