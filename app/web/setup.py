"""Templates, static files and error pages, hung on the app."""

from flask import Flask
from flask_babel import get_locale

from app.extensions import appbuilder
from app.web import errors, headers, menu, show
from app.web.base_api import KesuOpenApi
from app.web.login import LanguageView


def install(app: Flask) -> None:
    """Called once by `create_app`, after FAB."""
    for part in (show, headers, menu, errors):
        part.install(app)
    app.jinja_env.globals.update(appbuilder=appbuilder, language=lambda: str(get_locale() or "zh"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    appbuilder.add_view_no_menu(LanguageView)
    appbuilder.add_api(KesuOpenApi)
