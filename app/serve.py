"""Processes: web, worker, or both in one."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from app.config import Settings
from app.jobs import JOBS
from app.security import system_scope
from app.worker import Runner

log = logging.getLogger(__name__)
FAREWELL_SECONDS = 20


def everything(app: Flask) -> None:
    """Web server, with the worker as a thread beside it: the one-machine default."""
    _stop_on_terminate()
    stop = threading.Event()
    thread = threading.Thread(target=Runner(app, JOBS, system_scope).run_forever, args=(stop,), name="worker")
    thread.start()
    try:
        _listen(app)
    finally:
        stop.set()
        thread.join(FAREWELL_SECONDS)


def web(app: Flask) -> None:
    """The web server alone: threads on SQLite, processes on PostgreSQL (FAB shares view state between threads)."""
    _stop_on_terminate()
    if app.config["SETTINGS"].url().startswith("postgresql"):
        _prefork(app)
    else:
        _listen(app)


def worker(app: Flask, *, once: bool = False) -> None:
    """The worker alone. `once`: one pass over everything that is due."""
    runner = Runner(app, JOBS, system_scope)
    if once:
        runner.once()
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    runner.run_forever(stop)


def _listen(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.web_threads,
        ident="kesu",
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
    )


def _prefork(app: Flask) -> None:
    from gunicorn.app.base import BaseApplication  # not on Windows, where only the default process runs

    settings: Settings = app.config["SETTINGS"]

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
            self.cfg.set("workers", settings.web_processes)
            self.cfg.set("proc_name", "kesu-web")

        def load(self) -> Any:
            return app

    Server().run()


def _stop_on_terminate() -> None:
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
