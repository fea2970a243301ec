"""Error pages in the layout, and the same errors as JSON under /api/ and for our own scripts."""

from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.core.errors import UserError
from app.extensions import appbuilder, db
from app.web.show import said

TITLES = {
    400: _l("The request can't be read"),
    401: _l("Please log in"),
    403: _l("Not allowed"),
    404: _l("Not found"),
    405: _l("Not possible this way"),
    409: _l("Not possible now"),
    413: _l("Too large"),
    422: _l("Please correct the entry"),
    429: _l("Too many attempts"),
    500: _l("Something went wrong"),
}
MESSAGES = {
    400: _l("What the browser sent was incomplete or damaged. Please go back and try again."),
    401: _l("Your session has ended, or you have not logged in yet."),
    403: _l("You lack the permission for this. If you need it for your work, ask an administrator."),
    404: _l("There is no such page or record, or it is not yours to see."),
    405: _l("This address can't be opened directly. Please use the buttons on the page."),
    413: _l("What you sent is larger than allowed. Please choose smaller or fewer files."),
    429: _l("Please wait a little before you try again."),
    500: _l("The error has been recorded. Please try again; if it happens again, tell an administrator the time."),
}
CODES = {
    400: "bad_request",
    401: "not_logged_in",
    403: "not_allowed",
    404: "not_found",
    405: "bad_method",
    409: "refused",
    413: "too_large",
    422: "invalid",
    429: "too_many",
    500: "error",
}
"""Codes for programs."""


def install(app: Flask) -> None:
    """Register the handlers; FAB's and JWT's own included."""
    app.register_error_handler(UserError, _user_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    tokens: Any = appbuilder.sm.jwt_manager
    tokens.unauthorized_loader(lambda reason: as_json(401))
    tokens.invalid_token_loader(lambda reason: as_json(401))
    tokens.expired_token_loader(lambda header, payload: as_json(401))


def wants_json() -> bool:
    """Programs and scripts; a browser's page asks for HTML."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def as_json(status: int, message: str = "", fields: dict[str, str] | None = None, code: str = "") -> Any:
    """`{"error": {"code", "message", "fields"}}`."""
    error = {
        "code": code or CODES.get(status, "error"),
        "message": message or str(MESSAGES.get(status, TITLES.get(status, ""))),
        "fields": fields or {},
    }
    return jsonify(error=error), status


def as_page(status: int, message: str = "") -> Any:
    """The error in the layout."""
    g.setdefault("user", current_user)  # a CSRF failure comes before FAB has said who asks
    title = TITLES.get(status, TITLES[500])
    parts = {"status": status, "title": title, "message": message or MESSAGES.get(status, "")}
    return render_template("kesu/error.html", **parts), status


def _user_error(error: UserError) -> Any:
    db.session.rollback()
    fields = {name: said(reason) for name, reason in error.fields.items()}
    message = said(error.message)
    if wants_json():
        return as_json(error.status, message, fields, error.code)
    return as_page(error.status, " ".join([message, *fields.values()]))


def _csrf_error(_error: CSRFError) -> Any:
    message = _("The page was open too long, or belongs to another session. Please go back, reload it and try again.")
    return as_json(400, message, code="csrf") if wants_json() else as_page(400, message)


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    db.session.rollback()
    if isinstance(error, SecurityError):  # a forged Host: there is no address from which a page could be built
        return Response(said(MESSAGES[400]), 400, mimetype="text/plain")
    return as_json(status) if wants_json() else as_page(status)
