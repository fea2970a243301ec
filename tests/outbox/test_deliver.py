"""From a queued message to a mail at a real SMTP server, and what goes wrong on the way."""

import ssl
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import unit_of_work
from app.extensions import db
from app.outbox import Attempt, Message, channels, requeue
from app.outbox import deliver as delivery
from app.outbox.deliver import deliver_due, sweep_stuck
from app.outbox.wanted import _checks
from app.security import system_scope
from tests.outbox.conftest import NOW, configure
from tests.outbox.mailserver import DROP, MailServer, certificate, running

MINUTE = timedelta(minutes=1)


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def outcomes() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Attempt.outcome).order_by(Attempt.id)))


def test_a_chinese_mail_arrives_whole_and_the_message_is_sent(tell, server, app, monkeypatch):
    configure(app, monkeypatch, app.config["SETTINGS"].smtp_url, company_name="新邦, 客诉")
    tell()
    deliver_due(NOW)
    (mail,) = server.received
    assert mail["Subject"] == "投诉TS20261120-0001已转到您部门"
    assert mail.get_content().replace("\r\n", "\n").strip() == (
        "李娜，您好：\n请在2026-11-20 09:00前处理投诉TS20261120-0001。"
    )
    assert mail["To"].addresses[0].display_name == "李娜"
    assert mail["From"].addresses[0].display_name == "新邦, 客诉"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message().out_id
    assert (message().state, message().channel, message().tries) == ("sent", "email", 1)
    assert outcomes() == ["sent"]


def test_a_long_chinese_line_stays_within_the_lines_of_smtp(tell, server):
    tell(context={"number": "1", "name": "很长的名字" * 1000, "due": NOW})
    deliver_due(NOW)
    assert "很长的名字" * 1000 in server.received[0].get_content()
    assert max(map(len, server.received[0].as_bytes().splitlines())) < 998


def test_urgent_messages_go_first_and_later_ones_wait(tell, server):
    for number in range(7):
        tell(f"plain {number}")
    tell("urgent", urgent=True)
    tell("evening", send_after=NOW + timedelta(hours=9))
    deliver_due(NOW)
    urgent = db.session.scalars(select(Message.out_id).where(Message.urgent)).one()
    assert server.ids()[0] == urgent
    assert len(server.received) == 8
    deliver_due(NOW + timedelta(hours=9))
    assert len(server.received) == 9


def test_a_server_that_is_busy_gets_the_mail_later(tell, server):
    tell()
    server.replies += ["451 try again later"]
    deliver_due(NOW)
    assert (message().state, message().due_at > NOW) == ("queued", True)
    assert "451 try again later" in str(message().reason)
    deliver_due(NOW + MINUTE / 2)
    assert server.received == []
    deliver_due(NOW + 2 * MINUTE)
    assert len(server.received) == 1
    assert message().state == "sent"
    assert message().reason is None
    assert outcomes() == ["later", "sent"]


def test_a_mail_refused_for_good_fails_at_once_and_a_person_can_send_it_again(tell, server):
    tell()
    server.rcpt_replies += ["550 no such mailbox"]
    deliver_due(NOW)
    assert message().state == "failed"
    assert "550 no such mailbox" in str(message().reason)
    failed = message()
    with unit_of_work():
        requeue(failed, actor=None, now=NOW)
    deliver_due(NOW)
    assert message().state == "sent"


def test_a_server_that_stays_busy_is_given_up_after_days(tell, server):
    tell()
    server.replies += ["451 busy"] * 20
    now, waited = NOW, []
    for _ in range(20):
        deliver_due(now)
        if message().state != "queued":
            break
        waited.append(message().due_at - now)
        now = message().due_at
    assert message().state == "failed"
    assert len(waited) == 8
    assert waited == sorted(waited)


def test_one_mail_refused_does_not_hold_up_the_others(tell, server):
    for number in range(4):
        tell(f"{number}")
    server.rcpt_replies += ["550 no such mailbox"]
    deliver_due(NOW)
    assert len(server.received) == 3


def test_a_connection_broken_after_the_text_was_handed_over_leads_to_the_same_message_id_again(tell, server):
    tell()
    server.replies += [DROP]
    deliver_due(NOW)
    assert (message().state, outcomes()) == ("queued", ["unknown"])
    deliver_due(NOW + 2 * MINUTE)
    assert message().state == "sent"
    assert server.ids() == [message().out_id] * 2
    assert outcomes() == ["unknown", "sent"]


def test_four_workers_at_once_send_every_mail_once(tell, server, app):
    for number in range(60):
        tell(f"{number}")

    def deliver() -> None:
        with app.app_context(), system_scope():
            deliver_due(NOW)

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.received) == len(set(server.ids())) == 60
    assert outcomes() == ["sent"] * 60


def test_without_a_server_the_sweep_ends_after_one_try_and_everything_waits(tell, app, monkeypatch):
    configure(app, monkeypatch, "smtp://127.0.0.1:1")
    for number in range(7):
        tell(f"{number}")
    deliver_due(NOW)
    assert outcomes() == ["unreachable"]
    assert set(db.session.scalars(select(Message.state))) == {"queued"}
    assert set(db.session.scalars(select(Message.lease_until))) == {None}


@pytest.mark.parametrize("url", ["mail.example.com:25", "imap://mail.example.com", "smtp://"])
def test_a_wrong_setting_stops_delivery_and_uses_up_no_try(tell, app, monkeypatch, url):
    configure(app, monkeypatch, url)
    tell()
    with pytest.raises(ValueError, match="KESU_SMTP_URL"):
        deliver_due(NOW)
    assert (message().state, message().tries) == ("queued", 0)


def test_without_configuration_the_message_goes_to_the_log_masked(tell, app, caplog):
    caplog.set_level("INFO")
    tell(context={"number": "TS1", "name": "李娜", "due": "13800138000"})
    deliver_due(NOW)
    assert (message().state, message().channel) == ("sent", "console")
    assert "l***@example.com" in caplog.text
    assert "138****8000" in caplog.text
    assert "李娜" not in caplog.text


def test_login_is_sent_and_a_wrong_password_fails_no_message(tell, app, monkeypatch, tmp_path):
    context, pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    tell()
    server = MailServer()
    plain = {"auth_required": True, "auth_exclude_mechanism": ["LOGIN"]}
    with running(server, tls_context=context, authenticator=server.authenticate, **plain):
        configure(app, monkeypatch, f"smtp+starttls://kesu%40example.com:wrong@localhost:{server.port}")
        deliver_due(NOW)
        assert (message().state, outcomes()) == ("queued", ["unreachable"])
        configure(app, monkeypatch, f"smtp+starttls://kesu%40example.com:m%40il%2Fsecret@localhost:{server.port}")
        deliver_due(NOW + 2 * MINUTE)
    assert server.logins[-1] == ("kesu@example.com", "m@il/secret")
    assert message().state == "sent"


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tell, app, monkeypatch, tmp_path, scheme):
    context, pem = certificate(tmp_path)
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
    tell()
    with running(MailServer(), **options) as server:
        configure(app, monkeypatch, f"{scheme}://localhost:{server.port}")
        deliver_due(NOW)
        assert "certificate verify failed" in str(message().reason)
        assert server.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert ssl.create_default_context().get_ca_certs()
        deliver_due(NOW + 2 * MINUTE)
        assert len(server.received) == 1


def test_a_message_that_expired_is_not_sent(tell, server):
    tell(expires_at=NOW + MINUTE)
    deliver_due(NOW + MINUTE)
    assert (message().state, server.received) == ("expired", [])


def test_a_message_that_is_no_longer_wanted_is_not_sent(tell, server, monkeypatch):
    monkeypatch.setitem(_checks, "department", lambda _message: False)
    monkeypatch.setitem(_checks, "complaint", lambda _message: True)
    tell()
    deliver_due(NOW)
    assert (message().state, server.received) == ("cancelled", [])


def test_no_transaction_is_open_while_a_mail_is_sent(tell, server, app, monkeypatch):
    seen = []

    class Watching(channels.EmailChannel):
        def send(self, letter):
            seen.append(db.session().in_transaction())
            return super().send(letter)

    monkeypatch.setattr(channels, "EmailChannel", Watching)
    tell()
    deliver_due(NOW)
    assert seen == [False]


def test_a_worker_that_died_while_sending_leaves_an_unknown_attempt_and_the_mail_goes_once_more(tell, server):
    tell()
    ((message_id, token),) = delivery._claim("email", NOW)
    delivery._open_attempt(message_id, token, "email", NOW)
    sweep_stuck(NOW + MINUTE / 2)
    assert message().state == "sending"
    sweep_stuck(NOW + 2 * MINUTE)
    assert (message().state, outcomes()) == ("queued", ["unknown"])
    deliver_due(NOW + 2 * MINUTE)
    assert (message().state, outcomes()) == ("sent", ["unknown", "sent"])


def test_a_paused_worker_that_wakes_up_can_neither_send_nor_write_its_result(tell, server):
    tell()
    ((message_id, stale),) = delivery._claim("email", NOW)
    deliver_due(NOW + 2 * MINUTE)
    assert delivery._open_attempt(message_id, stale, "email", NOW + 2 * MINUTE) is None
    late = delivery._Try(message_id, stale, 1, "email")
    delivery._settle(late, delivery.Outcome("refused", "550 late"), NOW + 3 * MINUTE)
    assert message().state == "sent"
    assert len(server.received) == 1
