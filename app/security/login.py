"""Logging in by form or API, and the end of sessions."""

from datetime import datetime
from typing import Any

from flask import Flask, flash, g, has_request_context, session
from flask_babel import gettext as _
from flask_login import user_logged_in
from sqlalchemy import or_, select

from app.core.clock import local
from app.db import unit_of_work
from app.extensions import db
from app.security.models import Person
from app.security.passwords import LONGEST, is_right
from app.security.throttle import account_counter, address_counter, count_attempt, forgive, take_back

EPOCH = "epoch"
"""Key in the session cookie and claim in API tokens: the person's `session_epoch` at login."""
_LONGEST_NAME = 320


def authenticate(username: str, password: str, *, address: str, now: datetime) -> Person | None:
    """The person with this user name or e-mail address and password; None for any that doesn't fit, never saying which.

    Opens its own units of work. Raises TooMany while the account or the address is locked.
    """
    if not username or len(username) > _LONGEST_NAME or "\0" in username + password:
        return None
    person = _find(username)
    counters = (account_counter(person.id if person else username), address_counter(address))
    with unit_of_work():
        count_attempt(counters, now)
    if len(password) > LONGEST or not is_right(person, password) or person is None:
        return None
    with unit_of_work():
        # In the order of counting: two logins of one person would each wait for the other.
        failures = forgive(counters[0], now)
        take_back(counters[1:], now)
        if has_request_context():
            g.last_login = (person.last_login_at, failures)
        person.last_login_at = now
        person.login_count = (person.login_count or 0) + 1
    return person


def end_sessions(person: Person) -> None:
    """Whoever holds a cookie or token of this person is logged out, copies included. Flushes."""
    person.session_epoch += 1
    db.session.flush()


def install(app: Flask) -> None:
    """Mark each new session with the epoch; called once by `create_app`."""
    user_logged_in.connect(_mark_session, app)


def is_current(person: Any, epoch: Any) -> bool:
    """Whether a cookie or token with this epoch still counts."""
    return bool(person is not None and person.active and epoch == person.session_epoch)


def _mark_session(_app: Flask, user: Person, **_more: Any) -> None:
    session[EPOCH] = user.session_epoch
    last, failures = g.pop("last_login", (None, 0))
    if last is not None:
        flash(_("Last login: %(when)s.", when=local(last).strftime("%Y-%m-%d %H:%M")), "info")
    if failures:
        flash(_("Failed attempts to log in since: %(count)s.", count=failures), "warning")


def _find(username: str) -> Person | None:
    name = username.strip()
    found = db.session.scalars(select(Person).where(or_(Person.username == name, Person.email == name))).all()
    return next((person for person in found if person.username == name), found[0] if found else None)
