"""A worker killed again and again in a burst of mail and text messages: counted at the servers that receive them."""

import asyncio
import multiprocessing
import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Attempt, Message, enqueue
from tests.outbox.burst_worker import work
from tests.outbox.conftest import LI_NA, WANG_FANG
from tests.outbox.mailserver import MailServer
from tests.outbox.mailserver import running as mail_running
from tests.outbox.smsserver import SmsServer
from tests.outbox.smsserver import running as sms_running

MAILS, TEXTS = 1_100, 400
KILLS = 20
PATIENCE_SECONDS = 120

# Workers fork from a process that has imported the app and nothing else: quicker than a fresh one, as clean.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["app.assembly", "tests.outbox.burst_worker"])


class SlowServer(MailServer):
    """Answers after a moment, so that a kill often falls between taking a mail over and the answer."""

    async def handle_DATA(self, server, session, envelope):
        reply = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.005)
        return reply


class Receivers:
    """The two servers, and how much has come in at both together."""

    def __init__(self):
        self.arrived = threading.Condition()
        self.mail = SlowServer(arrived=self.arrived)
        self.texts = SmsServer(arrived=self.arrived, delay=0.005)

    def wait_for(self, count):
        with self.arrived:
            came = self.arrived.wait_for(lambda: self.count() >= count, PATIENCE_SECONDS)
        assert came, f"{self.count()} of {count}"

    def count(self):
        return len(self.mail.received) + len(self.texts.taken)

    def settings(self, app):
        urls = {"smtp_url": f"smtp://127.0.0.1:{self.mail.port}", "sms_url": self.texts.gateway()}
        return app.config["SETTINGS"].model_copy(update=urls)


@pytest.mark.timeout(400)
def test_none_is_lost_every_second_mail_was_foretold_and_no_text_goes_twice(app, station):
    queue_all(station)
    receivers = Receivers()
    with mail_running(receivers.mail), sms_running(receivers.texts):
        for kill in range(1, KILLS + 1):
            with worker(app, receivers) as process:
                receivers.wait_for((MAILS + TEXTS) * kill // (KILLS + 2))
                process.kill()
        with worker(app, receivers):
            wait_until_nothing_is_under_way(receivers)
    mails, texts = Counter(receivers.mail.ids()), Counter(receivers.texts.ids())
    unknown = set(db.session.scalars(select(Message.out_id).where(Message.state == "unknown")))
    foretold = set(db.session.scalars(select(Message.out_id).join(Attempt).where(Attempt.outcome == "unknown")))
    twice = {out_id for out_id, times in mails.items() if times > 1}
    assert len(mails) == MAILS
    assert sum(mails.values()) - MAILS <= KILLS
    assert twice <= foretold
    assert set(texts.values()) == {1}, "no text message is ever sent again by itself"
    assert set(texts) | unknown == all_texts(), "none is lost: it arrived, or it waits for a person"
    assert unknown <= foretold
    assert len(unknown) <= KILLS


def queue_all(station):
    with unit_of_work():
        for number in range(MAILS + TEXTS):
            code, to = ("test.survey", WANG_FANG) if number < TEXTS else ("test.assigned", LI_NA)
            context = {"number": number, "name": "李娜", "due": ""}
            enqueue(code, to=to, owner=station, context=context, dedup_key=str(number), now=clock.now())


def all_texts():
    return set(db.session.scalars(select(Message.out_id).where(Message.channel == "sms")))


@contextmanager
def worker(app, receivers):
    """A worker process beside this one; killed at the end, if it still runs."""
    process = PROCESSES.Process(target=work, args=(receivers.settings(app),), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def wait_until_nothing_is_under_way(receivers):
    def under_way():
        db.session.rollback()
        waiting = select(func.count()).select_from(Message).where(Message.state.in_(("queued", "sending")))
        return db.session.scalar(waiting)

    with receivers.arrived:
        for _ in range(PATIENCE_SECONDS * 5):
            if not under_way():
                return
            receivers.arrived.wait(0.2)
    raise AssertionError(f"{under_way()} messages are still under way")
