"""The loop of a worker.

APScheduler's triggers say when a job is due; its scheduler isn't used. Measured: after the clock steps back two hours
it runs nothing until the clock has caught up, its grace of one second skips late jobs, and what was due during a
downtime is lost. Here each job has a thread that looks at the clock at least once a second, by a wait that the wall
clock doesn't influence, and what is due is decided by rows in the database. A slow mail server thus holds up no
deadline.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.db import unit_of_work
from app.worker import heartbeat, occurrences
from app.worker.timetable import Job, next_slot

log = logging.getLogger(__name__)

_LOOK_EVERY = timedelta(seconds=1)
_STOP_WITHIN = timedelta(seconds=15)


class Runner:
    """Runs a timetable. Any number of runners, on any number of machines, share the work.

    `scope` is entered around each job (`system_scope`); `now` is the clock that decides what is due.
    """

    def __init__(
        self,
        app: Flask,
        jobs: Iterable[Job],
        scope: Callable[[], AbstractContextManager[None]],
        now: Callable[[], datetime] = clock.now,
    ):
        self.app = app
        self.jobs = list(jobs)
        self.scope = scope
        self.now = now
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = now()

    def once(self) -> None:
        """One pass over everything due, job after job. Jobs that poll run even if their slot was just done."""
        self._beat()
        for job in self.jobs:
            if job.polls:
                with self.app.app_context(), unit_of_work():
                    occurrences.due_again(job)
            while self.tick(job) and job.keep == "all":
                pass

    def run_forever(self, stop: threading.Event) -> None:
        """Until `stop` is set; then jobs get a moment to end the item at hand. What is cut off is claimed again."""
        self._beat()
        threads = [threading.Thread(target=self._keep_running, args=(job, stop), daemon=True) for job in self.jobs]
        for thread in threads:
            thread.start()
        log.info("worker %s: %d jobs", self.name, len(threads))
        while not stop.wait(heartbeat.INTERVAL.total_seconds()):
            self._beat()
        deadline = time.monotonic() + _STOP_WITHIN.total_seconds()
        for thread in threads:
            thread.join(max(0, deadline - time.monotonic()))

    def tick(self, job: Job) -> bool:
        """Run the job if one of its slots is due and nobody else has it. True if it ran."""
        with self.app.app_context(), self.scope():
            now = self.now()
            if not occurrences.is_due(job, now):
                return False
            with unit_of_work():
                claimed = occurrences.take(job, now)
            if claimed is None:
                return False
            self._run(job, *claimed)
            return True

    def _run(self, job: Job, row_id: int, token: int, slot: datetime) -> None:
        try:
            job.run(slot if job.keep == "all" else self.now())
        except Exception as error:
            log.exception("job %s failed; tried again at its next slot, or when its lease ends", job.id)
            with unit_of_work():
                occurrences.note_failure(row_id, token, repr(error)[:2000])
            return
        with unit_of_work():
            if not occurrences.finish(row_id, token, self.now()):
                log.warning("job %s took longer than its lease; another worker has run it too", job.id)

    def _keep_running(self, job: Job, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                ran = self.tick(job)
            except Exception:  # whatever it is, the job's thread has to live on
                log.exception("job %s couldn't be looked after; trying again", job.id)
                ran = False
            if not ran or job.keep == "newest":
                stop.wait(self._pause(job))

    def _pause(self, job: Job) -> float:
        now = self.now()
        coming = next_slot(job, now)
        return min(coming - now, _LOOK_EVERY).total_seconds() if coming else _LOOK_EVERY.total_seconds()

    def _beat(self) -> None:
        try:
            with self.app.app_context():
                heartbeat.beat(self.name, self.started_at, self.now())
        except SQLAlchemyError:
            log.exception("worker %s: no heartbeat, the database is not to be reached", self.name)
