"""Taking an import back: first it is looked whether anything was changed since, then it goes, newest first."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.core.errors import UserError
from app.core.i18n import N_, Text
from app.db import by_id, unit_of_work
from app.db.uow import undone
from app.extensions import db
from app.imports.kinds import Kind, kind_of
from app.imports.models import ImportedRow, ImportRun
from app.security import elevated

BATCH = 100
SECONDS = 120.0


def undo_pass(run: ImportRun, token: int, actor: Any, now: datetime, settle: Callable[..., bool]) -> None:
    """Look through everything, then take it back in batches; a later pass goes on where this one ended."""
    run_id, kind = run.id, kind_of(run.kind)
    begun = run.position == -1
    if not begun:
        changed = _changed_since(run_id, kind, actor, now)
        with unit_of_work():
            if changed:
                told = Text(N_("Not undone: %(count)s of its records were changed or used since."), {"count": changed})
                settle(run_id, token, "done", told=told.to_json())
                return
            held = db.session.get_one(ImportRun, run_id)
            held.position = -1
    until = time.monotonic() + SECONDS
    while _rows(run_id, None):
        with unit_of_work():
            for row in _rows(run_id, None):
                _take_back(kind, row, actor, now)
                db.session.delete(row)
        if time.monotonic() > until:
            with unit_of_work():
                settle(run_id, token, None)
            return
    with unit_of_work():
        settle(run_id, token, "undone", finished_at=now)


def _changed_since(run_id: int, kind: Kind, actor: Any, now: datetime) -> int:
    """How many records aren't as the import left them, or can't go because others belong to them. Changes nothing."""
    last, changed = None, 0
    while rows := _rows(run_id, last):
        with undone():
            for row in rows:
                record = by_id(kind.model, row.record_id)
                if record is None or record.changed_at != row.left_at:
                    changed += 1
                    continue
                try:
                    with db.session.begin_nested():
                        _take_back(kind, row, actor, now)
                except (IntegrityError, UserError):
                    changed += 1
            last = rows[-1].id
    return changed


def _take_back(kind: Kind, row: ImportedRow, actor: Any, now: datetime) -> None:
    record = by_id(kind.model, row.record_id)
    if record is None:
        return
    if row.before is None:
        with elevated():
            db.session.delete(record)
            db.session.flush()
        return
    columns = {column.name: column for column in kind.columns()}
    facts = {name: columns[name].read(cell)[0] for name, cell in row.before.items() if name in columns}
    kind.put(record, facts, actor=actor, now=now)
    db.session.flush()


def _rows(run_id: int, below: int | None) -> Sequence[ImportedRow]:
    mine = select(ImportedRow).where(ImportedRow.run_id == run_id)
    if below is not None:
        mine = mine.where(ImportedRow.id < below)
    return db.session.scalars(mine.order_by(ImportedRow.id.desc()).limit(BATCH)).all()


def left_to_undo(run: ImportRun) -> int:
    """How many records the import made or changed, that can be taken back."""
    mine = select(func.count()).select_from(ImportedRow).where(ImportedRow.run_id == run.id)
    return db.session.scalar(mine) or 0
