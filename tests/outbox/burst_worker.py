"""A worker process for the crash test: delivers until it is killed. Leases are short, so that the test is, too."""

import threading
from datetime import timedelta

from app import create_app
from app.config import Settings
from app.outbox import deliver, unknown
from app.security import system_scope
from app.worker import Job, Runner, every

JOBS = [
    Job("outbox.deliver", every(seconds=1), deliver.deliver_due, "Deliver"),
    Job("outbox.stuck", every(seconds=1), deliver.sweep_stuck, "Stuck"),
    Job("outbox.unknown", every(seconds=1), unknown.ask_about_unknown, "Ask"),
]


def work(settings: Settings) -> None:
    """Runs until it is killed."""
    deliver.LEASE = timedelta(seconds=2)
    Runner(create_app(settings), JOBS, scope=system_scope).run_forever(threading.Event())
