"""What happens to an import: taken in, its columns said, tried, put, undone, cancelled; and the job that does the work.

A worker goes on in batches: the records of one, what was wrong in it and how far it came are one transaction, so that
whoever takes it up after a crash neither misses a row nor puts one twice. Nothing is sent, and no clock starts.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from werkzeug.datastructures import FileStorage

from app.core.errors import Invalid, NotAllowed, Refused, UserError
from app.core.i18n import N_, Text
from app.db import by_id, unit_of_work
from app.db.claim import claim_rows, move_row, release_row
from app.events import record
from app.extensions import db
from app.files import store
from app.imports.columns import guess, squeezed
from app.imports.kinds import kind_of
from app.imports.models import AT_WORK, ImportedRow, ImportFault, ImportMemory, ImportRun
from app.imports.passes import one_pass
from app.imports.reading import file_of
from app.imports.sheets import find_header, first_rows
from app.imports.work import missing
from app.security import require_reach, system_scope

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
_FIGURES = ("position", "added", "changed", "unchanged", "corrected", "refused", "blank")


def request(*, kind: str, upload: FileStorage, actor: Any | None, now: datetime) -> ImportRun:
    """Take a file in and guess its columns. Raises Invalid at `kind` or `files`."""
    chosen = kind_of(kind)
    if not chosen.open_to_reader():
        raise NotAllowed(N_("You lack the permission to add such records."))
    run = ImportRun(kind=kind, name=upload.filename or "", requested_by_id=actor.id if actor else None, created_at=now)
    db.session.add(run)
    db.session.flush()
    file = store(upload, run, actor, now, "files")
    run.name = file.name
    rows = first_rows(file_of(run), file.name)
    columns = chosen.columns()
    known = remembered(kind)
    run.header_row, run.headers = find_header(rows, lambda row: len(guess(row, columns, known)))
    run.mapping = {str(position): name for position, name in guess(run.headers, columns, known).items()}
    db.session.flush()
    record(run, "request", actor=actor, now=now, to_state=run.state, facts={"kind": kind, "file": run.name})
    return run


def map_columns(run: ImportRun, mapping: Mapping[int, str], *, actor: Any | None, now: datetime) -> None:
    """Say which column of the file is which, keep it for the next file, and have it tried. Raises Invalid, Refused."""
    require_reach(run)
    columns = kind_of(run.kind).columns()
    known = {column.name for column in columns}
    chosen = {position: name for position, name in mapping.items() if name and 0 <= position < len(run.headers)}
    if not set(chosen.values()) <= known:
        raise Invalid(N_("There is no such choice."))
    if len(set(chosen.values())) != len(chosen):
        raise Refused(N_("Two columns of the file can't be the same thing."))
    if lacking := missing(columns, chosen):
        names = [column.label if isinstance(column.label, str) else str(column.label) for column in lacking]
        raise Refused(N_("The file has to say these, too: %(columns)s"), columns=", ".join(names))
    _remember(run, chosen)
    _restart(run, "checking", ("uploaded", "checked"), mapping={str(at): name for at, name in chosen.items()})
    db.session.execute(delete(ImportFault).where(ImportFault.run_id == run.id))
    record(run, "map_columns", actor=actor, now=now, to_state=run.state)


def start(run: ImportRun, *, actor: Any | None, now: datetime) -> None:
    """Import every row: possible where the trial refused none; one refused later takes all back. Raises Refused."""
    require_reach(run)
    if run.refused:
        raise Refused(N_("Some rows were refused: correct the file, or import the valid rows only."))
    _restart(run, "importing", ("checked",), whole=True)
    record(run, "start_import", actor=actor, now=now, to_state=run.state, facts={"rows": "all"})


def start_valid(run: ImportRun, *, actor: Any | None, now: datetime) -> None:
    """Import the rows that are right and leave out the others. Raises Refused."""
    require_reach(run)
    _restart(run, "importing", ("checked",), whole=False)
    record(run, "start_import", actor=actor, now=now, to_state=run.state, facts={"rows": "valid"})


def undo(run: ImportRun, *, actor: Any | None, now: datetime) -> None:
    """Take everything back, where nothing of it was changed since; the worker looks first. Raises Refused."""
    require_reach(run)
    _move(run, "undoing", ("done", "cancelled"), told=None, expected=run.expected)
    record(run, "undo_import", actor=actor, now=now, to_state=run.state)


def cancel(run: ImportRun, *, actor: Any | None, now: datetime) -> None:
    """Leave off. What was imported so far stays, and can be undone. Raises Refused."""
    require_reach(run)
    before = run.state
    _move(run, "cancelled", ("uploaded", "checking", "checked", "importing"), finished_at=now, lease_until=None)
    record(run, "cancel_import", actor=actor, now=now, from_state=before, to_state=run.state)


def run_queued(now: datetime) -> None:
    """The job: take up the oldest import at work and go on with it for a while."""
    with system_scope():
        with unit_of_work():
            at_work = ImportRun.state.in_(AT_WORK)
            claimed = claim_rows(ImportRun, at_work, order_by=ImportRun.id, limit=1, lease=LEASE, now=now)
        if claimed:
            go_on(*claimed[0], now)


def go_on(run_id: int, token: int, now: datetime) -> None:
    """One pass of a worker that holds the claim; what fails is told on the import's page."""
    try:
        run = by_id(ImportRun, run_id)
        if run is not None and run.lease_token == token:
            one_pass(run, token, now, settle)
    except Exception as error:
        log.exception("the import %s failed", run_id)
        db.session.rollback()
        text = (
            error.message if isinstance(error, UserError) else Text(N_("The import failed; the server's log says why."))
        )
        with unit_of_work():
            release_row(ImportRun, run_id, token, state="failed", told=text.to_json(), finished_at=now)


def settle(run_id: int, token: int, state: str | None, **values: Any) -> bool:
    """Give the import back, in its next state if there is one. Inside a unit of work; False: it isn't ours any more."""
    if state is None:
        return release_row(ImportRun, run_id, token, **values)
    mine = (ImportRun.id == run_id, ImportRun.lease_token == token, ImportRun.state.in_(AT_WORK))
    statement = update(ImportRun).where(*mine).values(state=state, lease_until=None, **values)
    result: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount == 1


def remembered(kind: str) -> dict[str, str]:
    """Header, squeezed → column, as it was chosen the last time."""
    rows = db.session.scalars(select(ImportMemory).where(ImportMemory.kind == kind))
    return {row.header: row.column for row in rows}


def _remember(run: ImportRun, chosen: Mapping[int, str]) -> None:
    rows = db.session.scalars(select(ImportMemory).where(ImportMemory.kind == run.kind))
    known = {row.header: row for row in rows}
    for position, name in chosen.items():
        header = squeezed(run.headers[position])[:200]
        if not header:
            continue
        if header in known:
            known[header].column = name
        else:
            known[header] = ImportMemory(kind=run.kind, header=header, column=name)
            db.session.add(known[header])


def _restart(run: ImportRun, state: str, sources: tuple[str, ...], **values: Any) -> None:
    figures = dict.fromkeys(_FIGURES, 0) | {"position": run.header_row, "told": None, "finished_at": None}
    _move(run, state, sources, **(figures | values))


def _move(run: ImportRun, state: str, sources: tuple[str, ...], **values: Any) -> None:
    db.session.flush()
    if not move_row(run, ImportRun.state.in_(sources), state=state, **values):
        raise Refused(N_("This is no longer possible: the import has gone on meanwhile."))


def forget_rows(run_id: int) -> None:
    """After an undo: the list of what it made is worth nothing any more."""
    db.session.execute(delete(ImportedRow).where(ImportedRow.run_id == run_id))
