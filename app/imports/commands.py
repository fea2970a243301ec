"""`python run.py import KIND FILE [--dry-run] [--valid]` and `export KIND FILE`: the same trial and the same rows as in
the browser, by the machine's administrator."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.core.errors import Invalid, Refused
from app.core.i18n import N_, Text
from app.db import by_id, unit_of_work
from app.extensions import db
from app.imports import verbs
from app.imports.kinds import kind_of
from app.imports.models import AT_WORK, ImportFault, ImportRun
from app.imports.writing import write_kind
from app.web.spreadsheet import KINDS as FILE_KINDS

_FIGURES = ("added", "changed", "unchanged", "corrected", "refused", "blank")
_FAULTS_TOLD = 50


def import_file(kind: str, path: Path, *, dry_run: bool, valid: bool, now: datetime) -> tuple[str, int]:
    """What the trial and the import came to, and the exit code: 1 where rows were refused. Raises UserError."""
    with path.open("rb") as content, unit_of_work():
        upload = FileStorage(content, filename=path.name)
        run = verbs.request(kind=kind, upload=upload, actor=None, now=now)
    with unit_of_work():
        verbs.map_columns(run, {int(at): name for at, name in run.mapping.items()}, actor=None, now=now)
    tried = _worked(run.id, now)
    lines = [f"trial: {_figures(tried)}", *_faults(tried.id)]
    code = int(tried.refused > 0)
    if dry_run or tried.state != "checked" or (tried.refused and not valid):
        return "\n".join([*lines, "nothing was imported"]), code
    with unit_of_work():
        (verbs.start_valid if tried.refused else verbs.start)(tried, actor=None, now=now)
    done = _worked(tried.id, now)
    return "\n".join([*lines, f"{done.state}: {_figures(done)} (import #{done.id})"]), code


def export_file(kind: str, path: Path) -> str:
    """Every record of the kind into a workbook or a CSV file, by the name's ending. Raises Invalid."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FILE_KINDS:
        raise Invalid(N_("The file's name has to end with .xlsx or .csv."))
    count = write_kind(kind_of(kind), path, suffix)
    return f"{count} rows written to {path}"


def _worked(run_id: int, now: datetime) -> ImportRun:
    """What a worker would do, at once."""
    while True:
        with unit_of_work():
            run = db.session.get_one(ImportRun, run_id)
            if run.state not in AT_WORK:
                break
            run.lease_token += 1
            token = run.lease_token
        verbs.go_on(run_id, token, now)
    found = by_id(ImportRun, run_id)
    if found is None or found.state == "failed":
        raise Refused(N_("The import failed; the server's log says why."))
    return found


def _figures(run: ImportRun) -> str:
    return ", ".join(f"{name} {getattr(run, name)}" for name in _FIGURES)


def _faults(run_id: int) -> list[str]:
    mine = select(ImportFault).where(ImportFault.run_id == run_id, ImportFault.corrected.is_(False))
    rows = db.session.scalars(mine.order_by(ImportFault.row).limit(_FAULTS_TOLD)).all()
    return [f"row {each.row} {each.column}: {Text.from_json(each.reason)}" for each in rows]
