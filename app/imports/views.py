"""The screens of 导入: a file taken in, its columns, what a trial found, the import, and the way back."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core import clock
from app.core.errors import NotAllowed
from app.core.i18n import N_, Text
from app.extensions import db
from app.imports import verbs
from app.imports.kinds import kind_of, kinds
from app.imports.models import AT_WORK, STATES, ImportFault, ImportRun
from app.imports.undoing import left_to_undo
from app.imports.writing import write_faults, write_template
from app.security import current_actor
from app.web import KesuForm, KesuInterface, KesuModelView, Verb, attempt, expose, has_access
from app.web.editing import PK
from app.web.fields import ChoiceField, FilesField, Filled
from app.web.show import said
from app.web.spreadsheet import KINDS as FILE_KINDS

_TONES = {"checking": "info", "importing": "info", "undoing": "info", "checked": "warn", "uploaded": "warn",
          "done": "good", "failed": "bad"}  # fmt: skip
_SHOWN_FAULTS = 100
_AT_ONCE = 1000


def offered() -> dict[str, Any]:
    """The kinds that the present person may import."""
    return {code: kind.label for code, kind in kinds().items() if kind.open_to_reader()}


def named() -> dict[str, Any]:
    """All kinds."""
    return {code: kind.label for code, kind in kinds().items()}


class ImportForm(KesuForm):
    """What it is, and the file."""

    kind = ChoiceField(_l("What is in the file"), [Filled()], labels=offered)
    files = FilesField(
        _l("File"),
        [Filled()],
        most=1,
        description=_l("Excel (.xlsx) or CSV, in UTF-8 or GBK; titles above the table and blank rows do no harm."),
    )


class ImportRunView(KesuModelView):
    """One import after the other, the newest first."""

    datamodel, route_base = KesuInterface(ImportRun), "/import"
    title, thing = _l("Imports"), _l("Import")
    add_title = _l("Import a file")
    about = _l(
        "Bring customers, contacts, waybills, users and past complaints in from Excel or CSV. Each file is tried "
        "first: you see row by row what would be taken, corrected or refused, before anything is stored. Nobody is "
        "notified, and an import can be undone as a whole."
    )
    label_columns = {
        "kind": _l("What is in the file"),
        "name": _l("File"),
        "state": _l("State"),
        "progress": _l("Progress"),
        "taken": _l("Taken"),
        "corrected": _l("Corrected"),
        "refused": _l("Not taken"),
        "requested_by": _l("Asked for by"),
        "finished_at": _l("Finished at"),
    }
    list_columns = ["name", "kind", "state", "taken", "corrected", "refused", "requested_by", "created_at"]
    show_columns = ["kind", "state", "requested_by", "created_at", "finished_at"]
    add_columns = ["kind"]
    edit_columns: list[str] = []
    search_columns, order_columns, base_order = ["name", "kind", "state"], ["created_at"], ("id", "desc")
    choices = {"kind": named, "state": STATES}
    badges = {"state": _TONES}
    formatters_columns = {"requested_by": lambda person: person.full_name if person else _l("The system")}
    add_form = ImportForm
    list_template, show_template, form_template = "imports/list.html", "imports/show.html", "imports/form.html"
    verbs = (
        Verb(
            "start",
            _l("Import all rows"),
            verbs.start,
            opens=lambda run: run.state == "checked" and not run.refused and bool(run.taken),
            permission="can_add",
            tone="primary",
            confirm=_l("Import all rows now? If one should fail after all, none is kept."),
        ),
        Verb(
            "start_valid",
            _l("Import the valid rows only"),
            verbs.start_valid,
            opens=lambda run: run.state == "checked" and bool(run.refused and run.taken),
            permission="can_add",
            tone="primary",
            confirm=_l("Import the valid rows and leave out those that were refused?"),
        ),
        Verb(
            "undo",
            _l("Undo the import"),
            verbs.undo,
            opens=lambda run: run.state in ("done", "cancelled") and bool(left_to_undo(run)),
            tone="danger",
            confirm=_l("Take back all that this import stored? Done only where nothing was changed since."),
        ),
        Verb(
            "cancel",
            _l("Leave off"),
            verbs.cancel,
            opens=lambda run: run.state in ("uploaded", "checking", "checked", "importing"),
            permission="can_add",
            confirm=_l("Leave this import off? What was stored so far stays and can be undone."),
        ),
    )

    def create(self, data: dict[str, Any]) -> ImportRun:
        """By the verb."""
        files = data["files"]
        return verbs.request(kind=data["kind"], upload=files[0], actor=current_actor(), now=clock.now())

    def show_context(self, row: ImportRun) -> Mapping[str, Any]:
        """The columns to be said, or how far it has come and what was wrong."""
        columns = kind_of(row.kind).columns()
        mine = select(ImportFault).where(ImportFault.run_id == row.id).order_by(ImportFault.corrected, ImportFault.row)
        faults = db.session.scalars(mine.limit(_SHOWN_FAULTS)).all()
        count = db.session.scalar(select(func.count()).select_from(ImportFault).where(ImportFault.run_id == row.id))
        return {
            "at_work": row.state in AT_WORK,
            "columns": [(each.name, said(each.label), each.required) for each in columns],
            "faults": [(each, said(Text.from_json(each.reason))) for each in faults],
            "fault_count": count,
            "told": said(Text.from_json(row.told)) if row.told else "",
            "may_map": row.state in ("uploaded", "checked") and self.may("can_add"),
            "mapped": {int(at): name for at, name in row.mapping.items()},
        }

    def templates(self) -> list[tuple[str, str]]:
        """Kind and address of the template to fill in, of what the person may import."""
        mine = (code for code, kind in kinds().items() if kind.open_to_reader())
        return [(said(kinds()[code].label), url_for("ImportRunView.template", code=code)) for code in mine]

    @expose(f"/map/{PK}", methods=["POST"])
    @has_access
    @permission_name("add")
    def map(self, pk: int) -> Any:
        """The chosen columns; the file is tried with them."""
        row = self.reach(pk)
        chosen = {}
        for position in range(len(row.headers)):
            chosen[position] = request.form.get(f"column_{position}", "")[:60]
        form = KesuForm()
        if not attempt(form, lambda: (verbs.map_columns(row, chosen, actor=current_actor(), now=clock.now()),)):
            for message in form.form_errors:
                flash(message, "danger")
        return redirect(url_for("ImportRunView.show", pk=pk))

    @expose(f"/faults/{PK}")
    @has_access
    @permission_name("show")
    def faults(self, pk: int) -> Any:
        """Everything that was wrong or put right, as a workbook."""
        row = self.reach(pk)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "faults.xlsx"
            write_faults(row, _faults_of(row.id), path)
            name = _("Import faults")
            return _sent(path, f"{name}-{row.id}.xlsx", "xlsx")

    @expose("/template/<string:code>.xlsx")
    @has_access
    @permission_name("add")
    def template(self, code: str) -> Any:
        """An empty table to fill in."""
        kind = self._open_kind(code)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "template.xlsx"
            write_template(kind, path)
            name = _("Template for %(kind)s", kind=said(kind.label))
            return _sent(path, f"{name}.xlsx", "xlsx")

    def _open_kind(self, code: str) -> Any:
        kind = kind_of(code)
        if not kind.open_to_reader():
            raise NotAllowed(N_("You lack the permission to add such records."))
        return kind


def _faults_of(run_id: int) -> Iterator[ImportFault]:
    last = 0
    while True:
        mine = select(ImportFault).where(ImportFault.run_id == run_id, ImportFault.id > last)
        rows = db.session.scalars(mine.order_by(ImportFault.id).limit(_AT_ONCE)).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].id


def _sent(path: Path, name: str, suffix: str) -> Any:
    return send_file(path.open("rb"), mimetype=FILE_KINDS[suffix], as_attachment=True, download_name=name)
