"""Downloads. The row scope decides who gets a file; it is served as what it was checked to be, never as a page."""

from flask import Response, abort, send_file
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l

from app.files.store import open_for
from app.security import current_actor, may

_ALONE = "default-src 'none'; sandbox"
_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The browser's own viewer of PDFs starts in no sandbox; the page around it runs no script of anybody's."""


class AttachmentView(BaseView):
    """`/file/<id>`: permission `can_download`."""

    route_base = "/file"
    default_view = "download"
    title = _l("Attachments")
    permission_labels = {"can_download": _l("Download")}

    @expose("/<int(max=2147483647):pk>")
    @permission_name("download")
    def download(self, pk: int) -> Response:
        """The file, under its own name. Raises NotFound for one that is out of reach."""
        return self._served(pk, inline=False)

    @expose("/<int(max=2147483647):pk>/view")
    @permission_name("download")
    def view(self, pk: int) -> Response:
        """The file to be shown in a page of ours; taken away where browsers can't show it."""
        return self._served(pk, inline=True)

    @staticmethod
    def _served(pk: int, *, inline: bool) -> Response:
        if not may("can_download", "AttachmentView"):
            abort(401 if current_actor() is None else 403)
        row, path = open_for(pk)
        shown = row.preview == "image" or (inline and bool(row.preview))
        response = send_file(path, mimetype=row.mime, as_attachment=not shown, download_name=row.name, conditional=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = _PDF if inline and row.preview == "pdf" else _ALONE
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if inline and row.preview in ("pdf", "text") else "DENY"
        response.headers["Cache-Control"] = "private, no-cache"
        return response
