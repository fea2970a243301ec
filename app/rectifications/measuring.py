"""What can be done with a measure of an approved report: done with evidence, done again, verified."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from app.absence import is_reachable
from app.core.clock import local_day
from app.core.errors import NotAllowed, Refused
from app.core.i18n import N_, Text
from app.customers.checks import Checks
from app.db import move_row
from app.events import history_of
from app.extensions import db
from app.files import store
from app.rectifications import clocks, notices
from app.rectifications.approval import may_decide, may_write, require_decider, require_writer
from app.rectifications.models import Measure
from app.rectifications.step import NOTE_LIMIT, taking
from app.rectifications.words import MEASURE_STATES
from app.security import Person, hands_of, verb


@verb
def tick(measure: Measure, *, files: Sequence[FileStorage], note: str = "", actor: Any | None, now: datetime) -> None:
    """It is done, and here is the evidence; its clock stops. Raises NotAllowed, Invalid, Refused."""
    report = measure.report
    if actor is not None and actor.id != measure.owner_id and not may_write(report, actor):
        raise NotAllowed(N_("A measure is ticked off by who does it, or by the responsible department."))
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT)
    given = [file for file in files if file.filename]
    if not given:
        checks.refuse("files", N_("Please add the evidence: a photo, a recording or a paper."))
    checks.done()
    with taking(report, "tick", actor=actor, now=now, note=note) as facts:
        _move(measure, "planned", "done", now, done_at=now, done_by_id=actor.id if actor else None, done_note=note)
        facts["measure"] = measure.no
        facts["files"] = [store(file, measure, actor, now, field="files").name for file in given]
    clocks.measure_done(measure, actor=actor, now=now)
    notices.done(measure, now=now)


@verb
def hand_on(measure: Measure, *, owner_id: int, actor: Any | None, now: datetime, note: str = "") -> None:
    """Another person carries it out; the clock is theirs now. By those who write or decide; where the owner has left or
    is away and nobody acts for them, by whoever may at all. Raises NotAllowed, Invalid, Refused."""
    report = measure.report
    if is_reachable(measure.owner, now) and not may_decide(report, actor):
        require_writer(report, actor)
    checks = Checks()
    owner = checks.row("owner_id", Person, owner_id, required=True)
    if owner is not None and not owner.active:
        checks.refuse("owner_id", N_("This person can't log in any more."))
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    assert owner is not None, "checked"
    if measure.state != "planned":
        raise Refused(N_("This measure is done already."))
    with taking(report, "hand_on", actor=actor, now=now, note=note) as facts:
        measure.owner_id = owner.id
        facts.update({"measure": measure.no, "owner": owner.full_name})
    db.session.expire(measure, ["owner"])
    clocks.measure_handed_on(measure, actor=actor, now=now)


@verb
def redo(measure: Measure, *, note: str, due_on: date | None, actor: Any | None, now: datetime) -> None:
    """The evidence doesn't convince: to be done again by another day. Raises NotAllowed, Invalid, Refused."""
    report = measure.report
    require_decider(report, actor)
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT, required=True)
    if due_on is None or due_on <= local_day(now):
        checks.refuse("due_on", N_("Please name a day to come."))
    checks.done()
    with taking(report, "redo", actor=actor, now=now, note=note) as facts:
        _move(measure, "done", "planned", now, done_at=None, done_by_id=None, due_on=due_on)
        facts.update({"measure": measure.no, "due": due_on.isoformat() if due_on else ""})
    clocks.measure_open(measure, actor=actor, now=now)
    notices.redo(measure, note=note, now=now)


@verb
def verify(measure: Measure, *, note: str = "", actor: Any | None, now: datetime) -> None:
    """It was done and it works; after the last one the report is verified. Raises NotAllowed, Invalid, Refused."""
    report = measure.report
    require_decider(report, actor)
    if hands_of(actor) & {measure.owner_id, measure.done_by_id, *_ticked_by(measure)}:
        raise NotAllowed(N_("Nobody verifies a measure of their own."))
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(report, "verify", actor=actor, now=now, note=note) as facts:
        _move(measure, "done", "verified", now, verified_at=now, verified_by_id=actor.id if actor else None)
        facts["measure"] = measure.no
    if all(row.state == "verified" for row in report.measures):
        with taking(report, "complete", actor=None, now=now):
            pass


def _move(measure: Measure, expected: str, target: str, now: datetime, **values: Any) -> None:
    """Raises Refused when the measure isn't, or no longer, in the expected state."""
    if not move_row(measure, Measure.state == expected, state=target, changed_at=now, **values):
        raise Refused(
            N_("Measure %(no)s is in the state “%(state)s”."),
            no=measure.no,
            state=Text(MEASURE_STATES[measure.state]),
        )


def _ticked_by(measure: Measure) -> set[int]:
    """Whose hand it was, where a delegate ticked it off."""
    ticks = [event for event in history_of(measure.report) if event.verb == "tick"]
    return {event.actor_id for event in ticks if event.actor_id and event.facts.get("measure") == measure.no}
