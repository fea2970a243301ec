"""The way from a list to its file: asked for on the list's page, waited for on a page of its own."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.db import unit_of_work
from app.exports.verbs import request as request_export
from app.security import current_actor, may


def ask_for(view: Any, kind: str, title: str) -> Any | None:
    """A redirect to the page where the file will be; None for a person who may not open that page."""
    actor = current_actor()
    if actor is None or not may("can_show", "ExportRunView"):
        return None
    query = request.query_string.decode()
    with unit_of_work():
        run = request_export(endpoint=view.endpoint, query=query, kind=kind, title=title, actor=actor, now=clock.now())
        run_id = run.id
    flash(_("This list is long: it is being written in the background."), "info")
    return redirect(url_for("ExportRunView.show", pk=run_id))
