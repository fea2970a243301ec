"""Downloads. The row scope decides who gets a file; it is served as what it was checked to be, never as a page."""

from flask import Response, abort, send_file
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l

from app.files.store import open_for
from app.security import current_actor, may


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
        if not may("can_download", "AttachmentView"):
            abort(401 if current_actor() is None else 403)
        row, path = open_for(pk)
        response = send_file(path, mimetype=row.mime, as_attachment=not row.is_image, download_name=row.name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, no-cache"
        return response
