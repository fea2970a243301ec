"""Templates, static files and error pages, hung on the app."""

from flask import Flask
from flask_babel import get_locale
from werkzeug.routing import IntegerConverter

from app.extensions import appbuilder
from app.web import brand, errors, headers, menu, show, standing, static_files, theme
from app.web.base_api import KesuOpenApi
from app.web.brand import BrandView
from app.web.login import LanguageView
from app.web.styleguide import StyleGuideView
from app.web.theme import ThemeView


class KeyConverter(IntegerConverter):
    """A row's key in an address. Only what can be one fits at all: a converter with a limit refuses too late, and where
    GET and POST have routes of their own, the answer would be 405 instead of 404."""

    regex = r"\d{1,9}"


def install(app: Flask) -> None:
    """Called once by `create_app`, after FAB."""
    app.url_map.converters["key"] = KeyConverter
    for part in (show, headers, menu, errors, theme, brand, standing, static_files):
        part.install(app)
    app.jinja_env.globals.update(appbuilder=appbuilder, language=lambda: str(get_locale() or "zh"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    appbuilder.add_view_no_menu(LanguageView)
    appbuilder.add_view_no_menu(ThemeView)
    appbuilder.add_view_no_menu(BrandView)
    appbuilder.add_view_no_menu(StyleGuideView)
    appbuilder.add_api(KesuOpenApi)
