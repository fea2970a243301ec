"""Runners that share a timetable, on both databases."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.core.clock import SHANGHAI
from app.db import unit_of_work
from app.extensions import db
from app.security import system_scope
from app.security.scope import current_scope
from app.worker import Job, Occurrence, Runner, at_times, every, occurrences, workers_alive

START = datetime(2026, 11, 20, 8, 0, tzinfo=SHANGHAI)


class Clock:
    """A clock that goes when told."""

    def __init__(self, at: datetime = START):
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def go(self, **by: float) -> None:
        self.at += timedelta(**by)


class Ledger(list[datetime]):
    """A job's function that writes down each run."""

    def run(self, now: datetime) -> None:
        current_scope()
        self.append(now)


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def sweep(ledger: Ledger, **interval: float) -> Job:
    return Job("sweep", every(**(interval or {"minutes": 1})), ledger.run, "Sweep")


def report(ledger: Ledger) -> Job:
    return Job("report", at_times(hour=9), ledger.run, "Report", keep="all")


def runner(app, *jobs: Job, now: Clock) -> Runner:
    return Runner(app, jobs, scope=system_scope, now=now)


def test_each_slot_runs_once_and_is_marked_done(app, time, ledger):
    one = runner(app, sweep(ledger), now=time)
    ticks = []
    for _ in range(4):
        ticks += [one.tick(one.jobs[0]), one.tick(one.jobs[0])]
        time.go(seconds=30)
    assert ticks == [True, False, False, False, True, False, False, False]
    assert ledger == [START, START + timedelta(minutes=1)]
    assert db.session.scalar(select(func.count()).where(Occurrence.done_at.is_(None))) == 0


@pytest.mark.parametrize("keep", ["newest", "all"])
def test_two_runners_with_four_threads_each_do_every_slot_once(app, time, keep):
    runs: Counter[datetime] = Counter()

    def count(slot: datetime) -> None:
        runs[slot] += 1

    job = Job("shared", every(seconds=1), count, "Shared", keep)
    runners = [runner(app, job, now=time) for _ in range(2)]
    runners[0].tick(job)
    for _ in range(15):
        time.go(seconds=1)
        threads = [threading.Thread(target=one.tick, args=(job,)) for one in runners for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert set(runs.values()) == {1}
    assert len(runs) == (16 if keep == "newest" else 15)


def test_a_downtime_leaves_a_sweep_one_run_and_a_report_one_for_each_day(app, time, ledger):
    days = Ledger()
    one = runner(app, sweep(ledger), report(days), now=time)
    one.once()
    time.go(days=3, hours=2)
    ledger.clear()
    one.once()
    assert ledger == [time.at]
    assert days == [START + timedelta(days=day, hours=1) for day in range(4)]


def test_a_clock_set_back_two_hours_does_not_stop_sweeps(app, time, ledger):
    one = runner(app, sweep(ledger), now=time)
    one.tick(one.jobs[0])
    time.go(hours=-2)
    ledger.clear()
    for _ in range(3):
        one.tick(one.jobs[0])
        time.go(minutes=1)
    assert len(ledger) == 3


def test_a_clock_set_back_does_not_repeat_a_report(app, time, ledger):
    one = runner(app, report(ledger), now=time)
    one.tick(one.jobs[0])
    time.go(hours=2)
    one.tick(one.jobs[0])
    time.go(hours=-2)
    one.tick(one.jobs[0])
    time.go(hours=2)
    one.tick(one.jobs[0])
    assert len(ledger) == 1


def test_a_killed_holders_lease_is_taken_over_and_its_token_is_stale(app, time, ledger):
    job = report(ledger)
    one = runner(app, job, now=time)
    one.tick(job)
    time.go(hours=2)
    with unit_of_work():
        killed = occurrences.take(job, time.at)
    assert killed is not None
    assert not one.tick(job)
    time.go(minutes=6)
    assert one.tick(job)
    assert ledger == [START + timedelta(hours=1)]
    with unit_of_work():
        assert not occurrences.finish(killed[0], killed[1], time.at)


def test_a_job_that_fails_is_tried_again_after_its_lease_and_hinders_no_other(app, time, ledger, caplog):
    def fail(_now: datetime) -> None:
        failures.append(time.at)
        if len(failures) == 1:
            raise RuntimeError("the disk is full")

    failures: list[datetime] = []
    failing = Job("failing", at_times(hour=9), fail, "Failing", keep="all")
    one = runner(app, failing, sweep(ledger), now=time)
    one.once()
    time.go(hours=2)
    one.once()
    assert len(ledger) == 2
    error = db.session.scalar(select(Occurrence.error).where(Occurrence.error.is_not(None)))
    assert error == "RuntimeError('the disk is full')"
    time.go(minutes=6)
    one.once()
    assert len(failures) == 2
    assert "job failing failed" in caplog.text


def test_once_runs_polling_jobs_even_if_their_slot_was_just_done(app, time, ledger):
    nightly = Ledger()
    jobs = [sweep(ledger, hours=1), Job("nightly", at_times(hour=3), nightly.run, "Nightly")]
    one = runner(app, *jobs, now=time)
    one.once()
    one.once()
    assert len(ledger) == 2
    assert len(nightly) == 1


def test_it_runs_until_it_is_stopped_and_shows_a_sign_of_life(app):
    ran, stop = threading.Event(), threading.Event()
    one = Runner(app, [Job("real", every(seconds=1), lambda now: ran.set(), "Real")], scope=system_scope)
    thread = threading.Thread(target=one.run_forever, args=(stop,))
    thread.start()
    try:
        assert ran.wait(10)
        assert [row.worker for row in workers_alive(one.now())] == [one.name]
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert workers_alive(one.now() + timedelta(minutes=2)) == []
