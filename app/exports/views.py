"""我的导出: the files that one asked for; nobody else's."""

from collections.abc import Mapping
from typing import Any

from flask import send_file, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext as _l

from app.core.errors import NotFound
from app.core.i18n import N_, Text
from app.exports.disk import path_of
from app.exports.models import OPEN, STATES, ExportRun
from app.security import current_actor
from app.web import KesuInterface, KesuModelView, expose, has_access, register_user_link
from app.web.editing import PK
from app.web.filters import KesuFilter
from app.web.show import said, size, when
from app.web.spreadsheet import KINDS as FILE_KINDS


class Mine(KesuFilter):
    """Asked for by the reader: what a wide reach sees of others' work doesn't go as far as the files that they took."""

    name, arg_name = "", "mine"

    def apply(self, query: Any, value: Any) -> Any:
        actor = current_actor()
        return query.filter(ExportRun.requested_by_id == (actor.id if actor else 0))


class ExportRunView(KesuModelView):
    """Exports, the newest first."""

    datamodel, route_base = KesuInterface(ExportRun), "/export"
    title, thing = _l("My exports"), _l("Export")
    about = _l("Lists of more than 50,000 rows are written in the background. Files can be fetched for three days.")
    label_columns = {
        "title": _l("List"),
        "kind": _l("Kind of file"),
        "state": _l("State"),
        "seen": _l("Rows written"),
        "size": _l("Size of the file"),
        "finished_at": _l("Finished at"),
        "expires_at": _l("Can be fetched until"),
    }
    list_columns = ["title", "kind", "state", "seen", "created_at", "expires_at"]
    show_columns = ["title", "kind", "state", "seen", "size", "created_at", "finished_at", "expires_at"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["title", "state"], ["created_at"], ("id", "desc")
    choices = {"state": STATES, "kind": {"xlsx": "Excel", "csv": "CSV"}}
    badges = {"state": {"queued": "info", "running": "info", "done": "good", "failed": "bad"}}
    formatters_columns = {"size": size}
    base_filters = [["requested_by_id", Mine, ""]]
    show_template = "exports/show.html"

    def show_context(self, row: ExportRun) -> Mapping[str, Any]:
        """How far it has come, and where the file is."""
        url = url_for("ExportRunView.fetch", pk=row.id) if row.state == "done" else ""
        told = said(Text.from_json(row.told)) if row.told else ""
        return {"open": row.state in OPEN, "url": url, "told": told, "until": when(row.expires_at)}

    @expose(f"/fetch/{PK}")
    @has_access
    @permission_name("show")
    def fetch(self, pk: int) -> Any:
        """The file, for who asked for it."""
        row = self.reach(pk)
        path = path_of(row.storage)
        if row.state != "done" or not row.storage or not path.is_file():
            raise NotFound(N_("There is no such record, or it is not yours to see."))
        name = f"{row.title}-{row.id}.{row.kind}"
        return send_file(path, mimetype=FILE_KINDS[row.kind], as_attachment=True, download_name=name)


register_user_link(ExportRunView, icon="fa-download")
