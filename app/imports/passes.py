"""A worker's pass over an import: batch by batch, as whoever asked for it, until the file ends or time is up."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import update

from app.core import clock
from app.core.i18n import N_, Text
from app.db import unit_of_work
from app.db.uow import undone
from app.extensions import db
from app.imports.kinds import kind_of
from app.imports.models import ImportedRow, ImportFault, ImportRun
from app.imports.reading import file_of
from app.imports.sheets import Row, read_rows
from app.imports.undoing import undo_pass
from app.imports.work import Importer, Outcome
from app.outbox import suppressed
from app.web.behalf import on_behalf_of

BATCH = 100
SECONDS = 150.0
"""Then the claim is given back, so that a worker that is asked to stop soon does."""
Settle = Callable[..., bool]


def one_pass(run: ImportRun, token: int, now: datetime, settle: Settle) -> None:
    """Go on with a claimed import where it stands."""
    with on_behalf_of(run.requested_by_id) as actor, suppressed():
        if run.state == "undoing":
            undo_pass(run, token, actor, now, settle)
            return
        rows = list(read_rows(file_of(run), run.name))
        _go_through(run, token, rows, actor, settle)


@dataclass(frozen=True)
class Pass:
    """What stays the same from batch to batch."""

    run_id: int
    token: int
    actor: Any
    now: datetime
    trial: bool
    expected: int


def _go_through(run: ImportRun, token: int, rows: list[tuple[int, Row]], actor: Any, settle: Settle) -> None:
    run_id, whole, position = run.id, run.whole, run.position
    expected = max(0, rows[-1][0] - run.header_row) if rows else 0
    now = clock.now()
    held = Pass(run_id, token, actor, now, run.state == "checking", expected)
    importer = Importer(kind_of(run.kind), run.headers, {int(at): name for at, name in run.mapping.items()})
    importer.remember(row for row in rows if run.header_row < row[0] <= position)
    left = iter([row for row in rows if row[0] > position])
    until = time.monotonic() + SECONDS
    while batch := list(islice(left, BATCH)):
        outcome = _batch(importer, held, batch)
        if outcome is None:
            return  # cancelled, or another worker has it
        if outcome.refused and whole and not held.trial:
            _take_back(run_id, token, settle)
            return
        if time.monotonic() > until:
            with unit_of_work():
                settle(run_id, token, None)
            return
    with unit_of_work():
        settle(run_id, token, "checked" if held.trial else "done", finished_at=now, expected=expected)


def _batch(importer: Importer, held: Pass, batch: list[tuple[int, Row]]) -> Outcome | None:
    """In earnest: records, faults and figures in one transaction. A trial's records are taken back first."""
    if held.trial:
        with undone():
            outcome = importer.put(batch, actor=held.actor, now=held.now)
        with unit_of_work():
            return outcome if _keep(held, outcome) else None
    try:
        with unit_of_work():
            outcome = importer.put(batch, actor=held.actor, now=held.now)
            if not _keep(held, outcome):
                raise _NotOurs
    except _NotOurs:
        return None
    return outcome


class _NotOurs(Exception):
    """Cancelled meanwhile, or another worker has it: the batch is taken back."""


def _keep(held: Pass, outcome: Outcome) -> bool:
    figures = ("added", "changed", "unchanged", "corrected", "refused", "blank")
    values: dict[str, Any] = {name: getattr(ImportRun, name) + getattr(outcome, name) for name in figures}
    state = "checking" if held.trial else "importing"
    mine = (ImportRun.id == held.run_id, ImportRun.lease_token == held.token, ImportRun.state == state)
    statement = update(ImportRun).where(*mine).values(position=outcome.position, expected=held.expected, **values)
    result: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    if result.rowcount != 1:
        return False
    if held.trial:
        db.session.add_all(_faults(held.run_id, outcome))
    db.session.add_all(
        ImportedRow(run_id=held.run_id, row=row, record_id=record_id, left_at=left_at, before=before)
        for row, record_id, left_at, before in ([] if held.trial else outcome.records)
    )
    return True


def _faults(run_id: int, outcome: Outcome) -> Iterator[ImportFault]:
    for fault in outcome.faults:
        yield ImportFault(
            run_id=run_id,
            row=fault.row,
            column=fault.column,
            value=fault.value,
            reason=fault.reason.to_json(),
            corrected=fault.corrected,
        )


def _take_back(run_id: int, token: int, settle: Settle) -> None:
    told = Text(N_("A row was refused that the trial had found right, so all were taken back."))
    with unit_of_work():
        settle(run_id, token, "undoing", told=told.to_json())
