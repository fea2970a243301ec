"""Why a deadline is what it is, line by line: for the command, the screen and the API."""

from datetime import datetime
from typing import Any

from app.core.clock import local
from app.core.i18n import N_, Text
from app.deadlines.beside import beside
from app.deadlines.models import Deadline, DeadlineEvent
from app.deadlines.reckoning import ladder_of, pack_and_clock, steps_of
from app.policy.worktime import Due
from app.rulebook.document import ROLES, UNITS

_HAPPENED = {
    "pause": N_("Paused %(at)s by %(who)s: %(note)s"),
    "resume": N_("Runs again from %(at)s"),
    "regrade": N_("Counted again %(at)s under new facts: due %(to)s instead of %(from)s"),
    "reset": N_("Counted anew from %(at)s: due %(to)s instead of %(from)s"),
    "move": N_("Counted %(at)s by another version of the policy: due %(to)s instead of %(from)s"),
    "recalendar": N_("Counted %(at)s by the new calendar: due %(to)s instead of %(from)s"),
    "extend": N_("Moved %(at)s by a promise: due %(to)s instead of %(from)s"),
    "reassign": N_("Handed over %(at)s"),
    "warn": N_("Warned %(at)s"),
    "due": N_("Recorded as overdue %(at)s"),
    "overdue": N_("Reminded %(at)s"),
    "escalate": N_("Escalated %(at)s, level %(level)s, to %(people)s. %(cite)s"),
    "stop": N_("Done %(at)s"),
    "cancel": N_("Cancelled %(at)s"),
}
_TO_ONE = N_("If not done by %(at)s: level %(level)s, %(to)s. %(cite)s")
_TO_TWO = N_("If not done by %(at)s: level %(level)s, %(to)s and %(and)s. %(cite)s")
_PASSED_OVER = N_("Step of %(planned)s passed over, a newer one being due")


def explain(deadline: Deadline) -> list[Text]:
    """The clock and its clause, how the time was counted, what to beware of, what happened since, how it ended."""
    counted = Due.from_json(deadline.working)
    return [
        *_heading(deadline, counted),
        *beside(deadline),
        *(segment.text for segment in counted.segments),
        *counted.warnings,
        *(_happened(event) for event in deadline.events if event.kind != "start"),
        *_coming(deadline),
        *_outcome(deadline),
    ]


def _heading(deadline: Deadline, counted: Due) -> list[Text]:
    pack, clock = pack_and_clock(deadline)
    params = {
        "clock": clock.label.text(),
        "cite": pack.cite(counted.clause),
        "version": pack.version,
        "start": _minute(deadline.started_at),
    }
    if counted.amount is None:
        return [Text(N_("%(clock)s: as promised. %(cite)s, version %(version)s. Started %(start)s"), params)]
    params |= {"amount": counted.amount, "unit": Text(UNITS[counted.unit])}
    return [Text(N_("%(clock)s: %(amount)s %(unit)s. %(cite)s, version %(version)s. Started %(start)s"), params)]


def _who(event: DeadlineEvent) -> Text | str:
    if event.actor is None:
        return Text(N_("the system"))
    names = {"who": event.actor.full_name, "absent": event.facts.get("acting_for")}
    return Text(N_("%(who)s (as delegate of %(absent)s)"), names) if names["absent"] else event.actor.full_name


def _happened(event: DeadlineEvent) -> Text:
    facts = {
        name: _minute(datetime.fromisoformat(value))
        for name, value in event.facts.items()
        if name in ("from", "to", "planned")
    }
    if event.facts.get("told") is False:
        return Text(_PASSED_OVER, facts)
    who = _who(event)
    if event.kind == "escalate":
        facts |= _level(event)
    return Text(_HAPPENED[event.kind], {"at": _minute(event.at), "who": who, "note": event.note, **facts})


def _level(event: DeadlineEvent) -> dict[str, Any]:
    names = "、".join(event.facts["people"]) or Text(N_("nobody who isn't reminded already"))
    cite = pack_and_clock(event.deadline)[0].cite(event.facts["clause"])
    return {"level": event.facts["level"], "people": names, "cite": cite}


def _coming(deadline: Deadline) -> list[Text]:
    """The levels of the ladder that are still to come, should it not be done by then."""
    ladder = ladder_of(deadline)
    if ladder is None or deadline.state != "running" or deadline.next_at is None:
        return []
    levels = [step for step in steps_of(deadline) if step.kind == "escalate" and step.at >= deadline.next_at]
    pack = pack_and_clock(deadline)[0]
    found = []
    for step in levels:
        rung = ladder.steps[step.number - 1]
        to = [Text(ROLES[role]) for role in rung.to]
        params = {"level": step.number, "at": _minute(step.at), "cite": pack.cite(rung.clause)}
        found.append(Text(_TO_ONE if len(to) == 1 else _TO_TWO, params | {"to": to[0], "and": to[-1]}))
    return found


def _outcome(deadline: Deadline) -> list[Text]:
    if deadline.state == "met":
        return [Text(N_("Met"))]
    if deadline.breached_at is None:
        return []
    late = {"at": _minute(deadline.breached_at)}
    return [Text(N_("Missed: it was due %(at)s") if deadline.ended_at else N_("Overdue since %(at)s"), late)]


def _minute(instant: datetime) -> str:
    return f"{local(instant):%Y-%m-%d %H:%M}"
