"""What happens to a run: asked for, taken up chunk by chunk by a worker, done, cancelled.

Reading and counting happen outside a unit of work, writing inside a short one: on SQLite nobody waits for a run.
Nothing but the run's own two tables is written, and nothing is sent.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.core.errors import Invalid, NotFound, Refused
from app.core.i18n import N_
from app.db import by_id, unit_of_work
from app.db.claim import claim_rows, release_row
from app.events import record
from app.extensions import db
from app.policy.comparison import Tally
from app.policy.load import PackFaults, load
from app.policy.pack import Pack
from app.replays import reading
from app.replays.figures import row_of
from app.replays.models import OPEN, Replay
from app.replays.reading import Question
from app.replays.trying import Trial
from app.rulebook import current_edition_id
from app.rulebook.packs import parsed
from app.security import Person, Scope, scope_for, system_scope, use_scope

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
CHUNKS_A_RUN = 10
"""A job gives way to itself after so many, so that a worker that is asked to stop soon does."""


def request(
    *,
    text: str,
    since: date | None = None,
    until: date | None = None,
    department_id: int | None = None,
    actor: Any | None,
    now: datetime,
) -> Replay:
    """Ask for a run of the pack in `text`; a worker takes it up. Raises Invalid at `text` with the pack's faults."""
    pack = read_pack(text)
    if since is not None and until is not None and until < since:
        raise Invalid.field("until", N_("The last day lies before the first one."))
    row = Replay(
        title=f"{pack.title.zh} {pack.version}"[:250],
        text=text,
        since=since,
        until=until,
        department_id=department_id,
        calendar_edition_id=current_edition_id(),
        as_of=now,
        requested_by_id=actor.id if actor else None,
        expected=reading.count(Question(since, until, department_id)),
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    record(row, "request", actor=actor, now=now, to_state=row.state, facts={"title": row.title})
    return row


def read_pack(text: str) -> Pack:
    """The pack in a text. Raises Invalid at `text` with every fault."""
    try:
        return load(text)
    except PackFaults as error:
        faults = "\n".join(str(fault) for fault in error.faults[:20])
        raise Invalid.field("text", N_("The policy pack has faults:\n%(faults)s"), faults=faults) from error


def cancel(replay: Replay, *, actor: Any | None, now: datetime) -> None:
    """Leave off; what was found so far stays to be read. Raises NotFound, Refused."""
    if by_id(Replay, replay.id) is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    mine = update(Replay).where(Replay.id == replay.id, Replay.state.in_(OPEN))
    values = {"state": "cancelled", "finished_at": now, "lease_until": None, "changed_at": now}
    before = replay.state
    result: Any = db.session.execute(mine.values(values), execution_options={"synchronize_session": False})
    db.session.refresh(replay)
    if result.rowcount != 1:
        raise Refused(N_("This run has ended already."))
    record(replay, "cancel", actor=actor, now=now, from_state=before, to_state=replay.state)


def run_queued(now: datetime) -> None:
    """The job: take up the oldest open run and go on with it for some chunks. Two workers never have the same one."""
    with system_scope():
        with unit_of_work():
            claimed = claim_rows(Replay, Replay.state.in_(OPEN), order_by=Replay.id, limit=1, lease=LEASE, now=now)
        if not claimed:
            return
        replay_id, token = claimed[0]
        try:
            _go_on(replay_id, token, now)
        except Exception:
            logger.exception("the replay %s failed", replay_id)
            with unit_of_work():
                release_row(Replay, replay_id, token, state="failed", finished_at=now)


def _go_on(replay_id: int, token: int, now: datetime) -> None:
    for _number in range(CHUNKS_A_RUN):
        row = by_id(Replay, replay_id)
        if row is None or row.state not in OPEN or row.lease_token != token:
            return  # cancelled, or another worker has it
        more = _chunk(row, token, now)
        if not more:
            return
    with unit_of_work():
        release_row(Replay, replay_id, token)


def _chunk(row: Replay, token: int, now: datetime) -> bool:
    """One chunk further; whether there may be more."""
    trial, tally = Trial(parsed(row.text), row.calendar_edition_id), Tally.from_json(row.tally)
    question, row_id, seen, off = Question(row.since, row.until, row.department_id), row.id, row.seen, row.off_record
    with use_scope(_reach_of(row)):
        pasts = reading.pasts(question, row.as_of, after=row.last_id, asked=trial.draft.asked)
        found = list(trial.look(pasts))
    for each in found:
        tally.add(str(each.past.department_id or ""), each.difference)
    values = {
        "tally": tally.to_json(),
        "seen": seen + len(found),
        "off_record": off + sum(not each.recorded for each in found),
        "state": "running" if len(found) == reading.CHUNK else "done",
    }
    values |= {"last_id": found[-1].past.id} if found else {}
    values |= {"finished_at": now} if values["state"] == "done" else {}
    with unit_of_work():
        mine = (Replay.id == row_id, Replay.lease_token == token, Replay.state.in_(OPEN))
        result: Any = db.session.execute(update(Replay).where(*mine).values(values))
        if result.rowcount != 1:
            return False  # cancelled meanwhile
        db.session.add_all([row_of(row_id, each) for each in found if each.difference.changed])
    return values["state"] == "running"


def _reach_of(row: Replay) -> Scope:
    """What whoever asked for it may see now; a command's run sees all."""
    if row.requested_by_id is None:
        return Scope("all", secrets=True)
    return scope_for(by_id(Person, row.requested_by_id))
