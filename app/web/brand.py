"""The company's look on every page: its colour as a style sheet, its logo, its icon. Public, as the login page is.

Addresses carry the version of the company's row, so that browsers keep the answers until something changes.
"""

from typing import Any

from flask import Flask, Response, abort, g, request, url_for
from flask_appbuilder import expose

from app.core import colour
from app.org.company import Look, company
from app.org.company import look as read_look
from app.web.base_view import KesuView

_FOREVER, _A_WHILE = "public, max-age=31536000, immutable", "public, max-age=300"


def look() -> Look:
    """The company's, read once a request."""
    if "look" not in g:
        g.look = read_look()
    return g.look


class BrandView(KesuView):
    """Nothing here is secret; without permission."""

    route_base, default_view = "/brand", "colours"

    @expose("/colours.css")
    def colours(self) -> Any:
        """The tokens that follow from the accent; empty where it is the product's."""
        accent = look().accent
        return _kept(style_sheet(accent) if accent else "", "text/css")

    @expose("/logo.png")
    def logo(self) -> Any:
        """For the head of the pages."""
        return _picture("logo")

    @expose("/icon.png")
    def icon(self) -> Any:
        """For the browser's tab."""
        return _picture("icon")


def style_sheet(accent: str) -> str:
    """The accent's tokens, in the three blocks that tokens.css has."""
    light, dark = (" ".join(f"--{name}: {value};" for name, value in part.items()) for part in colour.shades(accent))
    return (
        f":root {{ {light} }}\n"
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
        f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}\n'
    )


def logo_url() -> str:
    """The company's logo, or the product's."""
    if not look().has_logo:
        return url_for("static", filename="kesu.svg")
    return url_for("BrandView.logo", v=look().version)


def icon_url() -> str:
    """The same for the browser's tab."""
    return url_for("BrandView.icon", v=look().version) if look().has_logo else url_for("static", filename="kesu.svg")


def install(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(look=look, logo_url=logo_url, icon_url=icon_url)


def _picture(name: str) -> Any:
    row = company()
    data = getattr(row, name, None)
    return _kept(data, "image/png") if data else abort(404)


def _kept(body: str | bytes, mimetype: str) -> Response:
    answer = Response(body, mimetype=mimetype)
    answer.headers["Cache-Control"] = _FOREVER if request.args.get("v") == look().version else _A_WHILE
    return answer
