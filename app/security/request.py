"""What each request starts with: who acts, and which rows that person reaches."""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, request, session
from flask_jwt_extended import current_user as token_user
from flask_jwt_extended import verify_jwt_in_request

from app.core.errors import Refused
from app.db import by_id, unit_of_work
from app.db.base import ACTOR
from app.db.uow import READ_ONLY
from app.extensions import appbuilder, db
from app.security import login, seeing, standing_in
from app.security.actor import current_actor
from app.security.models import Person
from app.security.reach import widest_reach
from app.security.scope import Scope, use_scope

SESSION_LIFE = timedelta(hours=12)
"""A shift; a cookie older than that is refused, wherever it turns up."""
LOGGED_IN = "_user_id"
"""Where flask-login keeps the person in the session."""
_LEAVING = frozenset({"SeeAsView.leave", "LoginView.logout"})
"""What may be pressed while one looks through a role."""


def install(app: Flask) -> None:
    """Set the actor and the row scope before a request and take them away after it. After FAB's own hook."""
    app.config.update(PERMANENT_SESSION_LIFETIME=SESSION_LIFE, SESSION_COOKIE_NAME="kesu")
    login.install(app)
    app.before_request(_enter)
    app.after_request(_note_logout)
    app.teardown_request(_leave)


def _enter() -> None:
    if verify_jwt_in_request(optional=True, locations=["headers"]):
        g.user = token_user._get_current_object()  # type: ignore[attr-defined]
    actor = current_actor()
    g.came_as = actor.id if actor and LOGGED_IN in session else None
    rights: Any = appbuilder.sm
    with use_scope(Scope("none")):
        g.seeing_as = seeing.look(actor, rights.permissions_of(actor)) if actor else None
        g.acting_for = standing_in.look(actor) if actor and g.seeing_as is None else None
        scope = widest_reach(current_actor())
    g.scope = use_scope(scope)
    g.scope.__enter__()
    db.session.info[ACTOR] = actor.id if actor else None
    _only_look(g.seeing_as)
    _only_work(g.acting_for)


def _only_look(seen: seeing.Seeing | None) -> None:
    """Who looks through a role writes nothing: no other method than those that read, and no unit of work in them."""
    leaves = (request.endpoint or "") in _LEAVING
    db.session.info[READ_ONLY] = seen is not None and not leaves
    if seen is not None and not leaves and request.method not in seeing.READING:
        raise Refused(seeing.READ_ONLY, role=seen.name)


def _only_work(standing: standing_in.Acting | None) -> None:
    """A delegate does the absent person's work, and nothing that is that person's own, such as their password."""
    writes = request.method not in seeing.READING
    if standing is not None and writes and not standing_in.may_write_here(request.endpoint or ""):
        raise Refused(standing_in.REFUSED, name=standing.absent.full_name)


def _note_logout(response: Response) -> Response:
    """Whoever's login left the session during the request has logged out: copies of the cookie end as well."""
    if g.get("came_as") and LOGGED_IN not in session:
        with unit_of_work():
            person = by_id(Person, g.came_as)
            if person is not None:
                login.end_sessions(person)
    return response


def _leave(_error: Any) -> None:
    scope = g.pop("scope", None)
    if scope is not None:
        scope.__exit__(None, None, None)
