"""`POST /presence/<kind>/<id>`: a page says that it is open, and hears who else is there."""

from typing import Any

from flask import abort, jsonify, request
from flask_babel import gettext as _

from app.core import clock
from app.db import by_id, unit_of_work
from app.extensions import appbuilder
from app.presence.models import Presence
from app.presence.verbs import be_gone, be_here, others_at, screen_of
from app.security import current_actor, hand_of, may
from app.security.scope import owner_model
from app.web import KesuView, expose, logged_in
from app.web.editing import PK
from app.web.show import said


class PresenceView(KesuView):
    """For everybody who may see the page in question; `doing`: the step whose form is open, `gone`: goodbye."""

    route_base, default_view = "/presence", "beat"

    @expose(f"/<string:kind>/{PK}", methods=["POST"])
    @logged_in
    def beat(self, kind: str, pk: int) -> Any:
        """`{"others": ["…"]}`, in sentences."""
        screen, model, actor = screen_of(kind), owner_model(kind), hand_of(current_actor())
        if screen is None or model is None or actor is None:
            abort(404)
        if not may("can_show", screen):
            abort(403)
        now = clock.now()
        with unit_of_work():
            row = by_id(model, pk)
            if row is None:
                abort(404)
            if request.form.get("gone") == "1":
                be_gone(row, actor=actor)
                return jsonify(others=[])
            known = {verb.name for verb in _verbs(screen)}
            doing = request.form.get("doing", "")
            be_here(row, doing=doing if doing in known | {"edit"} else "", actor=actor, now=now)
            return jsonify(others=[_words(each, screen) for each in others_at(row, actor=actor, now=now)])


def _words(presence: Presence, screen: str) -> str:
    name = presence.person.full_name
    step = next((said(verb.label) for verb in _verbs(screen) if verb.name == presence.doing), "")
    if presence.doing == "edit":
        return _("%(name)s is writing here", name=name)
    return _("%(name)s is filling in: %(step)s", name=name, step=step) if step else _("%(name)s is here too", name=name)


def _verbs(screen: str) -> Any:
    views: Any = appbuilder.baseviews
    return next((view.verbs for view in views if type(view).__name__ == screen), ())
