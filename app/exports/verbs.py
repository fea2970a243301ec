"""What happens to an export: asked for, written by a worker, ready for three days, gone.

A worker that dies leaves nothing but its claim; the next one writes the file from its beginning. Each look at the data
has the rights of whoever asked, as they are at that moment.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from app.core import clock
from app.core.errors import NotAllowed, UserError
from app.core.i18n import N_, Text
from app.db import by_id, unit_of_work
from app.db.claim import claim_rows
from app.events import record
from app.exports.disk import path_of
from app.exports.models import OPEN, ExportRun
from app.extensions import appbuilder, db
from app.security import system_scope
from app.web.behalf import on_behalf_of
from app.web.show import said

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
KEPT = timedelta(days=3)


def request(*, endpoint: str, query: str, kind: str, title: str, actor: Any, now: datetime) -> ExportRun:
    """Ask for a list as a file."""
    run = ExportRun(
        endpoint=endpoint, query=query, kind=kind, title=title[:200], requested_by_id=actor.id, created_at=now
    )
    db.session.add(run)
    db.session.flush()
    record(run, "request", actor=actor, now=now, to_state=run.state, facts={"list": title, "kind": kind})
    return run


def run_queued(now: datetime) -> None:
    """The job: write the oldest file that was asked for."""
    with system_scope():
        with unit_of_work():
            wanted = ExportRun.state.in_(OPEN)
            claimed = claim_rows(ExportRun, wanted, order_by=ExportRun.id, limit=1, lease=LEASE, now=now)
        if not claimed:
            return
        run_id, token = claimed[0]
        run = by_id(ExportRun, run_id)
        if run is None:
            return
        storage = uuid.uuid4().hex
        path = path_of(storage)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(run, token, path)
            size = path.stat().st_size
            done = {"storage": storage, "size": size, "expires_at": clock.now() + KEPT, "finished_at": clock.now()}
            kept = _settle(run_id, token, "done", **done)
        except Exception as error:
            log.exception("the export %s failed", run_id)
            db.session.rollback()
            failed = error.message if isinstance(error, UserError) else Text(N_("The server's log says why."))
            _settle(run_id, token, "failed", told=failed.to_json(), finished_at=clock.now())
            kept = False
        if not kept:
            path.unlink(missing_ok=True)


def sweep_expired(now: datetime) -> None:
    """The job: files whose time is up go, and those that no export names."""
    with system_scope(), unit_of_work():
        old = select(ExportRun).where(ExportRun.state == "done", ExportRun.expires_at <= now)
        for run in db.session.scalars(old).all():
            path_of(run.storage).unlink(missing_ok=True)
            run.state, run.storage = "expired", ""


def _write(run: ExportRun, token: int, path: Path) -> None:
    run_id, endpoint, kind, title = run.id, run.endpoint, run.kind, run.title
    with on_behalf_of(run.requested_by_id, run.query):
        view: Any = next((each for each in appbuilder.baseviews if each.endpoint == endpoint), None)
        if view is None or not view.may("can_download"):
            raise NotAllowed(
                N_("You lack the permission for this. If you need it for your work, ask an administrator.")
            )
        view.write_long(path, kind, said(title), _progress(run_id, token))


def _progress(run_id: int, token: int) -> Callable[[int], None]:
    """Tells how far it has come, and holds the claim meanwhile."""

    def tell(seen: int) -> None:
        scope = system_scope()
        with scope, unit_of_work():
            mine = (ExportRun.id == run_id, ExportRun.lease_token == token, ExportRun.state.in_(OPEN))
            values = {"state": "running", "seen": seen, "lease_until": clock.now() + LEASE}
            db.session.execute(update(ExportRun).where(*mine).values(values))

    return tell


def _settle(run_id: int, token: int, state: str, **values: Any) -> bool:
    with unit_of_work():
        mine = (ExportRun.id == run_id, ExportRun.lease_token == token, ExportRun.state.in_(OPEN))
        result: Any = db.session.execute(
            update(ExportRun).where(*mine).values(state=state, lease_until=None, **values),
            execution_options={"synchronize_session": False},
        )
    return result.rowcount == 1
