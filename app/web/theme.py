"""Light or dark: what the system prefers, until a person chooses; the choice goes with the person.

The server writes it into the page, so that no page is drawn in the wrong colours first.
"""

from typing import Any

from flask import Flask, abort, redirect, request, session
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.db import by_id, unit_of_work
from app.extensions import appbuilder
from app.security import Person
from app.web.access import own_page
from app.web.base_view import KesuView

THEMES = {"system": _l("As the system"), "light": _l("Light"), "dark": _l("Dark")}
_KEY = "theme"


def theme() -> str:
    """The theme of this session."""
    chosen = session.get(_KEY)
    return chosen if chosen in THEMES else "system"


def take_theme(person: Any) -> None:
    """After the login: what this person chose earlier."""
    session[_KEY] = person.theme


class ThemeView(KesuView):
    """Which colours the pages have; for everybody, as the language."""

    route_base = "/theme"
    default_view = "switch"

    @expose("/<string:code>", methods=["POST"])
    def switch(self, code: str) -> Any:
        """Keep the choice in the session and with the person."""
        if code not in THEMES:
            abort(404)
        session[_KEY] = code
        if current_user.is_authenticated:
            with unit_of_work():
                person = by_id(Person, current_user.id)
                if person is not None:
                    person.theme = code
        return redirect(own_page(request.form.get("next")) or appbuilder.get_url_for_index)


def install(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(theme=theme, themes=THEMES)
