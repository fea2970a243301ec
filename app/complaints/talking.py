"""Beside the steps: notes, promises, calls, and clocks that stand still."""

from datetime import datetime
from typing import Any

from app.complaints import clocks, notices
from app.complaints.mentions import mentioned
from app.complaints.models import Complaint
from app.complaints.step import NOTE_LIMIT, taking, verb
from app.complaints.words import SATISFACTION
from app.core.errors import Refused
from app.core.i18n import N_
from app.customers.checks import Checks


@verb
def note(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """Write something down; whom it names with an @ is told. Raises Invalid, also where they may not see the case."""
    checks = Checks()
    text = checks.text("note", note, limit=NOTE_LIMIT, required=True)
    checks.done()
    people = mentioned(complaint, text, actor)
    with taking(complaint, "note", actor=actor, now=now, note=text) as facts:
        if people:
            facts["mentioned"] = [person.full_name for person in people]
    notices.mentioned(complaint, people, by=actor, note=text, now=now)


@verb
def promise_callback(
    complaint: Complaint, *, at: datetime | str, note: str = "", actor: Any | None, now: datetime
) -> None:
    """The customer is told when they will hear from us; that is a deadline from now on. Raises Invalid."""
    checks = Checks()
    instant = checks.instant("at", at)
    if "at" not in checks.wrong and (instant is None or instant <= now):
        checks.refuse("at", N_("Please give a time that is still to come."))
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "promise_callback", actor=actor, now=now, note=note, promised_at=instant) as facts:
        facts["promised_at"] = instant


@verb
def callback_done(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """The promised call was made. Raises Invalid."""
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "callback_done", actor=actor, now=now, note=note):
        pass


@verb
def call_satisfaction(complaint: Complaint, *, result: str, note: str = "", actor: Any | None, now: datetime) -> None:
    """The customer was called and asked whether they are content; `result` is one of SATISFACTION. Raises Invalid."""
    checks = Checks()
    checks.choice("result", result, SATISFACTION)
    note = checks.text("note", note, limit=NOTE_LIMIT, required=result == "dissatisfied")
    checks.done()
    with taking(complaint, "call_satisfaction", actor=actor, now=now, note=note) as facts:
        facts["result"] = result


@verb
def pause(complaint: Complaint, *, note: str, actor: Any | None, now: datetime) -> None:
    """Stop the clocks while nothing can be done, for instance until the customer sends papers. Raises Invalid."""
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT, required=True)
    checks.done()
    with taking(complaint, "pause", actor=actor, now=now, note=note) as facts:
        facts["clocks"] = clocks.pause(complaint, reason=note, actor=actor, now=now)
        if not facts["clocks"]:
            raise Refused(N_("No clock is running that could stand still."))


@verb
def resume(complaint: Complaint, *, actor: Any | None, now: datetime, note: str = "") -> None:
    """Let the clocks run on. Raises Invalid."""
    checks = Checks()
    note = checks.text("note", note, limit=NOTE_LIMIT)
    checks.done()
    with taking(complaint, "resume", actor=actor, now=now, note=note) as facts:
        facts["clocks"] = clocks.resume(complaint, actor=actor, now=now)
        if not facts["clocks"]:
            raise Refused(N_("No clock stands still."))
