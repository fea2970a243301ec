"""Login throttle: a counter in the database, the same for the form, the API and all processes.

An attempt is counted before the password is looked at and taken back when it was right, so that a hundred guesses at
once count as a hundred.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.core.clock import local
from app.core.errors import TooMany
from app.core.i18n import N_
from app.db import unit_of_work
from app.db.sealed import blind
from app.extensions import db
from app.security.models import LoginAttempt

WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 50
"""Higher: a whole call centre may share one address."""


@dataclass(frozen=True)
class Counter:
    """What is counted. Keys are hashed: people type passwords into the box for the user name."""

    key: str
    limit: int


def account_counter(account: int | str) -> Counter:
    """By person id, or by what was typed where there is no such person; both lock alike and tell nothing."""
    return Counter(blind(f"login account {str(account).casefold()}"), ACCOUNT_LIMIT)


def address_counter(address: str) -> Counter:
    """By the network address that the request came from."""
    return Counter(blind(f"login address {address}"), ADDRESS_LIMIT)


def count_attempt(counters: tuple[Counter, ...], now: datetime) -> None:
    """Count an attempt. Raises TooMany while one of the counters is locked."""
    for counter in counters:
        row = _row(counter.key, now)
        if row.locked_until is not None and row.locked_until > now:
            raise TooMany(
                N_("Too many failed logins. Please try again after %(time)s."),
                time=local(row.locked_until + timedelta(minutes=1)).strftime("%H:%M"),
            )
        if row.since + WINDOW <= now:
            row.failures, row.since = 0, now
        row.failures += 1
        row.locked_until = now + LOCK if row.failures >= counter.limit else None
    db.session.flush()


def take_back(counters: tuple[Counter, ...], now: datetime) -> None:
    """The attempt just counted was right."""
    for counter in counters:
        row = _row(counter.key, now)
        row.failures = max(0, row.failures - 1)
        row.locked_until = None
    db.session.flush()


def forgive(counter: Counter, now: datetime) -> int:
    """Start anew after a right password, or when an administrator sets one; returns the failures until then."""
    row = _row(counter.key, now)
    failures = max(0, row.failures - 1)
    # Kept for the sweep: whoever waits for this row at this moment would find it gone.
    row.failures, row.locked_until = 0, None
    db.session.flush()
    return failures


def sweep_attempts(now: datetime) -> None:
    """The job: counters that no longer count for anything; names that nobody has would pile up otherwise."""
    with unit_of_work():
        db.session.execute(delete(LoginAttempt).where(LoginAttempt.since < now - WINDOW - LOCK))


def _row(key: str, now: datetime) -> LoginAttempt:
    """The counter, held against others until the transaction ends."""
    mine = select(LoginAttempt).where(LoginAttempt.key == key).with_for_update()
    row = db.session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    if row is not None:
        return row
    try:
        with db.session.begin_nested():
            row = LoginAttempt(key=key, since=now, failures=0)
            db.session.add(row)
    except IntegrityError:  # another process made it first
        return db.session.scalars(mine).one()
    return row
