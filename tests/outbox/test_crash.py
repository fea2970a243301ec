"""A worker killed again and again in a burst of mail: counted at the mail server."""

import asyncio
import multiprocessing
from collections import Counter
from contextlib import contextmanager

from sqlalchemy import func, select

from app.core import clock
from app.db import unit_of_work
from app.extensions import db
from app.outbox import Attempt, Message, enqueue
from tests.outbox.burst_worker import work
from tests.outbox.conftest import LI_NA
from tests.outbox.mailserver import MailServer, running

MAILS = 200
KILLS = 5

# Workers fork from a process that has imported the app and nothing else: quicker than a fresh one, as clean.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["app.assembly", "tests.outbox.burst_worker"])


class SlowServer(MailServer):
    """Answers after a moment, so that a kill often falls between taking a mail over and the answer."""

    async def handle_DATA(self, server, session, envelope):
        reply = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.01)
        return reply


def test_no_mail_is_lost_and_every_duplicate_was_foretold_by_an_open_attempt(app, station):
    with unit_of_work():
        for number in range(MAILS):
            context = {"number": number, "name": "李娜", "due": ""}
            enqueue("test.assigned", to=LI_NA, owner=station, context=context, dedup_key=str(number), now=clock.now())
    server = SlowServer()
    with running(server):
        for kill in range(1, KILLS + 1):
            with worker(app, server) as process:
                wait_for(server, MAILS * kill // (KILLS + 1))
                process.kill()
        with worker(app, server):
            wait_until_all_are_sent(server)
    times_sent = Counter(server.ids())
    duplicates = {out_id for out_id, times in times_sent.items() if times > 1}
    foretold = select(Message.out_id).join(Attempt).where(Attempt.outcome == "unknown")
    assert len(times_sent) == MAILS
    assert sum(times_sent.values()) - MAILS <= KILLS
    assert duplicates <= set(db.session.scalars(foretold))


@contextmanager
def worker(app, server):
    """A worker process beside this one; killed at the end, if it still runs."""
    settings = app.config["SETTINGS"].model_copy(update={"smtp_url": f"smtp://127.0.0.1:{server.port}"})
    process = PROCESSES.Process(target=work, args=(settings,), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def wait_for(server: MailServer, count: int) -> None:
    with server.arrived:
        assert server.arrived.wait_for(lambda: len(server.received) >= count, timeout=30)


def wait_until_all_are_sent(server: MailServer) -> None:
    def all_sent() -> bool:
        db.session.rollback()
        unsent = select(func.count()).select_from(Message).where(Message.state != "sent")
        return db.session.scalar(unsent) == 0

    with server.arrived:
        assert server.arrived.wait_for(lambda: len(set(server.ids())) == MAILS, timeout=30)
        while not all_sent():
            server.arrived.wait(0.2)
