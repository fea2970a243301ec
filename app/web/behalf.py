"""Work that a worker does for somebody: with that person's permissions, reach and language."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g, has_request_context, session

from app.db import by_id
from app.db.base import ACTOR
from app.extensions import db
from app.security import Person, scope_for, use_scope

_CACHES = ("permissions_of", "roles_of", "labels_at_hand", "filters_of_views")


@contextmanager
def on_behalf_of(person_id: int | None, query: str = "") -> Iterator[Person | None]:
    """A request of no browser, with this query string: what asks “may this person?” asks the request's user.

    Nobody (a command asked): the scope that is in force stays.
    """
    if person_id is None or has_request_context():
        yield by_id(Person, person_id) if person_id else None
        return
    site = current_app.config["SETTINGS"].site()
    with current_app.test_request_context(f"/?{query}", base_url=site):
        person = by_id(Person, person_id)
        for cache in _CACHES:
            g.pop(cache, None)
        # FAB asks the one, what it asks of flask-login the other.
        g.user = g._login_user = person
        session["locale"] = person.language if person else "zh"
        db.session.info[ACTOR] = person_id
        try:
            with use_scope(scope_for(person)):
                yield person
        finally:
            db.session.info[ACTOR] = None
            for name in ("user", "_login_user", *_CACHES):
                g.pop(name, None)
